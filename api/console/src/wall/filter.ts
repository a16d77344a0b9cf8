import type { MeterRow, MeterState } from '../api/types'
import type { Cell } from './meters'

/** Which meters are in sight. Empty text: any. */
export interface Filter {
  states: MeterState[]
  building: string
  badge: '' | 'breaker_open' | 'keep_power' | 'trip' | 'overload' | 'quarantine' | 'pending'
  search: string
}

export function filterOf(query: Record<string, string>): Filter {
  return {
    states: (query.state ?? '').split(',').filter(Boolean) as MeterState[],
    building: query.building ?? '',
    badge: (query.badge ?? '') as Filter['badge'],
    search: query.search ?? '',
  }
}

function hasBadge({ badges }: MeterRow, badge: Filter['badge']): boolean {
  switch (badge) {
    case '':
      return true
    case 'breaker_open':
      return badges.breaker === 'open'
    case 'keep_power':
    case 'trip':
      return badges.supply === badge
    case 'pending':
      return badges.pending.length > 0
    default:
      return badges.alarms.includes(badge)
  }
}

function isFound(row: MeterRow, search: string): boolean {
  const words = [row.meter, row.place.room, row.account ?? '', row.line]
  return words.some((text) => text.toLowerCase().includes(search))
}

/** Everything but the state: what the counts of the states count. */
export function fitsBeside(row: MeterRow, filter: Filter): boolean {
  if (filter.building && row.place.building !== filter.building) return false
  if (!hasBadge(row, filter.badge)) return false
  const search = filter.search.trim().toLowerCase()
  return !search || isFound(row, search)
}

export function fits(row: MeterRow, filter: Filter): boolean {
  const isWanted = filter.states.length === 0 || filter.states.includes(row.state)
  return isWanted && fitsBeside(row, filter)
}

export interface Floor {
  building: string
  floor: string
  cells: Cell[]
}

const inOrder = new Intl.Collator('zh', { numeric: true }).compare

/** Building, floor, room: each in the order in which people count. */
export function floorsOf(cells: Cell[]): Floor[] {
  const floors = new Map<string, Floor>()
  for (const cell of cells) {
    const { building, floor } = cell.row.peek().place
    const name = JSON.stringify([building, floor])
    const found = floors.get(name)
    if (found) found.cells.push(cell)
    else floors.set(name, { building, floor, cells: [cell] })
  }
  for (const { cells: rooms } of floors.values())
    rooms.sort((a, b) => inOrder(roomOf(a), roomOf(b)))
  return [...floors.values()].sort(
    (a, b) => inOrder(a.building, b.building) || inOrder(a.floor, b.floor),
  )
}

/** The same order, as a list. */
export function inOrderOfPlaces(cells: Cell[]): Cell[] {
  return floorsOf(cells).flatMap((floor) => floor.cells)
}

function roomOf(cell: Cell): string {
  const { place, meter } = cell.row.peek()
  return `${place.room} ${meter}`
}
