import { useState } from 'preact/hooks'
import { all, get } from '../api/book'
import { buildingName } from '../api/buildings'
import { mayTouch, useNews } from '../api/live'
import { may } from '../api/session'
import { useLoaded, usePages, type Turn } from '../api/loaded'
import type { LogEvent, Meter } from '../api/types'
import { link, refine, route } from '../frame/route'
import { ReplaceMeterGuide } from '../guides/replace_meter'
import { Files } from '../parts/files'
import { Ago, When } from '../parts/figures'
import { Field } from '../parts/form'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { PagedTable, Table } from '../parts/table'
import { Tabs } from '../parts/tabs'
import { t, word } from '../text/language'
import { said } from '../text/said'
import { decimal, energy } from '../text/money'
import { FramesTab } from './frames_tab'
import { GatewaysTab } from './gateways_tab'
import { ProfilesTab } from './profiles_tab'
import { QuarantineTab } from './quarantine_tab'
import { ReadingsGrid } from './readings_grid'

function InContact({ isSo }: { isSo: boolean }) {
  return (
    <span class={isSo ? 'chip open' : 'chip lost_contact'}>
      <Icon name={isSo ? 'check' : 'broken'} />
      {t(isSo ? 'device.inContact' : 'state.lost_contact')}
    </span>
  )
}

function Lines() {
  const found = useLoaded(
    async (signal) => {
      const lines = all('/v1/lines', { signal })
      const gateways = await all('/v1/gateways', { signal })
      return { lines: await lines, gateways: new Map(gateways.map((each) => [each.gateway, each])) }
    },
    [],
  )
  useNews((events) => {
    if (mayTouch(events, (each) => /^(Contact|Line|Gateway)/.test(each.type))) found.again()
  })
  return (
    <Shown of={found}>
      {({ lines, gateways }) => (
        <Table
          caption={t('device.lines')}
          rows={lines}
          name={(row) => row.line}
          columns={[
            { title: t('device.line'), cell: (row) => row.line },
            { title: t('meter.state'), cell: (row) => <InContact isSo={row.in_contact} /> },
            {
              title: t('device.gateway'),
              cell: (row) => (row.gateway && gateways.get(row.gateway)?.name) ?? row.gateway ?? '–',
            },
            {
              title: t('wall.building'),
              cell: (row) => buildingName(gateways.get(row.gateway ?? '')?.building ?? '–'),
            },
            { title: t('device.transport'), cell: (row) => word('transport', row.transport) },
            { title: t('device.address'), cell: (row) => row.address },
            {
              title: t('device.bus'),
              cell: (row) => `${row.baud} · ${row.parity} · ${row.stop_bits}`,
            },
            {
              title: t('device.interval'),
              isFigure: true,
              cell: (row) => (row.poll_interval_s === null ? '–' : `${row.poll_interval_s} s`),
            },
            { title: t('device.most'), isFigure: true, cell: (row) => row.max_meters },
          ]}
        />
      )}
    </Shown>
  )
}

const STEP = 200

function Meters() {
  const meters = useLoaded((signal) => all('/v1/meters', { signal }), [])
  const [replaced, setReplaced] = useState<Meter | null>(null)
  const [shown, setShown] = useState(STEP)
  const search = (route.value.query.search ?? '').trim().toLowerCase()
  const fits = (meter: Meter) =>
    [meter.meter, meter.number, meter.place.room, meter.line, meter.profile].some((text) =>
      text.toLowerCase().includes(search),
    )
  return (
    <>
      <input
        type="search"
        class="list-search unprinted"
        aria-label={t('device.search')}
        placeholder={t('device.search')}
        value={route.value.query.search ?? ''}
        onInput={(event) => refine({ search: event.currentTarget.value })}
      />
      <Shown of={meters}>
        {(found) => {
          const rows = found.filter(fits)
          return (
            <>
              <Table
                caption={t('device.meters')}
                rows={rows.slice(0, shown)}
                name={(row) => row.meter}
                columns={[
                  {
                    title: t('meter.name'),
                    cell: (row) => (
                      <a href={link('devices', [], { tab: 'readings', meter: row.meter })}>
                        {row.meter}
                      </a>
                    ),
                  },
                  { title: t('meter.room'), cell: (row) => row.place.room },
                  { title: t('device.number'), cell: (row) => row.number },
                  { title: t('device.profile'), cell: (row) => row.profile },
                  {
                    title: t('device.place'),
                    cell: (row) => `${row.line} / ${row.unit}`,
                  },
                  { title: 'CT × PT', cell: (row) => `${row.ct} × ${row.pt}` },
                  {
                    title: t('device.rated'),
                    isFigure: true,
                    cell: (row) => `${decimal(String(row.rated_power_w), 0)} W`,
                  },
                  { title: t('device.mode'), cell: (row) => word('mode', row.mode) },
                  {
                    title: t('device.tariff'),
                    cell: (row) => row.tariffs.at(-1)?.tariff ?? '–',
                  },
                  {
                    title: t('meter.lastRead'),
                    cell: (row) => <Ago at={row.last_good_reading?.at ?? null} />,
                  },
                  {
                    title: t('cashier.deeds'),
                    isDeed: true,
                    cell: (row) =>
                      may('meter.edit') && (
                        <button class="small" onClick={() => setReplaced(row)}>
                          {t('replace.title')}
                        </button>
                      ),
                  },
                ]}
              />
              {replaced && (
                <ReplaceMeterGuide
                  meter={replaced}
                  onClose={() => setReplaced(null)}
                  onDone={() => {
                    setReplaced(null)
                    meters.again()
                  }}
                />
              )}
              {rows.length > shown && (
                <p class="more">
                  <button onClick={() => setShown(shown + STEP)}>
                    {t('action.moreOf', { shown, total: rows.length })}
                  </button>
                </p>
              )}
            </>
          )
        }}
      </Shown>
    </>
  )
}

