// What every answer says beside itself: how far the log is, and what the book's clock shows.

import { signal } from '@preact/signals'
import { moment } from '../text/time'

/** The newest event that is known of. */
export const position = signal(0)

let told = { book: Date.now(), here: performance.now() }

export function observe(headers: Headers): void {
  const at = Number(headers.get('Ledger-Position'))
  if (at > position.peek()) position.value = at
  const time = headers.get('Ledger-Time')
  if (time) told = { book: moment(time), here: performance.now() }
}

/** Milliseconds on the book's clock: the browser's own may be wrong. */
export function bookNow(): number {
  return told.book + (performance.now() - told.here)
}
