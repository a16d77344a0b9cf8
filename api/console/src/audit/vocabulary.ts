import type { SubjectKind } from '../api/types'
import { zh } from '../text/zh'

function wordsOf(list: string): string[] {
  return Object.keys(zh)
    .filter((key) => key.startsWith(`${list}.`))
    .map((key) => key.slice(list.length + 1))
}

/** Everything that can happen, as far as this console has a word for it. */
export const EVENT_TYPES = wordsOf('event').filter((name) => /^[A-Z]/.test(name))
export const SUBJECT_KINDS = wordsOf('subject') as SubjectKind[]
