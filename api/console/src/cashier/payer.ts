// Whose wallet it is, as far as one may see it.

import { get } from '../api/book'
import { Refused } from '../api/refusal'
import { may } from '../api/session'
import type { Account, Customer, Wallet } from '../api/types'

export interface Payer {
  wallet: Wallet
  /** Its account was closed: what was done stays, and nothing new is sold. */
  isClosed: boolean
  account: Account | null
  customer: Customer | null
}

type Whose = Pick<Payer, 'account' | 'isClosed'>

/** Of a closed account only its wallets are left; another may be nobody's business here. */
async function accountOf({ account }: Wallet, signal: AbortSignal): Promise<Whose> {
  if (!may('catalogue.read')) return { account: null, isClosed: false }
  try {
    const known = await get('/v1/accounts/{account}', { path: { account }, signal })
    return { account: known, isClosed: false }
  } catch (refusal) {
    const status = refusal instanceof Refused ? refusal.problem.status : 0
    if (status !== 403 && status !== 404) throw refusal
    return { account: null, isClosed: status === 404 }
  }
}

export async function payerOf(name: string, signal: AbortSignal): Promise<Payer> {
  const wallet = await get('/v1/wallets/{wallet}', { path: { wallet: name }, signal })
  const whose = await accountOf(wallet, signal)
  const customer = whose.account?.customer
  if (!customer || !may('customer.read')) return { wallet, ...whose, customer: null }
  const known = get('/v1/customers/{customer}', { path: { customer }, signal })
  return { wallet, ...whose, customer: await known.catch(() => null) } // need not be known
}
