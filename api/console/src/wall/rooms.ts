import { buildingName } from '../api/buildings'
import type { Wallet } from '../api/types'
import { cellOf } from './meters'

/** The rooms that a wallet pays for, with their buildings. */
export function roomsOf(wallet: Pick<Wallet, 'meters'>): string {
  const places = wallet.meters.flatMap((meter) => cellOf(meter)?.row.peek().place ?? [])
  const rooms = places.map(({ building, room }) => `${buildingName(building)} ${room}`.trim())
  return [...new Set(rooms)].join(', ')
}
