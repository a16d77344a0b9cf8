// Moments are RFC 3339 in UTC and are shown on the clocks of the site.

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(zone, format)
  }
  return format
}

function partsOf(moment: number, zone: string): Record<string, string> {
  const parts = formatOf(zone).formatToParts(moment)
  return Object.fromEntries(parts.map((part) => [part.type, part.value]))
}

/** Milliseconds of RFC 3339 text; its microseconds are cut. */
export function moment(text: string): number {
  const milliseconds = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'))
  if (Number.isNaN(milliseconds)) throw new Error(`'${text}' is no moment`)
  return milliseconds
}

/** yyyy-MM-dd HH:mm:ss */
export function dateTime(when: string | number, zone: string): string {
  const p = partsOf(typeof when === 'number' ? when : moment(when), zone)
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}`
}

/** yyyy-MM-dd of a moment at the site. */
export function day(when: string | number, zone: string): string {
  return dateTime(when, zone).slice(0, 10)
}

/** The day that is `count` days after `from`: both yyyy-MM-dd. */
export function dayAfter(from: string, count: number): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

/** 'Asia/Shanghai UTC+8' */
export function zoneName(zone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
  const offset = parts.formatToParts(0).find((part) => part.type === 'timeZoneName')?.value ?? ''
  return `${zone} ${offset.replace('GMT', 'UTC')}`
}

export type Age = { unit: 'now' | 'minutes' | 'hours' | 'days'; n: number }

/** How long ago, in the greatest whole unit. */
export function age(when: string, now: number): Age {
  const minutes = Math.floor((now - moment(when)) / 60_000)
  if (minutes < 1) return { unit: 'now', n: 0 }
  if (minutes < 60) return { unit: 'minutes', n: minutes }
  if (minutes < 48 * 60) return { unit: 'hours', n: Math.floor(minutes / 60) }
  return { unit: 'days', n: Math.floor(minutes / 1440) }
}

/** Minute of the day as HH:mm; 1440 is 24:00. */
export function minuteOfDay(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** The moment at which the site's clocks show `local` (yyyy-MM-ddTHH:mm), as RFC 3339 in UTC. Of an
 * hour that is skipped it is the moment after the gap; of one that comes twice, one of the two. */
export function instantOf(local: string, zone: string): string {
  const wanted = Date.parse(`${local}Z`)
  const shownAt = (at: number) => Date.parse(dateTime(at, zone).replace(' ', 'T') + 'Z')
  let at = wanted - (shownAt(wanted) - wanted)
  at -= shownAt(at) - wanted
  return new Date(at).toISOString().replace('.000', '')
}
