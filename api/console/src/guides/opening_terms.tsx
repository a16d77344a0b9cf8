import { may } from '../api/session'
import { site } from '../api/site'
import type { Meter } from '../api/types'
import { Field } from '../parts/form'
import { t } from '../text/language'

/** What a meter's account begins with; '' is nothing. */
export interface Term {
  tariff: string
  alarm1: string
  alarm2: string
}

/** What holds if nothing is said: the meter's own, or else the site's defaults. */
function begun(meter: Meter): Term & { overload_w: number } {
  const defaults = site.value?.defaults
  const { alarm1 = '', alarm2 = '', overload_w = 0 } =
    meter.thresholds ?? defaults?.thresholds ?? {}
  const tariff = meter.tariffs.at(-1)?.tariff ?? defaults?.tariff ?? ''
  return { tariff, alarm1, alarm2, overload_w }
}

/** What differs from what holds if nothing is said; undefined where nothing does. */
export function termOf(meter: Meter, typed: Partial<Term> = {}) {
  const known = begun(meter)
  const differs = (name: keyof Term) => (typed[name] || known[name]) !== known[name]
  const isWarned = differs('alarm1') || differs('alarm2')
  if (!isWarned && !differs('tariff')) return undefined
  const thresholds = {
    alarm1: typed.alarm1 || known.alarm1 || '0',
    alarm2: typed.alarm2 || known.alarm2 || '0',
    overload_w: known.overload_w,
  }
  return {
    meter: meter.meter,
    ...(differs('tariff') && { tariff: typed.tariff! }),
    ...(isWarned && { thresholds }),
  }
}

interface TermsProps {
  meters: Meter[]
  tariffs: string[]
  terms: Record<string, Partial<Term>>
  onTerms: (terms: Record<string, Partial<Term>>) => void
}

const ALARMS = ['alarm1', 'alarm2'] as const

/** Price and warnings of each meter, filled in with what holds if nothing is said. */
export function OpeningTerms({ meters, tariffs, terms, onTerms }: TermsProps) {
  const put = (meter: string, change: Partial<Term>) =>
    onTerms({ ...terms, [meter]: { ...terms[meter], ...change } })
  return (
    <>
      <p class="soft">{t('guide.termsHint')}</p>
      {meters.map((meter) => {
        const known = begun(meter)
        const typed = terms[meter.meter] ?? {}
        const ofSite = (isOwn: boolean, value: string) =>
          !isOwn && value ? t('guide.siteDefault') : undefined
        return (
          <fieldset key={meter.meter} class="row fields">
            <legend>
              {meter.place.room} {meter.meter}
            </legend>
            {may('tariff.edit') && (
              <Field
                label={t('device.tariff')}
                hint={ofSite(meter.tariffs.length > 0, known.tariff)}
              >
                <select
                  value={typed.tariff || known.tariff}
                  onChange={(event) => put(meter.meter, { tariff: event.currentTarget.value })}
                >
                  {!known.tariff && <option value="">–</option>}
                  {tariffs.map((each) => (
                    <option key={each}>{each}</option>
                  ))}
                </select>
              </Field>
            )}
            {may('meter.edit') &&
              ALARMS.map((name) => (
                <Field
                  key={name}
                  label={t(`state.${name}`)}
                  hint={ofSite(meter.thresholds != null, known[name])}
                >
                  <input
                    inputMode="decimal"
                    autocomplete="off"
                    value={typed[name] ?? known[name]}
                    onInput={(event) => put(meter.meter, { [name]: event.currentTarget.value })}
                  />
                </Field>
              ))}
          </fieldset>
        )
      })}
    </>
  )
}
