import { saveXlsx } from '../parts/csv'
import { Icon } from '../parts/icon'
import { lineOf } from '../parts/states'
import { Table } from '../parts/table'
import { tellFault } from '../parts/toasts'
import { t } from '../text/language'
import { cells } from '../wall/meters'
import type { Outcome } from './each'

const STATES = ['waiting', 'changed', 'unchanged', 'refused'] as const
const CHIPS = { waiting: 'waiting', changed: 'confirmed', unchanged: 'sent', refused: 'refused' }
const MOST = 200

/** What went wrong stands first. */
function inOrder(outcomes: Outcome[]): Outcome[] {
  const rank = ({ state }: Outcome) => (state === 'refused' ? 0 : 1)
  return [...outcomes].sort((a, b) => rank(a) - rank(b))
}

/** The rooms of every meter, and of every wallet. */
function roomsBy(): Map<string, string[]> {
  const rooms = new Map<string, string[]>()
  for (const { meter, wallet, place } of cells.peek().map((cell) => cell.row.peek())) {
    rooms.set(meter, [place.room])
    if (wallet) rooms.set(wallet, [...(rooms.get(wallet) ?? []), place.room])
  }
  return rooms
}

function faultOf({ fault }: Outcome): string {
  return fault ? lineOf(fault) : ''
}

function save(title: string, outcomes: Outcome[]): Promise<void> {
  return saveXlsx(title, [
    [t('terms.name'), t('batch.outcome'), t('batch.detail')],
    ...outcomes.map((each) => [each.name, t(`terms.${each.state}`), faultOf(each)]),
  ])
}

interface OutcomesProps {
  title: string
  of: Outcome[]
  isRunning: boolean
  /** Nothing was written: it is what would come of each. */
  isForeseen: boolean
}

/** What came, or would come, of each: counted, and row by row. */
export function Outcomes({ title, of, isRunning, isForeseen }: OutcomesProps) {
  const told = (state: Outcome['state']) =>
    t(isForeseen && state === 'changed' ? 'terms.toChange' : `terms.${state}`)
  const rooms = roomsBy()
  const waiting = of.filter(({ state }) => state === 'waiting').length
  return (
    <div class="stack" aria-live="polite">
      {isRunning && (
        <progress max={of.length} value={of.length - waiting} aria-label={t('batch.progress')} />
      )}
      <div class="row">
        <span>{t(isForeseen ? 'terms.foreseen' : 'terms.done')}</span>
        {STATES.map((state) => {
          const n = of.filter((each) => each.state === state).length
          return (
            n > 0 && (
              <span key={state} class={`chip ${CHIPS[state]}`}>
                {told(state)} <b>{n}</b>
              </span>
            )
          )
        })}
        <span class="gap" />
        {!isForeseen && !isRunning && (
          <button type="button" class="small" onClick={() => void save(title, of).catch(tellFault)}>
            <Icon name="down" /> Excel
          </button>
        )}
      </div>
      <Table
        caption={t('batch.rows')}
        rows={inOrder(of).slice(0, MOST)}
        name={(row) => row.name}
        columns={[
          { title: t('terms.name'), cell: (row) => row.name },
          { title: t('meter.room'), cell: (row) => rooms.get(row.name)?.join(', ') ?? '' },
          {
            title: t('batch.outcome'),
            cell: (row) => (
              <span class={`chip ${CHIPS[row.state]}`}>{told(row.state)}</span>
            ),
          },
          { title: t('batch.detail'), cell: faultOf },
        ]}
      />
      {of.length > MOST && <p class="soft">{t('terms.listed', { n: MOST, total: of.length })}</p>}
    </div>
  )
}
