import { may } from '../api/session'
import { kindsAllowed } from '../terms/terms'

/** What the wall can tell meters. A reason is needed for what touches a relay. */
export type WallCommand = 'trip' | 'restore_prepaid' | 'keep_power' | 'read_now'

export const WALL_COMMANDS: { kind: WallCommand; isGrave?: boolean; needsReason?: boolean }[] = [
  { kind: 'read_now' },
  { kind: 'restore_prepaid', needsReason: true },
  { kind: 'keep_power', needsReason: true },
  { kind: 'trip', isGrave: true, needsReason: true },
]

export function needsReason(kind: WallCommand): boolean {
  return WALL_COMMANDS.some((each) => each.kind === kind && each.needsReason)
}

/** Whoever can do something with meters may choose some. */
export function mayChoose(): boolean {
  return may('power.control') || kindsAllowed().length > 0
}
