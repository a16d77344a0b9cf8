import { expect, test } from 'vitest'
import type { Column, Report, Row } from '../../src/reports/frame'
import { beginOf } from '../../src/explain/opened'
import { whyOf } from '../../src/reports/why'

const column = (name: string) => ({ name, heading: name, kind: 'money' }) as Column

function asked(row: Row, changes: Partial<Report> = {}) {
  const report = {
    ...{ report: 'sales', from: '2026-02-10', to: '2026-03-05', filters: { building: 'B1' } },
    ...{ columns: [column('sales'), column('net')], ...changes },
  } as Report
  const why = whyOf(report, row, column('sales'))
  return why && 'records' in why ? why.records : undefined
}

test('a sum of sales is asked for by the days of its period that the report has', () => {
  const query = (period: string) => asked({ period, sales: '1.00' })!.query
  expect(query('2026-02-28')).toEqual({ building: 'B1', from: '2026-02-28', to: '2026-02-28' })
  expect(query('2026-02')).toEqual({ building: 'B1', from: '2026-02-10', to: '2026-02-28' })
  expect(query('2026')).toEqual({ building: 'B1', from: '2026-02-10', to: '2026-03-05' })
})

test('a row of a group is asked for by its group', () => {
  const found = asked({ period: '2026-03', operator: 'amy', sales: '1.00' })!
  expect(found.query).toMatchObject({ operator: 'amy', from: '2026-03-01', to: '2026-03-05' })
})

test('a way of paying is asked for by its code, whatever it is called', () => {
  const query = (method: string) => asked({ period: '2026-03', method, sales: '1.00' })!.query
  expect(query('现金')).toMatchObject({ method: 'cash' })
  expect(query('POS 刷卡')).toMatchObject({ method: 'pos' })
  expect(query('cash')).toMatchObject({ method: 'cash' })
  expect(query('barter')).toMatchObject({ method: 'barter' })
})

test('a figure of the trial balance is what was posted by then, or within its days', () => {
  const range = { from: '2026-02-10', to: '2026-03-05', as_of: { position: 9 } }
  const report = { report: 'trial-balance', ...range } as Report
  const why = (name: string, row: Row) => whyOf(report, row, column(name))
  const row = { account: '收入:电费', code: 'revenue:energy', debit: '1.00' }
  const account = 'revenue:energy'
  const [from, to] = [beginOf('2026-02-10'), beginOf('2026-03-06')]
  expect(why('opening_debit', row)).toEqual({ account, to: from, asOf: '9' })
  expect(why('debit', row)).toEqual({ account, from, to, asOf: '9' })
  expect(why('balance', row)).toEqual({ account, to, asOf: '9' })
  expect(why('credit', { account })).toMatchObject({ account })
})

test('a net is what came in and what went out', () => {
  const row = { sales: '100.00', fees: '1.00', refunds: '30.00', reversals: '-20.00' }
  const report = { report: 'sales', filters: {}, columns: [] } as unknown as Report
  const why = whyOf(report, row, column('net'))!
  const amounts = 'parts' in why ? why.parts.map(({ amount }) => amount) : []
  expect(amounts).toEqual(['100.00', '1.00', '-30.00', '-20.00', '0.00'])
})
