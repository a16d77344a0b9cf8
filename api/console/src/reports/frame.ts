// What the server says of its reports, and what is asked of one.

import type { Schemas } from '../../../client/client'
import { get } from '../api/book'
import type { Question } from '../api/operations'
import { language } from '../text/language'
import { micros } from '../text/money'

export type Report = Schemas['Report']
export type Description = Schemas['ReportDescription']
export type Column = Report['columns'][number]
export type Kind = Column['kind']
export type Cell = Schemas['ReportCell']
export type Row = Report['rows'][number]

/** Parts of the address: what a report is asked for, and which columns are left out. */
export type Asked = Record<string, string>


/** How many rows a screen lists; the totals are of all of them. */
export const LISTED = 2_000

/** What of the address this report takes. */
export function queryOf({ parameters, steps, groupings }: Description, asked: Asked): Asked {
  const isTaken = (name: string) => {
    if (name === 'step') return steps.includes(asked.step ?? '')
    if (name === 'by') return groupings.includes(asked.by ?? '')
    return name === 'as_of' || parameters.includes(name)
  }
  const given = Object.entries(asked).filter(([name, value]) => value !== '' && isTaken(name))
  return Object.fromEntries(given)
}

/** Where its file is fetched. */
export function fileOf(name: string, query: Asked, format: 'xlsx' | 'csv'): string {
  const all = { ...query, format, lang: language.value }
  return `/v1/reports/${encodeURIComponent(name)}?${new URLSearchParams(all).toString()}`
}

export function readReport(name: string, query: Asked, signal: AbortSignal): Promise<Report> {
  const asked: Question<'get', '/v1/reports/{report}'>['query'] = query // the document's own words
  return get('/v1/reports/{report}', {
    path: { report: name as Schemas['ReportName'] },
    query: { ...asked, limit: LISTED, lang: language.value },
    signal,
  })
}

export const isFigure = ({ kind }: Column) =>
  ['money', 'energy', 'count', 'duration', 'percent'].includes(kind)

/** Whatever is called by a name stands once, by that. */
export const isShown = ({ name }: Column) => name !== 'building_name'

/** What can be drawn, and set beside what was before. */
export const isMeasure = ({ kind, name }: Column) =>
  ['money', 'energy', 'count'].includes(kind) && !/_(before|change)$/.test(name)

/** '12.5': so many hundredths more than before, with one digit; null where there was nothing. */
export function percentOf(now: Cell, before: Cell): string | null {
  const [a, b] = [micros(String(now ?? '0')), micros(String(before ?? '0'))]
  if (b === 0n) return null
  const tenths = ((a - b) * 1000n) / (b < 0n ? -b : b)
  const sign = tenths < 0n ? '−' : '+'
  const size = tenths < 0n ? -tenths : tenths
  return `${sign}${size / 10n}.${size % 10n}`
}

/** What the rows are about, in order; a row of the range before alone may have none. */
export function periodsOf(report: Report): string[] {
  const told = report.rows.map(({ period }) => String(period ?? ''))
  return [...new Set(told)].filter((period) => period !== '').sort()
}

/** The sum of a column's rows of one period, for drawing only. */
export function byPeriod(report: Report, column: string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const row of report.rows) {
    const period = String(row.period ?? '')
    sums.set(period, (sums.get(period) ?? 0) + Number(row[column] ?? 0))
  }
  return sums
}
