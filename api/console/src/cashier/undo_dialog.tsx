import { useState } from 'preact/hooks'
import { newKey, post } from '../api/book'
import { may } from '../api/session'
import { dateTime, money, site } from '../api/site'
import type { Transaction } from '../api/types'
import { Dialog } from '../parts/dialog'
import { Button, Choice, Field } from '../parts/form'
import { FaultText } from '../parts/states'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { inChineseWords, less, typedAmount } from '../text/money'
import { forgetKey, isCertain, keyOf, rememberKey } from './pending_sale'

export interface Undo {
  kind: 'refund' | 'reversal'
  of: Transaction
}

interface UndoProps {
  undo: Undo
  onClose: () => void
  onDone: () => void
}

/** Pays back what was not consumed of a sale, or undoes a transaction as a whole. */
export function UndoDialog({ undo, onClose, onDone }: UndoProps) {
  const { kind, of } = undo
  const form = `${kind} ${of.position}`
  const [key] = useState(() => keyOf(form) ?? newKey(kind))
  const [typed, setTyped] = useState(() => less(of.amount, of.refunded))
  const [method, setMethod] = useState(of.method)
  const [reason, setReason] = useState('')
  const [leavesDebt, setLeavesDebt] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const isRefund = kind === 'refund'
  const amount = isRefund ? typedAmount(typed) : of.amount
  const isFit = amount !== null && reason.trim() !== ''
  const undoIt = () => {
    const why = reason.trim()
    if (!isRefund) {
      const body = { transaction: of.position, debt_allowed: leavesDebt, reason: why }
      return post('/v1/reversals', { key, body })
    }
    const body = { sale: of.position, amount: amount!, method, reason: why }
    return post('/v1/refunds', { key, body })
  }
  const send = async (event: Event) => {
    event.preventDefault()
    if (!isFit) return
    setBusy(true)
    setFault(null)
    rememberKey(form, key)
    try {
      await undoIt()
      forgetKey(form)
      tell(t(isRefund ? 'cashier.refundDone' : 'cashier.reversalDone', { amount: money(amount) }))
      onDone()
      onClose()
    } catch (refusal) {
      if (isCertain(refusal)) forgetKey(form)
      setFault(refusal)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={word('entry', kind)} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void send(event)}>
        <p>
          {word('entry', of.type)} {of.receipt_number > 0 && `№ ${of.receipt_number}`} ·{' '}
          {dateTime(of.occurred_at)} · <b class="figures">{money(of.amount)}</b> · {of.wallet}
        </p>
        {isRefund && (
          <>
            <Field label={t('cashier.refundAmount')} hint={amount ? inChineseWords(amount) : ''}>
              <input
                inputMode="decimal"
                autocomplete="off"
                value={typed}
                onInput={(event) => setTyped(event.currentTarget.value)}
              />
            </Field>
            <Choice
              label={t('cashier.method')}
              value={method}
              options={(site.value?.payment_methods ?? []).map((value) => ({
                value,
                text: word('method', value),
              }))}
              onChange={setMethod}
            />
          </>
        )}
        {!isRefund && may('money.leave_debt') && (
          <label class="row">
            <input
              type="checkbox"
              checked={leavesDebt}
              onChange={(event) => setLeavesDebt(event.currentTarget.checked)}
            />
            {t('cashier.debtAllowed')}
          </label>
        )}
        <Field label={t('batch.reason')}>
          <input
            required
            maxLength={200}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </Field>
        <FaultText fault={fault} />
        <div class="row end">
          <button type="button" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <Button class="danger" isBusy={isBusy} disabled={!isFit}>
            {word('entry', kind)} {amount && money(amount)}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
