import { get } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may, person } from '../api/session'
import type { LogEvent } from '../api/types'

/** Whether money went over a counter, or a till from one to another. */
export function isAtTheTill({ type }: LogEvent): boolean {
  return /^(Shift|Credit|Transaction|Wallet)/.test(type)
}

/** The open shift of who sits here, kept up to date; none where there is none. */
export function useMyShift() {
  const teller = person.value?.operator ?? ''
  const mine = useLoaded(
    async (signal) => {
      if (!may('shift.work')) return null
      const { items } = await get('/v1/shifts', { query: { teller, state: 'open' }, signal })
      return items[0] ?? null
    },
    [teller],
  )
  useNews((events) => {
    if (mayTouch(events, isAtTheTill)) mine.again()
  })
  return mine
}
