import { useState } from 'preact/hooks'
import { get } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import type { Account, Customer } from '../api/types'
import { go, link, refine, route } from '../frame/route'
import { AttachGuide, TransferGuide } from '../guides/change_account'
import { CloseAccountGuide } from '../guides/close_account'
import { MoveCreditGuide } from '../guides/move_credit'
import { DetachGuide } from '../guides/settle_wallet'
import { Transactions } from '../cashier/transactions'
import { Ago, Amount, Energy } from '../parts/figures'
import { Field } from '../parts/form'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { Table } from '../parts/table'
import { Tabs } from '../parts/tabs'
import { t, word } from '../text/language'
import { cellOf, revision } from '../wall/meters'
import { badgesOf, StateChip } from '../wall/state_chip'
import { AlarmsTab } from './alarms_tab'
import { CommandsTab } from './commands_tab'
import { EditCustomer } from './edit_customer'
import { EnergyTab } from './energy_tab'
import { EntriesTab } from './entries_tab'
import { IdleWallets } from './idle_wallets'
import { TermsTab } from './terms_tab'
import { TimelineTab } from './timeline_tab'
import { walletsOf } from './wallets'

interface Known {
  account: Account
  customer: Customer | null
}

async function load(name: string, signal: AbortSignal): Promise<Known> {
  const account = await get('/v1/accounts/{account}', { path: { account: name }, signal })
  if (!may('customer.read')) return { account, customer: null }
  const asked = get('/v1/customers/{customer}', { path: { customer: account.customer }, signal })
  return { account, customer: await asked.catch(() => null) } // an account needs no known name
}

const SELL = () => ({
  title: t('cashier.deeds'),
  isDeed: true,
  cell: ({ wallet }: { wallet: string }) => (
    <a class="button small" href={link('cashier', [], { wallet })}>
      {t('cashier.sell')}
    </a>
  ),
})

function Meters({ account }: { account: Account }) {
  void revision.value
  const rows = account.meters.map((each) => ({ ...each, row: cellOf(each.meter)?.row.peek() }))
  return (
    <Table
      caption={t('batch.meters')}
      empty={t('account.noMeters')}
      rows={rows}
      name={(each) => each.meter}
      columns={[
        { title: t('meter.room'), cell: ({ row }) => row?.place.room ?? '–' },
        { title: t('meter.name'), cell: ({ meter }) => meter },
        { title: t('meter.state'), cell: ({ row }) => row && <StateChip state={row.state} /> },
        {
          title: t('wall.badge'),
          cell: ({ row }) =>
            row &&
            badgesOf(row)
              .map((badge) => t(badge.text))
              .join(' · '),
        },
        { title: t('account.wallet'), cell: ({ wallet }) => wallet },
        {
          title: t('meter.balance'),
          isFigure: true,
          cell: ({ row, wallet }) => <Amount of={row?.balance ?? null} why={{ wallet }} />,
        },
        {
          title: t('meter.total'),
          isFigure: true,
          cell: ({ row }) => row && <Energy of={row.total_kwh} />,
        },
        { title: t('meter.lastRead'), cell: ({ row }) => row && <Ago at={row.last_read_at} /> },
        ...(may('money.sell') ? [SELL()] : []),
      ]}
    />
  )
}

interface ChosenProps {
  label: string
  names: string[]
  of: (name: string) => preact.JSX.Element
}

