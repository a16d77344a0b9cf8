import type { MeterRow } from '../api/types'
import type { Part } from '../explain/opened'

/** What these meters draw on, one amount a wallet: several meters may draw on the same. */
export function balancesOf(rows: Pick<MeterRow, 'wallet' | 'balance'>[]): Part[] {
  const wallets = new Map(
    rows.flatMap(({ wallet, balance }): [string, string][] =>
      wallet === null ? [] : [[wallet, balance ?? '0']],
    ),
  )
  return [...wallets].map(([wallet, amount]) => ({ label: wallet, amount, why: { wallet } }))
}
