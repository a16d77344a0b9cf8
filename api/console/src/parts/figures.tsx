import { dateTime, exactMoney, money, zone } from '../api/site'
import { bookNow } from '../api/clock'
import { explain, type Question } from '../explain/opened'
import { t } from '../text/language'
import { energy, isNegative } from '../text/money'
import { age, zoneName } from '../text/time'

interface AmountProps {
  of: string | null
  /** What opens when somebody asks how it came to be. */
  why?: Question | undefined
}

/** Money. With `why` it is a button that opens its arithmetic. */
export function Amount({ of, why }: AmountProps) {
  if (of === null) return <span class="soft">–</span>
  const shown = money(of)
  const exact = exactMoney(of)
  const look = isNegative(of) ? 'amount negative' : 'amount'
  const title = exact === shown ? undefined : exact
  if (!why)
    return (
      <span class={look} title={title}>
        {shown}
      </span>
    )
  return (
    <button
      class={look + ' why'}
      title={title ? `${title} · ${t('explain.how')}` : t('explain.how')}
      onClick={(event) => {
        event.stopPropagation()
        explain(why)
      }}
    >
      {shown}
      <span class="unseen"> {t('explain.how')}</span>
    </button>
  )
}

export function Energy({ of }: { of: string }) {
  return (
    <span class="amount">
      {energy(of)} <small>kWh</small>
    </span>
  )
}

export function When({ at }: { at: string | null }) {
  if (at === null) return <span class="soft">–</span>
  return (
    <time class="amount" dateTime={at} title={zoneName(zone.value)}>
      {dateTime(at)}
    </time>
  )
}

export function ageText(at: string): string {
  const { unit, n } = age(at, bookNow())
  return t(`age.${unit}`, { n })
}

/** How long ago, with the moment itself behind it. */
export function Ago({ at }: { at: string | null }) {
  if (at === null) return <span class="soft">{t('age.never')}</span>
  return (
    <time dateTime={at} title={dateTime(at)}>
      {ageText(at)}
    </time>
  )
}
