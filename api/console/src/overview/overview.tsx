import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import { dateTime, today, zone } from '../api/site'
import { METER_STATES, type MeterRow, type Transaction } from '../api/types'
import type { Part, Question } from '../explain/opened'
import { link } from '../frame/route'
import { Ago, Amount } from '../parts/figures'
import { Icon, type IconName } from '../parts/icon'
import { Shown } from '../parts/states'
import { tellFault } from '../parts/toasts'
import { t, word, type Key } from '../text/language'
import { isNegative, less, sum } from '../text/money'
import { cells, countsOf, loadMeters, refresh, revision } from '../wall/meters'
import { StateIcon } from '../wall/state_chip'
import { moneyOf, type DayParts } from './day_money'
import './overview.css'

function Figure(props: { title: Key; to?: string; children: ComponentChildren; note?: string }) {
  return (
    <div class="figure-card">
      {props.to ? <a href={props.to}>{t(props.title)}</a> : <span>{t(props.title)}</span>}
      <b>{props.children}</b>
      {props.note && <small class="soft">{props.note}</small>}
    </div>
  )
}

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

function Today() {
  const day = today()
  const found = useLoaded((signal) => moneyOf(day, zone.value, signal), [day])
  useNews((events) => {
    if (mayTouch(events, (each) => /^(Credit|Transaction)/.test(each.type))) found.again()
  })
  return (
    <section class="stack">
      <h2>{t('overview.today', { day })}</h2>
      <Shown of={found}>
        {(sums) => (
          <div class="figure-cards">
            <Figure title="overview.sales" note={t('overview.sold', { n: sums.count })}>
              <Amount of={sums.sales} why={whyOf('overview.sales', takenIn(sums.parts.sales))} />
            </Figure>
            <Figure title="overview.refunds">
              <Amount
                of={sums.refunds}
                why={whyOf('overview.refunds', takenIn(sums.parts.refunds))}
              />
            </Figure>
            <Figure title="overview.reversals">
              <Amount
                of={sums.reversals}
                why={whyOf('overview.reversals', reversedIn(sums.parts))}
              />
            </Figure>
            <Figure title="overview.net">
              <Amount of={sums.net} why={whyOf('overview.net', netOf(sums.parts))} />
            </Figure>
          </div>
        )}
      </Shown>
    </section>
  )
}

/** One balance a wallet: several meters may draw on the same. */
function balancesOf(rows: MeterRow[]): Part[] {
  const wallets = new Map(
    rows.flatMap(({ wallet, balance }) => (wallet === null ? [] : [[wallet, balance ?? '0']])),
  )
  return [...wallets].map(([wallet, amount]) => ({
    label: wallet!,
    amount: amount!,
    why: { wallet: wallet! },
  }))
}

function Held({ rows }: { rows: MeterRow[] }) {
  const balances = balancesOf(rows)
  const debts = balances.filter((each) => isNegative(each.amount))
  const credits = balances.filter((each) => !isNegative(each.amount))
  return (
    <section class="stack">
      <h2>{t('overview.held')}</h2>
      <div class="figure-cards">
        <Figure title="overview.credit" to={link('accounts')}>
          <Amount
            of={sum(credits.map((each) => each.amount))}
            why={whyOf('overview.credit', credits)}
          />
        </Figure>
        <Figure
          title="overview.arrears"
          to={link('wall', [], { state: 'arrears' })}
          note={t('overview.wallets', { n: debts.length })}
        >
          <Amount
            of={sum(debts.map((each) => each.amount))}
            why={whyOf('overview.arrears', debts)}
          />
        </Figure>
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
  const has = (alarm: string) => rows.filter((row) => row.badges.alarms.includes(alarm)).length
  const pending = rows.reduce((n, row) => n + row.badges.pending.length, 0)
  const reads = rows.map((row) => row.last_read_at).filter((at) => at !== null)
  const oldest = reads.sort()[0] ?? null
  return (
    <section class="stack">
      <h2>{t('overview.field')}</h2>
      <div class="figure-cards">
        <Figure title="overview.oldest">
          <Ago at={oldest} />
        </Figure>
        <Figure title="overview.pending" to={link('wall', [], { badge: 'pending' })}>
          {pending}
        </Figure>
        <Figure title="overview.quarantine" to={link('devices', [], { tab: 'quarantine' })}>
          {has('quarantine')}
        </Figure>
        <Figure title="overview.failed" to={link('alarms', [], { kind: 'command_failed' })}>
          {has('command_failed')}
        </Figure>
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
