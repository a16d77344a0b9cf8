// Moving over the tiles with the arrow keys: right and left in their order, up and down by sight.

function tilesOf(wall: HTMLElement): HTMLElement[] {
  return [...wall.querySelectorAll<HTMLElement>('.tile')]
}

function middle(tile: HTMLElement): number {
  const { left, width } = tile.getBoundingClientRect()
  return left + width / 2
}

/** The tile of the next row, up or down, that stands nearest to this one's middle. */
function inNextRow(tiles: HTMLElement[], from: number, step: 1 | -1): number {
  const top = tiles[from]!.getBoundingClientRect().top
  const wanted = middle(tiles[from]!)
  let best = from
  let row: number | null = null
  for (let i = from + step; i >= 0 && i < tiles.length; i += step) {
    const at = tiles[i]!.getBoundingClientRect().top
    if (at === top) continue
    row ??= at
    if (at !== row) break
    const isNearer = Math.abs(middle(tiles[i]!) - wanted) < Math.abs(middle(tiles[best]!) - wanted)
    if (best === from || isNearer) best = i
  }
  return best
}

function nextOf(tiles: HTMLElement[], from: number, key: string): number | null {
  switch (key) {
    case 'ArrowRight':
      return Math.min(from + 1, tiles.length - 1)
    case 'ArrowLeft':
      return Math.max(from - 1, 0)
    case 'ArrowDown':
      return inNextRow(tiles, from, 1)
    case 'ArrowUp':
      return inNextRow(tiles, from, -1)
    case 'Home':
      return 0
    case 'End':
      return tiles.length - 1
    default:
      return null
  }
}

/** True where the key moved. */
export function moved(wall: HTMLElement, event: KeyboardEvent): boolean {
  const tile = (event.target as HTMLElement).closest<HTMLElement>('.tile')
  if (!tile) return false
  const tiles = tilesOf(wall)
  const next = nextOf(tiles, tiles.indexOf(tile), event.key)
  if (next === null) return false
  const target = tiles[next]!
  const list = target.closest('[role=listbox]')
  list?.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1')
  target.setAttribute('tabindex', '0')
  target.focus()
  return true
}
