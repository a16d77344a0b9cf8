import { all } from '../api/book'
import { useLoaded } from '../api/loaded'
import { dateTime } from '../api/site'
import type { Transaction } from '../api/types'
import { Shown } from '../parts/states'
import { word } from '../text/language'
import { less, sum } from '../text/money'
import type { Part } from './opened'
import { SumOfParts } from './sum_of_parts'

export interface TakingsOf {
  shift: number
  method: string
  amount: string
  title: string
}

const LISTS = ['/v1/sales', '/v1/refunds', '/v1/reversals'] as const

/** What came into the till by it: a refund goes out, its reversal comes in again. */
function takenBy(row: Transaction, undone: Transaction | undefined): string {
  const comesIn = row.type === 'sale' || undone?.type === 'refund'
  return comesIn ? row.paid : less('0', row.paid)
}

/** Every transaction of the shift that was paid like this; the rest are accounts that were closed. */
async function partsOf(of: TakingsOf, signal: AbortSignal): Promise<Part[]> {
  const query = { shift: of.shift }
  const lists = await Promise.all(LISTS.map((path) => all(path, { query, signal })))
  const rows = lists.flat()
  const byPosition = new Map(rows.map((row) => [row.position, row]))
  const parts: Part[] = rows
    .filter(({ method }) => method === of.method)
    .sort((a, b) => a.position - b.position)
    .map((row) => ({
      label: `${dateTime(row.occurred_at)} · ${row.wallet} · ${word('entry', row.type)}`,
      amount: takenBy(row, byPosition.get(row.of ?? 0)),
      why: { event: row.position },
    }))
  const rest = less(of.amount, sum(parts.map(({ amount }) => amount)))
  return [...parts, { label: word('entry', 'settlement'), amount: rest }]
}

/** What a till took in within a shift, by one way of paying. */
export function Takings({ of }: { of: TakingsOf }) {
  const parts = useLoaded((signal) => partsOf(of, signal), [of])
  return <Shown of={parts}>{(found) => <SumOfParts title={of.title} parts={found} />}</Shown>
}
