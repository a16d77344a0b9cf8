import { useEffect, useMemo, useState } from 'preact/hooks'
import { get } from '../api/book'
import { buildingName } from '../api/buildings'
import { position } from '../api/clock'
import { mayTouch, useNews } from '../api/live'
import { useLoaded, usePages } from '../api/loaded'
import type { Alarm, LogEvent, MeterRow } from '../api/types'
import { link, refine, route } from '../frame/route'
import { summaryOf } from '../audit/event_summary'
import { Files } from '../parts/files'
import { Amount, When } from '../parts/figures'
import { Choice } from '../parts/form'
import { Shown } from '../parts/states'
import { PagedTable, Table } from '../parts/table'
import { Tabs } from '../parts/tabs'
import { tellFault } from '../parts/toasts'
import { t, word } from '../text/language'
import { said } from '../text/said'
import { cells, loadMeters, refresh, revision } from '../wall/meters'
import { roomsOf } from '../wall/rooms'
import { StateChip } from '../wall/state_chip'
import { TextsTab } from './texts_tab'

const STEP = 200

/** What holds at this moment, the meters that have most of it first. */
function Live() {
  const [shown, setShown] = useState(STEP)
  const kind = (route.value.query.kind ?? '') as Alarm | ''
  void revision.value
  const rows = cells.value.map((cell) => cell.row.peek()).filter((row) => row.badges.alarms.length)
  const counts = new Map<Alarm, number>()
  for (const row of rows)
    for (const alarm of row.badges.alarms) counts.set(alarm, (counts.get(alarm) ?? 0) + 1)
  const wanted = rows.filter((row) => !kind || row.badges.alarms.includes(kind))
  const options = [...counts].map(([alarm, n]) => ({
    value: alarm,
    text: `${word('alarm', alarm)} ${n}`,
  }))
  return (
    <>
      <Choice
        label={t('alarm.kinds')}
        isLabelHidden
        value={kind}
        options={[{ value: '', text: `${t('wall.all')} ${rows.length}` }, ...options]}
        onChange={(chosen) => refine({ kind: chosen })}
      />
      <Table
        caption={t('alarm.live')}
        empty={t('alarm.none')}
        rows={wanted.slice(0, shown)}
        name={(row) => row.meter}
        columns={[
          { title: t('wall.building'), cell: (row) => buildingName(row.place.building) },
          { title: t('meter.room'), cell: (row) => row.place.room },
          {
            title: t('meter.name'),
            cell: (row) => <a href={link('wall', [], { meter: row.meter })}>{row.meter}</a>,
          },
          { title: t('meter.state'), cell: (row) => <StateChip state={row.state} /> },
          {
            title: t('meter.alarms'),
            cell: (row: MeterRow) =>
              row.badges.alarms.map((alarm) => word('alarm', alarm)).join(' · '),
          },
          {
            title: t('meter.balance'),
            isFigure: true,
            cell: (row) => (
              <Amount of={row.balance} why={row.wallet ? { wallet: row.wallet } : undefined} />
            ),
          },
        ]}
      />
      {wanted.length > shown && (
        <p class="more">
          <button onClick={() => setShown(shown + STEP)}>
            {t('action.moreOf', { shown, total: wanted.length })}
          </button>
        </p>
      )}
    </>
  )
}

function roomOf({ kind, id }: LogEvent['subject']): string {
  return kind === 'meter' ? roomsOf({ meters: [id] }) : ''
}

const WINDOW = 20_000
const KINDS = ['AlarmRaised', 'AlarmCleared', 'ContactLost', 'ContactRestored'] as const

