// What holds for a meter or a wallet: its price, alarm amounts, limits, fixed fees.

import { put } from '../api/book'
import type { Right } from '../api/rights'
import { may } from '../api/session'
import { zone } from '../api/site'
import type { MeterRow, Written } from '../api/types'
import type { How } from '../parts/guide'
import { amountOrNothing, micros } from '../text/money'
import { instantOf } from '../text/time'

export const KINDS = ['thresholds', 'limits', 'fee', 'tariff'] as const
export type Kind = (typeof KINDS)[number]

const RIGHTS: Record<Kind, Right> = {
  thresholds: 'meter.edit',
  limits: 'limit.edit',
  fee: 'tariff.edit',
  tariff: 'tariff.edit',
}

/** What whoever works here may set. */
export function kindsAllowed(): Kind[] {
  return KINDS.filter((kind) => may(RIGHTS[kind]))
}

/** As it is typed, of whichever kind. */
export interface Typed {
  alarm1: string
  alarm2: string
  overload_w: string
  overdraft: string
  /** '' is no limit. */
  hoarding_limit: string
  fee: string
  tariff: string
  /** A day of the site. */
  from: string
  /** '' is for ever. */
  until: string
  reason: string
}

export const NOTHING_TYPED: Typed = {
  ...{ alarm1: '', alarm2: '', overload_w: '', overdraft: '', hoarding_limit: '' },
  ...{ fee: '', tariff: '', from: '', until: '', reason: '' },
}

const WATTS = /^\d{1,9}$/

function areThresholdsFit({ alarm1, alarm2, overload_w }: Typed): boolean {
  const [first, second] = [amountOrNothing(alarm1), amountOrNothing(alarm2)]
  if (first === null || second === null || !WATTS.test(overload_w.trim())) return false
  return micros(first) > micros(second)
}

function areLimitsFit({ overdraft, hoarding_limit, reason }: Typed): boolean {
  const isLimit = hoarding_limit === '' || amountOrNothing(hoarding_limit) !== null
  return amountOrNothing(overdraft) !== null && isLimit && reason.trim() !== ''
}

function isFeeFit({ fee, from, until }: Typed): boolean {
  return fee !== '' && from !== '' && (until === '' || until >= from)
}

export function isFit(kind: Kind, typed: Typed): boolean {
  switch (kind) {
    case 'thresholds':
      return areThresholdsFit(typed)
    case 'limits':
      return areLimitsFit(typed)
    case 'fee':
      return isFeeFit(typed)
    case 'tariff':
      return typed.tariff !== '' && typed.from !== ''
  }
}

/** A meter as far as terms are set for it, or for the wallet that it draws on. */
export type Supply = Pick<MeterRow, 'meter' | 'wallet'>

/** Whether it holds for a meter; else for the wallet that it draws on. */
export function isOfMeters(kind: Kind): boolean {
  return kind === 'thresholds' || kind === 'tariff'
}

/** The meters, or the wallets, that it would be set for. */
export function namesOf(kind: Kind, supplies: Supply[]): string[] {
  if (isOfMeters(kind)) return supplies.map(({ meter }) => meter)
  return [...new Set(supplies.flatMap(({ wallet }) => wallet ?? []))]
}

/** Sets it for one of them, or looks ahead. */
export function setTerms(kind: Kind, name: string, typed: Typed, how: How): Promise<Written> {
  const reason = typed.reason.trim() || undefined
  switch (kind) {
    case 'thresholds': {
      const [alarm1, alarm2] = [amountOrNothing(typed.alarm1)!, amountOrNothing(typed.alarm2)!]
      const body = { alarm1, alarm2, overload_w: Number(typed.overload_w), reason }
      return put('/v1/meters/{meter}/thresholds', { path: { meter: name }, body, ...how })
    }
    case 'limits': {
      const overdraft = amountOrNothing(typed.overdraft)!
      const hoarding_limit = amountOrNothing(typed.hoarding_limit)
      const body = { overdraft, hoarding_limit, reason: typed.reason.trim() }
      return put('/v1/wallets/{wallet}/limits', { path: { wallet: name }, body, ...how })
    }
    case 'fee': {
      const body = { from: typed.from, until: typed.until || null, reason }
      const path = { wallet: name, fee: typed.fee }
      return put('/v1/wallets/{wallet}/fees/{fee}', { path, body, ...how })
    }
    case 'tariff': {
      const from = instantOf(`${typed.from}T00:00`, zone.value)
      const body = { tariff: typed.tariff, from, reason }
      return put('/v1/meters/{meter}/tariff', { path: { meter: name }, body, ...how })
    }
  }
}
