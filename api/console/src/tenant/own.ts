// What a tenant sees of their own: accounts, wallets, and what their meters used.

import { all, at, get, type Page } from '../api/ask'
import type { Entry, Transaction } from '../api/types'
import type { BandOfDay } from '../accounts/energy'
import { micros } from '../text/money'
import { dayAfter } from '../text/time'

export interface OwnWallet {
  wallet: string
  balance: string
  meters: string[]
}

export interface OwnAccount {
  account: string
  wallets: OwnWallet[]
}

export interface Notice {
  notice: number
  facts: { kind: string; balance: string; at: string; meter: string }
  state: string
}

export interface Own {
  account: string
  wallet: OwnWallet
}

/** Every wallet of every account, in the order of the accounts. */
export async function ownWallets(signal: AbortSignal): Promise<Own[]> {
  const accounts = await all<OwnAccount>('/v1/tenant/accounts', {}, signal)
  return accounts.flatMap(({ account, wallets }) => wallets.map((wallet) => ({ account, wallet })))
}

export interface Seen {
  days: BandOfDay[]
  entries: Entry[]
  purchases: Transaction[]
  notices: Notice[]
}

const MOST = 20
export const DAYS = 30

export async function seenOf(own: OwnWallet, today: string, signal: AbortSignal): Promise<Seen> {
  const path = (list: string) => at`/v1/tenant/wallets/${own.wallet}/` + list
  const few = { limit: MOST }
  const range = { from: dayAfter(today, 1 - DAYS), to: today }
  const energy = own.meters.map((meter) =>
    get<{ days: BandOfDay[] }>(at`/v1/tenant/meters/${meter}/energy`, range, signal),
  )
  const [entries, purchases, notices] = await Promise.all([
    get<Page<Entry>>(path('entries'), few, signal),
    get<Page<Transaction>>(path('purchases'), few, signal),
    get<Page<Notice>>(path('notices'), few, signal),
  ])
  const days = (await Promise.all(energy)).flatMap((each) => each.days)
  const newest = [...notices.items].sort((a, b) => b.notice - a.notice)
  return { days, entries: entries.items, purchases: purchases.items, notices: newest }
}

const LOOKED_AT = 7

/** How many days the credit lasts at the pace of the last seven whole days; null: that cannot be
 * said, because nothing was used or nothing is left. */
export function daysLeft(balance: string, days: BandOfDay[], today: string): number | null {
  const first = dayAfter(today, -LOOKED_AT)
  const recent = days.filter(({ day }) => day >= first && day < today)
  const used = recent.reduce((total, each) => total + micros(each.amount), 0n)
  const whole = BigInt(new Set(recent.map((each) => each.day)).size)
  const left = micros(balance)
  if (used <= 0n || left <= 0n) return null
  return Number((left * whole) / used)
}
