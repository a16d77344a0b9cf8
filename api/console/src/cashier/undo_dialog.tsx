import { useState } from 'preact/hooks'
import { newKey, post } from '../api/book'
import { may } from '../api/session'
import { dateTime, money, site } from '../api/site'
import { isProposed, type Transaction } from '../api/types'
import { AmountField } from '../parts/amount_field'
import { Choice } from '../parts/form'
import { FormDialog } from '../parts/form_dialog'
import { ReasonField } from '../parts/reason_field'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { less, typedAmount } from '../text/money'
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
  const send = async () => {
    rememberKey(form, key)
    let written
    try {
      written = await undoIt()
    } catch (refusal) {
      if (isCertain(refusal)) forgetKey(form)
      throw refusal
    }
    forgetKey(form)
    const done = isRefund ? 'cashier.refundDone' : 'cashier.reversalDone'
    tell(t(isProposed(written) ? 'cashier.proposed' : done, { amount: money(amount!) }))
    onDone()
    onClose()
  }
  return (
    <FormDialog
      title={word('entry', kind)}
      confirm={amount ? `${word('entry', kind)} ${money(amount)}` : word('entry', kind)}
      isGrave
      isFit={isFit}
      work={send}
      onClose={onClose}
    >
      <p>
        {word('entry', of.type)} {of.receipt_number > 0 && `№ ${of.receipt_number}`} ·{' '}
        {dateTime(of.occurred_at)} · <b class="figures">{money(of.amount)}</b> · {of.wallet}
      </p>
      {isRefund && (
        <>
          <AmountField
            label={t('cashier.refundAmount')}
            typed={typed}
            onType={setTyped}
            amount={amount}
          />
          <Choice
            label={t('cashier.refundMethod')}
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
      <ReasonField value={reason} onInput={setReason} />
    </FormDialog>
  )
}
