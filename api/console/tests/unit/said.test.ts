import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { language } from '../../src/text/language'
import { said, translated } from '../../src/text/said'
import { serverSentences } from './server_sentences'

const han = /\p{Script=Han}/u
const english = /([a-z]{2,} ){3}[a-z]{2,}/

afterEach(() => {
  language.value = 'zh'
})

test('whatever the server can say is said in Chinese, and nothing of it in English', () => {
  const sentences = serverSentences()
  expect(sentences.length).toBeGreaterThan(300)
  const inChinese = ({ text }: { text: string }) => {
    const shown = translated(text) ?? ''
    return han.test(shown) && !english.test(shown)
  }
  expect(sentences.filter((each) => !inChinese(each))).toEqual([])
})

test('an English screen says what the server said', () => {
  language.value = 'en'
  const isFilledOtherwise = /\b(amount|band|wallet|limit|is a|kind) / // amounts, and words of lists
  const form = (text: string) => text.replace(/[^a-z]/gi, '')
  for (const { text } of serverSentences())
    if (!isFilledOtherwise.test(text)) expect(form(said(text))).toBe(form(text))
})

test('amounts, moments and words inside a sentence are those of the screen', () => {
  const refund =
    'amount is 5.00 and 3.456789 of this sale is unconsumed: refund at most that, in whole cents'
  expect(said(refund)).toBe('要退 ¥5.00，该笔未用完 ¥3.45：最多退这么多，到分')
  const right =
    "'lily' does not hold the right 'money.refund': ask an administrator for a role that does"
  expect(said(right)).toBe('lily 没有“退电”权限：请管理员给予相应角色')
  expect(said('it lasts until the end of 2026-11-30: close it when that is over')).toContain(
    '2026-11-30',
  )
  expect(said('9.5 kWh in no time since 2026-11-21T00:00:00Z')).toBe(
    '自 2026-11-21 00:00:00 起没有间隔却用了 9.5 kWh',
  )
})

test('one sentence within another is said, too', () => {
  expect(said('trip: sent 3 times, and read back: relay closed, forced control off')).toBe(
    '拉闸：下发 3 次，回读为：继电器合闸 · 强制控制解除',
  )
  expect(said('registers_went_back: total 5 counts after 9, or a rate register went back')).toBe(
    '示数倒退：总示数由 9 退到 5，或有费率示数倒退',
  )
  expect(said('/amount: give text')).toBe('金额：请填文字')
  expect(said('127.0.0.1:10001: Connection refused')).toBe('127.0.0.1:10001：连接被拒绝')
})

test('a place before a sentence changes nothing of what is said', () => {
  for (const { text } of serverSentences())
    expect(said(`/somewhere: ${text}`)).toBe(`/somewhere：${said(text)}`)
})

test('what nobody foresaw is shown as it was said', () => {
  expect(translated('the moon is made of cheese')).toBeNull()
  expect(said('the moon is made of cheese')).toBe('the moon is made of cheese')
})

test('every problem, doubt, alarm and outcome of the API has its words', () => {
  const root = new URL('../../../../', import.meta.url).pathname
  const read = (path: string) => readFileSync(root + path, 'utf8')
  const messages = (list: string) => (name: string) => translatedWord(list, name)
  const problems = /^problems:\n((?: {2}.*\n)+)/m.exec(read('api/openapi/document.yaml'))![1]!
  const codes = [...problems.matchAll(/^ {2}(\w+):/gm)].map((found) => found[1]!)
  expect(codes.length).toBeGreaterThan(50)
  expect(codes.filter((code) => !messages('rule')(code))).toEqual([])
  for (const [list, of] of [
    ['doubt', 'QuarantineReason'],
    ['alarm', 'AlarmKind'],
    ['command', 'CommandKind'],
  ] as const) {
    const words = wordsOf(read('ledger/events/words.hpp'), of)
    expect(words.length).toBeGreaterThan(5)
    expect(words.filter((name) => !messages(list)(name))).toEqual([])
  }
})

function translatedWord(list: string, name: string): boolean {
  const books = ['zh', 'en'].map((each) =>
    ['rules', 'screens', 'words']
      .map((file) => new URL(`../../src/text/${each}/${file}.json`, import.meta.url))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n'),
  )
  return books.every((book) => book.includes(`"${list}.${name}"`))
}

function wordsOf(source: string, name: string): string[] {
  const list = new RegExp(`enum class ${name}[^{]*\\{([^}]*)\\}`).exec(source)![1]!
  return [...list.replace(/\/\/.*/g, '').matchAll(/\w+/g)].map(String)
}
