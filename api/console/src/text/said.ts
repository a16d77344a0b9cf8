// The server speaks English: in what it refuses with, and for ever in its log. Every sentence that
// it can say is a message of `said.`, in English as it says it; so a sentence is known again, its
// figures are taken out, and it is said anew in the language of the screen.

import { dateTime, money } from '../api/site'
import { en } from './en'
import { hasWord, t, word, type Key, type Values } from './language'

interface Sentence {
  key: Key
  form: RegExp
  /** The longest part of it that is always the same: looked for first, since a form is dear. */
  part: string
}

const HOLE = /\{(\w+)\}/
const MONEY = /^(amount|balance|limit|left)$/
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
const NUMBER = /^-?\d+(\.\d+)?$/
/** A part of a request, or of a file, before what is wrong with it. */
const PLACED = /^([^\s'"]+): (.+)$/s

/** Holes whose words come from a closed list of the server. */
const LISTS: Record<string, string[]> = {
  alarm: ['alarm'],
  band: ['band'],
  field: ['param'],
  kind: ['command', 'period', 'param'],
  method: ['method'],
  per: ['period', 'param'],
  reason: ['doubt'],
  right: ['right'],
  role: ['role'],
  what: ['subject', 'param'],
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function formOf(text: string): RegExp {
  const names: string[] = []
  const parts = text.split(HOLE).map((part, i) => {
    if (i % 2 === 0) return escaped(part)
    if (names.includes(part)) return `\\k<${part}>`
    names.push(part)
    const isFirst = i === 1 && text.startsWith('{') // it takes no place that stands before it
    return isFirst ? `(?<${part}>(?:(?!: ).)*?)` : `(?<${part}>.*?)`
  })
  return new RegExp(`^${parts.join('')}$`, 's')
}

const literalLength = (text: string) => text.replace(/\{\w+\}/g, '').length

const longestPart = (text: string) =>
  text.split(/\{\w+\}/).reduce((best, part) => (part.length > best.length ? part : best), '')

/** Those that say most first: a general one takes nothing that a special one says. */
const sentences: Sentence[] = Object.entries(en)
  .filter(([key]) => key.startsWith('said.'))
  .sort(([, a], [, b]) => literalLength(b) - literalLength(a))
  .map(([key, text]) => ({ key: key as Key, form: formOf(text), part: longestPart(text) }))

function shownAs(name: string, value: string): string {
  if (MONEY.test(name) && NUMBER.test(value)) return money(value)
  if (MOMENT.test(value)) return dateTime(value)
  const list = LISTS[name]?.find((each) => hasWord(each, value.replace(/^\//, '')))
  return list ? word(list, value.replace(/^\//, '')) : said(value)
}

const known = new Map<string, { key: Key; values: Values } | null>()

/** Which message a sentence of the server is, and what stood in its holes. */
export function recognised(sentence: string): { key: Key; values: Values } | null {
  const before = known.get(sentence)
  if (before !== undefined) return before
  let found: { key: Key; values: Values } | null = null
  for (const { key, form, part } of sentences) {
    const match = sentence.includes(part) ? form.exec(sentence) : null
    if (!match) continue
    found = { key, values: { ...match.groups } }
    break
  }
  known.set(sentence, found)
  return found
}

/** What a meter showed of its relay: "relay open, forced control off". */
function relayOf(sentence: string): string | null {
  const parts = sentence.split(', ').map((part) => part.replaceAll(' ', '_'))
  if (!parts.every((part) => hasWord('readBack', part))) return null
  return parts.map((part) => word('readBack', part)).join(' · ')
}

function named(place: string): string {
  const name = place.replace(/^\//, '')
  const list = ['param', 'doubt', 'command'].find((each) => hasWord(each, name))
  return list ? word(list, name) : place
}

/** The sentence in the language of the screen, or null where it is none that the console knows. */
export function translated(sentence: string): string | null {
  const relay = relayOf(sentence)
  if (relay) return relay
  const found = recognised(sentence)
  if (found) {
    const values = Object.entries(found.values).map(([name, value]) => [
      name,
      shownAs(name, String(value)),
    ])
    return t(found.key, Object.fromEntries(values) as Values)
  }
  const placed = PLACED.exec(sentence)
  const rest = placed && translated(placed[2]!)
  return rest ? t('fault.at', { place: named(placed[1]!), fault: rest }) : null
}

/** The sentence in the language of the screen; one that is not known as the server said it. */
export function said(sentence: string): string {
  return translated(sentence) ?? sentence
}
