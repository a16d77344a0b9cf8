// The wallets of an account, whether or not a meter draws on them.

import { get } from '../api/book'
import { useLoaded, type Loaded } from '../api/loaded'
import type { Account, Wallet } from '../api/types'

export const walletsOf = ({ meters, idle_wallets }: Account): string[] => [
  ...new Set([...meters.map(({ wallet }) => wallet), ...idle_wallets]),
]

/** What no meter draws on any more, with what it holds. */
export function useIdleWallets({ idle_wallets }: Account, round = 0): Loaded<Wallet[]> {
  const load = (signal: AbortSignal) => (wallet: string) =>
    get('/v1/wallets/{wallet}', { path: { wallet }, signal })
  return useLoaded(
    (signal) => Promise.all(idle_wallets.map(load(signal))),
    [idle_wallets, round],
  )
}
