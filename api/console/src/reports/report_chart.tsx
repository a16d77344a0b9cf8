import { useState } from 'preact/hooks'
import { BANDS } from '../accounts/energy'
import { dateTime } from '../api/site'
import { axesOf, Chart, fromNothing, type Drawing } from '../parts/chart'
import { Field } from '../parts/form'
import { t, word } from '../text/language'
import { byPeriod, isMeasure, periodsOf, type Report } from './frame'

interface Layer {
  name: string
  colour: string
  values: number[]
}

/** An hour on the clocks of the site; days and months as they are. */
function labelOf(period: string): string {
  return period.includes('T') ? dateTime(period).slice(5, 16) : period
}

/** Bars upon each other, with a line of what was before where that was asked for. */
function drawing(periods: string[], layers: Layer[], line: (number | null)[] | null): Drawing {
  return (style, Plot) => {
    const sums = periods.map(() => 0)
    const stacked = layers.map(({ colour, values }) => ({
      colour,
      values: values.map((value, i) => (sums[i]! += value)),
    }))
    const drawn = [...stacked].reverse()
    const [below, left] = axesOf(style, '')
    const labels = periods.map(labelOf)
    const at = (n: number) => labels[n] ?? ''
    const space = 18 + 7 * Math.max(...labels.map((label) => label.length))
    return {
      options: {
        cursor: { show: false },
        legend: { show: false },
        scales: {
          x: { time: false, range: [-0.6, Math.max(periods.length - 0.4, 6)] },
          y: { range: fromNothing },
        },
        axes: [{ ...below!, space, incrs: [1, 2, 5, 10, 30, 100], values: (_, ticks) => ticks.map(at) }, left!],
        series: [
          {},
          ...drawn.map(({ colour }) => ({
            fill: style(colour),
            width: 0,
            points: { show: false },
            paths: Plot.paths.bars!({ size: [0.7, 56] }),
          })),
          ...(line ? [{ stroke: style('--ink'), width: 2, dash: [5, 4] }] : []),
        ],
      },
      values: [
        periods.map((_, i) => i),
        ...drawn.map(({ values }) => values),
        ...(line ? [line] : []),
      ],
    }
  }
}

function layersOf(report: Report, measure: string, periods: string[]): Layer[] {
  const layer = (name: string, colour: string): Layer => {
    const sums = byPeriod(report, name)
    return { name, colour, values: periods.map((period) => sums.get(period) ?? 0) }
  }
  const bands = BANDS.filter((band) => report.columns.some(({ name }) => name === band))
  if (measure !== 'energy' || bands.length === 0) return [layer(measure, '--accent')]
  const used = bands.map((band) => layer(band, `--${band.replace('_', '-')}`))
  return used.filter(({ values }) => values.some((value) => value !== 0))
}

/** A report of periods as bars; the table below it has the figures. */
export function ReportChart({ report }: { report: Report }) {
  const measures = report.columns.filter((each) => isMeasure(each) && each.name in report.totals)
  const usual = measures.find(({ name }) => ['net', 'energy'].includes(name)) ?? measures[0]
  const [chosen, setChosen] = useState('')
  const measure = measures.find(({ name }) => name === chosen) ?? usual
  const periods = periodsOf(report)
  if (!measure || periods.length < 2) return null
  const layers = layersOf(report, measure.name, periods)
  const before = `${measure.name}_before`
  const hasBefore = report.columns.some(({ name }) => name === before)
  const sums = hasBefore ? byPeriod(report, before) : null
  const line = sums && periods.map((period) => sums.get(period) ?? null)
  return (
    <div class="card stack">
      <div class="row">
        <p class="legend">
          {layers.length > 1 &&
            layers.map(({ name }) => (
              <span key={name}>
                <i class={name} />
                {word('band', name)}
              </span>
            ))}
          {line && <span class="soft">- - {t('report.before')}</span>}
        </p>
        <span class="gap" />
        <Field label={t('report.measure')} class="inline unprinted">
          <select
            value={measure.name}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {measures.map(({ name, heading }) => (
              <option key={name} value={name}>
                {heading}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <Chart
        about={t('report.about', { title: measure.heading, n: periods.length })}
        draw={drawing(periods, layers, line)}
        inputs={[periods, layers, line]}
      />
    </div>
  )
}
