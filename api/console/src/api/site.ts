import { computed, signal } from '@preact/signals'
import * as amounts from '../text/money'
import * as time from '../text/time'
import { get } from './book'
import { Refused } from './refusal'
import { bookNow } from './clock'
import { person } from './session'
import type { Site } from './types'

/** The site, once it is known; null: nothing is configured yet. */
export const site = signal<Site | null | undefined>(undefined)

const known = computed(() => site.value ?? person.value?.site)

export const siteName = computed(() => known.value?.name ?? '')
export const zone = computed(() => known.value?.zone ?? 'UTC')
export const currency = computed(() => known.value?.currency ?? 'CNY')

export async function loadSite(): Promise<void> {
  try {
    site.value = await get('/v1/site')
  } catch (fault) {
    if (!(fault instanceof Refused) || fault.problem.status !== 404) throw fault
    site.value = null
  }
}

// With the clock and the currency of the site.
export const dateTime = (when: string) => time.dateTime(when, zone.value)
export const today = () => time.day(bookNow(), zone.value)
export const money = (amount: string) => amounts.money(amount, currency.value)
export const exactMoney = (amount: string) => amounts.exactMoney(amount, currency.value)
