import { useEffect, useState } from 'preact/hooks'
import { all, get } from '../api/book'
import { usePages, type Pages } from '../api/loaded'
import { may } from '../api/session'
import { dateTime } from '../api/site'
import type { Transaction } from '../api/types'
import { link } from '../frame/route'
import { Amount, When } from '../parts/figures'
import { MadeFiles } from '../parts/files'
import { PagedTable, type Column } from '../parts/table'
import type { XlsxCell } from '../parts/xlsx'
import { t, word } from '../text/language'
import { isZero, less } from '../text/money'
import { showReceipt } from './receipt'
import { UndoDialog, type Undo } from './undo_dialog'

/** Of one wallet, or of one shift. */
export type Whose = { wallet: string } | { shift: number }

const PATHS = ['/v1/sales', '/v1/refunds', '/v1/reversals'] as const

/** Sales, refunds and reversals in one list, newest first, as far as all are known. */
function useTransactions(whose: Whose, round: number): Pages<Transaction> {
  const kinds = PATHS.map((path) =>
    usePages((turn, signal) => get(path, { query: { ...whose, ...turn }, signal }), [whose], 20),
  )
  useEffect(() => {
    if (round) kinds.forEach((each) => each.again())
  }, [round])
  const isKnown = kinds.every((each) => each.value)
  const horizon = Math.max(
    0,
    ...kinds.map((each) => (each.hasMore ? (each.value?.at(-1)?.position ?? 0) : 0)),
  )
  const merged = kinds
    .flatMap((each) => each.value ?? [])
    .filter((row) => row.position >= horizon)
    .sort((a, b) => b.position - a.position)
  return {
    value: isKnown ? merged : undefined,
    fault: kinds.find((each) => each.fault)?.fault,
    isLoading: kinds.some((each) => each.isLoading),
    again: () => kinds.forEach((each) => each.again()),
    hasMore: kinds.some((each) => each.hasMore),
    more: () => kinds.forEach((each) => each.more()),
  }
}

/** What the wallet has more by it: the reversal of a refund gives credit back. */
function signed(row: Transaction, rows: Transaction[]): string {
  const undone = rows.find((each) => each.position === row.of)?.type
  const goesOut = row.type === 'refund' || (row.type === 'reversal' && undone !== 'refund')
  return goesOut ? `-${row.amount}` : row.amount
}

function What({ row }: { row: Transaction }) {
  const notes = [
    row.type === 'sale' && t('cashier.receiptNo', { n: row.receipt_number }),
    row.of !== null && t('cashier.of', { position: row.of }),
    !isZero(row.refunded) && t('cashier.refunded'),
    row.reversed_by !== null && t('cashier.reversed'),
    row.reason,
    row.actor,
  ].filter(Boolean)
  return (
    <>
      {word('entry', row.type)} <small class="soft">{notes.join(' · ')}</small>
    </>
  )
}

function Deeds({ row, onUndo }: { row: Transaction; onUndo: (undo: Undo) => void }) {
  const stands = row.reversed_by === null && row.type !== 'reversal'
  const hasRest = row.type === 'sale' && !isZero(less(row.amount, row.refunded))
  return (
    <div class="row deeds">
      <button class="small" onClick={() => showReceipt(row.position)}>
        {t('receipt.title')}
      </button>
      {stands && hasRest && may('money.refund') && (
        <button class="small" onClick={() => onUndo({ kind: 'refund', of: row })}>
          {word('entry', 'refund')}
        </button>
      )}
      {stands && may('money.reverse') && isZero(row.refunded) && (
        <button class="small danger" onClick={() => onUndo({ kind: 'reversal', of: row })}>
          {word('entry', 'reversal')}
        </button>
      )}
    </div>
  )
}

const TITLES = [
  'event.at',
  'account.wallet',
  'cashier.what',
  'cashier.amount',
  'cashier.method',
  'cashier.receipt',
  'cashier.ofEvent',
  'batch.reason',
  'session.operator',
] as const

/** All of them, also those that are not fetched yet. */
async function linesOf(whose: Whose): Promise<XlsxCell[][]> {
  const lists = await Promise.all(PATHS.map((path) => all(path, { query: whose })))
  const rows = lists.flat().sort((a, b) => b.position - a.position)
  const lines = rows.map((row): XlsxCell[] => [
    ...[dateTime(row.occurred_at), row.wallet, word('entry', row.type)],
    { figure: signed(row, rows) },
    word('method', row.method),
    row.type === 'sale' ? { figure: String(row.receipt_number) } : '',
    row.of === null ? '' : { figure: String(row.of) },
    ...[row.reason, row.actor],
  ])
  return [TITLES.map((title) => t(title)), ...lines]
}

const WALLET = (): Column<Transaction> => ({
  title: t('account.wallet'),
  cell: ({ wallet }) => <a href={link('cashier', [], { wallet })}>{wallet}</a>,
})

/** What was sold and what became of it; refunds and reversals begin here. */
export function Transactions({ whose, round }: { whose: Whose; round: number }) {
  const pages = useTransactions(whose, round)
  const isOfShift = 'shift' in whose
  const title = t(isOfShift ? 'cashier.ofShift' : 'cashier.last')
  const [undo, setUndo] = useState<Undo | null>(null)
  return (
    <section class="stack">
      <h2>{title}</h2>
      <PagedTable
        caption={title}
        files={
          <MadeFiles
            name={`${title} ${Object.values(whose).join('')}`}
            lines={() => linesOf(whose)}
          />
        }
        empty={t('cashier.noneYet')}
        pages={pages}
        name={(row) => row.position}
        columns={[
          { title: t('event.at'), cell: (row) => <When at={row.occurred_at} /> },
          ...(isOfShift ? [WALLET()] : []),
          { title: t('cashier.what'), cell: (row) => <What row={row} /> },
          {
            title: t('cashier.amount'),
            isFigure: true,
            cell: (row) => <Amount of={signed(row, pages.value ?? [])} why={{ event: row.position }} />,
          },
          { title: t('cashier.method'), cell: (row) => word('method', row.method) },
          {
            title: t('cashier.deeds'),
            isDeed: true,
            cell: (row) => <Deeds row={row} onUndo={setUndo} />,
          },
        ]}
      />
      {undo && <UndoDialog undo={undo} onClose={() => setUndo(null)} onDone={pages.again} />}
    </section>
  )
}
