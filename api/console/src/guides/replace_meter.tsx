import { useState } from 'preact/hooks'
import { post } from '../api/book'
import { bookNow } from '../api/clock'
import type { Meter } from '../api/types'
import { useDraft } from '../parts/draft'
import { Ago } from '../parts/figures'
import { Choice, Field } from '../parts/form'
import { Guide, type Step } from '../parts/guide'
import { ReasonField } from '../parts/reason_field'
import { tell } from '../parts/toasts'
import { t } from '../text/language'
import { blank, displayOf, registersOf, shapeOf, type Shape } from './registers'
import { RegistersFields } from './registers_fields'

interface Device {
  number: string
  profile: string
  unit: string
  ct: string
  pt: string
  rated_power_w: string
  step_wh: string
  has_relay: boolean
}

const TEXTS = ['number', 'profile'] as const
const WHOLES = ['unit', 'ct', 'pt', 'rated_power_w', 'step_wh'] as const

function isWhole(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text)
}

function NewDevice({ device, onDevice }: { device: Device; onDevice: (d: Device) => void }) {
  return (
    <div class="row fields">
      {[...TEXTS, ...WHOLES].map((name) => (
        <Field key={name} label={t(`replace.${name}`)}>
          <input
            required
            name={name}
            inputMode={WHOLES.some((each) => each === name) ? 'numeric' : 'text'}
            value={device[name]}
            onInput={(event) => onDevice({ ...device, [name]: event.currentTarget.value })}
          />
        </Field>
      ))}
      <label class="row">
        <input
          type="checkbox"
          checked={device.has_relay}
          onChange={(event) => onDevice({ ...device, has_relay: event.currentTarget.checked })}
        />
        {t('replace.has_relay')}
      </label>
    </div>
  )
}

type Old = 'read' | 'estimated'

interface ReplaceProps {
  meter: Meter
  onClose: () => void
  onDone: () => void
}

/** 换表: what the old one showed last, the new one and what it shows, and what would be written. */
export function ReplaceMeterGuide({ meter, onClose, onDone }: ReplaceProps) {
  const last = meter.last_good_reading
  const shape: Shape = last ? shapeOf(last.registers) : { step_wh: 10, ratio: 1, rates: 0 }
  const draft = `replace ${meter.meter}`
  const [old, setOld] = useDraft<Old>(draft, 'old', () => 'read')
  const [final, setFinal] = useDraft(draft, 'final', () => blank(shape))
  const [estimated, setEstimated] = useDraft(draft, 'estimated', () => '')
  const [device, setDevice] = useDraft<Device>(draft, 'device', () => ({
    number: '',
    profile: meter.profile,
    unit: String(meter.unit),
    ct: String(meter.ct),
    pt: String(meter.pt),
    rated_power_w: String(meter.rated_power_w),
    step_wh: String(shape.step_wh),
    has_relay: meter.has_relay,
  }))
  const [opening, setOpening] = useDraft(draft, 'opening', () => blank(shape))
  const [reason, setReason] = useDraft(draft, 'reason', () => '')
  const [replaced_at] = useState(() => new Date(bookNow()).toISOString())
  const isDevice = device.number.trim() !== '' && WHOLES.every((name) => isWhole(device[name]))
  const fresh: Shape = {
    step_wh: isWhole(device.step_wh) ? Number(device.step_wh) : shape.step_wh,
    ratio: isDevice ? Number(device.ct) * Number(device.pt) : shape.ratio,
    rates: opening.rates.length,
  }
  const finals = registersOf(final, shape)
  const openings = registersOf(opening, fresh)
  const isEnergy = /^\d+(\.\d+)?$/.test(estimated.trim())
  const { number, profile, unit, ct, pt, rated_power_w, has_relay } = device
  const body = {
    replaced_at,
    ...(old === 'read' ? { final: finals! } : { estimated: estimated.trim() }),
    ...{ number: number.trim(), profile: profile.trim(), has_relay },
    ...{ unit: Number(unit), ct: Number(ct), pt: Number(pt) },
    rated_power_w: Number(rated_power_w),
    opening: openings!,
    reason: reason.trim(),
  }
  const steps: Step[] = [
    {
      title: t('replace.old'),
      isFit: old === 'read' ? finals !== null : isEnergy,
      content: (
        <>
          <p>
            {t('replace.lastKnown')}{' '}
            <b class="figures">
              {last ? displayOf(last.registers.total, last.registers.step_wh) : '–'} kWh
            </b>{' '}
            <span class="soft">
              <Ago at={last?.at ?? null} />
            </span>
          </p>
          <Choice
            label={t('replace.how')}
            value={old}
            options={(['read', 'estimated'] as const).map((value) => ({
              value,
              text: t(`replace.${value}`),
            }))}
            onChange={setOld}
          />
          {old === 'read' ? (
            <RegistersFields
              label={t('replace.final')}
              {...{ shape, typed: final, onType: setFinal }}
            />
          ) : (
            <Field label={t('replace.energy')} hint={t('replace.energyHint')}>
              <input
                inputMode="decimal"
                value={estimated}
                onInput={(event) => setEstimated(event.currentTarget.value)}
              />
            </Field>
          )}
        </>
      ),
    },
    {
      title: t('replace.new'),
      isFit: isDevice && openings !== null && reason.trim() !== '',
      content: (
        <>
          <NewDevice device={device} onDevice={setDevice} />
          <RegistersFields
            label={t('replace.opening')}
            {...{ shape: fresh, typed: opening, onType: setOpening }}
          />
          <ReasonField value={reason} onInput={setReason} />
        </>
      ),
    },
  ]
  const done = () => {
    tell(t('replace.done', { meter: meter.meter }))
    onDone()
  }
  return (
    <Guide
      title={`${t('replace.title')} ${meter.place.room} ${meter.meter}`}
      form="replace"
      draft={draft}
      steps={steps}
      deed={{
        wish: body,
        ask: (how) =>
          post('/v1/meters/{meter}/replacement', { path: { meter: meter.meter }, body, ...how }),
      }}
      confirm={t('replace.title')}
      onDone={done}
      onClose={onClose}
    />
  )
}
