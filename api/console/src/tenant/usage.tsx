import { daysOf, usedBands, type Band, type BandOfDay, type EnergyOfDay } from '../accounts/energy'
import { whyOfDay } from '../accounts/why_of_day'
import { Amount, Energy } from '../parts/figures'
import { Empty } from '../parts/states'
import { Table } from '../parts/table'
import { t, word } from '../text/language'
import { energy, sum } from '../text/money'

const HEIGHT = 120
const GAP = 0.25

/** Bars of the days, the newest to the right, each with its bands on top of each other. */
function Bars({ days }: { days: EnergyOfDay[] }) {
  const ordered = [...days].reverse()
  const bands = usedBands(days)
  const top = Math.max(...days.map((day) => Number(day.energy)), 1e-9)
  const total = energy(sum(days.map((day) => day.energy)))
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${Math.max(ordered.length, 7)} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('energy.about', { days: days.length, total })}
    >
      {ordered.map((day, i) => {
        let y = HEIGHT
        return bands.map((band) => {
          const height = (Number(day.bands[band] ?? 0) / top) * HEIGHT
          y -= height
          const place = { x: i + GAP / 2, y, width: 1 - GAP, height }
          return <rect key={`${day.day} ${band}`} class={band} {...place} />
        })
      })}
    </svg>
  )
}

interface DaysProps {
  days: EnergyOfDay[]
  bands: Band[]
  wallet: string
}

function Days({ days, bands, wallet }: DaysProps) {
  return (
    <Table
      caption={t('account.energy')}
      rows={days}
      name={(row) => row.day}
      columns={[
        { title: t('explain.day'), cell: (row) => <span class="figures">{row.day.slice(5)}</span> },
        { title: t('energy.total'), isFigure: true, cell: (row) => <Energy of={row.energy} /> },
        {
          title: t('explain.amount'),
          isFigure: true,
          cell: (row) => <Amount of={row.amount} why={whyOfDay(row, wallet)} />,
        },
        ...(bands.length > 1 ? bands : []).map((band) => ({
          title: word('band', band),
          isFigure: true,
          cell: (row: EnergyOfDay) => (row.bands[band] ? energy(row.bands[band]) : '–'),
        })),
      ]}
    />
  )
}

/** What was used day by day: a chart, and below it the figures themselves. */
export function Usage({ of, wallet }: { of: BandOfDay[]; wallet: string }) {
  const days = daysOf(of)
  if (days.length === 0) return <Empty title={t('energy.none')} />
  const bands = usedBands(days)
  return (
    <>
      {bands.length > 1 && (
        <p class="legend">
          {bands.map((band) => (
            <span key={band}>
              <i class={band} />
              {word('band', band)}
            </span>
          ))}
        </p>
      )}
      <Bars days={days} />
      <p class="scale soft" aria-hidden="true">
        <span>{days.at(-1)!.day.slice(5)}</span>
        <span>{days[0]!.day.slice(5)}</span>
      </p>
      <details>
        <summary>{t('tenant.days')}</summary>
        <Days days={days} bands={bands} wallet={wallet} />
      </details>
    </>
  )
}
