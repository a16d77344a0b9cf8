import { useEffect, useState } from 'preact/hooks'
import { all, get, newKey, post } from '../api/book'
import { position } from '../api/clock'
import { may } from '../api/session'
import { dateTime } from '../api/site'
import type { Batch, BatchRow } from '../api/types'
import { refine } from '../frame/route'
import { Dialog } from '../parts/dialog'
import { saveXlsx } from '../parts/csv'
import { Button } from '../parts/form'
import { Icon } from '../parts/icon'
import { ReasonField } from '../parts/reason_field'
import { useSending } from '../parts/sending'
import { Failed, FaultText, Loading } from '../parts/states'
import { Table } from '../parts/table'
import { tellFault } from '../parts/toasts'
import { t, word } from '../text/language'
import { said } from '../text/said'
import { batchName } from './batch_name'
import { cellOf } from './meters'

const PAUSE_MS = 1_500
const FAILED = ['refused', 'failed', 'expired']

interface Progress {
  batch: Batch
  rows: BatchRow[]
}

/** Asks again and again until nothing is under way any more. */
function useProgress(name: string) {
  const [progress, setProgress] = useState<Progress | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  useEffect(() => {
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      try {
        const known = { at_least: position.peek() }
        const batch = await get('/v1/batches/{batch}', { path: { batch: name }, query: known, signal: stop.signal })
        const rows = await all('/v1/batches/{batch}/rows', { path: { batch: name }, signal: stop.signal })
        setProgress({ batch, rows })
        setFault(null)
        if (batch.is_finished) return
      } catch (refusal) {
        if (stop.signal.aborted) return
        setFault(refusal)
      }
      timer = setTimeout(() => void look(), PAUSE_MS)
    }
    setProgress(null)
    void look()
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [name])
  return { progress, fault }
}

function roomOf(meter: string): string {
  return cellOf(meter)?.row.peek().place.room ?? ''
}

function Outcome({ batch }: { batch: Batch }) {
  const total = Object.values(batch.rows).reduce((a, b) => a + b, 0)
  const open = batch.rows.waiting + batch.rows.requested + batch.rows.sent
  return (
    <div class="stack" aria-live="polite">
      <progress max={total} value={total - open} aria-label={t('batch.progress')} />
      <div class="row">
        <span>{t('batch.doneOf', { done: total - open, total })}</span>
        {Object.entries(batch.rows).map(
          ([state, n]) =>
            n > 0 && (
              <span key={state} class={`chip ${state}`}>
                {word('row', state)} <b>{n}</b>
              </span>
            ),
        )}
      </div>
    </div>
  )
}

async function save({ batch, rows }: Progress): Promise<void> {
  const head = ['batch.row', 'meter.room', 'meter.name', 'batch.outcome', 'batch.detail'] as const
  const note = [t('command.kind'), t('session.operator'), t('event.at'), t('batch.reason')]
  const about = [word('command', batch.kind), batch.actor, dateTime(batch.requested_at)]
  await saveXlsx(batch.batch, [
    [...head.map((key) => t(key)), ...note],
    ...rows.map((row) => [
      { figure: String(row.row) },
      roomOf(row.meter),
      row.meter,
      word('row', row.state),
      said(row.result),
      ...about,
      batch.reason,
    ]),
  ])
}

function Retry({ progress }: { progress: Progress }) {
  const { batch, rows } = progress
  const [key] = useState(() => newKey('retry'))
  const [name] = useState(batchName)
  const [reason, setReason] = useState(batch.reason)
  const { isBusy, fault, send } = useSending()
  const failed = rows.filter((row) => FAILED.includes(row.state)).length
  if (!batch.is_finished || failed === 0 || !may('power.control')) return null
  const retry = async () => {
    const given = reason.trim() ? { reason: reason.trim() } : {}
    const body = { batch: name, ...given }
    await post('/v1/batches/{batch}/retry', { path: { batch: batch.batch }, key, body })
    refine({ batch: name })
  }
  return (
    <form class="row retry" onSubmit={send(retry)}>
      <ReasonField value={reason} onInput={setReason} isOptional={batch.reason === ''} />
      <Button class="primary" isBusy={isBusy}>
        <Icon name="refresh" /> {t('batch.retry', { n: failed })}
      </Button>
      <FaultText fault={fault} />
    </form>
  )
}

function Cancel({ batch }: { batch: Batch }) {
  const { isBusy, fault, send } = useSending()
  if (batch.is_finished || batch.is_cancelled || !may('power.control')) return null
  const cancel = async () => {
    const body = { reason: t('batch.stopped') }
    await post('/v1/batches/{batch}/cancellation', { path: { batch: batch.batch }, body })
  }
  return (
    <>
      <Button isBusy={isBusy} onClick={send(cancel)}>
        <Icon name="stop" /> {t('batch.stop')}
      </Button>
      <FaultText fault={fault} />
    </>
  )
}

/** What came of a batch, row by row, while it runs and afterwards. */
export function BatchProgress({ name, onClose }: { name: string; onClose: () => void }) {
  const { progress, fault } = useProgress(name)
  const title = progress
    ? t('batch.title', { command: word('command', progress.batch.kind) })
    : t('batch.progress')
  return (
    <Dialog title={title} shape="wide" onClose={onClose}>
      {!progress && (fault ? <Failed fault={fault} /> : <Loading />)}
      {progress && (
        <>
          <p class="soft">
            {[progress.batch.batch, progress.batch.actor, progress.batch.reason]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <Outcome batch={progress.batch} />
          <FaultText fault={fault} />
          <Table
            caption={t('batch.rows')}
            rows={progress.rows}
            name={(row) => row.row}
            columns={[
              { title: t('batch.row'), isFigure: true, cell: (row) => row.row },
              { title: t('meter.room'), cell: (row) => roomOf(row.meter) },
              { title: t('meter.name'), cell: (row) => row.meter },
              {
                title: t('batch.outcome'),
                cell: (row) => <span class={`chip ${row.state}`}>{word('row', row.state)}</span>,
              },
              { title: t('batch.detail'), cell: (row) => said(row.result) },
            ]}
          />
          <Retry progress={progress} key={name} />
          <div class="row end foot">
            <Cancel batch={progress.batch} />
            <button onClick={() => void save(progress).catch(tellFault)}>
              <Icon name="down" /> Excel
            </button>
            <button onClick={onClose}>{t('action.close')}</button>
          </div>
        </>
      )}
    </Dialog>
  )
}
