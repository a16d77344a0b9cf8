import { t, word } from '../text/language'
import { price } from '../text/money'
import { minuteOfDay } from '../text/time'
import { partsOf, type Slot } from './day_bar'
import type { Version } from './tariff'

interface DayBarProps {
  schedule: Slot[]
  prices: Version['prices']
}

/** A day of 24 hours with its bands, each said in words too. */
export function DayBar({ schedule, prices }: DayBarProps) {
  const priceOf = (band: string) => prices.find((each) => each.band === band)?.price
  const parts = partsOf(schedule)
  const text = (part: (typeof parts)[number]) =>
    `${minuteOfDay(part.from)}–${minuteOfDay(part.to)} ${word('band', part.band)} ` +
    (priceOf(part.band) ? price(priceOf(part.band)!) : '')
  return (
    <div>
      <ol class="band-bar" aria-label={t('tariff.day')}>
        {parts.map((part) => (
          <li
            key={part.from}
            class={part.band}
            style={{ flexGrow: part.to - part.from }}
            title={text(part)}
          >
            <span aria-hidden="true">{part.to - part.from >= 90 && word('band', part.band)}</span>
            <span class="unseen">{text(part)}</span>
          </li>
        ))}
      </ol>
      <div class="hours" aria-hidden="true">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{minuteOfDay(hour * 60)}</span>
        ))}
      </div>
    </div>
  )
}
