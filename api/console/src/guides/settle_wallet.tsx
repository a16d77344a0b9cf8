import { useState } from 'preact/hooks'
import { post } from '../api/book'
import { may } from '../api/session'
import type { Account, Proposed, Wallet, Written } from '../api/types'
import { Amount } from '../parts/figures'
import { Choice, Field } from '../parts/form'
import { Guide, type Step } from '../parts/guide'
import { t } from '../text/language'
import { useFinalReadings } from './final_readings'
import { SettlingFields, tellEnd, useSettling } from './settling'
import { Held, WalletField } from './wallet_field'

interface EndProps {
  /** What a second person has said yes to. */
  approved?: Proposed | undefined
  onClose: () => void
  onDone: () => void
}

/** 结清: what is left in a wallet on which no meter draws any more is paid out, or collected. */
export function SettleGuide({ wallet, approved, onClose, onDone }: EndProps & { wallet: Wallet }) {
  const settling = useSettling(approved)
  const body = { method: settling.method, reason: settling.reason.trim() }
  const name = wallet.wallet
  const content = (
    <>
      <p class="soft">
        {name} · {t('meter.balance')} <Amount of={wallet.balance} why={{ wallet: name }} />
      </p>
      <SettlingFields of={settling} />
    </>
  )
  const done = (written: Written) =>
    tellEnd(written, name, t('settle.done', { wallet: name })) ? onDone() : onClose()
  return (
    <Guide
      title={`${t('guide.settleWallet')} ${name}`}
      form="settle"
      steps={[{ title: t('guide.settle'), isFit: body.reason !== '', content }]}
      deed={{
        wish: body,
        ask: (how) =>
          post('/v1/wallets/{wallet}/settlement', { path: { wallet: name }, body, ...how }),
      }}
      confirm={t('guide.settleWallet')}
      isGrave
      onDone={done}
      onClose={onClose}
    />
  )
}

/** What becomes of what a wallet holds when its last meter leaves: it is paid out or collected, or
 * its credit moves to another wallet. What was approved is settled. */
function useRest(wallet: string, isLast: boolean, approved: Proposed | undefined) {
  const settling = useSettling(approved)
  const [end, setEnd] = useState<'settle' | 'move'>('settle')
  const [to, setTo] = useState('')
  const mayMove = isLast && !approved && may('money.transfer')
  const isMoved = mayMove && end === 'move'
  const reason = settling.reason.trim()
  const rest = isMoved ? { rest_to: to } : { settle_by: settling.method }
  return {
    body: { reason, ...(isLast && rest) },
    isFit: reason !== '' && (!isMoved || (to !== '' && to !== wallet)),
    moved: isMoved ? t('move.done', { to }) : null,
    content: (
      <>
        {!isLast && <p class="note">{t('detach.goesOn', { wallet })}</p>}
        <Held wallet={wallet} />
        {mayMove && (
          <Choice
            label={t('detach.rest')}
            value={end}
            options={[
              { value: 'settle', text: t('detach.settle') },
              { value: 'move', text: t('detach.move') },
            ]}
            onChange={setEnd}
          />
        )}
        {isMoved && <WalletField label={t('move.to')} name="rest_to" wallet={to} onWallet={setTo} />}
        <SettlingFields of={settling} isPaid={isLast && !isMoved} />
      </>
    ),
  }
}

type DetachProps = EndProps & {
  account: Account
  /** Of these, one at least, one leaves. */
  meters: Account['meters']
}

/** 解除电表: its last reading, and what is left in a wallet that nothing else draws on. */
export function DetachGuide({ account, meters, approved, onClose, onDone }: DetachProps) {
  const [{ meter, wallet }, choose] = useState(meters[0]!)
  const finals = useFinalReadings([meter])
  const isLast = account.meters.filter((each) => each.wallet === wallet).length === 1
  const { body, moved, ...rest } = useRest(wallet, isLast, approved)
  const steps: Step[] = [
    {
      ...finals,
      content: (
        <>
          {meters.length > 1 && (
            <Field label={t('meter.name')}>
              <select
                value={meter}
                onChange={(event) => choose(meters[event.currentTarget.selectedIndex]!)}
              >
                {meters.map((each) => (
                  <option key={each.meter}>{each.meter}</option>
                ))}
              </select>
            </Field>
          )}
          {finals.content}
        </>
      ),
    },
    { title: t('guide.settle'), ...rest },
  ]
  const said = [t('detach.done', { meter }), moved].filter(Boolean).join(' · ')
  const done = (written: Written) => (tellEnd(written, meter, said) ? onDone() : onClose())
  return (
    <Guide
      title={`${t('guide.detach')} ${account.account}`}
      form="detach"
      steps={steps}
      deed={{
        wish: [meter, body],
        ask: (how) =>
          post('/v1/accounts/{account}/meters/{meter}/detachment', {
            path: { account: account.account, meter },
            body,
            ...how,
          }),
      }}
      confirm={t('guide.detach')}
      isGrave
      onDone={done}
      onClose={onClose}
    />
  )
}
