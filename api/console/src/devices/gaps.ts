// Which hours of which days have readings, and which have too few.

import { dateTime, dayAfter } from '../text/time'

export interface Seen {
  at: string
  isDoubted: boolean
}

export type Hour = { count: number; doubted: number; is: 'full' | 'part' | 'none' | 'blank' }

export interface Day {
  day: string
  hours: Hour[]
}

const HOUR_S = 3_600

function countUp(readings: Seen[], zone: string): Map<string, { count: number; doubted: number }> {
  const found = new Map<string, { count: number; doubted: number }>()
  for (const { at, isDoubted } of readings) {
    const hour = dateTime(at, zone).slice(0, 13)
    const known = found.get(hour) ?? { count: 0, doubted: 0 }
    known.count += 1
    known.doubted += isDoubted ? 1 : 0
    found.set(hour, known)
  }
  return found
}

/** The last `days` days up to `now`, newest first. An hour is full when as many readings are there
 * as the interval lets expect; what lies before the first reading, or ahead, is blank. */
export function gridOf(
  readings: Seen[],
  now: number,
  { zone, interval_s, days }: { zone: string; interval_s: number; days: number },
): Day[] {
  const counts = countUp(readings, zone)
  const first = [...counts.keys()].sort()[0] ?? ''
  const current = dateTime(now, zone).slice(0, 13)
  const expected = Math.max(1, Math.floor(HOUR_S / interval_s))
  const hourOf = (name: string): Hour => {
    const { count, doubted } = counts.get(name) ?? { count: 0, doubted: 0 }
    if (!first || name < first || name > current) return { count, doubted, is: 'blank' }
    if (count >= expected) return { count, doubted, is: 'full' }
    const isBorder = name === first || name === current // neither is whole
    if (count === 0 && name === current) return { count, doubted, is: 'blank' }
    return { count, doubted, is: count > 0 ? (isBorder ? 'full' : 'part') : 'none' }
  }
  const today = current.slice(0, 10)
  return Array.from({ length: days }, (_, i) => dayAfter(today, -i)).map((day) => ({
    day,
    hours: Array.from({ length: 24 }, (_, h) => hourOf(`${day} ${String(h).padStart(2, '0')}`)),
  }))
}

/** Hours without any reading between the first one and now. */
export function missing(grid: Day[]): number {
  return grid.flatMap((each) => each.hours).filter((hour) => hour.is === 'none').length
}
