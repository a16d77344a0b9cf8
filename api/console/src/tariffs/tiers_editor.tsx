import { Choice, Field } from '../parts/form'
import { Icon } from '../parts/icon'
import { t, word } from '../text/language'
import type { Draft, Tier } from './tariff'

interface TiersProps {
  draft: Draft
  onDraft: (draft: Draft) => void
}

/** What a kilowatt-hour costs more once so many were used in a month or a year. */
export function TiersEditor({ draft, onDraft }: TiersProps) {
  const { tiers } = draft
  const put = (changed: Tier[]) => onDraft({ ...draft, tiers: changed })
  const set = (at: number, change: Partial<Tier>) =>
    put(tiers.map((tier, i) => (i === at ? { ...tier, ...change } : tier)))
  return (
    <fieldset class="stack">
      <legend>{t('tariff.tiers')}</legend>
      {tiers.length > 0 && (
        <div class="row">
          <Choice
            label={t('tariff.cycle')}
            value={draft.tier_cycle}
            options={(['month', 'year'] as const).map((value) => ({ value, text: word('cycle', value) }))}
            onChange={(tier_cycle) => onDraft({ ...draft, tier_cycle })}
          />
          <Choice
            label={t('tariff.cycleStart')}
            value={draft.cycle_start}
            options={(['calendar', 'account'] as const).map((value) => ({
              value,
              text: word('cycleStart', value),
            }))}
            onChange={(cycle_start) => onDraft({ ...draft, cycle_start })}
          />
        </div>
      )}
      {tiers.map((tier, i) => (
        <div class="row" key={i}>
          <Field label={t('tariff.above', { cycle: word('cycle', draft.tier_cycle) }) + ' kWh'}>
            <input
              inputMode="decimal"
              value={tier.above}
              onInput={(event) => set(i, { above: event.currentTarget.value })}
            />
          </Field>
          <Field label={`${t('tariff.surcharge')} ${t('tariff.unit')}`}>
            <input
              inputMode="decimal"
              value={tier.surcharge}
              onInput={(event) => set(i, { surcharge: event.currentTarget.value })}
            />
          </Field>
          <button
            type="button"
            class="quiet icon"
            aria-label={t('tariff.dropTier', { n: i + 1 })}
            onClick={() => put(tiers.filter((_, at) => at !== i))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <div class="row">
        <button
          type="button"
          class="small"
          onClick={() => put([...tiers, { above: '', surcharge: '' }])}
        >
          {t('tariff.addTier')}
        </button>
      </div>
    </fieldset>
  )
}
