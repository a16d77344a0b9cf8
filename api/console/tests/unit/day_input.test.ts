import { expect, test } from 'vitest'
import { dayTyped } from '../../src/parts/day_input'

test('a day is taken as it is written here, and with slashes', () => {
  expect(dayTyped('2026-11-20', false)).toBe('2026-11-20')
  expect(dayTyped(' 2026/11/20 ', false)).toBe('2026-11-20')
  expect(dayTyped('', false)).toBe('')
})

test('what is no day, or not whole yet, is not taken', () => {
  for (const text of ['2026-11-2', '2026-02-30', '20.11.2026', '2026-11-20 08:00'])
    expect(dayTyped(text, false), text).toBe(null)
})

test('a moment has its time', () => {
  expect(dayTyped('2026-11-20 08:30', true)).toBe('2026-11-20T08:30')
  expect(dayTyped('2026-11-20', true)).toBe(null)
  expect(dayTyped('2026-11-20 24:30', true)).toBe(null)
})
