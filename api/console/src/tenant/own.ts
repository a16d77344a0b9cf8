// What a tenant sees of their own: accounts, wallets, and what their meters used.

import { all, at, get, type Page } from '../api/ask'
import type { Entry, Transaction } from '../api/types'
import type { BandOfDay } from '../accounts/energy'
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

/** How long the credit lasts at the use of the last whole days; null: nothing was used. */
export interface Outlook {
  days_left: string | null
  days: number
}

export interface PriceInForce {
  meter: string
  price: { name: string; prices: { band: string; price: string }[]; has_tiers: boolean } | null
}

export interface Seen {
  outlook: Outlook
  prices: PriceInForce[]
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
  const [outlook, prices, entries, purchases, notices] = await Promise.all([
    get<Outlook>(path('outlook'), {}, signal),
    get<Page<PriceInForce>>(path('prices'), {}, signal),
    get<Page<Entry>>(path('entries'), few, signal),
    get<Page<Transaction>>(path('purchases'), few, signal),
    get<Page<Notice>>(path('notices'), few, signal),
  ])
  const days = (await Promise.all(energy)).flatMap((each) => each.days)
  const newest = [...notices.items].sort((a, b) => b.notice - a.notice)
  const paid = { entries: entries.items, purchases: purchases.items }
  return { outlook, prices: prices.items, days, ...paid, notices: newest }
}
