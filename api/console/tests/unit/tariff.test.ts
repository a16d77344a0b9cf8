import { expect, test } from 'vitest'
import type { Slot } from '../../src/tariffs/day_bar'
import { minuteOf } from '../../src/tariffs/schedule_editor'
import { arePricesFit, bandsOf, draftOf, isDay, termsOf } from '../../src/tariffs/tariff'
import { countOf, displayOf, registersOf } from '../../src/guides/registers'

const draft = {
  ...draftOf(null, '2026-12-01T00:00'),
  tariff: 'office',
  name: 'Offices',
  prices: { single: '0.80', peak: '1.20' },
}

test('a tariff without bands wants one price, one with bands a price for each in use', () => {
  expect(bandsOf(draft)).toEqual(['single'])
  expect(arePricesFit(draft)).toBe(true)
  const slots: Slot[] = [
    { from_minute: 0, band: 'valley' },
    { from_minute: 480, band: 'peak' },
  ]
  const byTime = { ...draft, schedule: slots }
  expect(bandsOf(byTime)).toEqual(['peak', 'valley'])
  expect(arePricesFit(byTime)).toBe(false)
  expect(arePricesFit({ ...byTime, prices: { peak: '1', valley: '0.3' } })).toBe(true)
})

test('a day begins at midnight and goes forward', () => {
  expect(isDay([])).toBe(true)
  expect(isDay([{ from_minute: 60, band: 'peak' }])).toBe(false)
  const twice: Slot = { from_minute: 0, band: 'flat' }
  expect(isDay([twice, twice])).toBe(false)
})

test('what was not entered is not sent', () => {
  expect(termsOf(draft)).toEqual({ name: 'Offices', prices: [{ band: 'single', price: '0.80' }] })
})

test('a display is counted in the steps of its meter, and nothing finer', () => {
  expect(countOf('100.36', 10)).toBe(10036)
  expect(countOf('100.365', 10)).toBeNull()
  expect(countOf('a lot', 10)).toBeNull()
  expect(displayOf(10036, 10)).toBe('100.36')
  const shape = { step_wh: 100, ratio: 1, rates: 1 }
  expect(registersOf({ total: '5.5', rates: ['5.5'] }, shape)).toEqual({
    total: 55,
    rates: [55],
    step_wh: 100,
    ratio: 1,
  })
  expect(registersOf({ total: '5.5', rates: [''] }, shape)).toBeNull()
})

test('a time of the day is understood as people type it, and nonsense changes nothing', () => {
  expect(['08:30', '8:30', '0830', '08：30'].map((typed) => minuteOf(typed, 0))).toEqual([
    510, 510, 510, 510,
  ])
  expect(['24:00', 'noon', ''].map((typed) => minuteOf(typed, 60))).toEqual([60, 60, 60])
})
