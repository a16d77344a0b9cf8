import type { Answer } from '../api/operations'
import { sum } from '../text/money'

/** In the order in which they are stacked. */
export const BANDS = ['valley', 'deep_valley', 'flat', 'peak', 'sharp', 'single'] as const
export type Band = (typeof BANDS)[number]

export type BandOfDay = Answer<'get', '/v1/meters/{meter}/energy'>['days'][number]

export interface EnergyOfDay {
  day: string
  bands: Partial<Record<Band, string>>
  energy: string
  amount: string
  /** What they are the sums of. */
  rows: BandOfDay[]
}

/** One row a day, with its bands side by side; the newest first. */
export function daysOf(rows: BandOfDay[]): EnergyOfDay[] {
  const days = new Map<string, BandOfDay[]>()
  for (const row of rows) days.set(row.day, [...(days.get(row.day) ?? []), row])
  return [...days]
    .map(([day, parts]) => ({
      day,
      bands: bandsOf(parts),
      energy: sum(parts.map((part) => part.energy_kwh)),
      amount: sum(parts.map((part) => part.amount)),
      rows: parts,
    }))
    .sort((a, b) => (a.day < b.day ? 1 : -1))
}

function bandsOf(parts: BandOfDay[]): Partial<Record<Band, string>> {
  const bands: Partial<Record<Band, string>> = {}
  for (const { band, energy_kwh } of parts) bands[band] = sum([bands[band] ?? '0', energy_kwh])
  return bands
}

/** The bands that occur, in their order. */
export function usedBands(days: EnergyOfDay[]): Band[] {
  return BANDS.filter((band) => days.some((day) => day.bands[band] !== undefined))
}

/** Each band upon those below it: the last one is the whole day. For drawing only. */
export function stacked(days: EnergyOfDay[], bands: Band[]): number[][] {
  const heights = days.map(() => 0)
  return bands.map((band) =>
    days.map((day, i) => (heights[i]! += Number(day.bands[band] ?? 0))),
  )
}
