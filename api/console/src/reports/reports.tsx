import { useEffect, useState } from 'preact/hooks'
import { get } from '../api/book'
import { useLoaded } from '../api/loaded'
import { person } from '../api/session'
import { dateTime, siteName, today } from '../api/site'
import { link, refine, route } from '../frame/route'
import { Icon } from '../parts/icon'
import { Empty, Shown } from '../parts/states'
import { tellFault } from '../parts/toasts'
import { language, t } from '../text/language'
import { cells, loadMeters } from '../wall/meters'
import { Filters } from './filters'
import {
  fileOf,
  isMeasure,
  isShown,
  percentOf,
  queryOf,
  readReport,
  type Asked,
  type Column,
  type Description,
  type Report,
} from './frame'
import { rangeOf } from './ranges'
import { ReportChart } from './report_chart'
import { ReportTable } from './report_table'
import { SpaceTree } from './space_tree'
import '../parts/chart.css'
import './reports.css'

function Columns({ columns, hidden }: { columns: Column[]; hidden: string[] }) {
  const toggle = (name: string) => {
    const rest = hidden.filter((each) => each !== name)
    refine({ hide: (rest.length < hidden.length ? rest : [...hidden, name]).join(',') })
  }
  return (
    <details class="columns">
      <summary class="button">
        <Icon name="table" /> {t('report.columns')}
      </summary>
      <div class="card">
        {columns.map(({ name, heading }) => (
          <label key={name} class="row">
            <input
              type="checkbox"
              checked={!hidden.includes(name)}
              onChange={() => toggle(name)}
            />
            {heading}
          </label>
        ))}
      </div>
    </details>
  )
}

const MOST_CARDS = 5

/** The totals that count most, each with what it was before where that was asked for. */
function Cards({ report }: { report: Report }) {
  const totals = report.columns.filter(
    (column) => isMeasure(column) && column.name in report.totals,
  )
  const wanted = totals.filter(({ kind }) => kind !== 'count').slice(0, MOST_CARDS)
  if (!report.compare || wanted.length === 0) return null
  return (
    <div class="row cards">
      {wanted.map(({ name, heading }) => {
        const percent = percentOf(report.totals[name]!, report.totals[`${name}_before`] ?? null)
        return (
          <span key={name} class="chip">
            {heading} <b class="figures">{percent === null ? '–' : `${percent} %`}</b>
          </span>
        )
      })}
    </div>
  )
}

function Standing({ report }: { report: Report }) {
  const { as_of, is_closed } = report
  return (
    <p class="soft standing">
      {siteName.value} · {report.from} – {report.to}
      {as_of && (
        <>
          {' · '}
          {t('report.asOf', { position: as_of.position })}
          {as_of.recorded_at && ` (${dateTime(as_of.recorded_at)})`}
        </>
      )}
      {is_closed && <span class="chip open">{t('report.closed')}</span>}{' '}
      {is_closed && (
        <button class="link unprinted" onClick={() => refine({ as_of: 'now' })}>
          {t('report.newest')}
        </button>
      )}
      <span class="printed"> · {person.value?.name}</span>
    </p>
  )
}

function One({ of, asked }: { of: Description; asked: Asked }) {
  const query = queryOf(of, asked)
  const hidden = (asked.hide ?? '').split(',').filter(Boolean)
  const found = useLoaded<Report>(
    (signal) => readReport(of.report, query, signal),
    [of.report, query, language.value],
  )
  return (
    <section class="report stack">
      <div class="title-row">
        <h2>{of.title}</h2>
        <span class="gap" />
        <a class="button" href={fileOf(of.report, query, 'xlsx')} download>
          <Icon name="down" /> Excel
        </a>
        <a class="button" href={fileOf(of.report, query, 'csv')} download>
          <Icon name="down" /> CSV
        </a>
        <button onClick={() => print()}>
          <Icon name="print" /> {t('action.print')}
        </button>
        {found.value && (
          <Columns columns={found.value.columns.filter(isShown)} hidden={hidden} />
        )}
      </div>
      <p class="soft unprinted">{of.about}</p>
      <Filters of={of} asked={asked} />
      <Shown of={found}>
        {(report) => (
          <>
            <Standing report={report} />
            {report.breaches > 0 && (
              <p class="note wrong" role="alert">
                {t('report.breaches', { n: report.breaches })}
              </p>
            )}
            <Cards report={report} />
            <ReportChart key={of.report} report={report} />
            <ReportTable
              key={JSON.stringify(query)}
              report={report}
              columns={report.columns.filter((each) => isShown(each) && !hidden.includes(each.name))}
            />
            {report.rows.length < report.row_count && (
              <p class="soft">
                {t('report.listed', { n: report.rows.length, total: report.row_count })}
              </p>
            )}
          </>
        )}
      </Shown>
    </section>
  )
}

/** The range is that of this month until somebody says otherwise. */
function askedOf(query: Asked): Asked {
  return { ...rangeOf('month', today()), ...query }
}

/** Every report of the house in one frame: where, when, beside what, which columns. */
export function Reports() {
  const [isTreeShown, setTreeShown] = useState(true)
  const list = useLoaded(
    (signal) => get('/v1/reports', { query: { lang: language.value }, signal }),
    [language.value],
  )
  useEffect(() => {
    if (cells.peek().length === 0) loadMeters().catch(tellFault)
  }, [])
  const { names, query } = route.value
  return (
    <div class="stack">
      <h1>{t('nav.reports')}</h1>
      <Shown of={list}>
        {({ reports: items }) => {
          const of = items.find((each) => each.report === names[0]) ?? items[0]
          if (!of) return <Empty />
          const asked = askedOf(query)
          const takes = (name: string) => of.parameters.includes(name)
          const hasTree = takes('building') || takes('meter')
          return (
            <div class="reports">
              <nav class="report-list unprinted" aria-label={t('nav.reports')}>
                <ul>
                  {items.map(({ report, title }) => (
                    <li key={report}>
                      <a
                        href={link('reports', [report], { ...query, hide: '', by: '', step: '' })}
                        aria-current={report === of.report ? 'page' : undefined}
                      >
                        {title}
                      </a>
                    </li>
                  ))}
                </ul>
                {hasTree && (
                  <>
                    <button class="quiet small" onClick={() => setTreeShown(!isTreeShown)}>
                      {t('report.places')}
                    </button>
                    {isTreeShown && (
                      <SpaceTree
                        asked={asked}
                        hasBuildings={takes('building')}
                        hasMeters={takes('meter')}
                        onChoose={(place) => refine(place)}
                      />
                    )}
                  </>
                )}
              </nav>
              <One key={of.report} of={of} asked={asked} />
            </div>
          )
        }}
      </Shown>
    </div>
  )
}
