// How a figure of a report came to be: its event, its wallet, or the records that it adds up.

import { beginOf, type Part, type Question } from '../explain/opened'
import type { RecordsOf } from '../explain/records'
import { codeOf } from '../text/language'
import { less } from '../text/money'
import { dayAfter } from '../text/time'
import type { Asked, Column, Report, Row } from './frame'

/** What these columns show belongs to the row's own event, or to the row's wallet. */
const OF_EVENT = ['amount', 'fee', 'paid', 'balance_after']
const OF_WALLET = ['closing', 'owed']

/** The records behind the sums of the sales report. */
const OF_SALES: Record<string, RecordsOf['lists']> = {
  sales: [{ report: 'purchases', column: 'amount' }],
  fees: [
    { report: 'purchases', column: 'fee' },
    { report: 'reversals', column: 'fee' },
  ],
  refunds: [{ report: 'refunds', column: 'amount' }],
  reversals: [{ report: 'reversals', column: 'amount' }],
  settlements: [{ report: 'adjustments', column: 'paid', kind: 'settlement' }],
}
/** What goes out of the net. */
const NET = { sales: 1, fees: 1, refunds: -1, reversals: 1, settlements: -1 } as const

const later = (a: string, b: string) => (a > b ? a : b)
const earlier = (a: string, b: string) => (a < b ? a : b)

/** The days of a row's period, within those of the report. */
function daysOf(report: Report, period: string): Asked {
  const { from, to } = report
  if (!/^\d{4}(-\d{2}){0,2}$/.test(period)) return { from, to }
  const first = period + '-01-01'.slice(period.length - 4)
  const next = { 4: `${Number(period) + 1}-01-01`, 7: monthAfter(first), 10: dayAfter(first, 1) }
  const last = dayAfter(next[period.length as 4 | 7 | 10], -1)
  return { from: later(from, first), to: earlier(to, last) }
}

/** The first day of the month that follows. */
function monthAfter(first: string): string {
  return dayAfter(first, 32).slice(0, 8) + '01'
}

/** A report in Chinese calls ways of paying by a word. */
function queryOf(report: Report, row: Row): Asked {
  const names = ['building', 'operator', 'method'].filter((name) => typeof row[name] === 'string')
  const own = Object.fromEntries(names.map((name) => [name, String(row[name])]))
  if (own.method) own.method = codeOf('method', own.method)
  return { ...report.filters, ...own, ...daysOf(report, String(row.period ?? '')) }
}

function whyOfSales(report: Report, row: Row, { name, heading }: Column): Question | undefined {
  const amountOf = (column: string) => String(row[column] ?? '0')
  const titleOf = (column: string) =>
    report.columns.find((each) => each.name === column)?.heading ?? column
  const of = (column: string): Question | undefined => {
    const lists = OF_SALES[column]
    if (!lists) return undefined
    const query = queryOf(report, row)
    return { records: { title: titleOf(column), amount: amountOf(column), lists, query } }
  }
  if (name !== 'net') return of(name)
  const parts = Object.entries(NET).map(([column, sign]) => ({
    label: titleOf(column),
    amount: sign === 1 ? amountOf(column) : less('0', amountOf(column)),
    why: of(column),
  }))
  return { title: heading, parts }
}

/** What was posted to an account of the books before, within or until the end of the range. */
function whyOfTrial({ as_of, from, to }: Report, row: Row, name: string): Question {
  const account = String(row.code ?? row.account)
  const asOf = as_of ? { asOf: String(as_of.position) } : {}
  const end = beginOf(dayAfter(to, 1))
  if (name.startsWith('opening')) return { account, to: beginOf(from), ...asOf }
  const isWithin = name === 'debit' || name === 'credit'
  if (isWithin) return { account, from: beginOf(from), to: end, ...asOf }
  return { account, to: end, ...asOf }
}

/** Where an amount of a row comes from. */
export function whyOf(report: Report, row: Row, column: Column): Question | undefined {
  const { name } = column
  if (report.report === 'trial-balance') return whyOfTrial(report, row, name)
  if (report.report === 'sales') return whyOfSales(report, row, column)
  if (typeof row.position === 'number' && OF_EVENT.includes(name)) return { event: row.position }
  if (typeof row.wallet === 'string' && OF_WALLET.includes(name)) return { wallet: row.wallet }
  return undefined
}

function labelOf(row: Row): string {
  const names = ['period', 'wallet', 'account', 'meter', 'building', 'operator', 'method', 'band']
  return names
    .map((name) => row[name])
    .filter(Boolean)
    .join(' · ')
}

function partsOf(report: Report, column: Column): Part[] {
  return report.rows.map((row) => ({
    label: labelOf(row),
    amount: String(row[column.name] ?? '0'),
    why: whyOf(report, row, column),
  }))
}

/** Opened where every row is listed: else the parts would not add up. */
export function whyTotal(report: Report, column: Column): Question | undefined {
  if (report.rows.length < report.row_count) return undefined
  return { title: column.heading, parts: partsOf(report, column) }
}
