import { useState } from 'preact/hooks'
import { get, newKey, post } from '../api/book'
import { bookNow } from '../api/clock'
import { useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import type { Meter } from '../api/types'
import { Ago } from '../parts/figures'
import { Button } from '../parts/form'
import type { Step } from '../parts/guide'
import { FaultText, Shown } from '../parts/states'
import { t } from '../text/language'
import { moment } from '../text/time'
import { blank, displayOf, registersOf, shapeOf } from './registers'
import { RegistersFields } from './registers_fields'

const FRESH_MS = 3_600_000

function isFresh(meter: Meter): boolean {
  const last = meter.last_good_reading
  return last !== null && bookNow() - moment(last.at) <= FRESH_MS
}

/** Reads a meter once more: over its line, or by whoever stands in front of it. */
function FinalReading({ meter, onRead }: { meter: Meter; onRead: () => void }) {
  const last = meter.last_good_reading
  const shape = last ? shapeOf(last.registers) : { step_wh: 10, ratio: 1, rates: 0 }
  const [typed, setTyped] = useState(() => blank(shape))
  const [isKeying, setKeying] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const registers = registersOf(typed, shape)
  const send = (asked: (key: string) => Promise<unknown>) => {
    setFault(null)
    asked(newKey('reading')).then(onRead, setFault)
  }
  const read = () =>
    send((key) =>
      post('/v1/commands', { key, body: { meter: meter.meter, kind: 'read_now' } }),
    )
  const keyIn = () => {
    const body = { read_at: new Date(bookNow()).toISOString(), registers: registers! }
    send((key) =>
      post('/v1/meters/{meter}/readings', { path: { meter: meter.meter }, key, body }),
    )
  }
  return (
    <li class="stack">
      <div class="row">
        <b>{meter.place.room}</b> {meter.meter}
        <span class="figures">
          {last && displayOf(last.registers.total, last.registers.step_wh)} kWh
        </span>
        <span class={isFresh(meter) ? 'chip open' : 'chip alarm2'}>
          <Ago at={last?.at ?? null} />
        </span>
        <span class="gap" />
        {may('power.control') && (
          <button type="button" class="small" onClick={read}>
            {t('command.read_now')}
          </button>
        )}
        {may('reading.enter') && (
          <button type="button" class="small" onClick={() => setKeying(!isKeying)}>
            {t('guide.keyIn')}
          </button>
        )}
      </div>
      {isKeying && (
        <div class="row">
          <RegistersFields label={t('guide.display')} {...{ shape, typed, onType: setTyped }} />
          <Button type="button" disabled={!registers} onClick={keyIn}>
            {t('action.save')}
          </Button>
        </div>
      )}
      <FaultText fault={fault} />
    </li>
  )
}

function FinalReadings({ meters, again }: { meters: Meter[]; again: () => void }) {
  return (
    <>
      <p class="soft">{t('guide.finalHint')}</p>
      <ul class="choices">
        {meters.map((meter) => (
          <FinalReading key={meter.meter} meter={meter} onRead={again} />
        ))}
      </ul>
    </>
  )
}

/** The step in which what leaves is read once more. */
export function useFinalReadings(names: string[]): Step {
  const meters = useLoaded(
    (signal) =>
      Promise.all(names.map((meter) => get('/v1/meters/{meter}', { path: { meter }, signal }))),
    [names],
  )
  useNews(() => meters.again())
  return {
    title: t('guide.finals'),
    isFit: meters.value?.every(isFresh) ?? false,
    content: (
      <Shown of={meters}>
        {(found) => <FinalReadings meters={found} again={meters.again} />}
      </Shown>
    ),
  }
}
