import { Icon } from '../parts/icon'
import { t, word } from '../text/language'
import { minuteOfDay } from '../text/time'
import type { Slot } from './day_bar'
import { DayBar } from './day_bar_view'
import { isDay, PRICED_BANDS, type Version } from './tariff'

const LAST = 1439

/** '8:30', '0830' and '08:30' are half past eight; anything else leaves what was there. */
export function minuteOf(typed: string, before: number): number {
  const found = /^\s*(\d{1,2})[:：]?(\d{2})\s*$/.exec(typed)
  const minute = found ? Number(found[1]) * 60 + Number(found[2]) : LAST + 1
  return minute <= LAST ? minute : before
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
    if (schedule.length === 0) return onSchedule([{ from_minute: 0, band: 'flat' }])
    onSchedule([...schedule, { from_minute: nextStart(schedule), band }])
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
              inputMode="numeric"
              maxLength={5}
              aria-label={t('tariff.slotFrom', { n: i + 1 })}
              disabled={i === 0}
              value={minuteOfDay(slot.from_minute)}
              onChange={(event) => {
                const from_minute = minuteOf(event.currentTarget.value, slot.from_minute)
                event.currentTarget.value = minuteOfDay(from_minute)
                put(i, { from_minute })
              }}
            />
            <select
              aria-label={t('tariff.slotBand', { n: i + 1 })}
              value={slot.band}
              onChange={(event) => put(i, { band: event.currentTarget.value as Slot['band'] })}
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
