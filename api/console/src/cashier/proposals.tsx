import { useState } from 'preact/hooks'
import { get, post } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { usePages } from '../api/loaded'
import { may } from '../api/session'
import { money } from '../api/site'
import type { Proposed } from '../api/types'
import { link } from '../frame/route'
import { Amount } from '../parts/figures'
import { PagedTable } from '../parts/table'
import { t, word } from '../text/language'
import { columnsAround, DecideDialog, Verdicts, type Deed } from './decide_dialog'

/** As it was approved: another amount, or another way of paying, would be proposed anew. */
function doingOf(of: Proposed): Deed {
  const { type, transaction, amount, method, debt_allowed } = of
  const title = word('entry', type)
  const isRefund = type === 'refund'
  return {
    title,
    confirm: `${title} ${money(amount)}`,
    isGrave: true,
    isWhyNeeded: true,
    ask: (key, reason) =>
      isRefund
        ? post('/v1/refunds', { key, body: { sale: transaction!, amount, method, reason } })
        : post('/v1/reversals', { key, body: { transaction: transaction!, debt_allowed, reason } }),
    done: t(isRefund ? 'cashier.refundDone' : 'cashier.reversalDone', { amount: money(amount) }),
  }
}

const RIGHTS = {
  refund: 'money.refund',
  reversal: 'money.reverse',
  settlement: 'money.settle',
} as const

/** Where an account is closed or a meter leaves, its last reading is taken first. */
function Doing({ of, onDeed }: { of: Proposed; onDeed: (deed: Deed) => void }) {
  if (of.approver === null || !may(RIGHTS[of.type])) return null
  if (of.type === 'settlement')
    return (
      <a class="button small primary" href={link('cashier', [], { wallet: of.wallet })}>
        {t('proposal.do')}
      </a>
    )
  return (
    <button class="small primary" onClick={() => onDeed(doingOf(of))}>
      {t('proposal.do')}
    </button>
  )
}

function Transaction({ of }: { of: Proposed }) {
  if (of.transaction === null) return <>–</>
  return <a href={link('audit', [], { position: String(of.transaction) })}>{of.transaction}</a>
}

const NEWS =
  /^(Transaction(Proposed|Approved|Declined|Reversed)|CreditRefunded|WalletSettled|AccountClosed)$/

/** What is paid back above the site's limits: until a second person has said yes or no, and then
 * until it is done. */
export function Proposals() {
  const pages = usePages((query, signal) => get('/v1/proposals', { query, signal }), [])
  const [opened, setOpened] = useState<{ of: Proposed; deed: Deed } | null>(null)
  useNews((events) => {
    if (mayTouch(events, (each) => NEWS.test(each.type))) pages.again()
  })
  const done = () => {
    setOpened(null)
    pages.again()
  }
  return (
    <>
      <h2>{t('proposal.title')}</h2>
      <p class="soft">{t('proposal.hint')}</p>
      <PagedTable
        caption={t('proposal.title')}
        isStacked
        empty={t('proposal.none')}
        pages={pages}
        name={(row) => row.proposal}
        columns={[
          ...columnsAround<Proposed>([
            { title: t('approval.kind'), cell: (row) => word('entry', row.type) },
            {
              title: t('proposal.of'),
              isFigure: true,
              cell: (row) => <Transaction of={row} />,
            },
            {
              title: t('cashier.amount'),
              isFigure: true,
              cell: (row) => <Amount of={row.amount} />,
            },
          ]),
          { title: t('approval.proposer'), cell: (row) => row.proposer },
          {
            title: t('proposal.state'),
            cell: (row) =>
              row.approver === null
                ? t('proposal.waits')
                : t('proposal.approved', { who: row.approver }),
          },
          {
            title: t('cashier.deeds'),
            isDeed: true,
            cell: (of) => {
              const open = (deed: Deed) => setOpened({ of, deed })
              return (
                <div class="row deeds">
                  <Doing of={of} onDeed={open} />
                  <Verdicts
                    list="proposals"
                    of={of}
                    isApproved={of.approver !== null}
                    onDeed={open}
                  />
                </div>
              )
            },
          },
        ]}
      />
      {opened && (
        <DecideDialog {...opened} onClose={() => setOpened(null)} onDone={done}>
          <dt>{word('entry', opened.of.type)}</dt>
          <dd class="figures">
            {money(opened.of.amount)} · {word('method', opened.of.method)}
          </dd>
        </DecideDialog>
      )}
    </>
  )
}
