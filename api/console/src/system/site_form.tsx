import { useState } from 'preact/hooks'
import { getTagged, put, type Tagged } from '../api/book'
import { useLoaded } from '../api/loaded'
import { loadSite } from '../api/site'
import type { Site } from '../api/types'
import { Dialog } from '../parts/dialog'
import { Choice, Field } from '../parts/form'
import { DialogForm } from '../parts/form_dialog'
import { Shown } from '../parts/states'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { fromMicros, micros } from '../text/money'
import { defaultsOf, typedDefaults } from './defaults'
import { DefaultsFields } from './defaults_fields'
import { Many } from './many'
import { patienceOf, typedPatience } from './patience'
import { PatienceFields } from './patience_fields'

const METHODS = ['cash', 'bank', 'wechat', 'alipay', 'pos', 'card']
const CUTOFFS = ['manual', 'automatic'] as const
const WHOLE = /^\d{1,9}$/
const AMOUNT = /^\d{1,9}(\.\d{1,2})?$/

/** As it is typed. */
interface Typed {
  name: string
  poll: string
  misses: string
  margin: string
  lookBack: string
  fee: string
  overdraft: string
  hoarding: string
}

function typedOf(site: Site): Typed {
  const { counter } = site
  return {
    name: site.name,
    poll: String(site.poll_interval_s),
    misses: String(site.misses_until_lost),
    margin: String(site.plausibility_margin_percent),
    lookBack: String(site.look_back_days),
    fee: fromMicros(BigInt(counter?.service_fee_ppm ?? 0) * 100n),
    overdraft: counter?.overdraft ?? '0.00',
    hoarding: counter?.hoarding_limit ?? '',
  }
}

function isFit(typed: Typed): boolean {
  const { name, poll, misses, margin, lookBack, fee, overdraft, hoarding } = typed
  const isWhole = [poll, misses, margin, lookBack].every((each) => WHOLE.test(each))
  const isMoney = [fee, overdraft].every((each) => AMOUNT.test(each))
  return name.trim() !== '' && isWhole && isMoney && (hoarding === '' || AMOUNT.test(hoarding))
}

type Chosen = Pick<Site, 'payment_methods' | 'cutoff' | 'patience' | 'defaults'> & {
  tillMethods: string[]
}

/** All of the site again: what has no field here stays as it is. */
function siteOf(known: Site, typed: Typed, chosen: Chosen): Site {
  return {
    ...known,
    patience: chosen.patience,
    defaults: chosen.defaults,
    name: typed.name.trim(),
    payment_methods: chosen.payment_methods,
    cutoff: chosen.cutoff,
    poll_interval_s: Number(typed.poll),
    misses_until_lost: Number(typed.misses),
    plausibility_margin_percent: Number(typed.margin),
    look_back_days: Number(typed.lookBack),
    counter: {
      service_fee_ppm: Number(micros(typed.fee) / 100n),
      overdraft: typed.overdraft,
      hoarding_limit: typed.hoarding || null,
      till_methods: chosen.tillMethods.filter((each) => chosen.payment_methods.includes(each)),
    },
  }
}

const FIELDS = [
  ['name', 'system.name'],
  ['poll', 'system.pollSeconds'],
  ['misses', 'system.misses'],
  ['margin', 'system.marginPercent'],
  ['lookBack', 'system.lookBackDays'],
  ['fee', 'system.feePercent'],
  ['overdraft', 'system.overdraft'],
  ['hoarding', 'system.hoarding'],
] as const

function Form({ known, onClose }: { known: Tagged<Site>; onClose: () => void }) {
  const [typed, setTyped] = useState(() => typedOf(known.value))
  const [chosen, setChosen] = useState<Omit<Chosen, 'patience' | 'defaults'>>({
    payment_methods: known.value.payment_methods,
    cutoff: known.value.cutoff,
    tillMethods: known.value.counter?.till_methods ?? [],
  })
  const [waiting, setWaiting] = useState(() => typedPatience(known.value.patience))
  const patience = patienceOf(waiting)
  const [beginning, setBeginning] = useState(() => typedDefaults(known.value.defaults))
  const defaults = defaultsOf(beginning)
  const methods = [...new Set([...METHODS, ...known.value.payment_methods])].map((value) => ({
    value,
    text: word('method', value),
  }))
  const save = async () => {
    const body = siteOf(known.value, typed, { ...chosen, patience: patience!, defaults: defaults! })
    await put('/v1/site', { body, unlessEditedSince: known.tag })
    await loadSite()
    tell(t('operator.saved', { name: body.name }))
    onClose()
  }
  return (
    <DialogForm
      confirm={t('action.save')}
      isFit={
        isFit(typed) &&
        patience !== undefined &&
        defaults !== undefined &&
        chosen.payment_methods.length > 0
      }
      work={save}
      onClose={onClose}
    >
      <div class="row fields">
        {FIELDS.map(([name, label]) => (
          <Field
            key={name}
            label={t(label)}
            hint={name === 'hoarding' ? t('system.noLimit') : undefined}
          >
            <input
              name={name}
              inputMode={name === 'name' ? 'text' : 'decimal'}
              value={typed[name]}
              onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value.trim() })}
            />
          </Field>
        ))}
      </div>
      <Choice
        label={t('system.cutoff')}
        value={chosen.cutoff}
        options={CUTOFFS.map((value) => ({ value, text: word('cutoff', value) }))}
        onChange={(cutoff) => setChosen({ ...chosen, cutoff })}
      />
      <Many
        label={t('system.methods')}
        options={methods}
        chosen={chosen.payment_methods}
        onChoose={(payment_methods) => setChosen({ ...chosen, payment_methods })}
      />
      <Many
        label={t('system.tillMethods')}
        options={methods.filter(({ value }) => chosen.payment_methods.includes(value))}
        chosen={chosen.tillMethods}
        onChoose={(tillMethods) => setChosen({ ...chosen, tillMethods })}
      />
      <DefaultsFields
        typed={beginning}
        put={(change) => setBeginning({ ...beginning, ...change })}
      />
      <PatienceFields
        typed={waiting}
        put={(change) => setWaiting({ ...waiting, ...change })}
      />
      <p class="hint">{t('system.siteHint')}</p>
    </DialogForm>
  )
}

/** What holds for the whole site, as long as nobody else has changed it meanwhile. */
export function SiteForm({ onClose }: { onClose: () => void }) {
  const found = useLoaded((signal) => getTagged('/v1/site', { signal }), [])
  return (
    <Dialog title={t('system.editSite')} shape="wide" onClose={onClose}>
      <Shown of={found}>{(known) => <Form known={known} onClose={onClose} />}</Shown>
    </Dialog>
  )
}
