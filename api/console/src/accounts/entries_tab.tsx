import { useEffect, useState } from 'preact/hooks'
import { get } from '../api/book'
import { useLoaded, usePages } from '../api/loaded'
import type { Entry, Wallet } from '../api/types'
import { today, zone } from '../api/site'
import { axesOf, Chart, type Drawing } from '../parts/chart'
import { DayInput } from '../parts/day_input'
import { Amount, When } from '../parts/figures'
import { Field } from '../parts/form'
import { Icon } from '../parts/icon'
import { FaultText } from '../parts/states'
import { PagedTable } from '../parts/table'
import { rangeOf } from '../reports/ranges'
import { language, t, word } from '../text/language'
import { energy, isZero, money } from '../text/money'
import { dateTime, instantOf, moment } from '../text/time'

/** The balance after every entry, as steps; a dot where credit was sold. */
function drawing(entries: Entry[]): Drawing {
  return (style, Plot) => {
    const ordered = [...entries].reverse()
    const [below, left] = axesOf(style, '')
    const accent = style('--accent')
    const clock = (seconds: number) => dateTime(seconds * 1000, zone.value).slice(5, 16)
    return {
      options: {
        padding: [null, 44, null, null],
        cursor: { show: false },
        legend: { show: false },
        axes: [{ ...below!, values: (_, at) => at.map(clock), space: 90 }, left!],
        series: [
          {},
          {
            stroke: accent,
            width: 2,
            points: { show: false },
            paths: Plot.paths.stepped!({ align: 1 }),
          },
          {
            stroke: style('--good'),
            width: 0,
            points: { show: true, size: 8, fill: style('--good') },
            paths: () => null,
          },
        ],
      },
      values: [
        ordered.map((entry) => moment(entry.occurred_at) / 1000),
        ordered.map((entry) => Number(entry.balance_after)),
        ordered.map((entry) => (entry.kind === 'sale' ? Number(entry.balance_after) : null)),
      ],
    }
  }
}

/** What the wallet held at a moment of the past, opened as it was then. */
function AsOf({ wallet }: { wallet: string }) {
  const [typed, setTyped] = useState('')
  const asOf = typed ? instantOf(typed, zone.value) : ''
  const found = useLoaded<Wallet | null>(
    (signal) =>
      asOf ? get('/v1/wallets/{wallet}', { path: { wallet }, query: { as_of: asOf }, signal }) : Promise.resolve(null),
    [wallet, asOf],
  )
  return (
    <div class="row unprinted as-of">
      <Field label={t('account.asOf')}>
        <DayInput hasTime value={typed} onChange={setTyped} />
      </Field>
      {found.value && (
        <p aria-live="polite">
          {t('meter.balance')} <Amount of={found.value.balance} why={{ wallet, asOf }} />
        </p>
      )}
      <FaultText fault={found.fault} />
      <span class="gap" />
      <a class="button" href={statementOf(wallet)} target="_blank" rel="noopener">
        <Icon name="down" /> {t('account.statementPdf')}
      </a>
    </div>
  )
}

/** Of this month, on paper. */
function statementOf(wallet: string): string {
  const { from, to } = rangeOf('month', today())
  const query = new URLSearchParams({ from, to, format: 'pdf', lang: language.value })
  return `/v1/wallets/${encodeURIComponent(wallet)}/statement?${query.toString()}`
}

/** The statement of a wallet: every entry opens to how it was computed. */
export function EntriesTab({ wallet, round }: { wallet: string; round: number }) {
  const pages = usePages(
    (query, signal) => get('/v1/wallets/{wallet}/entries', { path: { wallet }, query, signal }),
    [wallet],
  )
  useEffect(() => {
    if (round) pages.again()
  }, [round])
  const entries = pages.value ?? []
  const last = entries[0]
  return (
    <>
      {last && entries.length > 1 && (
        <div class="card">
          <p class="legend">
            <span>
              <i class="balance-line" />
              {t('account.balanceLine')}
            </span>
            <span>
              <i class="sale-dot" />
              {t('entry.sale')}
            </span>
          </p>
          <Chart
            about={t('account.balanceAbout', {
              n: entries.length,
              balance: money(last.balance_after),
            })}
            draw={drawing(entries)}
            inputs={[wallet, last.position, entries.length]}
          />
        </div>
      )}
      <AsOf wallet={wallet} />
      <PagedTable
        caption={t('account.entries')}
        pages={pages}
        name={(row) => row.position}
        columns={[
          { title: t('event.at'), cell: (row) => <When at={row.occurred_at} /> },
          { title: t('cashier.what'), cell: (row) => word('entry', row.kind) },
          {
            title: 'kWh',
            isFigure: true,
            cell: (row) => (isZero(row.energy) ? '' : energy(row.energy)),
          },
          {
            title: t('cashier.amount'),
            isFigure: true,
            cell: (row) => <Amount of={row.amount} why={{ event: row.position }} />,
          },
          {
            title: t('meter.balance'),
            isFigure: true,
            cell: (row) => (
              <Amount of={row.balance_after} why={{ wallet, asOf: String(row.position) }} />
            ),
          },
          {
            title: t('receipt.number'),
            isFigure: true,
            cell: (row) => (row.receipt_number ? row.receipt_number : ''),
          },
          { title: t('session.operator'), cell: (row) => row.actor },
        ]}
      />
    </>
  )
}
