import { useMemo } from 'preact/hooks'
import { bookNow } from '../api/clock'
import { site, zone } from '../api/site'
import type { LogEvent } from '../api/types'
import { t } from '../text/language'
import { gridOf, missing, type Hour } from './gaps'
import './readings_grid.css'

const DAYS = 7
const USUAL_S = 1_800

function nameOf({ is, count, doubted }: Hour): string {
  if (is === 'blank') return t('gaps.blank')
  const told = is === 'none' ? t('gaps.none') : t('gaps.count', { n: count })
  return doubted ? `${told} · ${t('gaps.doubted', { n: doubted })}` : told
}

/** A week of hours: where readings are missing is seen at a glance. */
export function ReadingsGrid({ readings }: { readings: LogEvent[] }) {
  const interval_s = site.value?.poll_interval_s ?? USUAL_S
  const grid = useMemo(() => {
    const seen = readings.map((each) => ({
      at: each.occurred_at,
      isDoubted: each.type === 'ReadingQuarantined',
    }))
    return gridOf(seen, bookNow(), { zone: zone.value, interval_s, days: DAYS })
  }, [readings, interval_s, zone.value])
  const lacking = missing(grid)
  return (
    <section class="card readings-grid">
      <h2>
        {t('gaps.title')}{' '}
        <span class={lacking ? 'chip alarm2' : 'chip confirmed'}>
          {t(lacking ? 'gaps.lacking' : 'gaps.whole', { n: lacking })}
        </span>
      </h2>
      <div class="table" tabIndex={0} role="region" aria-label={t('gaps.title')}>
        <table>
          <caption class="unseen">{t('gaps.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('gaps.day')}</th>
              {grid[0]!.hours.map((_, hour) => (
                <th key={hour} scope="col">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.map(({ day, hours }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                {hours.map((hour, i) => (
                  <td key={i} class={hour.doubted ? 'doubted' : hour.is} title={nameOf(hour)}>
                    {hour.is === 'none' ? '×' : hour.count || ''}
                    <span class="unseen"> {nameOf(hour)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
