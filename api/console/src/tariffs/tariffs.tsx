import { useState } from 'preact/hooks'
import { all } from '../api/book'
import { bookNow } from '../api/clock'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import type { Meter } from '../api/types'
import { refine, route } from '../frame/route'
import { When } from '../parts/figures'
import { Icon } from '../parts/icon'
import { Empty, Shown } from '../parts/states'
import { Table } from '../parts/table'
import { Tabs } from '../parts/tabs'
import { t, word } from '../text/language'
import { decimal, price } from '../text/money'
import { CalendarsTab } from './calendars_tab'
import { inForce } from './day_bar'
import { DayBar } from './day_bar_view'
import { FeesTab } from './fees_tab'
import type { Rule, Tariff, Version } from './tariff'
import { TariffEditor } from './tariff_editor'
import '../parts/chart.css'
import './tariffs.css'

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
        {may('tariff.edit') && (
          <button class="small" onClick={() => refine({ edit: tariff.tariff })}>
            {t('tariff.next')}
          </button>
        )}
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

function TariffList() {
  const found = useLoaded(async (signal) => {
    const tariffs = all('/v1/tariffs', { signal })
    const meters = await all('/v1/meters', { signal })
    return { tariffs: await tariffs, counts: metersByTariff(meters) }
  }, [])
  useNews((events) => {
    if (mayTouch(events, (each) => each.type.startsWith('Tariff'))) found.again()
  })
  const { edit } = route.value.query
  return (
    <>
      {may('tariff.edit') && (
        <div class="row">
          <button class="primary" onClick={() => refine({ edit: 'new' })}>
            {t('tariff.new')}
          </button>
        </div>
      )}
      <Shown of={found}>
        {({ tariffs, counts }) => (
          <>
            {tariffs.length === 0 && <Empty title={t('tariff.none')} />}
            {tariffs.map((tariff) => (
              <TariffCard
                key={tariff.tariff}
                tariff={tariff}
                meters={counts.get(tariff.tariff) ?? 0}
              />
            ))}
            {edit && may('tariff.edit') && (
              <TariffEditor
                key={edit}
                newest={tariffs.find((each) => each.tariff === edit)?.versions.at(-1) ?? null}
                onClose={() => refine({ edit: '' })}
                onDone={() => {
                  refine({ edit: '' })
                  found.again()
                }}
              />
            )}
          </>
        )}
      </Shown>
    </>
  )
}

const TABS = ['prices', 'calendars', 'fees'] as const

/** Every tariff with its versions, the day of each on a bar of 24 hours, and the calendars. */
export function Tariffs() {
  const tab = TABS.find((each) => each === route.value.query.tab) ?? 'prices'
  return (
    <div class="stack">
      <h1>{t('nav.tariffs')}</h1>
      <Tabs
        label={t('nav.tariffs')}
        value={tab}
        options={TABS.map((value) => ({ value, text: t(`tariff.${value}`) }))}
        onChange={(chosen) => refine({ tab: chosen })}
      >
        {tab === 'prices' && <TariffList />}
        {tab === 'calendars' && <CalendarsTab />}
        {tab === 'fees' && <FeesTab />}
      </Tabs>
    </div>
  )
}
