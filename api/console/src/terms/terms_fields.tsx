import { all } from '../api/book'
import { useLoaded } from '../api/loaded'
import { DayInput } from '../parts/day_input'
import { Field } from '../parts/form'
import { ReasonField } from '../parts/reason_field'
import { Shown } from '../parts/states'
import { t } from '../text/language'
import type { Kind, Typed } from './terms'

interface FieldsProps {
  typed: Typed
  put: (change: Partial<Typed>) => void
}

interface AmountsProps extends FieldsProps {
  names: readonly ('alarm1' | 'alarm2' | 'overload_w' | 'overdraft' | 'hoarding_limit')[]
}

function Amounts({ typed, put, names }: AmountsProps) {
  return (
    <div class="row fields">
      {names.map((name) => (
        <Field
          key={name}
          label={t(`terms.${name}`)}
          hint={name === 'hoarding_limit' ? t('system.noLimit') : t(`terms.${name}.hint`)}
        >
          <input
            name={name}
            required={name !== 'hoarding_limit'}
            inputMode={name === 'overload_w' ? 'numeric' : 'decimal'}
            autocomplete="off"
            value={typed[name]}
            onInput={(event) => put({ [name]: event.currentTarget.value.trim() })}
          />
        </Field>
      ))}
    </div>
  )
}

function Fee({ typed, put }: FieldsProps) {
  const fees = useLoaded((signal) => all('/v1/fees', { signal }), [])
  return (
    <Shown of={fees}>
      {(known) => (
        <div class="row fields">
          <Field label={t('fee.fee')} hint={known.length ? undefined : t('fee.none')}>
            <select
              name="fee"
              required
              value={typed.fee}
              onChange={(event) => put({ fee: event.currentTarget.value })}
            >
              <option value="">–</option>
              {known.map(({ fee, name }) => (
                <option key={fee} value={fee}>
                  {name} · {fee}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t('fee.from')}>
            <DayInput required name="from" value={typed.from} onChange={(from) => put({ from })} />
          </Field>
          <Field label={t('fee.until')} hint={t('fee.untilHint')}>
            <DayInput name="until" value={typed.until} onChange={(until) => put({ until })} />
          </Field>
        </div>
      )}
    </Shown>
  )
}

function Tariff({ typed, put }: FieldsProps) {
  const tariffs = useLoaded((signal) => all('/v1/tariffs', { signal }), [])
  return (
    <Shown of={tariffs}>
      {(known) => (
        <div class="row fields">
          <Field label={t('device.tariff')} hint={known.length ? undefined : t('tariff.none')}>
            <select
              name="tariff"
              required
              value={typed.tariff}
              onChange={(event) => put({ tariff: event.currentTarget.value })}
            >
              <option value="">–</option>
              {known.map(({ tariff }) => (
                <option key={tariff} value={tariff}>
                  {tariff}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t('fee.from')}>
            <DayInput required name="from" value={typed.from} onChange={(from) => put({ from })} />
          </Field>
        </div>
      )}
    </Shown>
  )
}

const THRESHOLDS = ['alarm1', 'alarm2', 'overload_w'] as const
const LIMITS = ['overdraft', 'hoarding_limit'] as const

/** What is set, and why. */
export function TermsFields({ kind, ...props }: FieldsProps & { kind: Kind }) {
  const isLimits = kind === 'limits'
  return (
    <>
      {kind === 'fee' && <Fee {...props} />}
      {kind === 'tariff' && <Tariff {...props} />}
      {kind === 'thresholds' && <Amounts {...props} names={THRESHOLDS} />}
      {isLimits && <Amounts {...props} names={LIMITS} />}
      <p class="soft">{t(`terms.${kind}.about`)}</p>
      <ReasonField
        value={props.typed.reason}
        onInput={(reason) => props.put({ reason })}
        isOptional={!isLimits}
      />
    </>
  )
}
