import { useState } from 'preact/hooks'
import { get } from '../api/book'
import type { Page } from '../api/operations'
import { position } from '../api/clock'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import type { LogEvent, SubjectKind } from '../api/types'
import { refine, route } from '../frame/route'
import { Files } from '../parts/files'
import { When } from '../parts/figures'
import { Field } from '../parts/form'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { Table } from '../parts/table'
import { Tabs } from '../parts/tabs'
import { t, word } from '../text/language'
import { isZero } from '../text/money'
import './audit.css'
import { Deeds } from './deeds'
import { EventDialog } from './event_dialog'
import { summaryOf } from './event_summary'
import { Signed } from './proofs'
import { ReplayTab } from './replay_tab'
import { EVENT_TYPES, SUBJECT_KINDS } from './vocabulary'

const PAGE = 100

interface Filter {
  type: string
  kind: SubjectKind | ''
  subject: string
  /** Where the page begins; 0: the newest are shown. */
  from: number
}

function filterOf(query: Record<string, string>): Filter {
  const { type = '', kind = '', subject = '', from = '' } = query
  return { type, kind: kind as Filter['kind'], subject: subject.trim(), from: Number.parseInt(from, 10) || 0 }
}

function isNarrow({ type, kind, subject }: Filter): boolean {
  return type !== '' || kind !== '' || subject !== ''
}

/** Without a filter the newest hundred; with one, from the beginning of the log on. */
function beginOf(filter: Filter): number {
  if (filter.from) return filter.from
  return isNarrow(filter) ? 1 : Math.max(1, position.peek() - PAGE + 1)
}

function Filters({ filter }: { filter: Filter }) {
  const set = (changes: Record<string, string>) => refine({ from: '', ...changes })
  return (
    <div class="row unprinted filters">
      <Field label={t('audit.type')}>
        <select value={filter.type} onChange={(e) => set({ type: e.currentTarget.value })}>
          <option value="">{t('audit.any')}</option>
          {EVENT_TYPES.map((type) => (
            <option key={type} value={type}>
              {word('event', type)} · {type}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t('audit.kind')}>
        <select value={filter.kind} onChange={(e) => set({ kind: e.currentTarget.value })}>
          <option value="">{t('audit.any')}</option>
          {SUBJECT_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {word('subject', kind)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t('audit.subject')}>
        <input value={filter.subject} onChange={(e) => set({ subject: e.currentTarget.value })} />
      </Field>
      <Field label={t('audit.from')}>
        <input
          inputMode="numeric"
          value={filter.from || ''}
          placeholder={t('audit.newest')}
          onChange={(e) => refine({ from: e.currentTarget.value.replace(/\D/g, '') })}
        />
      </Field>
    </div>
  )
}

interface StepsProps {
  filter: Filter
  query: Record<string, unknown>
  page: Page<LogEvent>
  again: () => void
}

function Steps({ filter, page, query, again }: StepsProps) {
  const first = beginOf(filter)
  return (
    <div class="row unprinted">
      <button
        disabled={first <= 1 || isNarrow(filter)}
        onClick={() => refine({ from: String(Math.max(1, first - PAGE)) })}
      >
        {t('audit.older')}
      </button>
      <button
        disabled={page.next_cursor === null}
        onClick={() => refine({ from: page.next_cursor! })}
      >
        {t('audit.newer')}
      </button>
      <button onClick={() => refine({ from: '', type: '', kind: '', subject: '' })}>
        {t('audit.newest')}
      </button>
      <span class="gap" />
      <Files path="/v1/events" query={query} />
      <button onClick={again}>
        <Icon name="refresh" /> {t('action.refresh')}
      </button>
    </div>
  )
}

/** The sum over all accounts of the books is nothing, or something is very wrong. */
function Balanced() {
  const trial = useLoaded(
    (signal) =>
      get('/v1/reports/{report}', { path: { report: 'trial-balance' }, signal }),
    [],
  )
  if (!trial.value) return null
  const rest = String(trial.value.totals.balance)
  return (
    <span class={isZero(rest) ? 'chip confirmed' : 'chip failed'}>
      <Icon name={isZero(rest) ? 'check' : 'bang'} />
      {t(isZero(rest) ? 'audit.balanced' : 'audit.unbalanced', { sum: rest })}
    </span>
  )
}

/** Every event there is, as it stands in the log. */
function Events() {
  const filter = filterOf(route.value.query)
  const [begin, setBegin] = useState(beginOf(filter))
  const asked = beginOf(filter)
  if (asked !== begin && (filter.from || isNarrow(filter))) setBegin(asked)
  const { type, kind, subject } = filter
  const query = { from: asked, type, subject_kind: kind || undefined, subject }
  const page = useLoaded<Page<LogEvent>>(
    (signal) => get('/v1/events', { query: { limit: PAGE, ...query }, signal }),
    [begin, type, kind, subject, filter.from],
  )
  return (
    <>
      <Filters filter={filter} />
      <Shown of={page}>
        {(found) => (
          <>
            <Steps filter={filter} page={found} query={query} again={page.again} />
            <Table
              caption={t('nav.audit')}
              rows={[...found.items].reverse()}
              name={(row) => row.position}
              columns={[
                {
                  title: '№',
                  isFigure: true,
                  cell: (row) => (
                    <button class="link" onClick={() => refine({ position: String(row.position) })}>
                      {row.position}
                    </button>
                  ),
                },
                { title: t('event.at'), cell: (row) => <When at={row.recorded_at} /> },
                { title: t('audit.type'), cell: (row) => word('event', row.type) },
                { title: t('audit.subject'), cell: (row) => row.subject.id },
                { title: t('audit.summary'), cell: (row) => summaryOf(row, false) },
                {
                  title: t('audit.actor'),
                  cell: ({ actor }) => word('actor', actor.name || actor.kind),
                },
              ]}
            />
          </>
        )}
      </Shown>
    </>
  )
}

const TABS = ['events', 'deeds', 'replay'] as const

/** What was written, who did it, and whether all of it holds. */
export function Audit() {
  const { query } = route.value
  const opened = Number(query.position) || null
  const tabs = TABS.filter((tab) => tab !== 'deeds' || may('operator.read'))
  const tab = tabs.find((each) => each === query.tab) ?? 'events'
  return (
    <div class="stack">
      <div class="title-row">
        <h1>{t('nav.audit')}</h1>
        <span class="soft figures">{t('audit.length', { n: position.value })}</span>
        {may('report.read') && <Balanced />}
        <Signed />
      </div>
      <Tabs
        label={t('nav.audit')}
        value={tab}
        options={tabs.map((value) => ({ value, text: t(`audit.${value}`) }))}
        onChange={(chosen) => refine({ tab: chosen })}
      >
        {tab === 'events' && <Events />}
        {tab === 'deeds' && <Deeds />}
        {tab === 'replay' && <ReplayTab />}
      </Tabs>
      {opened && <EventDialog key={opened} position={opened} />}
    </div>
  )
}
