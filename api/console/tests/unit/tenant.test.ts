import { expect, test } from 'vitest'
import { daysLeft } from '../../src/tenant/own'

const used = (day: string, amount: string) => ({
  day,
  band: 'single' as const,
  energy_kwh: '1.00',
  amount,
})

test('credit lasts as long as at the pace of the last seven whole days', () => {
  const days = [used('2026-11-18', '2.00'), used('2026-11-19', '4.00')]
  expect(daysLeft('30.00', days, '2026-11-20')).toBe(10)
})

test('neither today, which is not over, nor what is long ago counts', () => {
  const days = [used('2026-11-20', '900'), used('2026-11-19', '3'), used('2026-11-12', '900')]
  expect(daysLeft('30.00', days, '2026-11-20')).toBe(10)
})

test('no pace, or nothing left, is no number of days', () => {
  expect(daysLeft('30.00', [], '2026-11-20')).toBeNull()
  expect(daysLeft('-1.00', [used('2026-11-19', '3')], '2026-11-20')).toBeNull()
})
