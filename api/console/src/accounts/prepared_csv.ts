// Cells of a spreadsheet as the batch of prepared accounts takes them.

import { csvCell } from '../parts/csv'

export const COLUMNS = [
  ...['account', 'customer', 'meter', 'wallets', 'tariff', 'alarm1', 'alarm2', 'overload_w'],
  ...['balance', 'source', 'reference'],
]

export interface Pasted {
  csv: string
  /** Where a line of the CSV stands in what was typed: its head is line 1, as everywhere. */
  lineOf: (line: number) => number
}

/** Pasted with tabs or typed with commas, with its head or without. Null where there is no row. */
export function pasted(text: string): Pasted | null {
  const rows = text
    .split(/\r?\n/)
    .map((line, i) => ({ line: i + 1, text: line }))
    .filter((row) => row.text.trim() !== '')
    .map((row) => ({ line: row.line, cells: cellsOf(row.text) }))
  const [first] = rows
  const isHead = first?.cells[0]!.toLowerCase() === COLUMNS[0]
  const body = isHead ? rows.slice(1) : rows
  if (body.length === 0) return null
  const head = isHead ? first!.cells : COLUMNS
  const full = body.map(({ cells }) => head.map((_, i) => cells[i] ?? ''))
  const csv = [head, ...full].map((row) => row.map(csvCell).join(',') + '\n').join('')
  return { csv, lineOf: (line) => body[line - 2]?.line ?? line }
}

function cellsOf(line: string): string[] {
  return line.split(line.includes('\t') ? '\t' : ',').map((cell) => cell.trim())
}
