import { expect, test } from 'vitest'
import {
  byPeriod,
  isFigure,
  isMeasure,
  percentOf,
  periodsOf,
  queryOf,
} from '../../src/reports/frame'
import type { Report } from '../../src/reports/frame'
import { rangeOf } from '../../src/reports/ranges'

const sales = {
  report: 'sales',
  title: '',
  about: '',
  parameters: ['from', 'to', 'building', 'compare'],
  steps: ['day', 'month'],
  groupings: ['none', 'operator'],
  columns: [],
}

test('a report is asked for what it takes, and nothing that another one took', () => {
  const asked = { from: '2026-11-01', meter: 'M1', step: 'hour', by: 'operator', hide: 'net' }
  expect(queryOf(sales, asked)).toEqual({ from: '2026-11-01', by: 'operator' })
  expect(queryOf(sales, { step: 'month', building: 'B1', compare: '' })).toEqual({
    step: 'month',
    building: 'B1',
  })
})

test('a change is of what was before, and of nothing there is none', () => {
  expect(percentOf('110', '100')).toBe('+10.0')
  expect(percentOf('95.5', '100')).toBe('−4.5')
  expect(percentOf('-50', '-100')).toBe('+50.0')
  expect(percentOf('1', '0')).toBeNull()
})

test('ranges are whole days, both included', () => {
  expect(rangeOf('lastMonth', '2026-03-15')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  expect(rangeOf('lastMonth', '2028-03-01')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(rangeOf('week', '2026-01-03')).toEqual({ from: '2025-12-28', to: '2026-01-03' })
})

test('rows of one period are drawn as one bar', () => {
  const rows = [
    { period: '2026-11-01', net: '1.5' },
    { period: '2026-11-01', net: '2' },
    { period: '2026-11-02', net: null },
  ]
  const sums = byPeriod({ rows } as unknown as Report, 'net')
  expect([...sums]).toEqual([
    ['2026-11-01', 3.5],
    ['2026-11-02', 0],
  ])
})

test('what the range before alone has no day for is not drawn', () => {
  const rows = [{ period: '2027-02-28' }, { period: null }, { period: '2027-02-01' }]
  expect(periodsOf({ rows } as unknown as Report)).toEqual(['2027-02-01', '2027-02-28'])
})

test('a report that this console has never heard of is asked for by its own description', () => {
  const of = { report: 'lost-contact', title: '', about: '', steps: [], groupings: [], columns: [] }
  const asked = { from: '2026-11-01', cause: 'silence', wallet: 'A1', hide: 'x', building: '' }
  const parameters = ['from', 'to', 'building', 'cause']
  expect(queryOf({ ...of, parameters }, asked)).toEqual({ from: '2026-11-01', cause: 'silence' })
})

test('how long something lasted stands to the right, and is not drawn', () => {
  const column = { name: 'lasted', heading: '', kind: 'duration' as const }
  expect([isFigure(column), isMeasure(column)]).toEqual([true, false])
  expect(isMeasure({ name: 'net_before', heading: '', kind: 'money' })).toBe(false)
})
