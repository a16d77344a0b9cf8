import { useEffect } from 'preact/hooks'
import { get, post } from '../api/book'
import { useLoaded } from '../api/loaded'
import { When } from '../parts/figures'
import { Button } from '../parts/form'
import { Icon } from '../parts/icon'
import { useSending } from '../parts/sending'
import { Empty, FaultText, Shown } from '../parts/states'
import { Table } from '../parts/table'
import { tell } from '../parts/toasts'
import type { Answer } from '../api/operations'
import { t } from '../text/language'
import { said } from '../text/said'
import { bytes } from '../text/size'

type Shelf = Answer<'get', '/v1/backups'>
type Kept = Shelf['items'][number]

const LOOK_MS = 1_000

function Proven({ of }: { of: Kept }) {
  return (
    <span class={of.is_of_this_log ? 'chip confirmed' : 'chip failed'}>
      <Icon name={of.is_of_this_log ? 'check' : 'bang'} />
      {t(of.is_of_this_log ? 'backup.verified' : 'backup.otherLog')}
    </span>
  )
}

function Last({ of }: { of: Shelf['last'] }) {
  if (!of) return null
  if (of.state === 'running')
    return (
      <div class="note" role="status">
        <p>{t('backup.running')}</p>
        <progress aria-label={t('backup.running')} />
      </div>
    )
  if (of.state === 'failed')
    return (
      <div class="note wrong" role="alert">
        <p>{t('backup.failed')}</p>
        <p class="detail">{said(of.fault)}</p>
      </div>
    )
  return (
    <p class="note" role="status">
      <Icon name="check" /> {t('backup.done')}
    </p>
  )
}

/** Copies of the whole book, each hashed again before it counted, and a way to take the next. */
export function BackupTab() {
  const found = useLoaded((signal) => get('/v1/backups', { query: { limit: 1000 }, signal }), [])
  const isRunning = found.value?.last?.state === 'running'
  const { isBusy, fault, send } = useSending()
  useEffect(() => {
    if (!isRunning) return
    const timer = setTimeout(found.again, LOOK_MS)
    return () => clearTimeout(timer)
  }, [found.value])
  const take = async () => {
    await post('/v1/backups/copies', { body: {} })
    tell(t('backup.begun'))
    found.again()
  }
  return (
    <Shown of={found}>
      {({ has_folder, items, last }) =>
        has_folder ? (
          <>
            <p class="soft">{t('backup.about')}</p>
            <form class="row" onSubmit={send(take)}>
              <Button class="primary" isBusy={isBusy} disabled={isRunning}>
                {t('backup.take')}
              </Button>
            </form>
            <FaultText fault={fault} />
            <Last of={last} />
            <Table
              caption={t('system.backup')}
              empty={t('backup.none')}
              rows={items}
              name={(row) => row.backup}
              columns={[
                { title: t('backup.takenAt'), cell: (row) => <When at={row.taken_at} /> },
                { title: t('system.name'), cell: (row) => <code>{row.backup}</code> },
                { title: t('backup.events'), isFigure: true, cell: (row) => row.position },
                { title: t('backup.copied'), isFigure: true, cell: (row) => bytes(row.copied_bytes) },
                { title: t('backup.shared'), isFigure: true, cell: (row) => bytes(row.shared_bytes) },
                { title: t('backup.proof'), cell: (row) => <Proven of={row} /> },
                {
                  title: t('backup.root'),
                  cell: (row) => <code title={row.root}>{row.root.slice(0, 16)}…</code>,
                },
              ]}
            />
            <p class="soft">{t('backup.hint')}</p>
          </>
        ) : (
          <Empty title={t('backup.noFolder')}>
            <p class="soft">{t('backup.noFolderHint')}</p>
            <pre>meterbook serve --data ./book --backups /backup</pre>
          </Empty>
        )
      }
    </Shown>
  )
}
