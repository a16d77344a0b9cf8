import { expect, test } from 'vitest'
import { age, dateTime, day, dayAfter, minuteOfDay, moment, instantOf } from '../../src/text/time'

test('a moment is shown on the clocks of the site', () => {
  expect(dateTime('2026-11-20T16:00:00.123456Z', 'Asia/Shanghai')).toBe('2026-11-21 00:00:00')
  expect(dateTime('2026-11-20T16:00:00Z', 'UTC')).toBe('2026-11-20 16:00:00')
  expect(day('2026-12-31T23:30:00Z', 'Europe/Berlin')).toBe('2027-01-01')
})

test('the hour that comes twice is told by its clock', () => {
  expect(dateTime('2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('2026-10-25 02:30:00')
  expect(dateTime('2026-10-25T01:30:00Z', 'Europe/Berlin')).toBe('2026-10-25 02:30:00')
})

test('what is no moment is refused', () => {
  expect(() => moment('yesterday')).toThrow()
})

test('ages are told in the greatest whole unit', () => {
  const now = Date.parse('2026-11-20T12:00:00Z')
  expect(age('2026-11-20T11:59:30Z', now)).toEqual({ unit: 'now', n: 0 })
  expect(age('2026-11-20T11:30:00Z', now)).toEqual({ unit: 'minutes', n: 30 })
  expect(age('2026-11-19T12:00:00Z', now)).toEqual({ unit: 'hours', n: 24 })
  expect(age('2026-11-17T12:00:00Z', now)).toEqual({ unit: 'days', n: 3 })
})

test('days are counted by the calendar', () => {
  expect(dayAfter('2028-02-28', 1)).toBe('2028-02-29')
  expect(dayAfter('2026-01-01', -1)).toBe('2025-12-31')
})

test('a day ends at 24:00', () => {
  expect(minuteOfDay(0)).toBe('00:00')
  expect(minuteOfDay(1439)).toBe('23:59')
  expect(minuteOfDay(1440)).toBe('24:00')
})

test('what the clocks of a site show is turned into its moment', () => {
  expect(instantOf('2026-12-01T00:00', 'Asia/Shanghai')).toBe('2026-11-30T16:00:00Z')
  expect(instantOf('2026-07-01T12:30', 'Europe/Berlin')).toBe('2026-07-01T10:30:00Z')
  expect(instantOf('2026-12-01T12:30', 'Europe/Berlin')).toBe('2026-12-01T11:30:00Z')
})
