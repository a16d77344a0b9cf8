import { Field } from '../parts/form'
import { t, word } from '../text/language'
import { ScheduleEditor } from './schedule_editor'
import type { Draft, Rule, Version } from './tariff'

const KINDS = ['any', 'workday', 'weekend', 'holiday'] as const
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]

interface RuleProps {
  rule: Rule
  number: number
  prices: Version['prices']
  onRule: (rule: Rule | null) => void
}

function RuleEditor({ rule, number, prices, onRule }: RuleProps) {
  const put = (change: Partial<Rule>) => onRule({ ...rule, ...change })
  const toggle = (day: number) =>
    put({
      weekdays: rule.weekdays.includes(day)
        ? rule.weekdays.filter((each) => each !== day)
        : [...rule.weekdays, day].sort(),
    })
  return (
    <section class="card stack" aria-label={t('tariff.rule', { n: number })}>
      <div class="row fields">
        <Field label={t('tariff.fromDay')}>
          <input
            required
            placeholder="07-01"
            value={rule.from}
            onInput={(event) => put({ from: event.currentTarget.value.trim() })}
          />
        </Field>
        <Field label={t('tariff.toDay')}>
          <input
            required
            placeholder="08-31"
            value={rule.to}
            onInput={(event) => put({ to: event.currentTarget.value.trim() })}
          />
        </Field>
        <Field label={t('tariff.onDays')}>
          <select value={rule.on} onChange={(event) => put({ on: event.currentTarget.value as Rule['on'] })}>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {word('days', kind)}
              </option>
            ))}
          </select>
        </Field>
        <button type="button" class="small" onClick={() => onRule(null)}>
          {t('action.remove')}
        </button>
      </div>
      <fieldset class="row">
        <legend>{t('tariff.weekdays')}</legend>
        {WEEKDAYS.map((day) => (
          <label key={day} class="row">
            <input
              type="checkbox"
              checked={rule.weekdays.includes(day)}
              onChange={() => toggle(day)}
            />
            {word('weekday', String(day))}
          </label>
        ))}
      </fieldset>
      <ScheduleEditor
        label={t('tariff.day')}
        schedule={rule.schedule}
        prices={prices}
        onSchedule={(schedule) => put({ schedule })}
      />
    </section>
  )
}

interface RulesProps {
  draft: Draft
  prices: Version['prices']
  calendars: string[]
  onDraft: (draft: Draft) => void
}

/** Days that differ from the others: the first rule that fits a day holds. */
export function DayRules({ draft, prices, calendars, onDraft }: RulesProps) {
  const put = (rules: Rule[]) => onDraft({ ...draft, rules })
  const fresh: Rule = {
    ...{ from: '01-01', to: '12-31', on: 'holiday', weekdays: [] },
    schedule: [{ from_minute: 0, band: 'valley' }],
  }
  return (
    <>
      <Field label={t('tariff.calendarOf')} class="narrow-field">
        <select
          value={draft.calendar}
          onChange={(event) => onDraft({ ...draft, calendar: event.currentTarget.value })}
        >
          <option value="">{t('tariff.noCalendar')}</option>
          {calendars.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </Field>
      {draft.rules.map((rule, at) => (
        <RuleEditor
          key={at}
          rule={rule}
          number={at + 1}
          prices={prices}
          onRule={(changed) =>
            put(draft.rules.flatMap((each, i) => (i === at ? (changed ?? []) : each)))
          }
        />
      ))}
      <div class="row">
        <button
          type="button"
          class="small"
          onClick={() => put([...draft.rules, fresh])}
        >
          {t('tariff.addRule')}
        </button>
      </div>
    </>
  )
}
