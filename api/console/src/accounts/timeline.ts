// Everything that happened to an account, beside its half-hourly readings: the account itself, its
// customer, its wallets, and what its meters were told and complained of.

import { all, get } from '../api/book'
import type { Account, LogEvent } from '../api/types'
import { walletsOf } from './wallets'

const MOST = 200
const OF_METERS = [
  'MeterAttached',
  'AlarmRaised',
  'AlarmCleared',
  'ReadingQuarantined',
  'QuarantineResolved',
  'MeterReplaced',
  'ThresholdsSet',
  'TariffAssigned',
  'CommandRequested',
  'CommandConfirmed',
  'CommandFailed',
]

export async function timelineOf(account: Account, signal: AbortSignal): Promise<LogEvent[]> {
  const subjects = [account.account, account.customer, ...walletsOf(account)]
  const whole = subjects.map((subject) => all('/v1/events', { query: { subject }, signal }))
  const meters = account.meters.flatMap(({ meter }) =>
    OF_METERS.map(async (type) => {
      const query = { subject_kind: 'meter', subject: meter, type, limit: MOST } as const
      return (await get('/v1/events', { query, signal })).items
    }),
  )
  return inOrder((await Promise.all([...whole, ...meters])).flat())
}

/** The newest first, each once. */
export function inOrder(events: LogEvent[]): LogEvent[] {
  const byPosition = new Map(events.map((event) => [event.position, event]))
  return [...byPosition.values()].sort((a, b) => b.position - a.position)
}
