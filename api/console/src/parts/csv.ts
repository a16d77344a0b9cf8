import type { XlsxCell } from './xlsx'

/** A cell of a table that a spreadsheet takes for text, never for a formula. */
export function csvCell(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text)
  const plain = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

export function csv(rows: string[][]): string {
  return '\uFEFF' + rows.map((row) => row.map(csvCell).join(',') + '\r\n').join('')
}

function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

export function saveCsv(name: string, rows: string[][]): void {
  save(`${name}.csv`, new Blob([csv(rows)], { type: 'text/csv;charset=utf-8' }))
}

/** The same as a workbook; what writes it is fetched when it is first needed. */
export async function saveXlsx(name: string, rows: XlsxCell[][]): Promise<void> {
  const { workbook } = await import('./xlsx')
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  save(`${name}.xlsx`, new Blob([workbook(name, rows) as BlobPart], { type }))
}
