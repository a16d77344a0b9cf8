import { get } from '../api/book'
import { usePages } from '../api/loaded'
import { zone } from '../api/site'
import { link, refine, route } from '../frame/route'
import { DayInput } from '../parts/day_input'
import { Files } from '../parts/files'
import { When } from '../parts/figures'
import { Field } from '../parts/form'
import { PagedTable } from '../parts/table'
import { t, word } from '../text/language'
import { dayAfter, instantOf } from '../text/time'
import { summaryOf } from './event_summary'

const KINDS = ['sign_in', 'refusal', 'export', 'change', 'work'] as const

function Filters({ query }: { query: Record<string, string> }) {
  return (
    <div class="row unprinted filters">
      <Field label={t('session.operator')}>
        <input
          value={query.operator ?? ''}
          onChange={(event) => refine({ operator: event.currentTarget.value.trim() })}
        />
      </Field>
      <Field label={t('deed.kind')}>
        <select
          value={query.deed ?? ''}
          onChange={(event) => refine({ deed: event.currentTarget.value })}
        >
          <option value="">{t('audit.any')}</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {word('deed', kind)}
            </option>
          ))}
        </select>
      </Field>
      {(['first', 'last'] as const).map((name) => (
        <Field key={name} label={t(name === 'first' ? 'range.from' : 'range.to')}>
          <DayInput value={query[name] ?? ''} onChange={(day) => refine({ [name]: day })} />
        </Field>
      ))}
    </div>
  )
}

/** Who did what, newest first: signed in, was refused, took an export, changed or did something. */
export function Deeds() {
  const { query } = route.value
  const { operator, deed, first, last } = query
  const beginOf = (day: string) => instantOf(`${day}T00:00`, zone.value)
  const asked = {
    operator,
    kind: KINDS.find((each) => each === deed),
    from: first && beginOf(first),
    until: last && beginOf(dayAfter(last, 1)),
  }
  const pages = usePages(
    (turn, signal) => get('/v1/system-log', { query: { ...asked, ...turn }, signal }),
    [asked],
  )
  return (
    <>
      <Filters query={query} />
      <PagedTable
        caption={t('audit.deeds')}
        files={<Files path="/v1/system-log" query={asked} />}
        pages={pages}
        name={(row) => row.event.position}
        columns={[
          { title: t('event.at'), cell: ({ event }) => <When at={event.recorded_at} /> },
          {
            title: t('session.operator'),
            cell: (row) => row.operator ?? <span class="soft">{t('deed.nobody')}</span>,
          },
          { title: t('deed.kind'), cell: (row) => word('deed', row.kind) },
          { title: t('audit.type'), cell: ({ event }) => word('event', event.type) },
          { title: t('audit.subject'), cell: ({ event }) => event.subject.id },
          { title: t('audit.summary'), cell: ({ event }) => summaryOf(event, false) },
          {
            title: '№',
            isFigure: true,
            cell: ({ event: { position } }) => (
              <a href={link('audit', [], { position: String(position) })}>{position}</a>
            ),
          },
        ]}
      />
    </>
  )
}
