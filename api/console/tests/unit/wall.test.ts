// @vitest-environment node
import { expect, test } from 'vitest'
import { signal } from '@preact/signals'
import type { Alarm, MeterRow } from '../../src/api/types'
import { filterOf, fits, floorsOf, inOrderOfPlaces } from '../../src/wall/filter'
import { badgesOf } from '../../src/wall/state_chip'
import { countsOf, metersIn } from '../../src/wall/meters'

function row(meter: string, changes: Partial<MeterRow> = {}): MeterRow {
  return {
    meter,
    state: 'open',
    badges: { breaker: 'closed', supply: 'restore_prepaid', alarms: [], pending: [] },
    balance: '1.00',
    account: 'A1',
    wallet: `A1.${meter}`,
    line: 'L1',
    place: { building: 'B', floor: '1', room: meter },
    last_reading: null,
    last_read_at: null,
    total_kwh: '0.00',
    power_w: null,
    remaining_on_meter: null,
    purchase_count_on_meter: null,
    ...changes,
  }
}

const cell = (it: MeterRow) => ({ row: signal(it), isSelected: signal(false) })

test('filters narrow each other, and an empty one lets everything through', () => {
  const red = row('M1', { state: 'arrears' })
  expect(fits(red, filterOf({}))).toBe(true)
  expect(fits(red, filterOf({ state: 'arrears,open' }))).toBe(true)
  expect(fits(red, filterOf({ state: 'open' }))).toBe(false)
  expect(fits(red, filterOf({ state: 'arrears', building: 'C' }))).toBe(false)
  expect(fits(red, filterOf({ search: ' m1 ' }))).toBe(true)
})

test('floors and rooms stand in the order in which people count', () => {
  const at = (floor: string, room: string) =>
    cell(row(`${floor}-${room}`, { place: { building: 'B', floor, room } }))
  const floors = floorsOf([at('10', '1'), at('2', '12'), at('2', '2')])
  expect(floors.map((each) => each.floor)).toEqual(['2', '10'])
  expect(floors[0]!.cells.map((each) => each.row.value.place.room)).toEqual(['2', '12'])
})

test('the table has the order of the tiles', () => {
  const at = (building: string, room: string) =>
    cell(row(`M${room}`, { place: { building, floor: '1', room } }))
  const ordered = inOrderOfPlaces([at('B', '1'), at('A', '10'), at('A', '9')])
  expect(ordered.map((each) => each.row.value.meter)).toEqual(['M9', 'M10', 'M1'])
})

test('a lost meter still shows its last money state as a badge', () => {
  const badges = (alarms: Alarm[]) =>
    badgesOf(
      row('M1', {
        state: 'lost_contact',
        badges: { breaker: 'open', supply: 'trip', alarms, pending: [] },
      }),
    ).map((badge) => badge.text)
  expect(badges(['balance_low', 'balance_very_low', 'arrears'])).toContain('state.arrears')
  expect(badges(['balance_low', 'balance_very_low'])).toContain('state.alarm2')
  expect(badges(['balance_low'])).toContain('state.alarm1')
  expect(badges([])).toEqual(['badge.open', 'badge.trip'])
})

test('every meter is counted in one state', () => {
  const counts = countsOf([row('M1'), row('M2', { state: 'alarm1' }), row('M3')])
  expect(counts).toEqual({
    not_opened: 0,
    lost_contact: 0,
    arrears: 0,
    alarm2: 0,
    alarm1: 1,
    open: 2,
  })
})

test('an event names its meters by its subject and by what it holds', () => {
  const event = { subject: { kind: 'meter', id: 'M1' }, data: { meter: 'M2' } }
  expect([...metersIn([event as never])]).toEqual(['M1', 'M2'])
})
