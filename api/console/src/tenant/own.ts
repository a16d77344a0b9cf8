// What a tenant sees of their own: accounts, wallets, and what their meters used.

import type { Schemas } from '../../../client/client'
import { all, get } from '../api/book'
import type { Answer, Item } from '../api/operations'
import type { Entry, Transaction } from '../api/types'
import type { BandOfDay } from '../accounts/energy'
import { dayAfter } from '../text/time'

export type OwnWallet = Schemas['OwnAccount']['wallets'][number]
export type Notice = Schemas['NoticeRow']

export interface Own {
  account: string
  wallet: OwnWallet
}

/** Every wallet of every account, in the order of the accounts. */
export async function ownWallets(signal: AbortSignal): Promise<Own[]> {
  const accounts = await all('/v1/tenant/accounts', { signal })
  return accounts.flatMap(({ account, wallets }) => wallets.map((wallet) => ({ account, wallet })))
}

/** How long the credit lasts at the use of the last whole days; null: nothing was used. */
export type Outlook = Answer<'get', '/v1/tenant/wallets/{wallet}/outlook'>
export type PriceInForce = Item<'/v1/tenant/wallets/{wallet}/prices'>

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
  const few = { path: { wallet: own.wallet }, query: { limit: MOST }, signal }
  const range = { from: dayAfter(today, 1 - DAYS), to: today }
  const energy = own.meters.map((meter) =>
    get('/v1/tenant/meters/{meter}/energy', { path: { meter }, query: range, signal }),
  )
  const [outlook, prices, entries, purchases, notices] = await Promise.all([
    get('/v1/tenant/wallets/{wallet}/outlook', { path: few.path, signal }),
    get('/v1/tenant/wallets/{wallet}/prices', { path: few.path, signal }),
    get('/v1/tenant/wallets/{wallet}/entries', few),
    get('/v1/tenant/wallets/{wallet}/purchases', few),
    get('/v1/tenant/wallets/{wallet}/notices', few),
  ])
  const days = (await Promise.all(energy)).flatMap((each) => each.days)
  const newest = [...notices.items].sort((a, b) => b.notice - a.notice)
  const paid = { entries: entries.items, purchases: purchases.items }
  return { outlook, prices: prices.items, days, ...paid, notices: newest }
}
