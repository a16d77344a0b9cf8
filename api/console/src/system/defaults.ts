import type { Schemas } from '../../../client/client'
import { amountOrNothing, micros } from '../text/money'

type Defaults = Schemas['SupplyDefaults']

/** With what an account begins where nothing is said, as it is typed; '' is nothing. */
export interface TypedDefaults {
  tariff: string
  alarm1: string
  alarm2: string
  overload: string
}

const WATTS = /^\d{1,9}$/

export function typedDefaults(known: Defaults | null | undefined): TypedDefaults {
  const { alarm1 = '', alarm2 = '', overload_w = '' } = known?.thresholds ?? {}
  return { tariff: known?.tariff ?? '', alarm1, alarm2, overload: String(overload_w) }
}

/** What the site shall say; null: nothing. Undefined where it does not fit: alarms come in twos,
 * the first above the second, and an overload with them. */
export function defaultsOf(typed: TypedDefaults): Defaults | null | undefined {
  const tariff = typed.tariff || null
  if (!typed.alarm1 && !typed.alarm2 && !typed.overload)
    return tariff ? { tariff, thresholds: null } : null
  const [alarm1, alarm2] = [amountOrNothing(typed.alarm1), amountOrNothing(typed.alarm2)]
  const overload = typed.overload || '0'
  if (alarm1 === null || alarm2 === null || !WATTS.test(overload)) return undefined
  if (micros(alarm1) < micros(alarm2)) return undefined
  return { tariff, thresholds: { alarm1, alarm2, overload_w: Number(overload) } }
}
