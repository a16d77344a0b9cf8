import { useEffect, useRef, useState } from 'preact/hooks'
import { money } from '../api/site'
import { Icon } from '../parts/icon'
import { t } from '../text/language'
import { isNegative } from '../text/money'
import type { Floor } from './filter'
import type { Cell } from './meters'
import { badgesOf, StateIcon } from './state_chip'

function Tile({ cell, isFirst }: { cell: Cell; isFirst: boolean }) {
  const row = cell.row.value
  const owes = row.balance !== null && isNegative(row.balance)
  return (
    <li
      class={`tile ${row.state}`}
      role="option"
      aria-selected={cell.isSelected.value}
      tabIndex={isFirst ? 0 : -1}
      data-meter={row.meter}
    >
      <span class="mark" aria-hidden="true" title={t('wall.mark')}>
        <Icon name="check" />
      </span>
      <b class="room">{row.place.room || row.meter}</b>
      <span class="word">
        <StateIcon state={row.state} />
        {t(`state.${row.state}`)}
      </span>
      <span class={owes ? 'balance owes' : 'balance'}>
        {row.balance === null ? row.meter : money(row.balance)}
      </span>
      <span class="badges">
        {badgesOf(row).map((badge) => (
          <span class={badge.isGrave ? 'grave' : undefined} title={t(badge.text)} key={badge.text}>
            <Icon name={badge.icon} />
            <span class="unseen">{t(badge.text)}</span>
          </span>
        ))}
      </span>
    </li>
  )
}

const NEAR = '800px'
const TILE_WIDTH = 132
const TILE_HEIGHT = 82

/** A floor's tiles are made when it comes near the window, and then stay. */
export function FloorBlock({ floor, title }: { floor: Floor; title: string }) {
  const block = useRef<HTMLElement>(null)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    if (isNear || !block.current) return
    const watch = new IntersectionObserver(
      (seen) => seen.some((each) => each.isIntersecting) && setNear(true),
      { root: block.current.closest('main'), rootMargin: NEAR },
    )
    watch.observe(block.current)
    return () => watch.disconnect()
  }, [isNear])
  const columns = Math.max(1, Math.floor((block.current?.clientWidth ?? 1100) / TILE_WIDTH))
  const height = Math.ceil(floor.cells.length / columns) * TILE_HEIGHT
  return (
    <section class="floor" ref={block}>
      <h3>
        {title} <small class="soft">{t('wall.count', { n: floor.cells.length })}</small>
      </h3>
      {isNear ? (
        <ul role="listbox" aria-multiselectable aria-label={title}>
          {floor.cells.map((cell, i) => (
            <Tile key={cell.row.peek().meter} cell={cell} isFirst={i === 0} />
          ))}
        </ul>
      ) : (
        <div style={{ height: `${height}px` }} />
      )}
    </section>
  )
}
