import { Field } from '../parts/form'
import { t } from '../text/language'
import { countOf, type Shape, type Typed } from './registers'

interface FieldsProps {
  label: string
  shape: Shape
  typed: Typed
  onType: (typed: Typed) => void
}

/** The display of a meter, keyed in: its total and each of its rates. */
export function RegistersFields({ label, shape, typed, onType }: FieldsProps) {
  const fault = (text: string) =>
    text !== '' && countOf(text, shape.step_wh) === null
      ? t('guide.noReading', { step: shape.step_wh })
      : null
  const setRate = (at: number, text: string) =>
    onType({ ...typed, rates: typed.rates.map((each, i) => (i === at ? text : each)) })
  return (
    <fieldset class="row registers">
      <legend>{label}</legend>
      <Field label={t('meter.total') + ' kWh'} fault={fault(typed.total)}>
        <input
          inputMode="decimal"
          autocomplete="off"
          value={typed.total}
          onInput={(event) => onType({ ...typed, total: event.currentTarget.value })}
        />
      </Field>
      {typed.rates.map((rate, i) => (
        <Field key={i} label={t('guide.rate', { n: i + 1 })} fault={fault(rate)}>
          <input
            inputMode="decimal"
            autocomplete="off"
            value={rate}
            onInput={(event) => setRate(i, event.currentTarget.value)}
          />
        </Field>
      ))}
    </fieldset>
  )
}
