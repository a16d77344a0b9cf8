import { get } from '../api/book'
import type { Schemas } from '../../../client/client'
import { mayTouch, useNews } from '../api/live'
import { useLoaded, type Loaded } from '../api/loaded'
import { may } from '../api/session'
import { today } from '../api/site'
import { sumOf, type Question } from '../explain/opened'
import { less } from '../text/money'

export type Sum = 'sales' | 'refunds' | 'reversals' | 'net'
export type SalesByDay = Pick<Schemas['Report'], 'rows' | 'totals'>
type Sums = SalesByDay['totals']

/** What moved at the counter this month, as the sales report has it, for whoever may read it. */
export function useMonth(): Loaded<SalesByDay | null> {
  const to = today()
  const from = to.slice(0, 8) + '01'
  const found = useLoaded<SalesByDay | null>(
    (signal) =>
      may('report.read')
        ? get('/v1/reports/{report}', {
            path: { report: 'sales' },
            query: { from, to, step: 'day' },
            signal,
          })
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
  const sum = String(sums[name])
  return name === 'reversals' ? less('0', sum) : sum
}

/** The month as its days. */
export function whyOfMonth(title: string, { rows }: SalesByDay, name: Sum): Question {
  return sumOf(title, rows, (row) => ({ label: String(row.period), amount: amountOf(row, name) }))
}
