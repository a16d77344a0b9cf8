import { signal } from '@preact/signals'
import { zone } from '../api/site'
import { dayAfter, instantOf } from '../text/time'
import type { RecordsOf } from './records'
import type { TakingsOf } from './takings'

/** One of the amounts that a sum is made of. */
export interface Part {
  label: string
  amount: string
  why?: Question | undefined
}

/** Up to an event or a moment; behind an event; from one moment until before another. */
export interface Within {
  asOf?: string
  after?: number
  from?: string
  to?: string
}

/** What is asked to be explained: an event of the log; the balance of a wallet, one entry of it, or
 * some of what moved it; an account of the books alike; what a till took in; a figure of a report;
 * or a sum. */
export type Question =
  | { event: number }
  | ({ wallet: string; entry?: number } & Within)
  | ({ account: string } & Within)
  | { takings: TakingsOf }
  | { records: RecordsOf }
  | { title: string; parts: Part[] }

/** What is being explained, over whatever is on the screen; the last one is in sight, and the one
 * before it is a step back. */
export const opened = signal<Question[]>([])

export function explain(question: Question): void {
  opened.value = [...opened.peek(), question]
}

export function goBack(): void {
  opened.value = opened.peek().slice(0, -1)
}

export function closeExplanation(): void {
  opened.value = []
}

/** A sum of rows, each of which opens to what it is itself. */
export function sumOf<T>(title: string, rows: T[], part: (row: T) => Part): Question {
  return { title, parts: rows.map(part) }
}

export const beginOf = (day: string) => instantOf(`${day}T00:00`, zone.value)

/** What moved a wallet on the days from `first` to `last` of the site. */
export function onDays(wallet: string, first: string, last = first): Question {
  return { wallet, from: beginOf(first), to: beginOf(dayAfter(last, 1)) }
}
