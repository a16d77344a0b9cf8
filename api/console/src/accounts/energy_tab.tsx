import { useState } from 'preact/hooks'
import { get } from '../api/book'
import { useLoaded } from '../api/loaded'
import { today } from '../api/site'
import type { Account } from '../api/types'
import { axesOf, Chart, fromNothing, type Drawing } from '../parts/chart'
import { sumOf } from '../explain/opened'
import { DayInput } from '../parts/day_input'
import { Amount, Energy } from '../parts/figures'
import { Field } from '../parts/form'
import { Empty, Shown } from '../parts/states'
import { Table } from '../parts/table'
import { t, word } from '../text/language'
import { energy, sum } from '../text/money'
import { dayAfter } from '../text/time'
import { daysOf, stacked, usedBands, type BandOfDay, type EnergyOfDay } from './energy'
import { whyOfDay } from './why_of_day'

const DAYS = 31

function drawing(days: EnergyOfDay[]): Drawing {
  return (style, Plot) => {
    const ordered = [...days].reverse()
    const bands = usedBands(days)
    const heights = stacked(ordered, bands)
    const top = bands.map((band, i) => ({ band, values: heights[i]! })).reverse()
    const dayAt = (n: number) => ordered[n]?.day.slice(5) ?? ''
    const [below, left] = axesOf(style, 'kWh')
    return {
      options: {
        cursor: { show: false },
        legend: { show: false },
        scales: {
          x: { time: false, range: [-0.6, Math.max(ordered.length - 0.4, 6)] },
          y: { range: fromNothing },
        },
        axes: [{ ...below!, incrs: [1, 2, 5, 10], values: (_, at) => at.map(dayAt) }, left!],
        series: [
          {},
          ...top.map(({ band }) => ({
            fill: style(`--${band.replace('_', '-')}`),
            width: 0,
            points: { show: false },
            paths: Plot.paths.bars!({ size: [0.7, 48] }),
          })),
        ],
      },
      values: [ordered.map((_, i) => i), ...top.map(({ values }) => values)],
    }
  }
}

function Legend({ days }: { days: EnergyOfDay[] }) {
  return (
    <p class="legend">
      {usedBands(days).map((band) => (
        <span key={band}>
          <i class={band} />
          {word('band', band)}
        </span>
      ))}
    </p>
  )
}

function Days({ days, wallet }: { days: EnergyOfDay[]; wallet: string }) {
  const bands = usedBands(days)
  const total = sum(days.map((day) => day.energy))
  const about = t('energy.about', { days: days.length, total: energy(total) })
  return (
    <>
      <div class="card">
        <Legend days={days} />
        <Chart about={about} draw={drawing(days)} inputs={[days]} />
      </div>
      <p>
        {t('energy.total')} <b>{energy(total)} kWh</b> ·{' '}
        <Amount
          of={sum(days.map((day) => day.amount))}
          why={sumOf(t('account.energy'), days, (day) => ({
            label: day.day,
            amount: day.amount,
            why: whyOfDay(day, wallet),
          }))}
        />
      </p>
      <Table
        caption={t('account.energy')}
        rows={days}
        name={(row) => row.day}
        columns={[
          { title: t('explain.day'), cell: (row) => row.day },
          ...bands.map((band) => ({
            title: word('band', band),
            isFigure: true,
            cell: (row: EnergyOfDay) => (row.bands[band] ? energy(row.bands[band]) : '–'),
          })),
          { title: t('energy.total'), isFigure: true, cell: (row) => <Energy of={row.energy} /> },
          {
            title: t('explain.amount'),
            isFigure: true,
            cell: (row) => <Amount of={row.amount} why={whyOfDay(row, wallet)} />,
          },
        ]}
      />
    </>
  )
}

/** What a meter used, day by day, with the bands on top of each other. */
export function EnergyTab({ account }: { account: Account }) {
  const [chosen, setChosen] = useState('')
  const own = account.meters.find((each) => each.meter === chosen) ?? account.meters[0]
  const meter = own?.meter ?? ''
  const [to, setTo] = useState(today)
  const [from, setFrom] = useState(() => dayAfter(today(), 1 - DAYS))
  const isRange = from !== '' && to !== '' && from <= to && meter !== ''
  const used = useLoaded<{ days: BandOfDay[] }>(
    (signal) =>
      isRange
        ? get('/v1/meters/{meter}/energy', { path: { meter }, query: { from, to }, signal })
        : Promise.resolve({ days: [] }),
    [meter, from, to],
  )
  if (!own) return <Empty title={t('account.noMeters')} />
  return (
    <>
      <div class="row unprinted">
        <Field label={t('meter.name')}>
          <select value={meter} onChange={(event) => setChosen(event.currentTarget.value)}>
            {account.meters.map((each) => (
              <option key={each.meter}>{each.meter}</option>
            ))}
          </select>
        </Field>
        <Field label={t('range.from')}>
          <DayInput value={from} onChange={setFrom} />
        </Field>
        <Field label={t('range.to')}>
          <DayInput value={to} onChange={setTo} />
        </Field>
      </div>
      <Shown of={used}>
        {({ days }) =>
          days.length ? <Days days={daysOf(days)} wallet={own.wallet} /> : <Empty title={t('energy.none')} />
        }
      </Shown>
    </>
  )
}
