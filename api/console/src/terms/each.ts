// One request for each of many names, a few at a time, and what came of each.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { LogEvent, Written } from '../api/types'

export interface Outcome {
  name: string
  state: 'waiting' | 'changed' | 'unchanged' | 'refused'
  fault?: unknown
  events: LogEvent[]
}

const AT_ONCE = 6
const SHOWN_EVERY_MS = 100

type Work = (name: string, signal: AbortSignal) => Promise<Written>

async function outcomeOf(name: string, work: Work, signal: AbortSignal): Promise<Outcome> {
  try {
    const { changed, events = [] } = await work(name, signal)
    return { name, state: changed ? 'changed' : 'unchanged', events }
  } catch (fault) {
    return { name, state: 'refused', fault, events: [] }
  }
}

/** Calls `told` with what came of each name; what was not begun when it is stopped is left. */
export async function forEach(
  names: string[],
  work: Work,
  told: (outcome: Outcome) => void,
  signal: AbortSignal,
): Promise<void> {
  const queue = names.values()
  const worker = async () => {
    for (const name of queue) {
      if (signal.aborted) return
      told(await outcomeOf(name, work, signal))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

export interface Each {
  outcomes: Outcome[]
  isRunning: boolean
  run: (names: string[], work: Work) => void
  stop: () => void
}

/** The outcomes of the newest run, as they come in; a second run may be of a part of the names. */
export function useEach(): Each {
  const known = useRef(new Map<string, Outcome>())
  const [outcomes, setOutcomes] = useState<Outcome[]>([])
  const [isRunning, setRunning] = useState(false)
  const round = useRef(new AbortController())
  const show = () => setOutcomes([...known.current.values()])
  useEffect(() => () => round.current.abort(), [])
  const run = (names: string[], work: Work) => {
    const control = (round.current = new AbortController())
    for (const name of names) known.current.set(name, { name, state: 'waiting', events: [] })
    setRunning(true)
    show()
    const timer = setInterval(show, SHOWN_EVERY_MS)
    const told = (outcome: Outcome) => void known.current.set(outcome.name, outcome)
    void forEach(names, work, told, control.signal).finally(() => {
      clearInterval(timer)
      if (round.current !== control) return
      setRunning(false)
      show()
    })
  }
  return { outcomes, isRunning, run, stop: () => round.current.abort() }
}
