import { useMemo, useState } from 'preact/hooks'
import { buildingName } from '../api/buildings'
import { refine } from '../frame/route'
import { Ago, Amount, Energy } from '../parts/figures'
import { t } from '../text/language'
import { inOrderOfPlaces } from './filter'
import type { Cell } from './meters'
import { badgesOf, StateChip } from './state_chip'
import { mayChoose } from './wall_commands'

const STEP = 200

function Row({ cell }: { cell: Cell }) {
  const row = cell.row.value
  return (
    <tr>
      {mayChoose() && (
        <td>
          <input
            type="checkbox"
            aria-label={`${t('wall.mark')} ${row.place.room} ${row.meter}`}
            checked={cell.isSelected.value}
            onChange={(event) => (cell.isSelected.value = event.currentTarget.checked)}
          />
        </td>
      )}
      <td>{buildingName(row.place.building)}</td>
      <td>{row.place.floor}</td>
      <td>
        <button class="link" onClick={() => refine({ meter: row.meter })}>
          {row.place.room || row.meter}
        </button>
      </td>
      <td>{row.meter}</td>
      <td>
        <StateChip state={row.state} />
      </td>
      <td class="figure">
        <Amount of={row.balance} why={row.wallet ? { wallet: row.wallet } : undefined} />
      </td>
      <td class="figure">
        <Energy of={row.total_kwh} />
      </td>
      <td>
        <Ago at={row.last_read_at} />
      </td>
      <td>
        {badgesOf(row)
          .map((badge) => t(badge.text))
          .join(' · ')}
      </td>
    </tr>
  )
}

/** The wall as a table, for those who read figures; two hundred rows at a time. */
export function MeterTable({ sight }: { sight: Cell[] }) {
  const [shown, setShown] = useState(STEP)
  const ordered = useMemo(() => inOrderOfPlaces(sight), [sight])
  if (sight.length === 0) return null
  const titles = [
    { key: 'wall.building' },
    { key: 'meter.floor' },
    { key: 'meter.room' },
    { key: 'meter.name' },
    { key: 'meter.state' },
    { key: 'meter.balance', isFigure: true },
    { key: 'meter.total', isFigure: true },
    { key: 'meter.lastRead' },
    { key: 'wall.badge' },
  ] as const
  return (
    <div class="table" tabIndex={0} role="region" aria-label={t('nav.wall')}>
      <table>
        <caption class="unseen">{t('nav.wall')}</caption>
        <thead>
          <tr>
            {mayChoose() && (
              <th scope="col">
                <span class="unseen">{t('wall.mark')}</span>
              </th>
            )}
            {titles.map((title) => (
              <th key={title.key} scope="col" class={'isFigure' in title ? 'figure' : undefined}>
                {t(title.key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered.slice(0, shown).map((cell) => (
            <Row key={cell.row.peek().meter} cell={cell} />
          ))}
        </tbody>
      </table>
      {sight.length > shown && (
        <p class="more">
          <button onClick={() => setShown(shown + STEP)}>
            {t('action.moreOf', { shown, total: sight.length })}
          </button>
        </p>
      )}
    </div>
  )
}
