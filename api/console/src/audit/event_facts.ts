// What an event of this type says beside its amount: who to whom, from when on, how much in hand.

import type { Schemas } from '../../../client/client'
import { dateTime, money } from '../api/site'
import { t, word } from '../text/language'
import { isNegative, less } from '../text/money'

type Told = { [Type in keyof Schemas]?: (data: Schemas[Type]) => string[] }

/** What changes hands when a wallet is emptied. */
function settled({ wallet, method, paid_out }: Schemas['Settlement']): string {
  const isOwed = isNegative(paid_out)
  const amount = money(isOwed ? less('0', paid_out) : paid_out)
  const said = t(isOwed ? 'event.collected' : 'event.paidOut', { amount })
  return `${wallet} ${said} ${word('method', method)}`
}

const sinceDay = (from: string, until: string | null) => `${from} – ${until ?? ''}`.trim()

const above = (limit: string | null) => (limit === null ? t('limits.none') : money(limit))

const TOLD: Told = {
  AccountClosed: ({ settlements }) => settlements.map(settled),
  WalletSettled: (data) => [settled(data)],
  CreditTransferred: ({ from, to }) => [`${from} → ${to}`],
  AccountTransferred: ({ from, to }) => [`${from} → ${to}`],
  MeterReplaced: ({ old_number, number }) => [`${old_number || '–'} → ${number}`],
  TariffAssigned: ({ tariff, from }) => [tariff, t('event.since', { at: dateTime(from) })],
  ThresholdsSet: ({ alarm1, alarm2, overload_w }) => [
    `${t('terms.alarm1')} ${money(alarm1)}`,
    `${t('terms.alarm2')} ${money(alarm2)}`,
    ...(overload_w ? [`${t('terms.overload_w')} ${overload_w}`] : []),
  ],
  CreditLimitsSet: ({ overdraft, hoarding_limit }) => [
    `${t('terms.overdraft')} ${money(overdraft)}`,
    `${t('terms.hoarding_limit')} ${hoarding_limit ? money(hoarding_limit) : t('terms.noLimit')}`,
  ],
  ApprovalLimitsSet: ({ refund_above, reversal_above }) => [
    `${t('limits.refund_above')} ${above(refund_above)}`,
    `${t('limits.reversal_above')} ${above(reversal_above)}`,
  ],
  TransactionProposed: ({ type, method }) => [word('entry', type), word('method', method)],
  FeesDrawn: ({ through, charges }) => [t('fee.drawn', { n: charges, day: through })],
  FeeAssigned: ({ fee, from, until }) => [fee, sinceDay(from, until)],
  FeeCharged: ({ fee, from, until }) => [fee, sinceDay(from, until)],
  PeriodClosed: ({ first, last }) => [sinceDay(first, last)],
  ShiftOpened: ({ till, opening_float }) => [till, money(opening_float)],
  ShiftClosed: ({ till, counts }) => [
    till,
    ...counts.map(({ method, counted }) => `${word('method', method)} ${money(counted)}`),
  ],
}

/** Nothing where an event has no more to say than all of them. */
export function factsOf(type: string, data: Record<string, unknown>): string[] {
  const tell = TOLD[type as keyof Schemas] as ((data: unknown) => string[]) | undefined
  return tell?.(data) ?? []
}
