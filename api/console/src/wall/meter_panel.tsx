import { get } from '../api/book'
import { buildingName } from '../api/buildings'
import { useLoaded, usePages } from '../api/loaded'
import { may } from '../api/session'
import type { MeterRow } from '../api/types'
import { link } from '../frame/route'
import { Dialog } from '../parts/dialog'
import { Ago, Amount, Energy, When } from '../parts/figures'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { PagedTable } from '../parts/table'
import { kindsAllowed } from '../terms/terms'
import { t, word } from '../text/language'
import { said } from '../text/said'
import { cellOf } from './meters'
import { badgesOf, StateChip } from './state_chip'
import { WALL_COMMANDS, type WallCommand } from './wall_commands'

interface PanelProps {
  meter: string
  onClose: () => void
  onWish: (kind: WallCommand, row: MeterRow) => void
  onTerms: (row: MeterRow) => void
}

function Facts({ row }: { row: MeterRow }) {
  const badges = badgesOf(row)
  return (
    <dl class="facts">
      <dt>{t('meter.state')}</dt>
      <dd class="row">
        <StateChip state={row.state} />
        {badges.map((badge) => (
          <span class="chip" key={badge.text}>
            <Icon name={badge.icon} />
            {t(badge.text)}
          </span>
        ))}
      </dd>
      <dt>{t('meter.balance')}</dt>
      <dd>
        <Amount of={row.balance} why={row.wallet ? { wallet: row.wallet } : undefined} />
      </dd>
      <dt>{t('meter.account')}</dt>
      <dd>
        {row.account && may('money.read') ? (
          <a href={link('accounts', [row.account])}>{row.account}</a>
        ) : (
          (row.account ?? '–')
        )}
      </dd>
      <dt>{t('meter.name')}</dt>
      <dd>
        <a href={link('devices', [], { meter: row.meter })}>{row.meter}</a> · {row.line}
      </dd>
      <dt>{t('meter.breaker')}</dt>
      <dd>
        {t(`breaker.${row.badges.breaker}`)} · {word('supply', row.badges.supply)}
      </dd>
      <dt>{t('meter.total')}</dt>
      <dd>
        <Energy of={row.total_kwh} />
      </dd>
      <dt>{t('meter.power')}</dt>
      <dd class="figures">{row.power_w === null ? '–' : `${row.power_w} W`}</dd>
      <dt>{t('meter.lastRead')}</dt>
      <dd>
        <When at={row.last_read_at} /> <span class="soft">
          (<Ago at={row.last_read_at} />)
        </span>
      </dd>
      {row.badges.alarms.length > 0 && (
        <>
          <dt>{t('meter.alarms')}</dt>
          <dd>{row.badges.alarms.map((alarm) => word('alarm', alarm)).join(' · ')}</dd>
        </>
      )}
    </dl>
  )
}

function Commands({ meter }: { meter: string }) {
  const pages = usePages(
    (turn, signal) => get('/v1/commands', { query: { meter, ...turn }, signal }),
    [meter],
    10,
  )
  return (
    <PagedTable
      caption={t('meter.commands')}
      empty={t('meter.noCommands')}
      pages={pages}
      name={(row) => row.command}
      columns={[
        { title: t('command.kind'), cell: (row) => word('command', row.kind) },
        {
          title: t('batch.outcome'),
          cell: (row) => (
            <span class={`chip ${row.state}`} title={said(row.result)}>
              {word('row', row.state)}
            </span>
          ),
        },
        { title: t('event.at'), cell: (row) => <When at={row.requested_at} /> },
      ]}
    />
  )
}

/** One meter of the wall, beside it. */
export function MeterPanel({ meter, onClose, onWish, onTerms }: PanelProps) {
  const cell = cellOf(meter)
  const fetched = useLoaded<MeterRow>(
    (signal) => get('/v1/meter-states/{meter}', { path: { meter }, signal }),
    [meter],
  )
  const current = cell ? { ...fetched, value: cell.row.value } : fetched
  const place = current.value?.place
  const room = place ? `${buildingName(place.building)} ${place.room}`.trim() : meter
  return (
    <Dialog title={room} shape="side" onClose={onClose}>
      <Shown of={current}>
        {(row) => (
          <>
            <Facts row={row} />
            <div class="row">
              {row.wallet && may('money.sell') && (
                <a class="button" href={link('cashier', [], { wallet: row.wallet })}>
                  <Icon name="till" /> {t('cashier.sell')}
                </a>
              )}
              {!row.account && may('account.edit') && (
                <a class="button" href={link('accounts', [], { open: row.meter })}>
                  <Icon name="hand" /> {t('guide.open')}
                </a>
              )}
              {kindsAllowed().length > 0 && (
                <button onClick={() => onTerms(row)}>{t('terms.button')}</button>
              )}
              {may('power.control') &&
                WALL_COMMANDS.map(({ kind, isGrave }) => (
                  <button
                    key={kind}
                    class={isGrave ? 'danger' : undefined}
                    onClick={() => onWish(kind, row)}
                  >
                    {t(`command.${kind}`)}
                  </button>
                ))}
            </div>
            <h3>{t('meter.commands')}</h3>
            <Commands meter={meter} />
          </>
        )}
      </Shown>
    </Dialog>
  )
}
