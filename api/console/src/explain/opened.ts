import { signal } from '@preact/signals'

/** One of the amounts that a sum is made of. */
export interface Part {
  label: string
  amount: string
  why?: Question | undefined
}

/** What is asked to be explained: an event of the log, the balance of a wallet or one entry of it,
 * or a sum. */
export type Question =
  | { event: number }
  | { wallet: string; asOf?: string; entry?: number }
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
