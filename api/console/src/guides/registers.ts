// What somebody reads off a meter's display, as the counts that the ledger keeps.

import type { Registers } from '../api/types'

/** How a meter counts: a count is so many watt-hours, and how many rates it has. */
export type Shape = Pick<Registers, 'step_wh' | 'ratio'> & { rates: number }

export interface Typed {
  total: string
  rates: string[]
}

export function shapeOf({ step_wh, ratio, rates }: Registers): Shape {
  return { step_wh, ratio, rates: rates.length }
}

export function blank(shape: Shape): Typed {
  return { total: '', rates: Array.from({ length: shape.rates }, () => '') }
}

const DECIMAL = /^\s*(\d{1,12})(?:[.．](\d{1,6}))?\s*$/

/** '100.36' kWh with steps of 10 Wh: 10036. null: no number, or finer than the meter counts. */
export function countOf(typed: string, stepWh: number): number | null {
  const found = DECIMAL.exec(typed)
  if (!found) return null
  const milliWattHours = BigInt(found[1]! + (found[2] ?? '').padEnd(6, '0'))
  const step = BigInt(stepWh) * 1000n
  if (milliWattHours % step !== 0n) return null
  return Number(milliWattHours / step)
}

/** The registers that were typed; null while something is missing. */
export function registersOf(typed: Typed, shape: Shape): Registers | null {
  const total = countOf(typed.total, shape.step_wh)
  const rates = typed.rates.map((each) => countOf(each, shape.step_wh))
  if (total === null || rates.some((each) => each === null)) return null
  return { total, rates: rates as number[], step_wh: shape.step_wh, ratio: shape.ratio }
}

/** The display of a count, in kWh. */
export function displayOf(count: number, stepWh: number): string {
  const wattHours = BigInt(count) * BigInt(stepWh)
  const rest = String(wattHours % 1000n).padStart(3, '0').replace(/0$/, '')
  return `${wattHours / 1000n}.${rest}`
}
