import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import { link } from '../frame/route'
import { When } from '../parts/figures'
import { Icon } from '../parts/icon'
import { NoRight, Shown } from '../parts/states'
import { Table } from '../parts/table'
import { readReport } from '../reports/frame'
import { today } from '../api/site'
import { t, word } from '../text/language'
import { said } from '../text/said'
import { dayAfter } from '../text/time'

const LOOKED_BACK_DAYS = 365

function Report({ account }: { account: string }) {
  const range = { from: dayAfter(today(), -LOOKED_BACK_DAYS), to: today() }
  const found = useLoaded((signal) => readReport('alarms', { account, ...range }, signal), [account])
  useNews((events) => {
    if (mayTouch(events, (each) => each.type.startsWith('Alarm'))) found.again()
  })
  return (
    <Shown of={found}>
      {({ rows }) => (
        <Table
          caption={t('account.alarms')}
          empty={t('account.noAlarms')}
          rows={[...rows].reverse()}
          name={(row) => String(row.position)}
          columns={[
            { title: t('account.raised'), cell: (row) => <When at={row.raised_at as string} /> },
            { title: t('meter.name'), cell: (row) => row.meter },
            { title: t('meter.alarms'), cell: (row) => word('alarm', String(row.kind)) },
            {
              title: t('account.cleared'),
              cell: (row) =>
                row.cleared_at ? (
                  <When at={row.cleared_at as string} />
                ) : (
                  <span class="chip alarm2">
                    <Icon name="bang" />
                    {t('account.stillOn')}
                  </span>
                ),
            },
            { title: t('batch.detail'), cell: (row) => said(String(row.detail ?? '')) },
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
  )
}

/** What was wrong with the account's meters and money within a year, the newest first. */
export function AlarmsTab({ account }: { account: string }) {
  return may('report.read') ? <Report account={account} /> : <NoRight right="report.read" />
}
