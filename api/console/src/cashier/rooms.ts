import type { Wallet } from '../api/types'
import { cellOf } from '../wall/meters'

/** The rooms that a wallet pays for. */
export function roomsOf(wallet: Pick<Wallet, 'meters'>): string {
  const rooms = wallet.meters.map((meter) => cellOf(meter)?.row.peek().place.room).filter(Boolean)
  return [...new Set(rooms)].join(', ')
}
