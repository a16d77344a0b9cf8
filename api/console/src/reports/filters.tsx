import { site, today } from '../api/site'
import { refine } from '../frame/route'
import { DayInput } from '../parts/day_input'
import { Field } from '../parts/form'
import { hasWord, t, word } from '../text/language'
import type { Asked, Description } from './frame'
import { RANGES, rangeOf } from './ranges'

interface FiltersProps {
  of: Description
  asked: Asked
}

function Ranges({ asked }: { asked: Asked }) {
  return (
    <div class="row">
      {RANGES.map((name) => {
        const range = rangeOf(name, today())
        const isOn = asked.from === range.from && asked.to === range.to
        return (
          <button key={name} class="small" aria-pressed={isOn} onClick={() => refine(range)}>
            {t(`range.${name}`)}
          </button>
        )
      })}
      {(['from', 'to'] as const).map((name) => (
        <DayInput
          key={name}
          aria-label={t(`range.${name}`)}
          value={asked[name] ?? ''}
          onChange={(day) => refine({ [name]: day })}
        />
      ))}
    </div>
  )
}

interface SelectProps {
  name: string
  label: string
  value: string
  options: { value: string; text: string }[]
}

function Select({ name, label, value, options }: SelectProps) {
  return (
    <Field label={label}>
      <select
        name={name}
        value={value}
        onChange={(event) => refine({ [name]: event.currentTarget.value })}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </Field>
  )
}

/** What is asked by something else than a field of its own: a date, a choice, the tree of places. */
const ELSEWHERE = ['from', 'to', 'step', 'by', 'compare', 'method', 'building', 'meter']

const isText = (name: string) => !ELSEWHERE.includes(name)

function labelOf(name: string): string {
  return hasWord('parameter', name) ? word('parameter', name) : word('subject', name)
}

/** What the report takes, and nothing else. */
export function Filters({ of, asked }: FiltersProps) {
  const takes = (name: string) => of.parameters.includes(name)
  const any = { value: '', text: t('audit.any') }
  const methods = (site.value?.payment_methods ?? []).map((value) => ({
    value,
    text: word('method', value),
  }))
  return (
    <div class="report-filters unprinted">
      {takes('from') && <Ranges asked={asked} />}
      <div class="row fields">
        {of.steps.length > 1 && (
          <Select
            name="step"
            label={t('report.step')}
            value={asked.step || of.steps[0]!}
            options={of.steps.map((value) => ({ value, text: word('step', value) }))}
          />
        )}
        {of.groupings.length > 1 && (
          <Select
            name="by"
            label={t('report.by')}
            value={asked.by || of.groupings[0]!}
            options={of.groupings.map((value) => ({ value, text: word('grouping', value) }))}
          />
        )}
        {takes('compare') && (
          <Select
            name="compare"
            label={t('report.compare')}
            value={asked.compare ?? ''}
            options={[
              { value: '', text: t('report.compareNone') },
              { value: 'before', text: t('report.compareBefore') },
              { value: 'month', text: t('report.compareMonth') },
              { value: 'year', text: t('report.compareYear') },
            ]}
          />
        )}
        {takes('method') && (
          <Select
            name="method"
            label={t('cashier.method')}
            value={asked.method ?? ''}
            options={[any, ...methods]}
          />
        )}
        {of.parameters.filter(isText).map((name) => (
          <Field key={name} label={labelOf(name)}>
            <input
              name={name}
              value={asked[name] ?? ''}
              onChange={(event) => refine({ [name]: event.currentTarget.value.trim() })}
            />
          </Field>
        ))}
      </div>
    </div>
  )
}
