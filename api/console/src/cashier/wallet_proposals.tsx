import { useState } from 'preact/hooks'
import { all } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import type { Proposed } from '../api/types'
import { t, word } from '../text/language'
import { isZero } from '../text/money'
import { Eyes, type Deed } from './decide_dialog'
import { doingOf, isAboutProposals, mayBeDone, ProposalDialog, ProposedAmount } from './doing'
import { Ends } from './ends'
import type { Payer } from './payer'

interface RowProps {
  of: Proposed
  payer: Payer
  again: () => void
  onDeed: (deed: Deed) => void
}

function Row({ of, payer, again, onDeed }: RowProps) {
  const isEnd = of.type === 'settlement'
  return (
    <div class="row">
      <b>{word('entry', of.type)}</b>
      <span>
        <ProposedAmount of={of} /> · {word('method', of.method)}
      </span>
      <Eyes of={of} />
      <span class="soft">{of.reason}</span>
      <span class="gap" />
      {mayBeDone(of) && (
        <div class="row deeds">
          {isEnd ? (
            <Ends payer={payer} approved={of} again={again} />
          ) : (
            <button class="small primary" onClick={() => onDeed(doingOf(of))}>
              {t('proposal.do')}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

/** What two people agree on for this wallet, and where it is done; and its end, once no meter draws
 * on it. */
export function WalletProposals({ payer, again }: Pick<RowProps, 'payer' | 'again'>) {
  const { wallet } = payer
  const found = useLoaded((signal) => all('/v1/proposals', { signal }), [])
  const [opened, setOpened] = useState<{ of: Proposed; deed: Deed } | null>(null)
  useNews((events) => {
    if (mayTouch(events, isAboutProposals)) found.again()
  })
  const rows = (found.value ?? []).filter((each) => each.wallet === wallet.wallet)
  const isEnding = rows.some(({ type }) => type === 'settlement')
  const isLeft = !payer.isClosed && wallet.meters.length === 0 && !isZero(wallet.balance)
  const isToSettle = isLeft && !isEnding && found.value !== undefined && may('money.settle')
  const done = () => {
    setOpened(null)
    found.again()
    again()
  }
  return (
    <>
      {rows.length > 0 && (
        <section class="card stack">
          <h2>{t('limits.title')}</h2>
          {rows.map((of) => (
            <Row
              key={of.proposal}
              {...{ of, payer, again: done }}
              onDeed={(deed) => setOpened({ of, deed })}
            />
          ))}
        </section>
      )}
      {isToSettle && (
        <section class="card row">
          {t('settle.idle')}
          <span class="gap" />
          <Ends payer={payer} again={done} />
        </section>
      )}
      {opened && <ProposalDialog {...opened} onClose={() => setOpened(null)} onDone={done} />}
    </>
  )
}
