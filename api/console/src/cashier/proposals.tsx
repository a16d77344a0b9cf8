import { useState } from 'preact/hooks'
import { get } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { usePages } from '../api/loaded'
import type { Proposed } from '../api/types'
import { link } from '../frame/route'
import { PagedTable } from '../parts/table'
import { t, word } from '../text/language'
import { columnsAround, Eyes, Verdicts, type Deed } from './decide_dialog'
import { doingOf, isAboutProposals, mayBeDone, ProposalDialog, ProposedAmount } from './doing'

/** What ends is done at the card of its wallet: which way, and on which last reading, is seen
 * there. */
function Doing({ of, onDeed }: { of: Proposed; onDeed: (deed: Deed) => void }) {
  if (!mayBeDone(of)) return null
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

function What({ of: { type, transaction } }: { of: Proposed }) {
  return (
    <>
      {word('entry', type)}
      {transaction !== null && (
        <>
          <br />
          <small>
            <a href={link('audit', [], { position: String(transaction) })}>
              {t('cashier.of', { position: transaction })}
            </a>
          </small>
        </>
      )}
    </>
  )
}

/** What is paid back above the site's limits: until a second person has said yes or no, and then
 * until it is done. */
export function Proposals() {
  const pages = usePages((query, signal) => get('/v1/proposals', { query, signal }), [])
  const [opened, setOpened] = useState<{ of: Proposed; deed: Deed } | null>(null)
  useNews((events) => {
    if (mayTouch(events, isAboutProposals)) pages.again()
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
            { title: t('approval.kind'), cell: (row) => <What of={row} /> },
            {
              title: t('cashier.amount'),
              isFigure: true,
              cell: (row) => (
                <>
                  <ProposedAmount of={row} />
                  <br />
                  <small class="soft">{word('method', row.method)}</small>
                </>
              ),
            },
          ]),
          { title: t('approval.eyes'), cell: (row) => <Eyes of={row} /> },
          {
            title: t('cashier.deeds'),
            isDeed: true,
            cell: (of) => {
              const open = (deed: Deed) => setOpened({ of, deed })
              return (
                <div class="row deeds">
                  <Doing of={of} onDeed={open} />
                  <Verdicts list="proposals" of={of} onDeed={open} />
                </div>
              )
            },
          },
        ]}
      />
      {opened && <ProposalDialog {...opened} onClose={() => setOpened(null)} onDone={done} />}
    </>
  )
}
