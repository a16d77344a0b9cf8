import { instantOf } from '../text/time'

/** What was typed as a moment: nothing, the number of an event, a day, or a day with its time. It
 * becomes what the server takes; null where it is none of these. */
export function momentOf(typed: string, zone: string): string | null {
  const text = typed.trim()
  if (text === '' || /^\d{1,18}$/.test(text)) return text
  const found = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(text)
  if (!found) return null
  const local = `${found[1]}T${found[2] ?? '00:00'}`
  return Number.isNaN(Date.parse(local + 'Z')) ? null : instantOf(local, zone)
}
