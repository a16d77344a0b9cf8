import { useState } from 'preact/hooks'
import { all } from '../api/ask'
import { bookNow } from '../api/clock'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import type { Meter } from '../api/types'
import { When } from '../parts/figures'
import { Icon } from '../parts/icon'
import { Empty, Shown } from '../parts/states'
import { Table } from '../parts/table'
import { t, word } from '../text/language'
import { decimal, price } from '../text/money'
import { minuteOfDay } from '../text/time'
import { inForce, partsOf, type Slot } from './day_bar'
import '../parts/chart.css'
import './tariffs.css'

interface Rule {
  from: string
  to: string
  on: string
  weekdays: number[]
  schedule: Slot[]
}

interface Version {
  tariff: string
  name: string
  version: number
  effective_from: string
  zone: string
  prices: { band: string; price: string }[]
  schedule: Slot[]
  rules: Rule[]
  calendar: string | null
  tiers: { above: string; surcharge: string }[]
  tier_cycle: string
  provisional: boolean
}

interface Tariff {
  tariff: string
  versions: Version[]
}

function DayBar({ schedule, prices }: { schedule: Slot[]; prices: Version['prices'] }) {
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

function daysOf(rule: Rule): string {
  const weekdays = rule.weekdays.map((day) => word('weekday', String(day))).join(' ')
  return [`${rule.from} – ${rule.to}`, word('days', rule.on), weekdays].filter(Boolean).join(' · ')
}

function Prices({ version }: { version: Version }) {
  return (
    <div class="row prices">
      {version.prices.map((each) => (
        <span key={each.band} class={`band ${each.band}`}>
          {word('band', each.band)} <b class="figures">{price(each.price)}</b>
        </span>
      ))}
      <span class="soft">{t('tariff.unit')}</span>
    </div>
  )
}

function Tiers({ version }: { version: Version }) {
  if (version.tiers.length === 0) return null
  return (
    <Table
      caption={t('tariff.tiers')}
      rows={version.tiers}
      name={(tier) => tier.above}
      columns={[
        {
          title: t('tariff.above', { cycle: word('cycle', version.tier_cycle) }),
          isFigure: true,
          cell: (tier) => `${decimal(tier.above, 0)} kWh`,
        },
        {
          title: t('tariff.surcharge'),
          isFigure: true,
          cell: (tier) => `+${price(tier.surcharge)}`,
        },
      ]}
    />
  )
}

function VersionView({ version }: { version: Version }) {
  const { prices } = version
  return (
    <div class="stack">
      <Prices version={version} />
      <DayBar schedule={version.schedule} prices={prices} />
      {version.rules.map((rule) => (
        <section key={daysOf(rule)}>
          <h3>{daysOf(rule)}</h3>
          <DayBar schedule={rule.schedule} prices={prices} />
        </section>
      ))}
      <Tiers version={version} />
      <p class="soft">
        {[
          version.zone && t('tariff.zone', { zone: version.zone }),
          version.calendar && t('tariff.calendar', { calendar: version.calendar }),
          version.provisional && t('tariff.provisional'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  )
}

function TariffCard({ tariff, meters }: { tariff: Tariff; meters: number }) {
  const current = inForce(tariff.versions, bookNow())
  const [chosen, setChosen] = useState<number | null>(null)
  const shown = tariff.versions.find((each) => each.version === chosen) ?? current
  const newest = tariff.versions.at(-1)!
  return (
    <section class="card stack" aria-label={newest.name}>
      <div class="row">
        <h2>{(shown ?? newest).name}</h2>
        <span class="soft">{tariff.tariff}</span>
        <span class="gap" />
        <span class="chip">{t('tariff.meters', { n: meters })}</span>
      </div>
      <ol class="versions" aria-label={t('tariff.versions')}>
        {tariff.versions.map((version) => (
          <li key={version.version}>
            <button
              aria-pressed={version === (shown ?? newest)}
              onClick={() => setChosen(version.version)}
            >
              {version === current && <Icon name="check" />}
              {t('tariff.version', { n: version.version })}
              <When at={version.effective_from} />
              {version === current && <span class="chip open">{t('tariff.inForce')}</span>}
              {Date.parse(version.effective_from) > bookNow() && (
                <span class="chip alarm1">{t('tariff.toCome')}</span>
              )}
            </button>
          </li>
        ))}
      </ol>
      <VersionView version={shown ?? newest} />
    </section>
  )
}

/** Which tariff each meter has at this moment. */
function metersByTariff(meters: Meter[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { tariffs } of meters) {
    const begun = tariffs.filter((each) => Date.parse(each.from) <= bookNow())
    const now = begun.sort((a, b) => (a.from < b.from ? 1 : -1))[0]?.tariff
    if (now) counts.set(now, (counts.get(now) ?? 0) + 1)
  }
  return counts
}

/** Every tariff with its versions, and the day of each on a bar of 24 hours. */
export function Tariffs() {
  const found = useLoaded(async (signal) => {
    const tariffs = all<Tariff>('/v1/tariffs', {}, signal)
    const meters = await all<Meter>('/v1/meters', {}, signal)
    return { tariffs: await tariffs, counts: metersByTariff(meters) }
  }, [])
  useNews((events) => {
    if (mayTouch(events, (each) => each.type.startsWith('Tariff'))) found.again()
  })
  return (
    <div class="stack">
      <h1>{t('nav.tariffs')}</h1>
      <Shown of={found}>
        {({ tariffs, counts }) =>
          tariffs.length === 0 ? (
            <Empty title={t('tariff.none')} />
          ) : (
            tariffs.map((tariff) => (
              <TariffCard
                key={tariff.tariff}
                tariff={tariff}
                meters={counts.get(tariff.tariff) ?? 0}
              />
            ))
          )
        }
      </Shown>
    </div>
  )
}
