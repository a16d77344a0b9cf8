import { useEffect, useState } from 'preact/hooks'
import { all } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { useLoaded, type Loaded } from '../api/loaded'
import { may } from '../api/session'
import type { Account, Customer, MeterRow } from '../api/types'
import { go, link, refine, route } from '../frame/route'
import { OpenAccountGuide } from '../guides/open_account'
import { Amount } from '../parts/figures'
import { MadeFiles } from '../parts/files'
import { Choice } from '../parts/form'
import { Shown } from '../parts/states'
import { Table } from '../parts/table'
import { tellFault } from '../parts/toasts'
import type { XlsxCell } from '../parts/xlsx'
import { t } from '../text/language'
import { sum } from '../text/money'
import { balancesOf } from '../wall/balances'
import { cellOf, cells, loadMeters, refresh, revision } from '../wall/meters'
import { StateChip } from '../wall/state_chip'
import { AccountPage } from './account_page'
import { PreparedAccounts } from './prepared'
import './accounts.css'

interface Row {
  account: Account
  customer: Customer | undefined
  meters: MeterRow[]
}

const STEP = 100

interface Known {
  accounts: Account[]
  people: Customer[]
}

const WHICH = ['opened', 'prepared'] as const

async function load(signal: AbortSignal): Promise<Known> {
  const [accounts, people] = await Promise.all([
    all('/v1/accounts', { signal }),
    may('customer.read') ? all('/v1/customers', { signal }) : [],
  ])
  return { accounts, people }
}

function isFound({ account, customer, meters }: Row, search: string): boolean {
  const words = [
    account.account,
    account.customer,
    customer?.name,
    customer?.phone,
    ...meters.flatMap((meter) => [meter.meter, meter.place.room]),
  ]
  return words.some((text) => text?.toLowerCase().includes(search))
}

function Held({ meters }: { meters: MeterRow[] }) {
  const parts = balancesOf(meters)
  const total = sum(parts.map((part) => part.amount))
  const why = parts.length === 1 ? parts[0]!.why : { title: t('meter.balance'), parts }
  return <Amount of={total} why={parts.length ? why : undefined} />
}

const ORDER = ['arrears', 'alarm2', 'alarm1', 'lost_contact', 'not_opened', 'open']

function worst(meters: MeterRow[]): MeterRow | undefined {
  return [...meters].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))[0]
}

function List() {
  const found = useLoaded(load, [])
  const which = WHICH.find((each) => each === route.value.query.which) ?? 'opened'
  const search = (route.value.query.search ?? '').trim().toLowerCase()
  useNews((events) => {
    if (mayTouch(events, (each) => /^(Account|Customer|MeterAttached|MeterDet)/.test(each.type)))
      found.again()
  })
  void revision.value // balances follow every change
  return (
    <div class="stack">
      <div class="title-row">
        <h1>{t('nav.accounts')}</h1>
        <input
          type="search"
          class="list-search"
          aria-label={t('account.search')}
          placeholder={t('account.search')}
          value={route.value.query.search ?? ''}
          onInput={(event) => refine({ search: event.currentTarget.value })}
        />
        <span class="gap" />
        {may('account.edit') && (
          <button class="primary" onClick={() => refine({ open: 'yes' })}>
            {t('guide.open')}
          </button>
        )}
      </div>
      <Choice
        label={t('accounts.which')}
        isLabelHidden
        value={which}
        options={WHICH.map((value) => ({ value, text: t(`accounts.${value}`) }))}
        onChange={(chosen) => refine({ which: chosen })}
      />
      {which === 'prepared' ? <PreparedAccounts /> : <Opened found={found} search={search} />}
    </div>
  )
}

function Opened({ found, search }: { found: Loaded<Known>; search: string }) {
  const [shown, setShown] = useState(STEP)
  return (
    <>
      <Shown of={found}>
        {({ accounts, people }) => {
          const known = new Map(people.map((each) => [each.customer, each]))
          const rows = accounts
            .map((account) => ({
              account,
              customer: known.get(account.customer),
              meters: account.meters.flatMap(({ meter }) => cellOf(meter)?.row.peek() ?? []),
            }))
            .filter((row) => !search || isFound(row, search))
          return (
            <>
              <div class="row">
                <span class="soft">{t('account.count', { n: rows.length })}</span>
                <span class="gap" />
                <MadeFiles name={t('nav.accounts')} lines={async () => linesOf(rows)} />
              </div>
              <Table
                caption={t('nav.accounts')}
                rows={rows.slice(0, shown)}
                name={(row) => row.account.account}
                columns={COLUMNS()}
              />
              {rows.length > shown && (
                <p class="more">
                  <button onClick={() => setShown(shown + STEP)}>
                    {t('action.moreOf', { shown, total: rows.length })}
                  </button>
                </p>
              )}
            </>
          )
        }}
      </Shown>
    </>
  )
}

/** What is in sight, and what more was found. */
function linesOf(rows: Row[]): XlsxCell[][] {
  const titles = COLUMNS().map((column) => column.title)
  const lines = rows.map(({ account, customer, meters }): XlsxCell[] => {
    const state = worst(meters)?.state
    return [
      ...[account.account, customer?.name ?? account.customer, customer?.phone ?? ''],
      meters.map((meter) => meter.place.room).join(', '),
      { figure: String(account.meters.length) },
      state ? t(`state.${state}`) : '',
      { figure: sum(balancesOf(meters).map((part) => part.amount)) },
    ]
  })
  return [titles, ...lines]
}

const COLUMNS = () => [
  {
    title: t('meter.account'),
    cell: ({ account }: Row) => (
      <a href={link('accounts', [account.account])}>{account.account}</a>
    ),
  },
  {
    title: t('account.customer'),
    cell: ({ account, customer }: Row) => customer?.name ?? account.customer,
  },
  { title: t('account.phone'), cell: ({ customer }: Row) => customer?.phone ?? '–' },
  {
    title: t('meter.room'),
    cell: ({ meters }: Row) => meters.map((meter) => meter.place.room).join(', '),
  },
  { title: t('batch.meters'), isFigure: true, cell: ({ account }: Row) => account.meters.length },
  {
    title: t('meter.state'),
    cell: ({ meters }: Row) => {
      const row = worst(meters)
      return row ? <StateChip state={row.state} /> : '–'
    },
  },
  {
    title: t('meter.balance'),
    isFigure: true,
    cell: ({ meters }: Row) => <Held meters={meters} />,
  },
]

/** Who has an account here, and one of them in full. */
export function Accounts() {
  useEffect(() => {
    if (cells.peek().length === 0) loadMeters().catch(tellFault)
  }, [])
  useNews((events) => void refresh(events).catch(tellFault))
  const [account] = route.value.names
  const { open } = route.value.query
  return (
    <>
      {account ? <AccountPage name={account} key={account} /> : <List />}
      {open && may('account.edit') && (
        <OpenAccountGuide
          {...(open !== 'yes' && { meter: open })}
          onClose={() => refine({ open: '' })}
          onDone={(opened) => go(link('accounts', [opened]))}
        />
      )}
    </>
  )
}
