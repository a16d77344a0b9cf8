// What moved at the counter today, added up from the book's own lists.

import { get } from '../api/book'
import type { Page } from '../api/operations'
import type { Transaction } from '../api/types'
import { less, sum } from '../text/money'
import { day } from '../text/time'

/** What each sum is made of. */
export interface DayParts {
  sales: Transaction[]
  refunds: Transaction[]
  /** Of refunds: money that came back into the till. */
  undoneRefunds: Transaction[]
  undoneSales: Transaction[]
}

export interface DayMoney {
  parts: DayParts
  sales: string
  refunds: string
  reversals: string
  net: string
  count: number
}

const MOST_PAGES = 20
const LISTS = ['/v1/sales', '/v1/refunds', '/v1/reversals'] as const

/** All of one kind that happened on this day at the site: the lists begin with the newest. */
async function ofDay(
  path: (typeof LISTS)[number],
  today: string,
  zone: string,
  signal: AbortSignal,
): Promise<Transaction[]> {
  const rows: Transaction[] = []
  let cursor: string | undefined
  for (let i = 0; i < MOST_PAGES; ++i) {
    const page: Page<Transaction> = await get(path, { query: { limit: 1000, cursor }, signal })
    const some = page.items.filter((row) => day(row.occurred_at, zone) === today)
    rows.push(...some)
    if (some.length < page.items.length || page.next_cursor === null) return rows
    cursor = page.next_cursor
  }
  throw new Error('more was sold today than this page adds up: ask for the sales report')
}

const paid = (rows: Transaction[]) => sum(rows.map((row) => row.paid))

export async function moneyOf(
  today: string,
  zone: string,
  signal: AbortSignal,
): Promise<DayMoney> {
  const [sales, refunds, reversals] = await Promise.all(
    LISTS.map((path) => ofDay(path, today, zone, signal)),
  )
  const undoneRefunds = new Set(refunds!.map((row) => row.position))
  const ofSales = reversals!.filter((row) => !undoneRefunds.has(row.of ?? 0))
  const ofRefunds = reversals!.filter((row) => undoneRefunds.has(row.of ?? 0))
  const reversed = less(paid(ofSales), paid(ofRefunds))
  return {
    parts: {
      sales: sales!,
      refunds: refunds!,
      undoneRefunds: ofRefunds,
      undoneSales: ofSales,
    },
    sales: paid(sales!),
    refunds: paid(refunds!),
    reversals: reversed,
    net: less(less(paid(sales!), paid(refunds!)), reversed),
    count: sales!.length,
  }
}
