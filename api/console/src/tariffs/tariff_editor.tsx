import { all, post } from '../api/book'
import { useLoaded } from '../api/loaded'
import { today, zone } from '../api/site'
import { DayInput } from '../parts/day_input'
import { useDraft } from '../parts/draft'
import { Field } from '../parts/form'
import { Guide, type Step } from '../parts/guide'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { dayAfter, instantOf, zoneName } from '../text/time'
import { DayRules } from './day_rules'
import { ScheduleEditor } from './schedule_editor'
import {
  areDaysFit,
  arePricesFit,
  bandsOf,
  draftOf,
  isPrice,
  termsOf,
  type Draft,
  type Version,
} from './tariff'
import { TiersEditor } from './tiers_editor'
import { WhatIfStep } from './what_if'

interface DraftProps {
  draft: Draft
  onDraft: (draft: Draft) => void
}

function Naming({ draft, onDraft, isNew }: DraftProps & { isNew: boolean }) {
  const put = (change: Partial<Draft>) => onDraft({ ...draft, ...change })
  return (
    <div class="row fields">
      <Field label={t('tariff.id')}>
        <input
          required
          name="tariff"
          disabled={!isNew}
          pattern="[A-Za-z0-9_\-]{1,40}"
          value={draft.tariff}
          onInput={(event) => put({ tariff: event.currentTarget.value })}
        />
      </Field>
      <Field label={t('system.name')}>
        <input
          required
          name="name"
          value={draft.name}
          onInput={(event) => put({ name: event.currentTarget.value })}
        />
      </Field>
      <Field label={t('tariff.from')} hint={zoneName(zone.value)}>
        <DayInput
          required
          hasTime
          name="from"
          value={draft.from}
          onChange={(from) => put({ from })}
        />
      </Field>
    </div>
  )
}

function Prices({ draft, onDraft }: DraftProps) {
  return (
    <fieldset class="row fields">
      <legend>
        {t('tariff.prices')} {t('tariff.unit')}
      </legend>
      {bandsOf(draft).map((band) => {
        const typed = draft.prices[band] ?? ''
        const isWrong = typed !== '' && !isPrice(typed)
        return (
          <Field
            key={band}
            label={word('band', band)}
            fault={isWrong ? t('tariff.noPrice') : null}
          >
            <input
              required
              inputMode="decimal"
              name={`price-${band}`}
              value={typed}
              onInput={(event) =>
                onDraft({
                  ...draft,
                  prices: { ...draft.prices, [band]: event.currentTarget.value },
                })
              }
            />
          </Field>
        )
      })}
    </fieldset>
  )
}

interface EditorProps {
  newest: Version | null
  onClose: () => void
  onDone: () => void
}

/** The next version of a tariff: prices and bands, special days and tiers, what it would change
 * for everybody, and what would be written. */
export function TariffEditor({ newest, onClose, onDone }: EditorProps) {
  const kept = `tariff ${newest?.tariff ?? ''}`
  const [draft, setDraft] = useDraft(kept, 'version', () =>
    draftOf(newest, `${dayAfter(today(), 1)}T00:00`),
  )
  const calendars = useLoaded(
    (signal) => all('/v1/calendars', { signal }),
    [],
  )
  const prices = bandsOf(draft)
    .filter((band) => isPrice(draft.prices[band] ?? ''))
    .map((band) => ({ band, price: draft.prices[band]!.trim() }))
  const steps: Step[] = [
    {
      title: t('tariff.prices'),
      isFit: arePricesFit(draft),
      content: (
        <>
          <Naming draft={draft} onDraft={setDraft} isNew={!newest} />
          <ScheduleEditor
            label={t('tariff.day')}
            schedule={draft.schedule}
            prices={prices}
            onSchedule={(schedule) => setDraft({ ...draft, schedule })}
          />
          <Prices draft={draft} onDraft={setDraft} />
          <label class="row">
            <input
              type="checkbox"
              checked={draft.provisional}
              onChange={(event) => setDraft({ ...draft, provisional: event.currentTarget.checked })}
            />
            {t('tariff.provisional')}
          </label>
        </>
      ),
    },
    {
      title: t('tariff.daysAndTiers'),
      isFit: areDaysFit(draft),
      content: (
        <>
          <DayRules
            draft={draft}
            prices={prices}
            calendars={(calendars.value ?? []).map((each) => each.calendar)}
            onDraft={setDraft}
          />
          <TiersEditor draft={draft} onDraft={setDraft} />
        </>
      ),
    },
  ]
  if (newest)
    steps.push({ title: t('whatIf.title'), isFit: true, content: <WhatIfStep draft={draft} /> })
  const effective_from = draft.from ? instantOf(draft.from, zone.value) : ''
  const body = { tariff: draft.tariff, ...termsOf(draft), effective_from }
  return (
    <Guide
      title={newest ? `${t('tariff.next')} · ${newest.name}` : t('tariff.new')}
      form="tariff"
      draft={kept}
      steps={steps}
      deed={{
        wish: body,
        ask: (how) => post('/v1/tariffs', { body, ...how }),
      }}
      confirm={t('tariff.publish')}
      onDone={() => {
        tell(t('tariff.published', { name: draft.name }))
        onDone()
      }}
      onClose={onClose}
    />
  )
}
