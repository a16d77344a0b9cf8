import { queryText } from '../api/book'
import { t } from '../text/language'
import { saveCsv, saveXlsx } from './csv'
import { Icon } from './icon'
import { tellFault } from './toasts'
import type { XlsxCell } from './xlsx'

const FORMATS = { xlsx: 'Excel', csv: 'CSV' } as const
const MOST_ROWS = 1000

interface FilesProps {
  /** A list of the API, and what of it is asked for. */
  path: string
  query?: Record<string, unknown>
}

/** The list as the server writes it: the first thousand rows of what is asked for. */
export function Files({ path, query }: FilesProps) {
  return (
    <>
      {Object.entries(FORMATS).map(([format, name]) => (
        <a
          key={format}
          class="button unprinted"
          href={`${path}?${queryText({ limit: MOST_ROWS, ...query, format })}`}
          title={t('action.fileRows', { n: MOST_ROWS })}
          download
        >
          <Icon name="down" /> {name}
        </a>
      ))}
    </>
  )
}

interface MadeFilesProps {
  name: string
  /** Its lines, the titles first. */
  lines: () => Promise<XlsxCell[][]>
}

const textOf = (cell: XlsxCell) => (typeof cell === 'string' ? cell : cell.figure)

/** A list that the console puts together of several of the server's, as files of its own. */
export function MadeFiles({ name, lines }: MadeFilesProps) {
  const saves = {
    Excel: async () => saveXlsx(name, await lines()),
    CSV: async () => saveCsv(name, (await lines()).map((line) => line.map(textOf))),
  }
  return (
    <>
      {Object.entries(saves).map(([format, save]) => (
        <button key={format} class="unprinted" onClick={() => void save().catch(tellFault)}>
          <Icon name="down" /> {format}
        </button>
      ))}
    </>
  )
}
