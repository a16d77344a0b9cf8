import { Icon } from '../parts/icon'
import { t, word } from '../text/language'
import { minuteOfDay } from '../text/time'
import type { Slot } from './day_bar'
import { DayBar } from './day_bar_view'
import { isDay, PRICED_BANDS, type Version } from './tariff'

const LAST = 1439

function minuteOf(typed: string): number {
  const [hours = 0, minutes = 0] = typed.split(':').map(Number)
  return Math.min(hours * 60 + minutes, LAST)
}

interface ScheduleProps {
  label: string
  schedule: Slot[]
  prices: Version['prices']
  onSchedule: (schedule: Slot[]) => void
}

/** Where the next slot would begin: in the middle of what is left of the day. */
function nextStart(schedule: Slot[]): number {
  const last = schedule.at(-1)?.from_minute ?? 0
  return Math.min(LAST, Math.round((last + 1440) / 2 / 30) * 30)
}

/** The bands of a day, from their beginnings; the bar above shows what comes of it. */
export function ScheduleEditor({ label, schedule, prices, onSchedule }: ScheduleProps) {
  const put = (at: number, change: Partial<Slot>) =>
    onSchedule(schedule.map((slot, i) => (i === at ? { ...slot, ...change } : slot)))
  const add = () => {
    const band = schedule.at(-1)?.band === 'peak' ? 'flat' : 'peak'
    const fresh = schedule.length ? { from_minute: nextStart(schedule), band } : null
    onSchedule(fresh ? [...schedule, fresh] : [{ from_minute: 0, band: 'flat' }])
  }
  const drop = (at: number) => {
    const rest = schedule.filter((_, i) => i !== at)
    onSchedule(rest.map((slot, i) => (i === 0 ? { ...slot, from_minute: 0 } : slot)))
  }
  return (
    <fieldset class="stack schedule">
      <legend>{label}</legend>
      <DayBar schedule={schedule} prices={prices} />
      <div class="slots">
        {schedule.map((slot, i) => (
          <div class="slot" key={i}>
            <input
              type="time"
              aria-label={t('tariff.slotFrom', { n: i + 1 })}
              disabled={i === 0}
              value={minuteOfDay(slot.from_minute)}
              onChange={(event) => put(i, { from_minute: minuteOf(event.currentTarget.value) })}
            />
            <select
              aria-label={t('tariff.slotBand', { n: i + 1 })}
              value={slot.band}
              onChange={(event) => put(i, { band: event.currentTarget.value })}
            >
              {PRICED_BANDS.map((band) => (
                <option key={band} value={band}>
                  {word('band', band)}
                </option>
              ))}
            </select>
            <button
              type="button"
              class="quiet icon"
              aria-label={t('tariff.dropSlot', { n: i + 1 })}
              onClick={() => drop(i)}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
        <button type="button" class="small" onClick={add}>
          {t(schedule.length ? 'tariff.addSlot' : 'tariff.byTime')}
        </button>
      </div>
      {!isDay(schedule) && <p class="hint wrong">{t('tariff.slotsAscend')}</p>}
    </fieldset>
  )
}