interface ReadingData {
  registers: { total: number; rates: number[]; step_wh: number; ratio: number }
  seen?: { power_w: number | null; relay_closed: boolean | null; clock_offset_s: number | null }
  use?: string
  why?: string
  detail?: string
  lines?: { energy: string }[]
}

/** A counter in steps of so many watt-hours, as kilowatt-hours with their last digit. */
function kwh(count: number, { step_wh, ratio }: ReadingData['registers']): string {
  const wattHours = BigInt(count) * BigInt(step_wh) * BigInt(ratio)
  return energy(`${wattHours / 1000n}.${String(wattHours % 1000n).padStart(3, '0')}`)
}

const MOST_OF_A_WEEK = 1_000

function Readings() {
  const meter = route.value.query.meter ?? ''
  const list = (query: Turn, signal?: AbortSignal) =>
    get('/v1/meters/{meter}/readings', { path: { meter }, query, signal })
  const pages = usePages<LogEvent>(meter ? list : null, [meter])
  const week = useLoaded(
    async (signal) => (meter ? (await list({ limit: MOST_OF_A_WEEK }, signal)).items : []),
    [meter],
  )
  const dataOf = (row: LogEvent) => row.data as unknown as ReadingData
  return (
    <>
      <Field label={t('meter.name')} class="narrow-field">
        <input value={meter} onChange={(e) => refine({ meter: e.currentTarget.value.trim() })} />
      </Field>
      {week.value && week.value.length > 0 && <ReadingsGrid readings={week.value} />}
      {meter && (
        <PagedTable
          caption={t('device.readings')}
          files={<Files path={`/v1/meters/${encodeURIComponent(meter)}/readings`} />}
          pages={pages}
          name={(row) => row.position}
          columns={[
            { title: t('event.at'), cell: (row) => <When at={row.occurred_at} /> },
            {
              title: t('meter.total'),
              isFigure: true,
              cell: (row) => `${kwh(dataOf(row).registers.total, dataOf(row).registers)} kWh`,
            },
            {
              title: t('device.rates'),
              isFigure: true,
              cell: (row) =>
                dataOf(row)
                  .registers.rates.map((rate) => kwh(rate, dataOf(row).registers))
                  .join(' / '),
            },
            {
              title: t('meter.power'),
              isFigure: true,
              cell: (row) => {
                const power = dataOf(row).seen?.power_w
                return power == null ? '–' : `${power} W`
              },
            },
            {
              title: t('device.use'),
              cell: (row) =>
                row.type === 'ReadingQuarantined' ? (
                  <span class="chip alarm2" title={said(dataOf(row).detail ?? '')}>
                    {word('event', row.type)}
                  </span>
                ) : (
                  word('use', dataOf(row).use ?? '')
                ),
            },
            {
              title: '№',
              isFigure: true,
              cell: (row) => (
                <a href={link('audit', [], { position: String(row.position) })}>{row.position}</a>
              ),
            },
          ]}
        />
      )}
    </>
  )
}

const TABS = [
  'lines',
  'gateways',
  'meters',
  'readings',
  'quarantine',
  'profiles',
  'frames',
] as const

/** What hangs where, what it says, and what is doubted of it. */
export function Devices() {
  const { tab: asked, meter } = route.value.query
  const tabs = TABS.filter((each) => each !== 'frames' || may('meter.edit'))
  const tab = tabs.find((each) => each === asked) ?? (meter ? 'readings' : 'lines')
  return (
    <div class="stack">
      <h1>{t('nav.devices')}</h1>
      <Tabs
        label={t('nav.devices')}
        value={tab}
        options={tabs.map((value) => ({ value, text: t(`device.${value}`) }))}
        onChange={(chosen) => refine({ tab: chosen })}
      >
        {tab === 'lines' && <Lines />}
        {tab === 'gateways' && <GatewaysTab />}
        {tab === 'meters' && <Meters />}
        {tab === 'readings' && <Readings key={meter} />}
        {tab === 'quarantine' && <QuarantineTab />}
        {tab === 'profiles' && <ProfilesTab />}
        {tab === 'frames' && <FramesTab />}
      </Tabs>
    </div>
  )
}
