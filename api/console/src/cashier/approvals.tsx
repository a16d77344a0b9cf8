import { useState } from 'preact/hooks'
import { get, newKey, post } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { usePages } from '../api/loaded'
import { may, person } from '../api/session'
import { money } from '../api/site'
import type { Proposal } from '../api/types'
import { link } from '../frame/route'
import { WalletField } from '../guides/wallet_field'
import { AmountField } from '../parts/amount_field'
import { Files } from '../parts/files'
import { Amount, When } from '../parts/figures'
import { Choice } from '../parts/form'
import { FormDialog } from '../parts/form_dialog'
import { Guide } from '../parts/guide'
import { Icon } from '../parts/icon'
import { ReasonField } from '../parts/reason_field'
import { PagedTable } from '../parts/table'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { typedAmount } from '../text/money'

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

/** What the wallet holds, and what it would hold. */
function Change({ of }: { of: Proposal }) {
  return (
    <span class="figures">
      <Amount of={of.balance} /> → <Amount of={of.balance_after} />
    </span>
  )
}

const isOwn = ({ proposer }: Proposal) => proposer === person.value?.operator

/** Who looked at it, and who is still to. */
function Eyes({ of }: { of: Proposal }) {
  return (
    <>
      <span class="chip confirmed">
        <Icon name="check" /> {of.proposer}
      </span>{' '}
      <span class="chip waiting">
        <Icon name="circle" /> {t(isOwn(of) ? 'approval.another' : 'approval.second')}
      </span>
    </>
  )
}

interface Decision {
  of: Proposal
  deed: 'approval' | 'refusal'
}

function Decide({ decision, onClose, onDone }: FormProps & { decision: Decision }) {
  const { of, deed } = decision
  const [key] = useState(() => newKey(deed))
  const [reason, setReason] = useState('')
  const decide = async () => {
    const body = reason.trim() ? { reason: reason.trim() } : {}
    const path = { position: of.proposal }
    await post(`/v1/adjustments/{position}/${deed}`, { path, key, body })
    tell(t(`approval.${deed}.done`))
    onDone()
  }
  return (
    <FormDialog
      title={t(`approval.${deed}`)}
      confirm={t(`approval.${deed}`)}
      isGrave={deed === 'refusal'}
      isFit
      work={decide}
      onClose={onClose}
    >
      <dl class="facts">
        <dt>{t('account.wallet')}</dt>
        <dd>{of.wallet}</dd>
        <dt>{word('adjustment', of.kind)}</dt>
        <dd class="figures">{money(of.amount)}</dd>
        <dt>{t('approval.change')}</dt>
        <dd>
          <Change of={of} />
        </dd>
        <dt>{t('batch.reason')}</dt>
        <dd>{of.reason}</dd>
        <dt>{t('approval.proposer')}</dt>
        <dd>
          {of.proposer} <When at={of.proposed_at} />
        </dd>
      </dl>
      <ReasonField value={reason} onInput={setReason} isOptional />
    </FormDialog>
  )
}

/** Balances that somebody wants changed by hand, until a second person says yes or no. */
export function Approvals() {
  const pages = usePages((query, signal) => get('/v1/adjustments', { query, signal }), [])
  const [isProposing, setProposing] = useState(false)
  const [decision, setDecision] = useState<Decision | null>(null)
  useNews((events) => {
    if (mayTouch(events, (each) => /^(Adjustment|BalanceAdj)/.test(each.type))) pages.again()
  })
  const close = () => {
    setProposing(false)
    setDecision(null)
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
      </div>
      <PagedTable
        caption={t('approval.title')}
        files={<Files path="/v1/adjustments" />}
        empty={t('approval.none')}
        pages={pages}
        name={(row) => row.proposal}
        columns={[
          {
            title: '№',
            isFigure: true,
            cell: (row) => (
              <a href={link('audit', [], { position: String(row.proposal) })}>{row.proposal}</a>
            ),
          },
          { title: t('event.at'), cell: (row) => <When at={row.proposed_at} /> },
          {
            title: t('account.wallet'),
            cell: ({ wallet }) => <a href={link('cashier', [], { wallet })}>{wallet}</a>,
          },
          { title: t('approval.kind'), cell: (row) => word('adjustment', row.kind) },
          {
            title: t('cashier.amount'),
            isFigure: true,
            cell: (row) => <Amount of={row.amount} />,
          },
          { title: t('approval.change'), isFigure: true, cell: (row) => <Change of={row} /> },
          { title: t('batch.reason'), cell: (row) => row.reason },
          { title: t('approval.eyes'), cell: (row) => <Eyes of={row} /> },
          {
            title: t('cashier.deeds'),
            isDeed: true,
            cell: (row) =>
              may('adjustment.approve') && (
                <div class="row deeds">
                  {!isOwn(row) && (
                    <button
                      class="small"
                      onClick={() => setDecision({ of: row, deed: 'approval' })}
                    >
                      {t('approval.approval')}
                    </button>
                  )}
                  <button
                    class="small danger"
                    onClick={() => setDecision({ of: row, deed: 'refusal' })}
                  >
                    {t('approval.refusal')}
                  </button>
                </div>
              ),
          },
        ]}
      />
      {isProposing && <Propose onClose={close} onDone={done} />}
      {decision && <Decide decision={decision} onClose={close} onDone={done} />}
    </>
  )
}
