import { useState } from 'preact/hooks'
import { newKey, post } from '../api/book'
import { Refused } from '../api/refusal'
import type { Schemas } from '../../../client/client'
import { Field } from '../parts/form'
import { FormDialog } from '../parts/form_dialog'
import { RefusedText } from '../parts/states'
import { Table } from '../parts/table'
import { tell } from '../parts/toasts'
import { t } from '../text/language'
import { pasted, type Pasted } from './prepared_csv'

type Verdict = Schemas['BatchVerdict']

function Verdicts({ of, rows }: { of: Verdict; rows: Pasted }) {
  return (
    <div class="stack" aria-live="polite">
      <p class={of.refused ? 'note wrong' : 'note'}>
        {of.refused
          ? t('prepared.refused', { n: of.refused })
          : t('prepared.fine', { n: of.rows.length })}
      </p>
      {of.refused > 0 && (
        <Table
          caption={t('import.faults')}
          rows={of.rows.filter((row) => row.verdict === 'refused')}
          name={(row) => row.line}
          columns={[
            { title: t('import.row'), isFigure: true, cell: (row) => rows.lineOf(row.line) },
            { title: t('meter.account'), cell: (row) => row.name },
            {
              title: t('quarantine.why'),
              cell: ({ code, detail }) => code && detail && <RefusedText {...{ code, detail }} />,
            },
          ]}
        />
      )}
    </div>
  )
}

/** Rows that were refused come as an answer of their own. */
async function asked(csv: string, key: string, isDry: boolean): Promise<Verdict> {
  const query = isDry ? { dry_run: true as const } : {}
  try {
    return (await post('/v1/prepared-accounts/batch', { key, query, body: { csv } })) as Verdict
  } catch (fault) {
    const verdict = fault instanceof Refused ? (fault.answer as Verdict | null) : null
    if (Array.isArray(verdict?.rows)) return verdict
    throw fault
  }
}

/** Rows pasted from a spreadsheet: looked at by the server, then entered all together or not at all. */
export function PrepareDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const [key, setKey] = useState(() => newKey('prepare'))
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const rows = pasted(text)
  const isFine = verdict !== null && verdict.refused === 0
  const type = (typed: string) => {
    setText(typed)
    setVerdict(null)
    setKey(newKey('prepare')) // other rows are another wish
  }
  const work = async () => {
    const told = await asked(rows!.csv, key, !isFine)
    setVerdict(told)
    if (!isFine || told.refused) return
    tell(t('prepared.entered', { n: told.rows.length }))
    onClose()
  }
  return (
    <FormDialog
      title={t('prepared.enter')}
      shape="wide"
      confirm={t(isFine ? 'prepared.write' : 'prepared.look')}
      isFit={rows !== null}
      work={work}
      onClose={onClose}
    >
      <Field label={t('prepared.rows')} hint={t('prepared.rowsHint')}>
        <textarea
          name="rows"
          rows={8}
          spellcheck={false}
          value={text}
          onInput={(event) => type(event.currentTarget.value)}
        />
      </Field>
      {verdict && rows && <Verdicts of={verdict} rows={rows} />}
    </FormDialog>
  )
}
