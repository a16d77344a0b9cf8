import { all } from '../api/book'
import { useLoaded } from '../api/loaded'
import { Field } from '../parts/form'
import { t } from '../text/language'
import { hoursIn, type TypedPatience } from './patience'

interface FieldsProps {
  typed: TypedPatience
  put: (change: Partial<TypedPatience>) => void
}

/** When automatic cut-off waits, and when it does not come at all. */
export function PatienceFields({ typed, put }: FieldsProps) {
  const calendars = useLoaded((signal) => all('/v1/calendars', { signal }), [])
  const names = (calendars.value ?? []).map(({ calendar }) => calendar)
  return (
    <fieldset class="stack">
      <legend>{t('patience.patience')}</legend>
      <p class="hint">{t('patience.hint')}</p>
      <div class="row fields">
        {(['grace', 'wait'] as const).map((name) => (
          <Field key={name} label={t(`patience.${name}`)}>
            <input
              name={name}
              inputMode="numeric"
              value={typed[name]}
              onInput={(event) => put({ [name]: event.currentTarget.value.trim() })}
            />
          </Field>
        ))}
        <Field label={t('patience.holidays')}>
          <select
            name="holidays"
            value={typed.holidays}
            onChange={(event) => put({ holidays: event.currentTarget.value })}
          >
            <option value="">{t('tariff.noCalendar')}</option>
            {[...new Set([...names, typed.holidays])].filter(Boolean).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Field>
      </div>
      <Field
        label={t('patience.hours')}
        hint={t('patience.hoursHint')}
        fault={hoursIn(typed.hours) === null ? t('patience.hoursFault') : null}
      >
        <textarea
          name="hours"
          rows={3}
          value={typed.hours}
          onInput={(event) => put({ hours: event.currentTarget.value })}
        />
      </Field>
    </fieldset>
  )
}
