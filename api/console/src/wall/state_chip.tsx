import type { Alarm, MeterRow, MeterState } from '../api/types'
import { Icon, type IconName } from '../parts/icon'
import { t, type Key } from '../text/language'

export const STATE_ICON: Record<MeterState, IconName> = {
  not_opened: 'circle',
  lost_contact: 'broken',
  arrears: 'bang',
  alarm2: 'two',
  alarm1: 'one',
  open: 'check',
}

export function StateIcon({ state }: { state: MeterState }) {
  return <Icon name={STATE_ICON[state]} isDashed={state === 'not_opened'} />
}

export function StateChip({ state }: { state: MeterState }) {
  return (
    <span class={`chip ${state}`}>
      <StateIcon state={state} />
      {t(`state.${state}`)}
    </span>
  )
}

export interface Badge {
  icon: IconName
  text: Key
  isGrave?: boolean
}

/** What holds beside the state: the breaker, what is forced, what is wrong, what is under way. */
export function badgesOf({ badges, state }: MeterRow): Badge[] {
  const found: Badge[] = []
  const has = (alarm: Alarm) => badges.alarms.includes(alarm)
  if (badges.breaker === 'open') found.push({ icon: 'open', text: 'badge.open', isGrave: true })
  if (badges.supply === 'keep_power') found.push({ icon: 'shield', text: 'badge.keepPower' })
  if (badges.supply === 'trip') found.push({ icon: 'power', text: 'badge.trip', isGrave: true })
  if (has('overload')) found.push({ icon: 'bolt', text: 'badge.overload', isGrave: true })
  if (has('quarantine')) found.push({ icon: 'question', text: 'badge.quarantine' })
  if (badges.pending.length) found.push({ icon: 'clock', text: 'badge.pending' })
  if (state === 'lost_contact') {
    if (has('arrears')) found.push({ icon: 'bang', text: 'state.arrears' })
    else if (has('balance_very_low')) found.push({ icon: 'two', text: 'state.alarm2' })
    else if (has('balance_low')) found.push({ icon: 'one', text: 'state.alarm1' })
  }
  return found
}
