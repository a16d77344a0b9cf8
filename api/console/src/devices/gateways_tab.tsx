import { all } from '../api/book'
import { buildingName } from '../api/buildings'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { FilesRow } from '../parts/files'
import { Ago } from '../parts/figures'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { Table } from '../parts/table'
import type { Schemas } from '../../../client/client'
import { t } from '../text/language'
import { decimal } from '../text/money'

type Gateway = Schemas['Gateway']

function LinkChip({ of }: { of: Gateway }) {
  if (!of.collects) return <span class="soft">{t('gateway.passes')}</span>
  const isLinked = of.link?.linked ?? false
  return (
    <span class={isLinked ? 'chip open' : 'chip lost_contact'}>
      <Icon name={isLinked ? 'check' : 'broken'} />
      {t(isLinked ? 'gateway.linked' : of.link ? 'gateway.unlinked' : 'gateway.neverHere')}
    </span>
  )
}

const MICROS = 1_000_000

/** How far its clock is from the book's, in seconds. */
function offset(link: Gateway['link']): string {
  if (link?.clock_offset_us == null) return '–'
  return `${decimal((link.clock_offset_us / MICROS).toFixed(3), 3)} s`
}

/** What joins lines to the network, and how the links of those stand that collect. */
export function GatewaysTab() {
  const found = useLoaded((signal) => all('/v1/gateways', { signal }), [])
  useNews((events) => {
    if (mayTouch(events, (each) => /^(Contact|Gateway)/.test(each.type))) found.again()
  })
  return (
    <Shown of={found}>
      {(gateways) => (
        <>
          {gateways.length > 0 && <FilesRow path="/v1/gateways" />}
          <Table
            caption={t('device.gateways')}
            empty={t('gateway.none')}
            rows={gateways}
            name={(row) => row.gateway}
            columns={[
              { title: t('device.gateway'), cell: (row) => row.gateway },
              { title: t('system.name'), cell: (row) => row.name },
              { title: t('wall.building'), cell: (row) => buildingName(row.building) },
              { title: t('gateway.link'), cell: (row) => <LinkChip of={row} /> },
              {
                title: t('gateway.heard'),
                cell: (row) => (row.link ? <Ago at={row.link.heard_at} /> : '–'),
              },
              { title: t('device.address'), cell: (row) => row.link?.from ?? '–' },
              { title: t('gateway.waiting'), isFigure: true, cell: (row) => row.link?.waiting ?? '–' },
              { title: t('gateway.taken'), isFigure: true, cell: (row) => row.link?.taken ?? '–' },
              { title: t('gateway.offset'), isFigure: true, cell: (row) => offset(row.link) },
            ]}
          />
        </>
      )}
    </Shown>
  )
}
