import { useState } from 'preact/hooks'
import { newKey, post } from '../api/book'
import { may } from '../api/session'
import { dateTime, money, site } from '../api/site'
import type { Shift } from '../api/types'
import { AmountField } from '../parts/amount_field'
import { Amount } from '../parts/figures'
import { Field } from '../parts/form'
import { FormDialog } from '../parts/form_dialog'
import { ReasonField } from '../parts/reason_field'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { amountOrNothing, isZero, less, sum } from '../text/money'
import { useMyShift } from './my_shift'

interface DialogProps {
  onClose: () => void
  onDone: () => void
}

function OpenShift({ onClose, onDone }: DialogProps) {
  const [key] = useState(() => newKey('shift'))
  const [till, setTill] = useState('till-1')
  const [float, setFloat] = useState('0')
  const method = (site.value?.payment_methods ?? [])[0] ?? 'cash'
  const opening_float = amountOrNothing(float)
  const open = async () => {
    const body = { till: till.trim(), method, opening_float: opening_float! }
    await post('/v1/shifts', { key, body })
    tell(t('shift.opened'))
    onDone()
    onClose()
  }
  return (
    <FormDialog
      title={t('shift.open')}
      confirm={t('shift.open')}
      isFit={opening_float !== null && till.trim() !== ''}
      work={open}
      onClose={onClose}
    >
      <Field label={word('subject', 'till')}>
        <input value={till} required onInput={(e) => setTill(e.currentTarget.value)} />
      </Field>
      <AmountField
        label={t('shift.float', { method: word('method', method) })}
        typed={float}
        onType={setFloat}
        amount={opening_float}
      />
    </FormDialog>
  )
}

/** The ways of paying that are counted: that of the till, and every one that was dealt with. */
function methodsOf(shift: Shift): string[] {
  const taken = shift.takings.map((each) => each.method)
  return [shift.method, ...taken.filter((each) => each !== shift.method)]
}

function expectedOf(shift: Shift, method: string): string {
  const taken = shift.takings.find((each) => each.method === method)?.amount ?? '0'
  const float = method === shift.method ? shift.opening_float : '0'
  return sum([taken, float])
}

function signedCount(typed: string): string | null {
  const found = /^\s*[-−]\s*(.*)$/.exec(typed)
  const amount = amountOrNothing(found ? found[1]! : typed)
  return amount && found ? `-${amount}` : amount
}

function CloseShift({ shift, onClose, onDone }: DialogProps & { shift: Shift }) {
  const [key] = useState(() => newKey('shift-close'))
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [reason, setReason] = useState('')
  const counts = methodsOf(shift).map((method) => ({
    method,
    counted: signedCount(typed[method] ?? ''),
  }))
  const isCounted = counts.every((each) => each.counted !== null)
  const differences = counts.map(
    ({ method, counted: amount }) => amount && less(amount, expectedOf(shift, method)),
  )
  const differs = isCounted && differences.some((each) => !isZero(each!))
  const close = async () => {
    const given = reason.trim() ? { reason: reason.trim() } : {}
    const body = { counts: counts.map((each) => ({ ...each, counted: each.counted! })), ...given }
    const path = { position: shift.shift }
    await post('/v1/shifts/{position}/closing', { path, key, body })
    tell(t('shift.closed'))
    onDone()
    onClose()
  }
  const hint = (method: string, i: number) => {
    const expected = t('shift.expected', { amount: money(expectedOf(shift, method)) })
    const difference = differences[i]
    if (!difference) return expected
    return `${expected} · ${t('shift.difference', { amount: money(difference) })}`
  }
  return (
    <FormDialog
      title={t('shift.close')}
      confirm={t('shift.close')}
      isFit={isCounted && (!differs || reason.trim() !== '')}
      work={close}
      onClose={onClose}
    >
      <p class="soft">
        {shift.till} · {shift.teller} · {dateTime(shift.opened_at)}
      </p>
      {counts.map(({ method, counted: amount }, i) => (
        <AmountField
          key={method}
          label={t('shift.counted', { method: word('method', method) })}
          hint={hint(method, i)}
          typed={typed[method] ?? ''}
          onType={(text) => setTyped({ ...typed, [method]: text })}
          amount={amount}
        />
      ))}
      {differs && <ReasonField label={t('shift.why')} value={reason} onInput={setReason} />}
    </FormDialog>
  )
}

function takingsOf({ shift, till }: Shift, { method, amount }: Shift['takings'][number]) {
  return { shift, method, amount, title: `${till} · ${word('method', method)}` }
}

/** Whose till this is, since when, and what it took in. */
export function ShiftBar() {
  const [isOpening, setOpening] = useState(false)
  const [closing, setClosing] = useState<Shift | null>(null)
  const mine = useMyShift()
  if (!may('shift.work') || mine.value === undefined) return null
  const shift = mine.value
  return (
    <div class="row shift-bar">
      {shift ? (
        <>
          <span class="soft">
            {t('shift.since', { till: shift.till, at: dateTime(shift.opened_at) })}
          </span>
          {shift.takings.map((each) => (
            <span class="chip" key={each.method}>
              {word('method', each.method)}{' '}
              <Amount of={each.amount} why={{ takings: takingsOf(shift, each) }} />
            </span>
          ))}
          <button onClick={() => setClosing(shift)}>{t('shift.close')}</button>
        </>
      ) : (
        <button onClick={() => setOpening(true)}>{t('shift.open')}</button>
      )}
      {isOpening && <OpenShift onClose={() => setOpening(false)} onDone={mine.again} />}
      {closing && (
        <CloseShift shift={closing} onClose={() => setClosing(null)} onDone={mine.again} />
      )}
    </div>
  )
}
