import { useEffect } from 'preact/hooks'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import { dateTime, today, zone } from '../api/site'
import { METER_STATES, type Alarm, type MeterRow, type Transaction } from '../api/types'
import type { Part, Question } from '../explain/opened'
import { link } from '../frame/route'
import { Ago, Amount } from '../parts/figures'
import { Icon, type IconName } from '../parts/icon'
import { Shown } from '../parts/states'
import { tellFault } from '../parts/toasts'
import { t, word, type Key } from '../text/language'
import { isNegative, less, sum } from '../text/money'
import { balancesOf } from '../wall/balances'
import { cells, countsOf, loadMeters, refresh, revision } from '../wall/meters'
import { StateIcon } from '../wall/state_chip'
import { moneyOf, type DayParts } from './day_money'
import { FigureCard } from './figure_card'
import { amountOf, useMonth, whyOfMonth, type Sum } from './month'
import './overview.css'

function whyOf(title: Key, parts: Part[]): Question {
  return { title: t(title), parts }
}

function takenIn(rows: Transaction[], sign: 1 | -1 = 1): Part[] {
  return rows.map((row) => ({
    label: `${dateTime(row.occurred_at)} · ${row.wallet} · ${word('entry', row.type)}`,
    amount: sign === 1 ? row.paid : less('0', row.paid),
    why: { event: row.position },
  }))
}

function reversedIn({ undoneSales, undoneRefunds }: DayParts, sign: 1 | -1 = 1): Part[] {
  const other = sign === 1 ? -1 : 1
  return [...takenIn(undoneSales, sign), ...takenIn(undoneRefunds, other)]
}

function netOf(parts: DayParts): Part[] {
  return [...takenIn(parts.sales), ...takenIn(parts.refunds, -1), ...reversedIn(parts, -1)]
}

const SUMS: [name: Sum, title: Key, parts: (of: DayParts) => Part[]][] = [
  ['sales', 'overview.sales', (parts) => takenIn(parts.sales)],
  ['refunds', 'overview.refunds', (parts) => takenIn(parts.refunds)],
  ['reversals', 'overview.reversals', (parts) => reversedIn(parts)],
  ['net', 'overview.net', netOf],
]

function Today() {
  const day = today()
  const found = useLoaded((signal) => moneyOf(day, zone.value, signal), [day])
  const month = useMonth().value
  useNews((events) => {
    if (mayTouch(events, (each) => /^(Credit|Transaction)/.test(each.type))) found.again()
  })
  const ofMonth = (name: Sum, title: Key) =>
    month && (
      <>
        {t('overview.month')}{' '}
        <Amount of={amountOf(month.totals, name)} why={whyOfMonth(t(title), month, name)} />
      </>
    )
  return (
    <section class="stack">
      <h2>{t('overview.today', { day })}</h2>
      <Shown of={found}>
        {(sums) => (
          <div class="figure-cards">
            {SUMS.map(([name, title, parts]) => (
              <FigureCard key={name} title={title} note={ofMonth(name, title)}>
                <Amount of={sums[name]} why={whyOf(title, parts(sums.parts))} />
                {name === 'sales' && (
                  <small class="soft"> {t('overview.sold', { n: sums.count })}</small>
                )}
              </FigureCard>
            ))}
          </div>
        )}
      </Shown>
    </section>
  )
}

function Held({ rows }: { rows: MeterRow[] }) {
  const balances = balancesOf(rows)
  const debts = balances.filter((each) => isNegative(each.amount))
  const credits = balances.filter((each) => !isNegative(each.amount))
  return (
    <section class="stack">
      <h2>{t('overview.held')}</h2>
      <div class="figure-cards">
        <FigureCard title="overview.credit" to={link('accounts')}>
          <Amount
            of={sum(credits.map((each) => each.amount))}
            why={whyOf('overview.credit', credits)}
          />
        </FigureCard>
        <FigureCard
          title="overview.arrears"
          to={link('wall', [], { state: 'arrears' })}
          note={t('overview.wallets', { n: debts.length })}
        >
          <Amount
            of={sum(debts.map((each) => each.amount))}
            why={whyOf('overview.arrears', debts)}
          />
        </FigureCard>
      </div>
    </section>
  )
}

function States({ rows }: { rows: MeterRow[] }) {
  const counts = countsOf(rows)
  return (
    <section class="stack">
      <h2>{t('overview.meters', { n: rows.length })}</h2>
      <ul class="state-bar" aria-label={t('overview.states')}>
        {METER_STATES.filter((state) => counts[state] > 0).map((state) => (
          <li key={state} class={state} style={{ flexGrow: counts[state] }}>
            <a href={link('wall', [], { state })}>
              <StateIcon state={state} />
              <span>
                {t(`state.${state}`)} <b>{counts[state]}</b>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Field({ rows }: { rows: MeterRow[] }) {
  const has = (alarm: Alarm) => rows.filter((row) => row.badges.alarms.includes(alarm)).length
  const pending = rows.reduce((n, row) => n + row.badges.pending.length, 0)
  const reads = rows.map((row) => row.last_read_at).filter((at) => at !== null)
  const oldest = reads.sort()[0] ?? null
  return (
    <section class="stack">
      <h2>{t('overview.field')}</h2>
      <div class="figure-cards">
        <FigureCard title="overview.oldest">
          <Ago at={oldest} />
        </FigureCard>
        <FigureCard title="overview.lost" to={link('wall', [], { state: 'lost_contact' })}>
          {rows.filter((row) => row.state === 'lost_contact').length}
        </FigureCard>
        <FigureCard title="overview.alarms" to={link('alarms')}>
          {rows.filter((row) => row.badges.alarms.length > 0).length}
        </FigureCard>
        <FigureCard title="overview.pending" to={link('wall', [], { badge: 'pending' })}>
          {pending}
        </FigureCard>
        <FigureCard title="overview.quarantine" to={link('devices', [], { tab: 'quarantine' })}>
          {has('quarantine')}
        </FigureCard>
        <FigureCard title="overview.failed" to={link('alarms', [], { kind: 'command_failed' })}>
          {has('command_failed')}
        </FigureCard>
      </div>
    </section>
  )
}

function Shortcut({ icon, to, text }: { icon: IconName; to: string; text: Key }) {
  return (
    <a class="button" href={to}>
      <Icon name={icon} /> {t(text)}
    </a>
  )
}

/** What counts today, and the ways to what is done most. */
export function Overview() {
  useEffect(() => {
    if (cells.peek().length === 0) loadMeters().catch(tellFault)
  }, [])
  useNews((events) => void refresh(events).catch(tellFault))
  void revision.value
  const rows = cells.value.map((cell) => cell.row.peek())
  return (
    <div class="stack overview">
      <div class="title-row">
        <h1>{t('nav.overview')}</h1>
        <span class="gap" />
        {may('money.sell') && <Shortcut icon="till" to={link('cashier')} text="cashier.sell" />}
        {may('account.edit') && (
          <Shortcut icon="people" to={link('accounts', [], { open: 'yes' })} text="guide.open" />
        )}
        {may('power.control') && (
          <Shortcut icon="grid" to={link('wall')} text="overview.batch" />
        )}
        {may('report.read') && (
          <Shortcut icon="chart" to={link('reports', ['energy'])} text="overview.energy" />
        )}
      </div>
      {may('money.read') && <Today />}
      {may('money.read') && <Held rows={rows} />}
      <States rows={rows} />
      <Field rows={rows} />
    </div>
  )
}
