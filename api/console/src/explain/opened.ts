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

/** What is asked to be explained: an event of the log; the balance of a wallet, one entry of it, or
 * all within a time; what a till took in; a figure of a report; or a sum. */
export type Question =
  | { event: number }
  | { wallet: string; asOf?: string; entry?: number; from?: string; to?: string }
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

/** What moved a wallet on the days from `first` to `last` of the site. */
export function onDays(wallet: string, first: string, last = first): Question {
  const beginOf = (day: string) => instantOf(`${day}T00:00`, zone.value)
  return { wallet, from: beginOf(first), to: beginOf(dayAfter(last, 1)) }
}