/** The newest events of a kind within a part of the log, and a way to the parts before it. */
function History() {
  const [kind, setKind] = useState<(typeof KINDS)[number]>('AlarmRaised')
  const [end, setEnd] = useState(() => position.peek())
  const from = Math.max(1, end - WINDOW + 1)
  const page = useLoaded(
    (signal) => get('/v1/events', { query: { type: kind, from, limit: 1000 }, signal }),
    [kind, from],
  )
  return (
    <>
      <div class="row">
        <Choice
          label={t('audit.type')}
          isLabelHidden
          value={kind}
          options={KINDS.map((value) => ({ value, text: word('event', value) }))}
          onChange={setKind}
        />
        <span class="gap" />
        <Files path="/v1/events" query={{ type: kind, from }} />
      </div>
      <Shown of={page}>
        {({ items }) => (
          <Table
            caption={t('alarm.history')}
            empty={t('alarm.noneHere', { from, to: end })}
            rows={items.filter((each) => each.position <= end).reverse()}
            name={(row) => row.position}
            columns={[
              { title: t('event.at'), cell: (row) => <When at={row.occurred_at} /> },
              { title: t('audit.subject'), cell: (row) => row.subject.id },
              { title: t('meter.room'), cell: (row) => roomOf(row.subject) },
              { title: t('audit.summary'), cell: (row) => summaryOf(row, false) },
              {
                title: '№',
                isFigure: true,
                cell: (row) => (
                  <a href={link('audit', [], { position: String(row.position) })}>{row.position}</a>
                ),
              },
            ]}
          />
        )}
      </Shown>
      {from > 1 && (
        <p class="more">
          <button onClick={() => setEnd(from - 1)}>{t('audit.older')}</button>
        </p>
      )}
    </>
  )
}

const NOTICE_STATES = ['queued', 'delivered', 'failed'] as const

function Notices() {
  const [state, setState] = useState<(typeof NOTICE_STATES)[number]>('queued')
  const pages = usePages(
    (turn, signal) => get('/v1/notices', { query: { state, ...turn }, signal }),
    [state],
  )
  useNews((events) => {
    if (mayTouch(events, (each) => each.type.startsWith('Notice'))) pages.again()
  })
  return (
    <>
      <Choice
        label={t('meter.state')}
        isLabelHidden
        value={state}
        options={NOTICE_STATES.map((value) => ({ value, text: t(`notice.${value}`) }))}
        onChange={setState}
      />
      <PagedTable
        caption={t('alarm.notices')}
        files={<Files path="/v1/notices" query={{ state }} />}
        empty={t('notice.none')}
        pages={pages}
        name={(row) => row.notice}
        columns={[
          { title: t('event.at'), cell: (row) => <When at={row.facts.at} /> },
          { title: t('notice.kind'), cell: (row) => word('notice', row.facts.kind) },
          { title: t('meter.name'), cell: (row) => row.facts.meter },
          { title: t('meter.room'), cell: ({ facts }) => roomsOf({ meters: [facts.meter] }) },
          { title: t('account.wallet'), cell: (row) => row.facts.wallet },
          {
            title: t('meter.balance'),
            isFigure: true,
            cell: ({ notice, facts }) => (
              <Amount
                of={facts.balance}
                why={{ wallet: facts.wallet, asOf: String(notice) }}
              />
            ),
          },
          { title: t('notice.channel'), cell: (row) => word('channel', row.facts.channel) },
          { title: t('notice.attempts'), isFigure: true, cell: (row) => row.attempts },
          { title: t('batch.detail'), cell: (row) => said(row.result) },
        ]}
      />
    </>
  )
}

const TABS = ['live', 'history', 'notices', 'texts'] as const

/** What is wrong now, what was wrong, and what customers were told. */
export function Alarms() {
  useEffect(() => {
    if (cells.peek().length === 0) loadMeters().catch(tellFault)
  }, [])
  useNews((events) => void refresh(events).catch(tellFault))
  const tab = TABS.find((each) => each === route.value.query.tab) ?? 'live'
  const content = useMemo(
    () => ({ live: <Live />, history: <History />, notices: <Notices />, texts: <TextsTab /> })[tab],
    [tab],
  )
  return (
    <div class="stack">
      <h1>{t('nav.alarms')}</h1>
      <Tabs
        label={t('nav.alarms')}
        value={tab}
        options={TABS.map((value) => ({ value, text: t(`alarm.${value}`) }))}
        onChange={(chosen) => refine({ tab: chosen })}
      >
        {content}
      </Tabs>
    </div>
  )
}
