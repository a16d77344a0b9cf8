import { useEffect, useState } from 'preact/hooks'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import { link, refine, route } from '../frame/route'
import { Amount } from '../parts/figures'
import { Shown } from '../parts/states'
import { Tabs } from '../parts/tabs'
import { tellFault } from '../parts/toasts'
import { t } from '../text/language'
import { cells, loadMeters, refresh } from '../wall/meters'
import { roomsOf } from '../wall/rooms'
import { StateChip } from '../wall/state_chip'
import './cashier.css'
import { Approvals } from './approvals'
import { Proposals } from './proposals'
import { isAtTheTill, useMyShift } from './my_shift'
import { payerOf, type Payer } from './payer'
import { remembered } from './pending_sale'
import { SaleForm } from './sale_form'
import { Search } from './search'
import { ShiftBar } from './shift_bar'
import { Transactions } from './transactions'
import { WalletProposals } from './wallet_proposals'

function Who({ payer }: { payer: Payer }) {
  const { wallet, customer, isClosed } = payer
  const rows = cells.value.map((cell) => cell.row.value).filter((row) => row.wallet === wallet.wallet)
  const first = rows[0]
  return (
    <section class="card who">
      <div class="row">
        <h2>{roomsOf(wallet) || wallet.wallet}</h2>
        {first && !isClosed && <StateChip state={first.state} />}
        <span class="gap" />
        {isClosed ? (
          <span class="soft">{t('cashier.closed', { account: wallet.account })}</span>
        ) : (
          <a href={link('accounts', [wallet.account])}>{wallet.account}</a>
        )}
      </div>
      <p class="soft">
        {[customer?.name, customer?.phone, wallet.meters.join(', ')].filter(Boolean).join(' · ')}
      </p>
      <p class="held">
        {t('meter.balance')} <Amount of={wallet.balance} why={{ wallet: wallet.wallet }} />
      </p>
    </section>
  )
}

function Desk({ name }: { name: string }) {
  const payer = useLoaded((signal) => payerOf(name, signal), [name])
  const [round, setRound] = useState(0)
  useNews((events) => {
    const isOurs = ({ subject, data }: (typeof events)[number]) =>
      subject.id === name || data.wallet === name
    if (!mayTouch(events, isOurs)) return
    payer.again()
    setRound((n) => n + 1)
  })
  return (
    <Shown of={payer}>
      {(found) => (
        <div class="desk">
          <div class="stack">
            <Who payer={found} />
            <WalletProposals payer={found} again={payer.again} />
            <Transactions whose={{ wallet: name }} round={round} />
          </div>
          {may('money.sell') && !found.isClosed && <SaleForm key={name} payer={found} />}
        </div>
      )}
    </Shown>
  )
}

/** Nobody stands at the counter: what was done in this shift is at hand. */
function Waiting() {
  const mine = useMyShift()
  const [round, setRound] = useState(0)
  useNews((events) => {
    if (mayTouch(events, isAtTheTill)) setRound((n) => n + 1)
  })
  const shift = mine.value?.shift
  return (
    <>
      <p class="soft">{t('cashier.hint')}</p>
      {shift !== undefined && <Transactions key={shift} whose={{ shift }} round={round} />}
    </>
  )
}

/** One place for whoever stands at the counter: find, sell, print, and undo. */
export function Cashier() {
  const { wallet, tab: asked } = route.value.query
  const tab = asked === 'approvals' ? asked : 'counter'
  useEffect(() => {
    loadMeters().catch(tellFault)
    const waiting = remembered()
    if (waiting && waiting.wallet !== wallet) refine({ wallet: waiting.wallet })
  }, [])
  useNews((events) => void refresh(events).catch(tellFault))
  return (
    <div class="cashier stack">
      <div class="title-row">
        <h1>{t('nav.cashier')}</h1>
        <span class="gap" />
        <ShiftBar />
      </div>
      <Tabs
        label={t('nav.cashier')}
        value={tab}
        options={[
          { value: 'counter', text: t('cashier.counter') },
          { value: 'approvals', text: t('approval.title') },
        ]}
        onChange={(chosen) => refine({ tab: chosen })}
      >
        {tab === 'counter' && <Search onChoose={(chosen) => refine({ wallet: chosen })} />}
        {tab === 'counter' && wallet && <Desk name={wallet} key={wallet} />}
        {tab === 'counter' && !wallet && <Waiting />}
        {tab === 'approvals' && <Proposals />}
        {tab === 'approvals' && <Approvals />}
      </Tabs>
    </div>
  )
}
