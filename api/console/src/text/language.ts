import { effect, signal } from '@preact/signals'
import { en } from './en'
import { zh } from './zh'

export type Language = 'zh' | 'en'
export type Key = keyof typeof zh
export type Values = Record<string, string | number>

const books: Record<Language, Record<string, string>> = { zh, en }
const remembered = localStorage.getItem('meterbook.language')

/** The language of everything on the screen. Chinese, unless somebody chose otherwise. */
export const language = signal<Language>(remembered === 'en' ? 'en' : 'zh')

effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'
  localStorage.setItem('meterbook.language', language.value)
})

function filled(text: string, values?: Values): string {
  if (!values) return text
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole))
}

/** The message of this key, with its {holes} filled. */
export function t(key: Key, values?: Values): string {
  return filled(books[language.value][key]!, values)
}

/** A word of the server's closed lists: 'alarm' and 'overload' is the message alarm.overload. A
 * word that this console does not know yet is shown as the server wrote it. */
export function word(list: string, name: string): string {
  return books[language.value][`${list}.${name}`] ?? name
}

/** What the server calls that word, in either language; what stands for itself otherwise. */
export function codeOf(list: string, shown: string): string {
  const keys = Object.values(books).flatMap((book) => Object.entries(book))
  const found = keys.find(([key, text]) => key.startsWith(`${list}.`) && text === shown)
  return found ? found[0].slice(list.length + 1) : shown
}

export function hasWord(list: string, name: string): boolean {
  return `${list}.${name}` in books[language.value]
}
