import { useState } from 'preact/hooks'
import { sendFile, type ImportQuery } from '../api/book'
import { Refused } from '../api/refusal'
import { loadBuildings } from '../api/buildings'
import { may } from '../api/session'
import { loadSite } from '../api/site'
import { FileInput } from '../parts/file_input'
import { Button, Choice, Field } from '../parts/form'
import { Icon } from '../parts/icon'
import { ReasonField } from '../parts/reason_field'
import { FaultText } from '../parts/states'
import { tellFault } from '../parts/toasts'
import { t, word } from '../text/language'
import type { Outcome } from './verdict'
import { Verdict } from './verdict'

const SHEETS = [
  'site',
  'buildings',
  'gateways',
  'lines',
  'calendars',
  'tariffs',
  'meters',
  'meter_tariffs',
  'customers',
  'accounts',
] as const

type Sheet = (typeof SHEETS)[number]
type Source = 'file' | 'paste'

interface SourceProps {
  source: Source
  sheet: Sheet
  text: string
  onSource: (source: Source) => void
  onSheet: (sheet: Sheet) => void
  onText: (text: string) => void
  onFile: (file: File | null) => void
}

/** A file, or cells that were copied in a spreadsheet. */
function SourceFields(props: SourceProps) {
  const { source, sheet, text } = props
  return (
    <>
      <Choice
        label={t('import.source')}
        value={source}
        options={(['file', 'paste'] as const).map((value) => ({
          value,
          text: t(`import.${value}`),
        }))}
        onChange={props.onSource}
      />
      {source === 'file' ? (
        <Field label={t('import.file')} hint={t('import.fileHint')}>
          <FileInput accept=".xlsx,.csv,.zip,.json" onFile={props.onFile} />
        </Field>
      ) : (
        <>
          <Field label={t('import.sheet')} class="narrow-field">
            <select value={sheet} onChange={(event) => props.onSheet(event.currentTarget.value as Sheet)}>
              {SHEETS.map((each) => (
                <option key={each} value={each}>
                  {word('sheet', each)}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t('import.cells')} hint={t('import.cellsHint')}>
            <textarea
              rows={7}
              spellcheck={false}
              value={text}
              onInput={(event) => props.onText(event.currentTarget.value)}
            />
          </Field>
        </>
      )}
    </>
  )
}

function Templates() {
  return (
    <div class="row">
      <a class="button" href="/v1/imports/template?format=xlsx" download>
        <Icon name="down" /> {t('import.template')}
      </a>
      {may('customer.read') && (
        <a class="button" href="/v1/exports/register?format=xlsx" download>
          <Icon name="down" /> {t('import.register')}
        </a>
      )}
      <span class="soft">{t('import.hint')}</span>
    </div>
  )
}

/** Whatever the answer: 422 says what was refused, row by row. */
async function send(file: Blob, query: ImportQuery): Promise<Outcome> {
  try {
    return await sendFile(file, query)
  } catch (fault) {
    const answer = fault instanceof Refused ? (fault.answer as Partial<Outcome> | null) : null
    if (answer?.faults) return answer as Outcome
    throw fault
  }
}

/** The register comes in from a workbook: first what it would change, then all of it or nothing. */
export function ImportTab() {
  const [source, setSource] = useState<Source>('file')
  const [file, setFile] = useState<Blob | null>(null)
  const [sheet, setSheet] = useState<Sheet>('meters')
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const bytes = source === 'file' ? file : text.trim() ? new Blob([text]) : null
  const renew = <T,>(set: (value: T) => void) => (value: T) => {
    setOutcome(null)
    set(value)
  }
  const run = (isDryRun: boolean) => {
    setBusy(true)
    setFault(null)
    const query = {
      dry_run: isDryRun,
      ...(source === 'paste' && { sheet }),
      ...(reason.trim() && { reason: reason.trim() }),
    }
    send(bytes!, query)
      .then((answer) => {
        setOutcome(answer)
        if (answer.written) void Promise.all([loadSite(), loadBuildings()]).catch(tellFault)
      }, setFault)
      .finally(() => setBusy(false))
  }
  const isReady = outcome?.dry_run && outcome.refused === 0 && outcome.changed > 0
  return (
    <div class="card stack">
      <Templates />
      <SourceFields
        {...{ source, sheet, text }}
        onSource={renew(setSource)}
        onSheet={renew(setSheet)}
        onText={renew(setText)}
        onFile={renew(setFile)}
      />
      <ReasonField class="narrow-field" isOptional value={reason} onInput={setReason} />
      <div class="row">
        <Button isBusy={isBusy} disabled={!bytes} onClick={() => run(true)}>
          {t('import.dryRun')}
        </Button>
        <Button
          class="primary"
          isBusy={isBusy}
          disabled={!bytes || !isReady}
          onClick={() => run(false)}
        >
          {t('import.run')}
        </Button>
      </div>
      <FaultText fault={fault} />
      {outcome && <Verdict of={outcome} />}
    </div>
  )
}
