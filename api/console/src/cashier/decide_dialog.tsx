import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { newKey, post } from '../api/book'
import { may, person } from '../api/session'
import { link } from '../frame/route'
import { Amount, When } from '../parts/figures'
import { FormDialog } from '../parts/form_dialog'
import { Icon } from '../parts/icon'
import { ReasonField } from '../parts/reason_field'
import type { Column } from '../parts/table'
import { tell } from '../parts/toasts'
import { t } from '../text/language'

/** What waits for a second person, whatever it is. */
export interface Waiting {
  proposal: number
  wallet: string
  proposer: string
  reason: string
  proposed_at: string
  balance: string
  balance_after: string
  /** The account is closed: it is refused or taken back, and nothing else. */
  is_closed: boolean
  /** Who has said yes already, to what is done later. */
  approver?: string | null
}

/** What somebody does about it. */
export interface Deed {
  title: string
  /** What its button says, where that is more. */
  confirm?: string
  isGrave: boolean
  /** What stands as its reason; left out where it needs none. */
  why?: string
  ask: (key: string, reason: string) => Promise<unknown>
  done: string
}

type List = 'adjustments' | 'proposals'
type Said = 'approval' | 'refusal' | 'withdrawal'

const isOwn = ({ proposer }: Waiting) => proposer === person.value?.operator

/** What a second person says, or the first one who takes it back: that is a refusal of one's own. */
function verdict(list: List, { proposal }: Waiting, said: Said): Deed {
  const deed = said === 'approval' ? said : 'refusal'
  return {
    title: t(`approval.${said}`),
    isGrave: said !== 'approval',
    ask: (key: string, reason: string) =>
      post(`/v1/${list}/{position}/${deed}`, {
        path: { position: proposal },
        key,
        body: reason ? { reason } : {},
      }),
    done: t(`approval.${said}.done`),
  }
}

interface VerdictsProps {
  list: List
  of: Waiting
  onDeed: (deed: Deed) => void
}

/** What whoever looks at it may say to it. */
export function Verdicts({ list, of, onDeed }: VerdictsProps) {
  const mayDecide = !isOwn(of) && may('adjustment.approve')
  return (
    <>
      {mayDecide && !of.approver && !of.is_closed && (
        <button class="small" onClick={() => onDeed(verdict(list, of, 'approval'))}>
          {t('approval.approval')}
        </button>
      )}
      {mayDecide && (
        <button class="small danger" onClick={() => onDeed(verdict(list, of, 'refusal'))}>
          {t('approval.refusal')}
        </button>
      )}
      {isOwn(of) && (
        <button class="small danger" onClick={() => onDeed(verdict(list, of, 'withdrawal'))}>
          {t('approval.withdrawal')}
        </button>
      )}
    </>
  )
}

function NextEyes({ of }: { of: Waiting }) {
  if (of.is_closed) return <small class="soft">{t('approval.closed')}</small>
  return (
    <span class="chip waiting">
      <Icon name="circle" /> {t(isOwn(of) ? 'approval.another' : 'approval.second')}
    </span>
  )
}

/** Who looked at it, and who is still to: of a closed account nobody is. */
export function Eyes({ of }: { of: Waiting }) {
  return (
    <>
      <span class="chip confirmed">
        <Icon name="check" /> {of.proposer}
      </span>{' '}
      {of.approver && (
        <span class="chip confirmed">
          <Icon name="check" /> {of.approver}
        </span>
      )}{' '}
      {(!of.approver || of.is_closed) && <NextEyes of={of} />}
    </>
  )
}

/** What the wallet holds, and what it would hold. */
function Change({ of }: { of: Waiting }) {
  return (
    <span class="figures">
      <Amount of={of.balance} /> → <Amount of={of.balance_after} />
    </span>
  )
}

interface DecideProps {
  of: Waiting
  deed: Deed
  onClose: () => void
  onDone: () => void
  /** What is proposed: names and facts. */
  children: ComponentChildren
}

/** Somebody decides, or does what was decided, with all in sight that it is judged by. */
export function DecideDialog({ of, deed, onClose, onDone, children }: DecideProps) {
  const [key] = useState(() => newKey('decision'))
  const [reason, setReason] = useState(deed.why ?? '')
  const isWhyNeeded = deed.why !== undefined
  const work = async () => {
    await deed.ask(key, reason.trim())
    tell(deed.done)
    onDone()
  }
  return (
    <FormDialog
      title={deed.title}
      confirm={deed.confirm ?? deed.title}
      isGrave={deed.isGrave}
      isFit={!isWhyNeeded || reason.trim() !== ''}
      work={work}
      onClose={onClose}
    >
      <dl class="facts">
        <dt>{t('account.wallet')}</dt>
        <dd>{of.wallet}</dd>
        {children}
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
      <ReasonField value={reason} onInput={setReason} isOptional={!isWhyNeeded} />
    </FormDialog>
  )
}

/** The columns of whatever waits, around those that say what it is. */
export function columnsAround<Row extends Waiting>(what: Column<Row>[]): Column<Row>[] {
  return [
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
    ...what,
    { title: t('approval.change'), isFigure: true, cell: (row) => <Change of={row} /> },
    { title: t('batch.reason'), cell: (row) => row.reason },
  ]
}
