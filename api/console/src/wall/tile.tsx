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

const NEAR = '600px'
const TILE_WIDTH = 130
const TILE_HEIGHT = 80

/** As high as the tiles will be, before they were ever made. */
function guessedHeight(block: HTMLElement | null, count: number): number {
  const columns = Math.max(1, Math.floor((block?.clientWidth ?? 1100) / TILE_WIDTH))
  return Math.ceil(count / columns) * TILE_HEIGHT
}

/** Whether this block is near the window; where the keyboard is it stays. */
function useNear(block: { current: HTMLElement | null }, onLeave: () => void): boolean {
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    const element = block.current!
    const watch = new IntersectionObserver(
      (seen) => {
        const isSeen = seen.at(-1)!.isIntersecting
        if (isSeen) return setNear(true)
        if (element.contains(document.activeElement)) return
        onLeave()
        setNear(false)
      },
      { root: element.closest('main'), rootMargin: NEAR },
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return isNear
}

/** Tiles are made when they come near the window, and go when they are far: ten thousand of them are
 * never there at once. */
function Block({ cells, label }: { cells: Cell[]; label: string }) {
  const block = useRef<HTMLDivElement>(null)
  const measured = useRef<{ count: number; height: number } | null>(null)
  const count = cells.length
  const isNear = useNear(block, () => {
    const list = block.current?.querySelector('ul')
    if (list) measured.current = { count, height: list.offsetHeight }
  })
  const known = measured.current?.count === count ? measured.current.height : null
  const height = known ?? guessedHeight(block.current, count)
  return (
    <div ref={block}>
      {isNear ? (
        <ul role="listbox" aria-multiselectable aria-label={label}>
          {cells.map((cell, i) => (
            <Tile key={cell.row.peek().meter} cell={cell} isFirst={i === 0} />
          ))}
        </ul>
      ) : (
        <div style={{ height: `${height}px` }} />
      )}
    </div>
  )
}

/** Whole rows in most widths; a floor that nobody divided may hold every meter of the house. */
const MOST_OF_A_BLOCK = 360

function blocksOf(cells: Cell[]): Cell[][] {
  const count = Math.ceil(cells.length / MOST_OF_A_BLOCK)
  return Array.from({ length: count }, (_, i) =>
    cells.slice(i * MOST_OF_A_BLOCK, (i + 1) * MOST_OF_A_BLOCK),
  )
}

export function FloorBlock({ floor, building }: { floor: Floor; building: string }) {
  const label = t('wall.floor', { name: building, floor: floor.floor })
  const blocks = blocksOf(floor.cells)
  const labelOf = (i: number) => (blocks.length > 1 ? `${label} ${i + 1}/${blocks.length}` : label)
  return (
    <section class="floor">
      <h3>
        {t('report.floor', { floor: floor.floor })} <small class="soft">{t('wall.count', { n: floor.cells.length })}</small>
      </h3>
      {blocks.map((cells, i) => (
        <Block key={i} cells={cells} label={labelOf(i)} />
      ))}
    </section>
  )
}
