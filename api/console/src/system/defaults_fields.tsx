import { all } from '../api/book'
import { useLoaded } from '../api/loaded'
import { Field } from '../parts/form'
import { t } from '../text/language'
import type { TypedDefaults } from './defaults'

interface FieldsProps {
  typed: TypedDefaults
  put: (change: Partial<TypedDefaults>) => void
}

const AMOUNTS = ['alarm1', 'alarm2', 'overload'] as const

/** With what an account begins where nothing else is said. */
export function DefaultsFields({ typed, put }: FieldsProps) {
  const tariffs = useLoaded((signal) => all('/v1/tariffs', { signal }), [])
  const names = new Set([...(tariffs.value ?? []).map(({ tariff }) => tariff), typed.tariff])
  return (
    <fieldset class="stack">
      <legend>{t('defaults.defaults')}</legend>
      <p class="hint">{t('defaults.hint')}</p>
      <div class="row fields">
        <Field label={t('defaults.tariff')}>
          <select
            name="defaultTariff"
            value={typed.tariff}
            onChange={(event) => put({ tariff: event.currentTarget.value })}
          >
            <option value="">–</option>
            {[...names].filter(Boolean).map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </Field>
        {AMOUNTS.map((name) => (
          <Field key={name} label={t(`defaults.${name}`)}>
            <input
              name={`default_${name}`}
              inputMode={name === 'overload' ? 'numeric' : 'decimal'}
              autocomplete="off"
              value={typed[name]}
              onInput={(event) => put({ [name]: event.currentTarget.value.trim() })}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  )
}
