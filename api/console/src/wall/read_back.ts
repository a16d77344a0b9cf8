import { hasWord, word } from '../text/language'

/** What a meter showed of its relay afterwards, in the language of the screen; whatever else was
 * said as it was said. */
export function readBackText(result: string): string {
  const parts = result.split(', ').map((part) => part.replaceAll(' ', '_'))
  if (!parts.every((part) => hasWord('readBack', part))) return result
  return parts.map((part) => word('readBack', part)).join(' · ')
}
