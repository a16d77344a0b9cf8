import { useState } from 'preact/hooks'
import { get, post } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { usePages } from '../api/loaded'
import { may } from '../api/session'
import { money } from '../api/site'
import type { Proposal } from '../api/types'
import { WalletField } from '../guides/wallet_field'
import { AmountField } from '../parts/amount_field'
import { Files } from '../parts/files'
import { Amount } from '../parts/figures'
import { Choice } from '../parts/form'
import { Guide } from '../parts/guide'
import { ReasonField } from '../parts/reason_field'
import { PagedTable } from '../parts/table'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { typedAmount } from '../text/money'
import { columnsAround, DecideDialog, Eyes, Verdicts, type Deed } from './decide_dialog'

const KINDS = ['correction', 'goodwill', 'write_off', 'opening_balance'] as const
type Kind = (typeof KINDS)[number]

/** '-12' takes away; null: no amount. */
function signed(typed: string): string | null {
  const found = /^\s*([-−])?(.*)$/.exec(typed)!
  const amount = typedAmount(found[2]!)
  return amount && found[1] ? `-${amount}` : amount
}

interface FormProps {
  onClose: () => void
  onDone: () => void
}

function Propose({ onClose, onDone }: FormProps) {
  const [wallet, setWallet] = useState('')
  const [kind, setKind] = useState<Kind>('correction')
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const amount = signed(typed)
  const body = { wallet, kind, amount: amount!, reason: reason.trim() }
  const content = (
    <>
      <WalletField label={t('account.wallet')} name="wallet" wallet={wallet} onWallet={setWallet} />
      <Choice
        label={t('approval.kind')}
        value={kind}
        options={KINDS.map((value) => ({ value, text: word('adjustment', value) }))}
        onChange={setKind}
      />
      <AmountField
        label={t('cashier.amount')}
        hint={t('approval.amountHint')}
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
      title={t('approval.propose')}
      form="adjustment"
      steps={[
        {
          title: t('approval.what'),
          isFit: wallet !== '' && amount !== null && reason.trim() !== '',
          content,
        },
      ]}
      deed={{
        wish: body,
        ask: (how) => post('/v1/adjustments', { body, ...how }),
      }}
      confirm={t('approval.propose')}
      onDone={() => {
        tell(t('approval.proposed'))
        onDone()
      }}
      onClose={onClose}
    />
  )
}

/** Balances that somebody wants changed by hand, until a second person says yes or no. */
export function Approvals() {
  const pages = usePages((query, signal) => get('/v1/adjustments', { query, signal }), [])
  const [isProposing, setProposing] = useState(false)
  const [opened, setOpened] = useState<{ of: Proposal; deed: Deed } | null>(null)
  useNews((events) => {
    if (mayTouch(events, (each) => /^(Adjustment|BalanceAdj|AccountClosed)/.test(each.type))) pages.again()
  })
  const close = () => {
    setProposing(false)
    setOpened(null)
  }
  const done = () => {
    close()
    pages.again()
  }
  return (
    <>
      <div class="row">
        {may('adjustment.propose') && (
          <button onClick={() => setProposing(true)}>{t('approval.propose')}</button>
        )}
        <span class="soft">{t('approval.hint')}</span>
        <span class="gap" />
        {Boolean(pages.value?.length) && <Files path="/v1/adjustments" />}
      </div>
      <PagedTable
        caption={t('approval.title')}
        isStacked
        empty={t('approval.none')}
        pages={pages}
        name={(row) => row.proposal}
        columns={[
          ...columnsAround<Proposal>([
            { title: t('approval.kind'), cell: (row) => word('adjustment', row.kind) },
            {
              title: t('cashier.amount'),
              isFigure: true,
              cell: (row) => <Amount of={row.amount} />,
            },
          ]),
          { title: t('approval.eyes'), cell: (row) => <Eyes of={row} /> },
          {
            title: t('cashier.deeds'),
            isDeed: true,
            cell: (of) => (
              <div class="row deeds">
                <Verdicts list="adjustments" of={of} onDeed={(deed) => setOpened({ of, deed })} />
              </div>
            ),
          },
        ]}
      />
      {isProposing && <Propose onClose={close} onDone={done} />}
      {opened && (
        <DecideDialog {...opened} onClose={close} onDone={done}>
          <dt>{word('adjustment', opened.of.kind)}</dt>
          <dd class="figures">{money(opened.of.amount)}</dd>
        </DecideDialog>
      )}
    </>
  )
}
