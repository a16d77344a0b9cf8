/** What an import did, or would do. */
export interface Outcome {
  written: boolean
  dry_run: boolean
  changed: number
  refused: number
  sheets: {
    sheet: string
    rows: number
    new: number
    changed: number
    unchanged: number
    refused: number
  }[]
  changes: { sheet: string; row: number; name: string; change: string }[]
  faults: {
    sheet: string
    row: number
    column: string
    value: string
    code: string
    detail: string
  }[]
}
