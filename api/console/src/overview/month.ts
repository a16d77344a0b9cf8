import { get } from '../api/ask'
import { mayTouch, useNews } from '../api/live'
import { useLoaded, type Loaded } from '../api/loaded'
import { may } from '../api/session'
import { today } from '../api/site'
import { sumOf, type Question } from '../explain/opened'
import { less } from '../text/money'

export type Sum = 'sales' | 'refunds' | 'reversals' | 'net'
type Sums = Record<Sum, string>

export interface SalesByDay {
  rows: (Sums & { period: string })[]
  totals: Sums
}

/** What moved at the counter this month, as the sales report has it, for whoever may read it. */
export function useMonth(): Loaded<SalesByDay | null> {
  const to = today()
  const from = to.slice(0, 8) + '01'
  const found = useLoaded<SalesByDay | null>(
    (signal) =>
      may('report.read')
        ? get<SalesByDay>('/v1/reports/sales', { from, to, step: 'day' }, signal)
        : Promise.resolve(null),
    [from, to],
  )
  useNews((events) => {
    if (mayTouch(events, (each) => /^(Credit|Transaction)/.test(each.type))) found.again()
  })
  return found
}

/** The report counts what is taken back from the till as less than nothing. */
export function amountOf(sums: Sums, name: Sum): string {
  return name === 'reversals' ? less('0', sums.reversals) : sums[name]
}

/** The month as its days. */
export function whyOfMonth(title: string, { rows }: SalesByDay, name: Sum): Question {
  return sumOf(title, rows, (row) => ({ label: row.period, amount: amountOf(row, name) }))
}
