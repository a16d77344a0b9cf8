import type { ComponentChildren } from 'preact'
import type { Pages } from '../api/loaded'
import { t } from '../text/language'
import { Empty, Shown } from './states'

export interface Column<T> {
  title: string
  /** Figures stand to the right. */
  isFigure?: boolean
  /** Buttons: nothing for paper, and not there where no row has any. */
  isDeed?: boolean
  cell: (row: T) => ComponentChildren
}

function lookOf({ isFigure, isDeed }: Pick<Column<never>, 'isFigure' | 'isDeed'>) {
  if (isDeed) return 'unprinted'
  return isFigure ? 'figure' : undefined
}

interface TableProps<T> {
  caption: string
  columns: Column<T>[]
  rows: T[]
  name: (row: T) => string | number
  empty?: string
  /** On a phone each row is a list of its cells. */
  isStacked?: boolean
}

export function Table<T>({ caption, columns: all, rows, name, empty, isStacked }: TableProps<T>) {
  if (rows.length === 0) return <Empty {...(empty && { title: empty })} />
  const columns = all.filter((column) => !column.isDeed || rows.some(column.cell))
  return (
    <div class={isStacked ? 'table stacked' : 'table'} tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" class={lookOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={name(row)}>
              {columns.map((column) => (
                <td
                  key={column.title}
                  class={lookOf(column)}
                  data-title={isStacked ? column.title : undefined}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type PagedProps<T> = Omit<TableProps<T>, 'rows'> & {
  pages: Pages<T>
  /** The same as files. */
  files?: ComponentChildren
}

/** A list that is fetched page by page, with a button for more. */
export function PagedTable<T>({ pages, files, ...table }: PagedProps<T>) {
  return (
    <Shown of={pages}>
      {(rows) => (
        <>
          {files && rows.length > 0 && (
            <div class="row">
              <span class="gap" />
              {files}
            </div>
          )}
          <Table {...table} rows={rows} />
          {pages.hasMore && (
            <p class="more">
              <button onClick={pages.more}>{t('action.more')}</button>
            </p>
          )}
        </>
      )}
    </Shown>
  )
}
