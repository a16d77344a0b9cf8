import { useLoaded } from '../api/loaded'
import { dateTime } from '../api/site'
import { Shown } from '../parts/states'
import { readReport, type Asked, type Report } from '../reports/frame'
import { t } from '../text/language'
import { isZero, less, sum } from '../text/money'
import type { Part } from './opened'
import { SumOfParts } from './sum_of_parts'

/** A figure of a report, and where the records are that it is the sum of. */
export interface RecordsOf {
  title: string
  amount: string
  /** Reports of records, and the column of each that is added up. */
  lists: { report: string; column: string; kind?: string }[]
  query: Asked
}

function partsOf(report: Report, column: string, kind: string | undefined): Part[] {
  return report.rows
    .filter((row) => !kind || row.kind === kind)
    .map((row) => ({
      label: [dateTime(String(row.occurred_at)), row.wallet].join(' · '),
      amount: String(row[column] ?? '0'),
      why: { event: Number(row.position) },
    }))
}

/** What goes out may be counted as more here and as less there. */
function signedAs(amount: string, parts: Part[]): Part[] {
  const total = sum(parts.map((part) => part.amount))
  if (isZero(amount) || !isZero(sum([total, amount]))) return parts
  return parts.map((part) => ({ ...part, amount: less('0', part.amount) }))
}

interface Found {
  parts: Part[]
  isWhole: boolean
}

async function found(of: RecordsOf, signal: AbortSignal): Promise<Found> {
  const reports = await Promise.all(
    of.lists.map(({ report }) => readReport(report, of.query, signal)),
  )
  const parts = reports.flatMap((report, i) =>
    partsOf(report, of.lists[i]!.column, of.lists[i]!.kind),
  )
  const isWhole = reports.every((report) => report.rows.length === report.row_count)
  return { parts: signedAs(of.amount, parts), isWhole }
}

/** Every record that a report's figure is made of; each opens to its event. */
export function Records({ of }: { of: RecordsOf }) {
  const records = useLoaded((signal) => found(of, signal), [of])
  return (
    <Shown of={records}>
      {({ parts, isWhole }) => (
        <>
          {!isWhole && (
            <p class="note warn">{t('report.tooMany', { title: of.title })}</p>
          )}
          <SumOfParts title={of.title} parts={parts} />
        </>
      )}
    </Shown>
  )
}
