// How patient automatic cut-off is, as it is typed: protected hours stand a line each, such as
// '22:00-24:00' or '08:00-18:00 67' for Saturdays and Sundays.

import type { Schemas } from '../../../client/client'
import { minuteOfDay } from '../text/time'

export type Patience = Schemas['CutoffTerms']
type Hours = Patience['protected_hours'][number]

export interface TypedPatience {
  grace: string
  wait: string
  hours: string
  /** A calendar's id; '' for none. */
  holidays: string
}

export function typedPatience(known: Patience | null): TypedPatience {
  if (!known) return { grace: '', wait: '', hours: '', holidays: '' }
  return {
    grace: String(known.grace_minutes),
    wait: String(known.patience_minutes),
    hours: known.protected_hours.map(textOf).join('\n'),
    holidays: known.holidays ?? '',
  }
}

function textOf({ from_minute, to_minute, weekdays }: Hours): string {
  const times = `${minuteOfDay(from_minute)}-${minuteOfDay(to_minute)}`
  return weekdays.length ? `${times} ${weekdays.join('')}` : times
}

const LINE = /^(\d{1,2}):([0-5]\d)\s*[-–]\s*(\d{1,2}):([0-5]\d)(?:\s+([1-7]+))?$/

/** null: a line is none. */
export function hoursIn(text: string): Hours[] | null {
  const hours: Hours[] = []
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue
    const found = LINE.exec(line.replaceAll('：', ':'))
    if (!found) return null
    const from_minute = Number(found[1]) * 60 + Number(found[2])
    const to_minute = Number(found[3]) * 60 + Number(found[4])
    if (from_minute >= to_minute || to_minute > 1440) return null
    const weekdays = [...new Set(found[5] ?? '')].map(Number).sort()
    hours.push({ from_minute, to_minute, weekdays })
  }
  return hours
}

const MINUTES = /^\d{1,5}$/

/** null: none, it cuts at once; undefined: what is typed does not fit. */
export function patienceOf(typed: TypedPatience): Patience | null | undefined {
  const { grace, wait, holidays } = typed
  if (Object.values(typed).every((each) => each.trim() === '')) return null
  const protected_hours = hoursIn(typed.hours)
  if (!MINUTES.test(grace) || !MINUTES.test(wait) || !protected_hours) return undefined
  return {
    grace_minutes: Number(grace),
    patience_minutes: Number(wait),
    protected_hours,
    holidays: holidays || null,
  }
}
