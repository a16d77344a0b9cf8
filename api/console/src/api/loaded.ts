import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Page } from './operations'

/** What is being asked for: the last answer stays while a newer one is on its way. */
export interface Loaded<T> {
  value: T | undefined
  fault: unknown
  isLoading: boolean
  again: () => void
}

interface Known<T> {
  /** The inputs that it was asked for with. */
  of: string
  value?: T
  fault?: unknown
  isLoading?: boolean
}

/** The value alone, where there is one. */
function valueOf<T>(known: Known<T>): Pick<Known<T>, 'value'> {
  return 'value' in known ? { value: known.value! } : {}
}

/** Asks when `inputs` change, and forgets answers that come too late. */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<T>,
  inputs: unknown[],
): Loaded<T> {
  const of = JSON.stringify(inputs)
  const [state, setState] = useState<Known<T>>({ of, isLoading: true })
  const [round, setRound] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    setState((old) => ({ of, ...(old.of === of && valueOf(old)), isLoading: true }))
    load(stop.signal).then(
      (value) => stop.signal.aborted || setState({ of, value, isLoading: false }),
      (fault) =>
        stop.signal.aborted ||
        setState((old) => ({ of, ...valueOf(old), fault, isLoading: false })),
    )
    return () => stop.abort()
  }, [of, round])
  const again = useCallback(() => setRound((n) => n + 1), [])
  const known: Known<T> = state.of === of ? state : { of, isLoading: true }
  return { value: known.value, fault: known.fault, isLoading: Boolean(known.isLoading), again }
}

/** A list that grows page by page. */
export interface Pages<T> extends Loaded<T[]> {
  hasMore: boolean
  more: () => void
}

const PAGE = 100

/** What a page is asked for by: its beginning, unless it is the first one, and its length. */
export interface Turn {
  limit: number
  cursor?: string
}

type Turner<T> = (turn: Turn, signal?: AbortSignal) => Promise<Page<T>>

/** Asks for the first page when `inputs` change; null asks for nothing. */
export function usePages<T>(turn: Turner<T> | null, inputs: unknown[], limit = PAGE): Pages<T> {
  const [extra, setExtra] = useState<Page<T> | null>(null)
  const [fault, setFault] = useState<unknown>(undefined)
  const first = useLoaded<Page<T>>(
    async (signal) => (turn ? turn({ limit }, signal) : { items: [], next_cursor: null }),
    [...inputs, limit],
  )
  useEffect(() => setExtra(null), [first.value])
  const cursor = extra ? extra.next_cursor : (first.value?.next_cursor ?? null)
  const more = () => {
    if (cursor === null || !turn) return
    setFault(undefined)
    turn({ limit, cursor }).then(
      ({ items, next_cursor }) =>
        setExtra((old) => ({ items: [...(old?.items ?? []), ...items], next_cursor })),
      setFault,
    )
  }
  const items = first.value && [...first.value.items, ...(extra?.items ?? [])]
  const pages = { ...first, value: items, hasMore: cursor !== null, more }
  return { ...pages, fault: first.fault ?? fault }
}