/** What is shown of one of several. */
function OfChosen({ label, names, of }: ChosenProps) {
  const [name, setName] = useState(names[0] ?? '')
  if (!name) return <p class="soft">{t('account.noMeters')}</p>
  return (
    <>
      {names.length > 1 && (
        <Field label={label} class="narrow-field">
          <select value={name} onChange={(event) => setName(event.currentTarget.value)}>
            {names.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </Field>
      )}
      {of(name)}
    </>
  )
}

type PerProps = { account: Account } & Pick<ChosenProps, 'of'>

function PerWallet({ account, of }: PerProps) {
  return <OfChosen label={t('account.wallet')} names={walletsOf(account)} of={of} />
}

function PerMeter({ account, of }: PerProps) {
  const names = account.meters.map(({ meter }) => meter)
  return <OfChosen label={t('meter.name')} names={names} of={of} />
}

const TABS = [
  'meters',
  'entries',
  'sales',
  'energy',
  'alarms',
  'commands',
  'terms',
  'timeline',
] as const
type Tab = (typeof TABS)[number]

function tabOf(name: string | undefined): Tab {
  return TABS.find((each) => each === name) ?? 'meters'
}

function Content({ known, tab, round }: { known: Known; tab: Tab; round: number }) {
  const { account } = known
  switch (tab) {
    case 'meters':
      return (
        <div class="stack">
          <Meters account={account} />
          {account.idle_wallets.length > 0 && may('money.read') && (
            <IdleWallets account={account} round={round} />
          )}
        </div>
      )
    case 'entries':
      return (
        <PerWallet
          account={account}
          of={(wallet) => <EntriesTab key={wallet} wallet={wallet} round={round} />}
        />
      )
    case 'sales':
      return (
        <PerWallet
          account={account}
          of={(wallet) => <Transactions key={wallet} whose={{ wallet }} round={round} />}
        />
      )
    case 'energy':
      return <EnergyTab account={account} />
    case 'alarms':
      return <AlarmsTab account={account.account} />
    case 'commands':
      return (
        <PerMeter account={account} of={(meter) => <CommandsTab key={meter} meter={meter} />} />
      )
    case 'terms':
      return <TermsTab account={account} />
    case 'timeline':
      return <TimelineTab account={account} />
  }
}

const DEEDS = ['attach', 'move', 'transfer', 'detach', 'close'] as const
const ENDS: readonly string[] = ['detach', 'close']
type Deed = (typeof DEEDS)[number]

function mayDo(deed: Deed, account: Account): boolean {
  if (deed === 'move') return may('money.transfer') && walletsOf(account).length > 0
  if (!may('account.edit')) return false
  return !ENDS.includes(deed) || (may('money.settle') && account.meters.length > 0)
}

interface GuideProps {
  deed: Deed
  account: Account
  onClose: () => void
  onDone: () => void
}

function DeedGuide({ deed, account, onClose, onDone }: GuideProps) {
  const guide = { account, onClose, onDone }
  switch (deed) {
    case 'attach':
      return <AttachGuide {...guide} />
    case 'move':
      return <MoveCreditGuide {...guide} />
    case 'transfer':
      return <TransferGuide {...guide} />
    case 'detach':
      return <DetachGuide {...guide} meters={account.meters} />
    case 'close':
      return <CloseAccountGuide {...guide} onDone={() => go(link('accounts'))} />
  }
}

/** What can be done with an account, each in steps. A guide goes on with the account as it was
 * opened on: what somebody else changes meanwhile, the server refuses. */
function Deeds({ account, again }: { account: Account; again: () => void }) {
  const [opened, setOpened] = useState<Pick<GuideProps, 'deed' | 'account'> | null>(null)
  const onClose = () => setOpened(null)
  const done = () => {
    onClose()
    again()
  }
  return (
    <>
      {DEEDS.filter((each) => mayDo(each, account)).map((each) => (
        <button
          key={each}
          class={ENDS.includes(each) ? 'danger' : undefined}
          onClick={() => setOpened({ deed: each, account })}
        >
          {t(`guide.${each}`)}
        </button>
      ))}
      {opened && <DeedGuide {...opened} onClose={onClose} onDone={done} />}
    </>
  )
}

/** Opens what is registered of its customer. */
function Rename({ account, customer, again }: Known & { again: () => void }) {
  const [isOpen, setOpen] = useState(false)
  if (!may('customer.edit')) return null
  return (
    <>
      <button class="small unprinted" onClick={() => setOpen(true)}>
        {t('account.editCustomer')}
      </button>
      {isOpen && (
        <EditCustomer
          customer={account.customer}
          known={customer}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false)
            again()
          }}
        />
      )}
    </>
  )
}

/** One account: its meters, its money, what it used, and all that happened to it. */
export function AccountPage({ name }: { name: string }) {
  const known = useLoaded((signal) => load(name, signal), [name])
  const [round, setRound] = useState(0)
  useNews((events) => {
    const isOurs = ({ subject, data }: (typeof events)[number]) =>
      subject.id === name ||
      subject.id === known.value?.account.customer ||
      subject.id.startsWith(`${name}.`) || data.account === name
    if (!mayTouch(events, isOurs)) return
    setRound((n) => n + 1)
    const isChange = (each: (typeof events)[number]) => /^(Account|Meter|Customer)/.test(each.type)
    if (mayTouch(events, (each) => isOurs(each) && isChange(each))) known.again()
  })
  const tab = tabOf(route.value.query.tab)
  return (
    <div class="stack">
      <p class="unprinted">
        <a href={link('accounts')}>
          <Icon name="fold" />
          {t('nav.accounts')}
        </a>
      </p>
      <Shown of={known}>
        {({ account, customer }) => (
          <>
            <div class="title-row">
              <h1>{customer?.name ?? account.account}</h1>
              <span class="soft">
                {[
                  account.account,
                  account.customer,
                  customer?.phone,
                  customer && customer.state !== 'known' && word('customer', customer.state),
                  word('wallets', account.wallets),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <Rename {...{ account, customer }} again={known.again} />
              <span class="gap" />
              <Deeds account={account} again={known.again} />
            </div>
            <Tabs
              label={t('account.tabs')}
              value={tab}
              options={TABS.map((value) => ({ value, text: t(`account.${value}`) }))}
              onChange={(chosen) => refine({ tab: chosen })}
            >
              <Content known={{ account, customer }} tab={tab} round={round} />
            </Tabs>
          </>
        )}
      </Shown>
    </div>
  )
}
