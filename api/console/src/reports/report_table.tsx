import { useState } from 'preact/hooks'
import type { Question } from '../explain/opened'
import { may } from '../api/session'
import { link } from '../frame/route'
import { Amount, Energy, When } from '../parts/figures'
import { Empty } from '../parts/states'
import { hasWord, t, word } from '../text/language'
import { isFigure, type Cell, type Column, type Report, type Row } from './frame'
import { whyOf, whyTotal } from './why'

const STEP = 300
/** Words of closed lists, by the name that a column has in whatever report. */
const LISTS: Record<string, string[]> = {
  band: ['band'],
  method: ['method'],
  kind: ['entry', 'alarm', 'command', 'notice', 'adjustment'],
  control: ['control'],
  state: ['row', 'notice'],
  cause: ['cause'],
}
const POSITIONS = /^(position|of|reversed|reversed_by|shift|event|command|notice|proposal)$/

/** 'cash:wechat' is an account of the books; no customer's has a colon in its name. */
const isOfTheBooks = (account: string) => account.includes(':')

function Text({ name, value }: { name: string; value: string }) {
  if (name === 'account' && !isOfTheBooks(value))
    return <a href={link('accounts', [value])}>{value}</a>
  if (name === 'meter') return <a href={link('devices', [], { meter: value })}>{value}</a>
  const list = LISTS[name]?.find((each) => hasWord(each, value))
  return <>{list ? word(list, value) : value}</>
}

interface ShownProps {
  column: Column
  value: Cell
  why?: Question | undefined
}

function Shown({ column, value, why }: ShownProps) {
  if (value === null || value === undefined) return <span class="soft">–</span>
  const text = String(value)
  switch (column.kind) {
    case 'money':
      return <Amount of={text} why={why} />
    case 'energy':
      return <Energy of={text} />
    case 'time':
      return <When at={text} />
    case 'count':
    case 'duration':
    case 'percent':
      return <span class="figures">{text}</span>
    default:
      return <Text name={column.name} value={text} />
  }
}

function Position({ value }: { value: Cell }) {
  return <a href={link('audit', [], { position: String(value) })}>{value}</a>
}

const LONG = 36

/** A sentence breaks into lines; a name does not. */
function isLong(value: Cell | undefined): boolean {
  return typeof value === 'string' && value.length > LONG
}

interface CellProps {
  report: Report
  column: Column
  row: Row
}

function CellOf({ report, column, row }: CellProps) {
  const value = (column.name === 'building' ? row.building_name : null) ?? row[column.name] ?? null
  const isPosition = POSITIONS.test(column.name) && typeof value === 'number'
  if (isPosition && may('event.read')) return <Position value={value} />
  return <Shown column={column} value={value} why={whyOf(report, row, column)} />
}

function TotalOf({ report, column }: { report: Report; column: Column }) {
  const value = report.totals[column.name]
  if (value === undefined || value === null) return null
  const why = column.kind === 'money' ? whyTotal(report, column) : undefined
  return <Shown column={column} value={value} why={why} />
}

interface TableProps {
  report: Report
  columns: Column[]
}

/** The rows, with their totals at the end. */
export function ReportTable({ report, columns }: TableProps) {
  const [shown, setShown] = useState(STEP)
  if (report.rows.length === 0) return <Empty title={t('report.empty')} />
  const [first, ...rest] = columns
  if (!first) return <Empty title={t('report.noColumns')} />
  const figure = (column: Column) => (isFigure(column) ? 'figure' : undefined)
  return (
    <div class="table report-table" tabIndex={0} role="region" aria-label={report.title}>
      <table>
        <caption class="unseen">{report.title}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" class={figure(column)}>
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.rows.slice(0, shown).map((row, i) => (
            <tr key={i} class={row.control === word('control', 'broken') ? 'broken' : undefined}>
              {columns.map((column) => (
                <td key={column.name} class={isLong(row[column.name]) ? 'long' : figure(column)}>
                  <CellOf report={report} column={column} row={row} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('report.total', { n: report.row_count })}</th>
            {rest.map((column) => (
              <td key={column.name} class={figure(column)}>
                <TotalOf report={report} column={column} />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
      {report.rows.length > shown && (
        <p class="more">
          <button onClick={() => setShown(shown + STEP)}>
            {t('action.moreOf', { shown, total: report.rows.length })}
          </button>
        </p>
      )}
    </div>
  )
}
