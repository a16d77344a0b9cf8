// A tariff's versions, and one that is being written.

import type { Schemas } from '../../../client/client'
import type { Slot } from './day_bar'

export type Band = Schemas['Band']
export type Rule = Schemas['DayRule']
export type Tier = Schemas['Tier']
export type Version = Schemas['TariffVersion']
export type Tariff = Schemas['Tariff']

/** What somebody has typed so far. Prices stand by band, also of bands that are not used. */
export interface Draft {
  tariff: string
  name: string
  from: string
  prices: Partial<Record<Band, string>>
  schedule: Slot[]
  rules: Rule[]
  calendar: string
  tiers: Tier[]
  tier_cycle: Version['tier_cycle']
  cycle_start: Version['cycle_start']
  provisional: boolean
}

export const PRICED_BANDS = ['sharp', 'peak', 'flat', 'valley', 'deep_valley'] as const

export function draftOf(newest: Version | null, from: string): Draft {
  const { prices = [], schedule = [], rules = [], tiers = [] } = newest ?? {}
  return {
    tariff: newest?.tariff ?? '',
    name: newest?.name ?? '',
    from,
    prices: Object.fromEntries(prices.map(({ band, price }) => [band, price])),
    schedule: schedule.map((slot) => ({ ...slot })),
    rules: rules.map((rule) => ({ ...rule, schedule: [...rule.schedule] })),
    calendar: newest?.calendar ?? '',
    tiers: tiers.map((tier) => ({ ...tier })),
    tier_cycle: newest?.tier_cycle ?? 'month',
    cycle_start: newest?.cycle_start ?? 'calendar',
    provisional: false,
  }
}

/** The bands that need a price: those that some day has. */
export function bandsOf({ schedule, rules }: Pick<Draft, 'schedule' | 'rules'>): Band[] {
  const days = [schedule, ...rules.map((rule) => rule.schedule)]
  const used = new Set<Band>(days.flatMap((day) => day.map((slot) => slot.band)))
  if (schedule.length === 0) used.add('single')
  return (['single', ...PRICED_BANDS] as const).filter((band) => used.has(band))
}

const PRICE = /^-?\d{1,6}(\.\d{1,8})?$/
const ENERGY = /^\d{1,9}(\.\d{1,3})?$/

export function isPrice(text: string): boolean {
  return PRICE.test(text.trim())
}

/** Slots begin at midnight and ascend. */
export function isDay(schedule: Slot[]): boolean {
  const starts = schedule.map((slot) => slot.from_minute)
  return starts.every((start, i) => (i === 0 ? start === 0 : start > starts[i - 1]!))
}

export function arePricesFit(draft: Draft): boolean {
  const isNamed = /^[A-Za-z0-9_-]{1,40}$/.test(draft.tariff) && draft.name.trim() !== ''
  const isPriced = bandsOf(draft).every((band) => isPrice(draft.prices[band] ?? ''))
  return isNamed && isPriced && isDay(draft.schedule) && draft.from !== ''
}

const MONTH_DAY = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

export function areDaysFit({ rules, tiers }: Draft): boolean {
  const isRule = ({ from, to, schedule }: Rule) =>
    MONTH_DAY.test(from) && MONTH_DAY.test(to) && schedule.length > 0 && isDay(schedule)
  const isTier = (tier: Tier) => ENERGY.test(tier.above.trim()) && isPrice(tier.surcharge)
  return rules.every(isRule) && tiers.every(isTier)
}

/** Without its beginning: a what-if has days of the past instead. */
export function termsOf(draft: Draft) {
  return {
    name: draft.name.trim(),
    prices: bandsOf(draft).map((band) => ({ band, price: (draft.prices[band] ?? '').trim() })),
    ...(draft.schedule.length > 0 && { schedule: draft.schedule }),
    ...(draft.rules.length > 0 && { rules: draft.rules }),
    ...(draft.calendar && { calendar: draft.calendar }),
    ...(draft.tiers.length > 0 && {
      tiers: draft.tiers.map((tier) => ({
        above: tier.above.trim(),
        surcharge: tier.surcharge.trim(),
      })),
      tier_cycle: draft.tier_cycle,
      cycle_start: draft.cycle_start,
    }),
    ...(draft.provisional && { provisional: true }),
  }
}
