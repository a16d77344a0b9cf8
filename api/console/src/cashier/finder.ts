// Who stands at the counter: found by room, meter, account, phone or name.

import { get } from '../api/book'
import { allCustomers } from '../api/customers'
import type { Customer, MeterRow } from '../api/types'
import { isLetters, loadSpeller, soundsLike } from './pinyin'

export interface Found {
  row: MeterRow
  customer: Customer | null
}

const MOST = 30

function isFound(row: MeterRow, search: string): boolean {
  const words = [row.place.room, row.meter, row.account ?? '', row.wallet ?? '']
  return words.some((text) => text.toLowerCase().includes(search))
}

/** 0: the room or the meter is just that; 1: it begins like that; 2: it is in there. */
function rank(row: MeterRow, search: string): number {
  const words = [row.place.room, row.meter].map((text) => text.toLowerCase())
  if (words.includes(search)) return 0
  return words.some((text) => text.startsWith(search)) ? 1 : 2
}

/** Meters with an account, the best first. */
export function findMeters(rows: MeterRow[], typed: string): MeterRow[] {
  const search = typed.trim().toLowerCase()
  if (!search) return []
  return rows
    .filter((row) => row.wallet !== null && isFound(row, search))
    .sort((a, b) => rank(a, search) - rank(b, search) || (a.meter < b.meter ? -1 : 1))
    .slice(0, MOST)
}

async function findBySound(typed: string): Promise<Customer[]> {
  if (!isLetters(typed)) return []
  const [people, spell] = await Promise.all([allCustomers(), loadSpeller()])
  return people.filter(({ name }) => name !== null && soundsLike(spell(name), typed))
}

/** The supplies of customers whose name or phone holds what was typed, or sounds like it. */
export async function findCustomers(
  rows: MeterRow[],
  typed: string,
  signal: AbortSignal,
): Promise<Found[]> {
  const asked = { search: typed, limit: MOST }
  const [page, bySound] = await Promise.all([
    get('/v1/customers', { query: asked, signal }),
    findBySound(typed),
  ])
  const people = new Map([...page.items, ...bySound].map((each) => [each.customer, each]))
  return [...people.values()].flatMap((customer) =>
    rows
      .filter((row) => row.account !== null && customer.accounts.includes(row.account))
      .map((row) => ({ row, customer })),
  )
}

/** One line a wallet: several meters may draw on the same. */
export function byWallet(found: Found[]): Found[] {
  const wallets = new Map<string, Found>()
  for (const each of found) {
    const known = wallets.get(each.row.wallet!)
    if (!known || (each.customer && !known.customer)) wallets.set(each.row.wallet!, each)
  }
  return [...wallets.values()].slice(0, MOST)
}
