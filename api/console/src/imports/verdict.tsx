import { RefusedText } from '../parts/states'
import { Table } from '../parts/table'
import { t, word } from '../text/language'
import type { Schemas } from '../../../client/client'

/** What an import did, or would do. */
export type Outcome = Schemas['ImportAnswer']

const MOST = 300

function Faults({ of }: { of: Outcome }) {
  return (
    <Table
      caption={t('import.faults')}
      rows={of.faults.slice(0, MOST)}
      name={(fault) => `${fault.sheet} ${fault.row} ${fault.column} ${fault.code}`}
      columns={[
        { title: t('import.sheet'), cell: (fault) => word('sheet', fault.sheet) },
        { title: t('import.row'), isFigure: true, cell: (fault) => fault.row || '–' },
        { title: t('import.column'), cell: (fault) => fault.column },
        { title: t('import.value'), cell: (fault) => <code>{fault.value}</code> },
        {
          title: t('quarantine.why'),
          cell: (fault) => <RefusedText {...fault} />,
        },
      ]}
    />
  )
}

/** What a meter got of the site's defaults. */
function taken({ meter, tariff, thresholds }: Outcome['changes'][number]['defaults'][number]) {
  const { alarm1, alarm2, overload_w } = thresholds ?? {}
  const overload = overload_w ? `${overload_w} W` : null
  return [meter, tariff, thresholds && `${alarm1} / ${alarm2}`, overload].filter(Boolean).join(' ')
}

/** Sheet by sheet what is new, what changes, and what is refused and why. */
export function Verdict({ of }: { of: Outcome }) {
  const isFine = of.refused === 0
  return (
    <div class="stack" aria-live="polite">
      <p class={isFine ? 'note' : 'note wrong'}>
        {isFine
          ? t(of.written ? 'import.written' : 'import.would', { n: of.changed })
          : t('import.refused', { n: of.refused })}
      </p>
      {of.faults.length > 0 && <Faults of={of} />}
      <Table
        caption={t('import.sheets')}
        rows={of.sheets}
        name={(row) => row.sheet}
        columns={[
          { title: t('import.sheet'), cell: (row) => word('sheet', row.sheet) },
          { title: t('import.rows'), isFigure: true, cell: (row) => row.rows },
          { title: t('import.new'), isFigure: true, cell: (row) => row.new },
          { title: t('import.changed'), isFigure: true, cell: (row) => row.changed },
          { title: t('import.unchanged'), isFigure: true, cell: (row) => row.unchanged },
          { title: t('import.refusedRows'), isFigure: true, cell: (row) => row.refused },
        ]}
      />
      {of.changes.length > 0 && (
        <details>
          <summary>{t('import.changes', { n: of.changes.length })}</summary>
          <Table
            caption={t('import.changes', { n: of.changes.length })}
            rows={of.changes.slice(0, MOST)}
            name={(row) => `${row.sheet} ${row.row}`}
            columns={[
              { title: t('import.sheet'), cell: (row) => word('sheet', row.sheet) },
              { title: t('import.row'), isFigure: true, cell: (row) => row.row },
              { title: t('import.name'), cell: (row) => row.name },
              {
                title: t('import.change'),
                cell: (row) => t(row.change === 'new' ? 'import.new' : 'import.changed'),
              },
              { title: t('import.defaults'), cell: (row) => row.defaults.map(taken).join('; ') },
            ]}
          />
        </details>
      )}
    </div>
  )
}
