import { useState } from 'preact/hooks'
import { all } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import type { Proposed } from '../api/types'
import { FaultText } from '../parts/states'
import { t, word } from '../text/language'
import { isZero } from '../text/money'
import { Eyes, type Deed } from './decide_dialog'
import { doingOf, isAboutProposals, mayBeDone, ProposalDialog, ProposedAmount } from './doing'
import { EndGuide, Ends, type Ending } from './ends'
import type { Payer } from './payer'

interface RowProps {
  of: Proposed
  payer: Payer
  onDeed: (deed: Deed) => void
  onEnd: (ending: Ending) => void
}

function Row({ of, payer, onDeed, onEnd }: RowProps) {
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
            <Ends payer={payer} approved={of} onEnd={onEnd} />
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
export function WalletProposals({ payer, again }: { payer: Payer; again: () => void }) {
  const { wallet } = payer
  const found = useLoaded((signal) => all('/v1/proposals', { signal }), [])
  const [opened, setOpened] = useState<{ of: Proposed; deed: Deed } | null>(null)
  const [ending, setEnding] = useState<Ending | null>(null)
  useNews((events) => {
    if (mayTouch(events, isAboutProposals)) found.again()
  })
  const rows = (found.value ?? []).filter((each) => each.wallet === wallet.wallet)
  const isEnding = rows.some(({ type }) => type === 'settlement')
  const isLeft = !payer.isClosed && wallet.meters.length === 0 && !isZero(wallet.balance)
  const isToSettle = isLeft && !isEnding && found.value !== undefined && may('money.settle')
  const close = () => {
    setOpened(null)
    setEnding(null)
  }
  const done = () => {
    close()
    found.again()
    again()
  }
  return (
    <>
      <FaultText fault={found.fault} />
      {rows.length > 0 && (
        <section class="card stack">
          <h2>{t('limits.title')}</h2>
          {rows.map((of) => (
            <Row
              key={of.proposal}
              {...{ of, payer }}
              onEnd={setEnding}
              onDeed={(deed) => setOpened({ of, deed })}
            />
          ))}
        </section>
      )}
      {isToSettle && (
        <section class="card row">
          {t('settle.idle')}
          <span class="gap" />
          <Ends payer={payer} onEnd={setEnding} />
        </section>
      )}
      {opened && <ProposalDialog {...opened} onClose={close} onDone={done} />}
      {ending && <EndGuide of={ending} onClose={close} onDone={done} />}
    </>
  )
}
