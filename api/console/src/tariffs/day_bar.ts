// A day of a tariff as parts of 1440 minutes.

import type { Schemas } from '../../../client/client'

export type Slot = Schemas['BandSlot']

export interface Part {
  from: number
  to: number
  band: Slot['band']
}

/** A schedule's slots, each up to the next one; without any the day has one price. */
export function partsOf(schedule: Slot[]): Part[] {
  if (schedule.length === 0) return [{ from: 0, to: 1440, band: 'single' }]
  return schedule.map((slot, i) => ({
    from: slot.from_minute,
    to: schedule[i + 1]?.from_minute ?? 1440,
    band: slot.band,
  }))
}

/** The newest that is in force at this moment; null: none is yet. */
export function inForce<T extends { effective_from: string }>(
  versions: T[],
  now: number,
): T | null {
  const begun = versions.filter((version) => Date.parse(version.effective_from) <= now)
  return begun.sort((a, b) => (a.effective_from < b.effective_from ? 1 : -1))[0] ?? null
}
