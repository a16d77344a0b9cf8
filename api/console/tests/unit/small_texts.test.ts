import { expect, test } from 'vitest'
import { pasted } from '../../src/accounts/prepared_csv'
import { piecesOf } from '../../src/alarms/text_pieces'
import { momentOf } from '../../src/audit/moments'
import { bytes } from '../../src/text/size'

test('a moment is typed as an event, a day, or a day with its time', () => {
  const shanghai = (typed: string) => momentOf(typed, 'Asia/Shanghai')
  expect(shanghai('')).toBe('')
  expect(shanghai(' 4711 ')).toBe('4711')
  expect(shanghai('2026-11-21 08:00')).toBe('2026-11-21T00:00:00Z')
  expect(shanghai('2026-11-21')).toBe('2026-11-20T16:00:00Z')
  for (const nonsense of ['yesterday', '2026-11-21 8', '2026-13-01', '-5', '08:00'])
    expect(shanghai(nonsense), nonsense).toBeNull()
})

test('a template is its words, its facts and its brackets, and nothing is lost', () => {
  const text = '{site}: [{customer}, ]meter {meter}.'
  expect(piecesOf(text).map(({ text: each }) => each).join('')).toBe(text)
  expect(piecesOf(text).map(({ is }) => is)).toEqual([
    ...['fact', 'plain', 'bracket', 'fact', 'plain', 'bracket', 'plain', 'fact', 'plain'],
  ])
})

test('sizes are told in the greatest unit that leaves a one before the point', () => {
  expect(bytes(0)).toBe('0 B')
  expect(bytes(1023)).toBe('1023 B')
  expect(bytes(1536)).toBe('1.5 KiB')
  expect(bytes(5 * 1024 ** 3)).toBe('5.0 GiB')
})

test('cells that were pasted become the rows of a batch, with their head or without', () => {
  const later = 'wallets,tariff,alarm1,alarm2,overload_w,balance,source,reference'
  const head = `account,customer,meter,${later}`
  const bare = pasted('A1\tC1\tM1\n\nA2,C2,M2,pooled')!
  expect(bare.csv).toBe(`${head}\nA1,C1,M1,,,,,,,,\nA2,C2,M2,pooled,,,,,,,\n`)
  expect([2, 3].map(bare.lineOf)).toEqual([1, 3])
  const headed = pasted('account\tcustomer\tmeter\r\nA1\tC1\tM1\r\n')!
  expect(headed.csv).toBe('account,customer,meter\nA1,C1,M1\n')
  expect(headed.lineOf(2)).toBe(2)
  expect(pasted(' \n')).toBeNull()
  expect(pasted('account,customer,meter')).toBeNull()
})
