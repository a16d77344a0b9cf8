import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { get, type Page, type Query } from './ask'

/** What is being asked for: the last answer stays while a newer one is on its way. */
export interface Loaded<T> {
  value: T | undefined
  fault: unknown
  isLoading: boolean
  again: () => void
}

/** Asks when `inputs` change, and forgets answers that come too late. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, inputs: unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value?: T; fault?: unknown; isLoading: boolean }>({
    isLoading: true,
  })
  const [round, setRound] = useState(0)
  const seen = useRef('')
  const name = JSON.stringify(inputs)
  useEffect(() => {
    const stop = new AbortController()
    const isOther = seen.current !== name
    seen.current = name
    setState((old) => ({ ...(!isOther && 'value' in old && { value: old.value! }), isLoading: true }))
    load(stop.signal).then(
      (value) => stop.signal.aborted || setState({ value, isLoading: false }),
      (fault) =>
        stop.signal.aborted ||
        setState((old) => ({ ...('value' in old && { value: old.value! }), fault, isLoading: false })),
    )
    return () => stop.abort()
  }, [name, round])
  const again = useCallback(() => setRound((n) => n + 1), [])
  return { value: state.value, fault: state.fault, isLoading: state.isLoading, again }
}

/** A list that grows page by page. */
export interface Pages<T> extends Loaded<T[]> {
  hasMore: boolean
  more: () => void
}

const PAGE = 100

/** An empty path asks for nothing. */
export function usePages<T>(path: string, query: Query = {}, limit = PAGE): Pages<T> {
  const [extra, setExtra] = useState<{ items: T[]; cursor: string | null } | null>(null)
  const name = path + JSON.stringify(query)
  const nothing: Page<T> = { items: [], next_cursor: null }
  const first = useLoaded(
    (signal) =>
      path ? get<Page<T>>(path, { limit, ...query }, signal) : Promise.resolve(nothing),
    [name, limit],
  )
  useEffect(() => setExtra(null), [first.value])
  const cursor = extra ? extra.cursor : (first.value?.next_cursor ?? null)
  const more = () => {
    if (cursor === null) return
    void get<Page<T>>(path, { limit, ...query, cursor }).then((page) =>
      setExtra((old) => ({
        items: [...(old?.items ?? []), ...page.items],
        cursor: page.next_cursor,
      })),
    )
  }
  const items = first.value && [...first.value.items, ...(extra?.items ?? [])]
  return { ...first, value: items, hasMore: cursor !== null, more }
}
