import { onDays, sumOf, type Question } from '../explain/opened'
import { t, word } from '../text/language'
import type { EnergyOfDay } from './energy'

/** A day as its bands, each of which opens to the charges of that day. */
export function whyOfDay({ day, rows }: EnergyOfDay, wallet: string): Question {
  const title = `${t('account.energy')} ${day}`
  const why = onDays(wallet, day)
  return sumOf(title, rows, ({ band, amount }) => ({ label: word('band', band), amount, why }))
}
