import { queryText } from '../api/book'
import { t } from '../text/language'
import { Icon } from './icon'

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
