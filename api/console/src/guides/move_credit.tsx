import { useState } from 'preact/hooks'
import { post } from '../api/book'
import type { Account } from '../api/types'
import { Amount } from '../parts/figures'
import { Field } from '../parts/form'
import { Guide } from '../parts/guide'
import { tell } from '../parts/toasts'
import { t } from '../text/language'
import { inChineseWords, typedAmount } from '../text/money'
import { cells, revision } from '../wall/meters'

interface Purse {
  wallet: string
  rooms: string[]
  balance: string
}

/** Every wallet that some meter draws on, with its rooms. */
function purses(): Map<string, Purse> {
  void revision.value
  const found = new Map<string, Purse>()
  for (const { wallet, balance, place } of cells.value.map((cell) => cell.row.peek())) {
    if (wallet === null) continue
    const known = found.get(wallet) ?? { wallet, rooms: [], balance: balance ?? '0' }
    found.set(wallet, { ...known, rooms: [...known.rooms, place.room] })
  }
  return found
}

function Held({ purse }: { purse: Purse | undefined }) {
  if (!purse) return null
  return (
    <p class="soft">
      {purse.rooms.join(', ')} · {t('meter.balance')}{' '}
      <Amount of={purse.balance} why={{ wallet: purse.wallet }} />
    </p>
  )
}

interface MoveProps {
  account: Account
  onClose: () => void
  onDone: () => void
}

/** 转移余额: credit goes from a wallet of this account to any other one. */
export function MoveCreditGuide({ account, onClose, onDone }: MoveProps) {
  const own = [...new Set(account.meters.map(({ wallet }) => wallet))]
  const [from, setFrom] = useState(own[0] ?? '')
  const [to, setTo] = useState('')
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const known = purses()
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
      <Held purse={known.get(from)} />
      <Field label={t('move.to')} hint={t('move.toHint')}>
        <input
          required
          name="to"
          list="wallets"
          autocomplete="off"
          value={to}
          onInput={(event) => setTo(event.currentTarget.value.trim())}
        />
      </Field>
      <datalist id="wallets">
        {[...known.values()].map(({ wallet, rooms }) => (
          <option key={wallet} value={wallet}>
            {rooms.join(', ')}
          </option>
        ))}
      </datalist>
      <Held purse={known.get(to)} />
      <Field label={t('cashier.amount')} hint={amount ? inChineseWords(amount) : undefined}>
        <input
          required
          name="amount"
          inputMode="decimal"
          autocomplete="off"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('batch.reason')}>
        <input
          required
          name="reason"
          maxLength={200}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </Field>
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
