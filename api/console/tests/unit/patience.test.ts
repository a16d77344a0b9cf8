import { expect, test } from 'vitest'
import { hoursIn, patienceOf, typedPatience, type Patience } from '../../src/system/patience'

test('protected hours are a line each, on some weekdays or on all', () => {
  expect(hoursIn('22:00-24:00\n8:00 – 18:30 76')).toEqual([
    { from_minute: 1320, to_minute: 1440, weekdays: [] },
    { from_minute: 480, to_minute: 1110, weekdays: [6, 7] },
  ])
  expect(hoursIn('')).toEqual([])
})

test('hours that end before they begin are none, nor is an hour that no day has', () => {
  for (const text of ['22:00-06:00', '08:00-24:30', '8-9', '08:00-09:00 8'])
    expect(hoursIn(text), text).toBeNull()
})

test('what is shown of a patience is that patience again', () => {
  const known: Patience = {
    ...{ grace_minutes: 120, patience_minutes: 30, holidays: 'cn' },
    protected_hours: [{ from_minute: 0, to_minute: 480, weekdays: [1, 5] }],
  }
  expect(patienceOf(typedPatience(known))).toEqual(known)
  expect(patienceOf(typedPatience(null))).toBeNull()
  expect(patienceOf({ ...typedPatience(known), grace: '' })).toBeUndefined()
})
