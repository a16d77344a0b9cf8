import { useState } from 'preact/hooks'
import { get, newKey, post } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { useLoaded, usePages } from '../api/loaded'
import { may, person } from '../api/session'
import { money } from '../api/site'
import type { Proposed } from '../api/types'
import { link } from '../frame/route'
import { Held } from '../guides/wallet_field'
import { Amount } from '../parts/figures'
import { FormDialog } from '../parts/form_dialog'
import { ReasonField } from '../parts/reason_field'
import { PagedTable } from '../parts/table'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'

type Deed = 'approval' | 'refusal' | 'doing'

interface DecideProps {
  of: Proposed
  deed: Deed
  onClose: () => void
  onDone: () => void
}

/** As it was approved: another amount, or another way of paying, would be proposed anew. */
function doIt(of: Proposed, key: string, reason: string) {
  const { type, transaction, amount, method, debt_allowed } = of
  if (type === 'refund')
    return post('/v1/refunds', { key, body: { sale: transaction, amount, method, reason } })
  return post('/v1/reversals', { key, body: { transaction, debt_allowed, reason } })
}

function Decide({ of, deed, onClose, onDone }: DecideProps) {
  const [key] = useState(() => newKey(deed))
  const [reason, setReason] = useState('')
  const why = useLoaded(
    async (signal) =>
      may('event.read')
        ? get('/v1/events/{position}', { path: { position: of.proposal }, signal })
        : null,
    [of.proposal],
  )
  const work = async () => {
    const said = reason.trim()
    const path = { position: of.proposal }
    const body = said ? { reason: said } : {}
    if (deed === 'doing') await doIt(of, key, said)
    else await post(`/v1/proposals/{position}/${deed}`, { path, key, body })
    const done = of.type === 'refund' ? 'cashier.refundDone' : 'cashier.reversalDone'
    tell(deed === 'doing' ? t(done, { amount: money(of.amount) }) : t(`approval.${deed}.done`))
    onDone()
  }
  const title = deed === 'doing' ? word('entry', of.type) : t(`approval.${deed}`)
  return (
    <FormDialog
      title={title}
      confirm={deed === 'doing' ? `${title} ${money(of.amount)}` : title}
      isGrave={deed !== 'approval'}
      isFit={deed !== 'doing' || reason.trim() !== ''}
      work={work}
      onClose={onClose}
    >
      <dl class="facts">
        <dt>{t('account.wallet')}</dt>
        <dd>{of.wallet}</dd>
        <dt>{word('entry', of.type)}</dt>
        <dd class="figures">
          {money(of.amount)} · {word('method', of.method)}
        </dd>
        <dt>{t('approval.proposer')}</dt>
        <dd>{of.proposer}</dd>
        {why.value && (
          <>
            <dt>{t('batch.reason')}</dt>
            <dd>{why.value.reason}</dd>
          </>
        )}
      </dl>
      <Held wallet={of.wallet} />
      <ReasonField value={reason} onInput={setReason} isOptional={deed !== 'doing'} />
    </FormDialog>
  )
}

interface DeedsProps {
  of: Proposed
  onDeed: (deed: Deed) => void
}

function Deeds({ of, onDeed }: DeedsProps) {
  const isOwn = of.proposer === person.value?.operator
  const mayDo = may(of.type === 'refund' ? 'money.refund' : 'money.reverse')
  return (
    <div class="row deeds">
      {of.approver !== null && mayDo && (
        <button class="small primary" onClick={() => onDeed('doing')}>
          {t('proposal.do')}
        </button>
      )}
      {of.approver === null && !isOwn && may('adjustment.approve') && (
        <button class="small" onClick={() => onDeed('approval')}>
          {t('approval.approval')}
        </button>
      )}
      {may('adjustment.approve') && (
        <button class="small danger" onClick={() => onDeed('refusal')}>
          {t('approval.refusal')}
        </button>
      )}
    </div>
  )
}

const NEWS = /^(Transaction(Proposed|Approved|Declined|Reversed)|CreditRefunded)$/

/** Refunds and reversals above the site's limits: until a second person has said yes or no, and
 * then until they are done. */
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
        empty={t('proposal.none')}
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
          { title: t('account.wallet'), cell: (row) => row.wallet },
          { title: t('approval.kind'), cell: (row) => word('entry', row.type) },
          {
            title: t('proposal.of'),
            isFigure: true,
            cell: (row) => (
              <a href={link('audit', [], { position: String(row.transaction) })}>
                {row.transaction}
              </a>
            ),
          },
          {
            title: t('cashier.amount'),
            isFigure: true,
            cell: (row) => <Amount of={row.amount} />,
          },
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
            cell: (of) => <Deeds of={of} onDeed={(deed) => setOpened({ of, deed })} />,
          },
        ]}
      />
      {opened && <Decide {...opened} onClose={() => setOpened(null)} onDone={done} />}
    </>
  )
}
