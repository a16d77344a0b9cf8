import { useState } from 'preact/hooks'
import { get, newKey, post } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may, person } from '../api/session'
import { dateTime, money, site } from '../api/site'
import type { Shift } from '../api/types'
import { Dialog } from '../parts/dialog'
import { Amount } from '../parts/figures'
import { Button, Field } from '../parts/form'
import { FaultText } from '../parts/states'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { amountOrNothing, fromMicros, micros } from '../text/money'

interface DialogProps {
  onClose: () => void
  onDone: () => void
}

/** Sends a form once at a time; closes it when it is done. */
function useSending({ onClose, onDone }: DialogProps) {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const send = async (what: () => Promise<unknown>, said: string) => {
    setBusy(true)
    setFault(null)
    try {
      await what()
      tell(said)
      onDone()
      onClose()
    } catch (refusal) {
      setFault(refusal)
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, fault, send }
}

function OpenShift(props: DialogProps) {
  const [key] = useState(() => newKey('shift'))
  const [till, setTill] = useState('till-1')
  const [float, setFloat] = useState('0')
  const { isBusy, fault, send } = useSending(props)
  const method = (site.value?.payment_methods ?? [])[0] ?? 'cash'
  const opening_float = amountOrNothing(float)
  const submit = (event: Event) => {
    event.preventDefault()
    const body = { till: till.trim(), method, opening_float: opening_float! }
    void send(() => post('/v1/shifts', { key, body }), t('shift.opened'))
  }
  return (
    <Dialog title={t('shift.open')} onClose={props.onClose}>
      <form class="stack" onSubmit={submit}>
        <Field label={word('subject', 'till')}>
          <input value={till} required onInput={(e) => setTill(e.currentTarget.value)} />
        </Field>
        <Field label={t('shift.float', { method: word('method', method) })}>
          <input
            inputMode="decimal"
            value={float}
            onInput={(event) => setFloat(event.currentTarget.value)}
          />
        </Field>
        <FaultText fault={fault} />
        <Button class="primary wide" isBusy={isBusy} disabled={!opening_float || !till.trim()}>
          {t('shift.open')}
        </Button>
      </form>
    </Dialog>
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
  return fromMicros(micros(taken) + micros(float))
}

function signedCount(typed: string): string | null {
  const found = /^\s*[-−]\s*(.*)$/.exec(typed)
  const amount = amountOrNothing(found ? found[1]! : typed)
  return amount && found ? `-${amount}` : amount
}

function CloseShift({ shift, ...props }: DialogProps & { shift: Shift }) {
  const [key] = useState(() => newKey('shift-close'))
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [reason, setReason] = useState('')
  const { isBusy, fault, send } = useSending(props)
  const counts = methodsOf(shift).map((method) => ({
    method,
    counted: signedCount(typed[method] ?? ''),
  }))
  const isCounted = counts.every((each) => each.counted !== null)
  const differences = counts
    .map(({ method, counted: amount }) =>
      amount === null ? 0n : micros(amount) - micros(expectedOf(shift, method)),
    )
    .map(fromMicros)
  const differs = isCounted && differences.some((each) => micros(each) !== 0n)
  const submit = (event: Event) => {
    event.preventDefault()
    const given = reason.trim() ? { reason: reason.trim() } : {}
    const body = { counts: counts.map((each) => ({ ...each, counted: each.counted! })), ...given }
    const path = { position: shift.shift }
    void send(() => post('/v1/shifts/{position}/closing', { path, key, body }), t('shift.closed'))
  }
  return (
    <Dialog title={t('shift.close')} onClose={props.onClose}>
      <form class="stack" onSubmit={submit}>
        <p class="soft">
          {shift.till} · {shift.teller} · {dateTime(shift.opened_at)}
        </p>
        {counts.map(({ method, counted: amount }, i) => (
          <Field
            key={method}
            label={t('shift.counted', { method: word('method', method) })}
            hint={
              amount === null
                ? t('shift.expected', { amount: money(expectedOf(shift, method)) })
                : t('shift.difference', { amount: money(differences[i]!) })
            }
          >
            <input
              inputMode="decimal"
              value={typed[method] ?? ''}
              onInput={(event) => setTyped({ ...typed, [method]: event.currentTarget.value })}
            />
          </Field>
        ))}
        {differs && (
          <Field label={t('shift.why')}>
            <input value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
          </Field>
        )}
        <FaultText fault={fault} />
        <Button
          class="primary wide"
          isBusy={isBusy}
          disabled={!isCounted || (differs && !reason.trim())}
        >
          {t('shift.close')}
        </Button>
      </form>
    </Dialog>
  )
}

function takingsOf({ shift, till }: Shift, { method, amount }: Shift['takings'][number]) {
  return { shift, method, amount, title: `${till} · ${word('method', method)}` }
}

/** Whose till this is, since when, and what it took in. */
export function ShiftBar() {
  const teller = person.value?.operator ?? ''
  const [isOpening, setOpening] = useState(false)
  const [closing, setClosing] = useState<Shift | null>(null)
  const mine = useLoaded(
    (signal) => get('/v1/shifts', { query: { teller, state: 'open' }, signal }),
    [teller],
  )
  useNews((events) => {
    const isMoney = ({ type }: (typeof events)[number]) =>
      /^(Shift|Credit|Transaction|Wallet)/.test(type)
    if (mayTouch(events, isMoney)) mine.again()
  })
  if (!may('shift.work') || !mine.value) return null
  const shift = mine.value.items[0]
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
