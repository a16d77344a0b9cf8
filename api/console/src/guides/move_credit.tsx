import { useState } from 'preact/hooks'
import { walletsOf } from '../accounts/wallets'
import { post } from '../api/book'
import type { Account } from '../api/types'
import { AmountField } from '../parts/amount_field'
import { Field } from '../parts/form'
import { Guide } from '../parts/guide'
import { ReasonField } from '../parts/reason_field'
import { tell } from '../parts/toasts'
import { t } from '../text/language'
import { typedAmount } from '../text/money'
import { Held, WalletField } from './wallet_field'

interface MoveProps {
  account: Account
  onClose: () => void
  onDone: () => void
}

/** 转移余额: credit goes from a wallet of this account to any other one. */
export function MoveCreditGuide({ account, onClose, onDone }: MoveProps) {
  const own = walletsOf(account)
  const [from, setFrom] = useState(own[0] ?? '')
  const [to, setTo] = useState('')
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const amount = typedAmount(typed)
  const isAnother = to !== '' && to !== from
  const isFit = isAnother && amount !== null && reason.trim() !== ''
  const body = { from, to, amount: amount!, reason: reason.trim() }
  const content = (
    <>
      <Field label={t('move.from')}>
        <select value={from} onChange={(event) => setFrom(event.currentTarget.value)}>
          {own.map((wallet) => (
            <option key={wallet}>{wallet}</option>
          ))}
        </select>
      </Field>
      <Held wallet={from} />
      <WalletField label={t('move.to')} name="to" wallet={to} onWallet={setTo} />
      <AmountField
        label={t('cashier.amount')}
        name="amount"
        typed={typed}
        onType={setTyped}
        amount={amount}
      />
      <ReasonField value={reason} onInput={setReason} />
    </>
  )
  return (
    <Guide
      title={t('guide.move')}
      form="move"
      steps={[{ title: t('move.what'), isFit, content }]}
      deed={{ wish: body, ask: (how) => post('/v1/transfers', { body, ...how }) }}
      confirm={t('guide.move')}
      onDone={() => {
        tell(t('move.done', { to }))
        onDone()
      }}
      onClose={onClose}
    />
  )
}
