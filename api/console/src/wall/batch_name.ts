import { bookNow } from '../api/clock'
import { dateTime } from '../text/time'

/** A batch has a name in the log: when it was asked for, and four letters of its own. */
export function batchName(): string {
  const when = dateTime(bookNow(), 'UTC').replace(/[-:]/g, '').replace(' ', '-')
  return `console-${when}-${crypto.randomUUID().slice(0, 4)}`
}
