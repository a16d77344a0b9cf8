import { useState } from 'preact/hooks'
import { site } from '../api/site'
import { isProposed, type Proposed, type Written } from '../api/types'
import { factsOf } from '../audit/event_facts'
import { Choice } from '../parts/form'
import { ReasonField } from '../parts/reason_field'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'

/** How what is left changes hands, and why. */
export interface Settling {
  method: string
  reason: string
  setMethod: (method: string) => void
  setReason: (reason: string) => void
}

/** What was approved stands there already: another way of paying would be proposed anew. */
export function useSettling(approved: Proposed | undefined): Settling {
  const [method, setMethod] = useState(
    approved?.method ?? site.value?.payment_methods[0] ?? 'cash',
  )
  const [reason, setReason] = useState(approved?.reason ?? '')
  return { method, reason, setMethod, setReason }
}

export function SettlingFields({ of, isPaid = true }: { of: Settling; isPaid?: boolean }) {
  const methods = site.value?.payment_methods ?? []
  return (
    <>
      {isPaid && (
        <Choice
          label={t('guide.settleBy')}
          value={of.method}
          options={methods.map((value) => ({ value, text: word('method', value) }))}
          onChange={of.setMethod}
        />
      )}
      <ReasonField value={of.reason} onInput={of.setReason} />
    </>
  )
}

/** Says what is to be paid out or collected, or that it waits; whether it was done. */
export function tellEnd(written: Written, name: string, done: string): boolean {
  if (isProposed(written)) {
    tell(t('guide.endProposed', { name }))
    return false
  }
  const paid = (written.events ?? []).flatMap(({ type, data }) =>
    type === 'AccountClosed' || type === 'WalletSettled' ? factsOf(type, data) : [],
  )
  tell([done, ...paid].join(' · '))
  return true
}
