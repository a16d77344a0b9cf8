import { post } from '../api/book'
import { may } from '../api/session'
import { money } from '../api/site'
import type { LogEvent, Proposed } from '../api/types'
import { Amount } from '../parts/figures'
import { t, word } from '../text/language'
import { DecideDialog, type Deed } from './decide_dialog'

const NEWS = /^(Transaction\w+|CreditRefunded|WalletSettled|Account(Closed|Transferred))$/

/** What may change the list of what is proposed. */
export const isAboutProposals = ({ type }: LogEvent) => NEWS.test(type)

const RIGHTS = {
  refund: 'money.refund',
  reversal: 'money.reverse',
  settlement: 'money.settle',
} as const

/** Somebody else has said yes, and whoever looks at it may do it. */
export const mayBeDone = ({ approver, type, is_closed }: Proposed) =>
  approver !== null && !is_closed && may(RIGHTS[type])

/** A refund or a reversal as it was approved: another amount, or another way of paying, would be
 * proposed anew. */
export function doingOf(of: Proposed): Deed {
  const { type, transaction, amount, method, debt_allowed } = of
  const title = word('entry', type)
  const isRefund = type === 'refund'
  return {
    title,
    confirm: `${title} ${money(amount)}`,
    isGrave: true,
    why: of.reason,
    ask: (key, reason) =>
      isRefund
        ? post('/v1/refunds', { key, body: { sale: transaction!, amount, method, reason } })
        : post('/v1/reversals', { key, body: { transaction: transaction!, debt_allowed, reason } }),
    done: t(isRefund ? 'cashier.refundDone' : 'cashier.reversalDone', { amount: money(amount) }),
  }
}

/** What is paid out of a wallet that ends is what it holds then. */
export function ProposedAmount({ of }: { of: Proposed }) {
  return (
    <>
      {of.type === 'settlement' && <small class="soft">{t('proposal.atMost')} </small>}
      <Amount of={of.amount} />
    </>
  )
}

interface DialogProps {
  of: Proposed
  deed: Deed
  onClose: () => void
  onDone: () => void
}

export function ProposalDialog(props: DialogProps) {
  const { of } = props
  return (
    <DecideDialog {...props}>
      <dt>{word('entry', of.type)}</dt>
      <dd class="figures">
        <ProposedAmount of={of} /> · {word('method', of.method)}
      </dd>
    </DecideDialog>
  )
}
