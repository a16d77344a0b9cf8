// Cells of a spreadsheet as the batch of prepared accounts takes them.

import { csvCell } from '../parts/csv'

export const COLUMNS = [
  ...['account', 'customer', 'meter', 'wallets', 'tariff', 'alarm1', 'alarm2', 'overload_w'],
  ...['balance', 'source', 'reference'],
]

/** Pasted with tabs or typed with commas, with its head or without. '' where nothing was typed. */
export function preparedCsv(text: string): string {
  const rows = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(line.includes('\t') ? '\t' : ',').map((cell) => cell.trim()))
  if (rows.length === 0) return ''
  const isHead = rows[0]![0]!.toLowerCase() === COLUMNS[0]
  const body = isHead ? rows.slice(1) : rows
  if (body.length === 0) return ''
  const head = isHead ? rows[0]! : COLUMNS
  const full = body.map((row) => head.map((_, i) => row[i] ?? ''))
  return [head, ...full].map((row) => row.map(csvCell).join(',') + '\n').join('')
}
