import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RIGHTS } from '../../src/api/rights'

const root = new URL('../../src/', import.meta.url).pathname
const files = readdirSync(root + 'text/zh').filter((name) => name.endsWith('.json'))

type Book = Record<string, string>
const read = (language: string, file: string): Book =>
  JSON.parse(readFileSync(`${root}text/${language}/${file}`, 'utf8')) as Book

function book(language: string): Book {
  return Object.assign({}, ...files.map((file) => read(language, file))) as Book
}

const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()

test('both languages have the same files and keys, in the same order', () => {
  expect(readdirSync(root + 'text/en')).toEqual(readdirSync(root + 'text/zh'))
  for (const file of files)
    expect(Object.keys(read('en', file)), file).toEqual(Object.keys(read('zh', file)))
})

test('no key stands in two files', () => {
  const keys = files.flatMap((file) => Object.keys(read('zh', file)))
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
})

test('every message says something, with the same holes in both languages', () => {
  const [zh, en] = [book('zh'), book('en')]
  for (const [key, text] of Object.entries(zh)) {
    expect(text.trim(), key).not.toBe('')
    expect(en[key]!.trim(), key).not.toBe('')
    expect(holes(en[key]!), key).toEqual(holes(text))
  }
})

test('the Chinese messages are Chinese, and the English ones are not', () => {
  const han = /\p{Script=Han}/u
  const quoted = 'said.yesOrNo' // of a cell, in either language
  for (const [key, text] of Object.entries(book('en')))
    if (key !== quoted) expect(han.test(text), key).toBe(false)
})

test('every word of the screens stands in the message files', () => {
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const han = /\p{Script=Han}/u
  const allowed = ['frame/header.tsx', 'text/money.ts'] // a language's own name, and 大写
  for (const name of sources.filter((each) => /\.tsx?$/.test(each) && !allowed.includes(each))) {
    const code = readFileSync(root + name, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    expect(han.test(code), name).toBe(false)
  }
})

test('every rule that the ledger may refuse by has its sentence', () => {
  const rules = readFileSync(`${root}../../../ledger/rules/refusal.hpp`, 'utf8')
  const list = /enum class Rule[^{]*\{([^}]*)\}/.exec(rules)![1]!
  const known = book('zh')
  const missing = [...list.matchAll(/\w+/g)].map(String).filter((rule) => !known[`rule.${rule}`])
  expect(missing).toEqual([])
})

test('every problem that the server names has its sentence', () => {
  const api = `${root}../../../api/`
  const sources = readdirSync(api, { recursive: true, encoding: 'utf8' })
  const codes = sources
    .filter((name) => name.endsWith('.cpp') && !name.startsWith('console/'))
    .flatMap((name) => [
      ...readFileSync(api + name, 'utf8').matchAll(/Problem\(\s*\d{3},\s*"(\w+)"/g),
    ])
    .map((found) => found[1]!)
  expect(codes.length).toBeGreaterThan(20)
  const known = book('zh')
  expect([...new Set(codes)].filter((code) => !known[`rule.${code}`])).toEqual([])
})

test('every right has its name, and the console knows no other', () => {
  const rights = readFileSync(`${root}../../../ledger/events/rights.hpp`, 'utf8')
  const list = /enum class Right[^{]*\{([\s\S]*?)\};/.exec(rights)![1]!
  const names = [...list.matchAll(/^ +(\w+),? +\/\/\//gm)].map((found) =>
    found[1]!.replace('_', '.'),
  )
  expect(names).toEqual(expect.arrayContaining([...RIGHTS]))
  expect(names.filter((name) => !book('zh')[`right.${name}`])).toEqual([])
})
