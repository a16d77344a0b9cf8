import { signal } from '@preact/signals'

/** What is asked to be explained: an event of the log, or the balance of a wallet. */
export type Question = { event: number } | { wallet: string; asOf?: string }

/** What is being explained, over whatever is on the screen; null: nothing. */
export const opened = signal<Question | null>(null)

export function explain(question: Question): void {
  opened.value = question
}
