// The meters of the wall: fetched once, and kept up to date by what stands in the log.

import { batch, computed, signal, type Signal } from '@preact/signals'
import { get } from '../api/book'
import type { Page } from '../api/operations'
import { mayTouch } from '../api/live'
import { METER_STATES, type LogEvent, type MeterRow, type MeterState } from '../api/types'

/** One tile: only it is drawn again when its meter changes. */
export interface Cell {
  row: Signal<MeterRow>
  isSelected: Signal<boolean>
}

export const cells = signal<Cell[]>([])
/** Changes with every change of a row, for what counts them. */
export const revision = signal(0)

const byMeter = new Map<string, Cell>()
const meterOfWallet = new Map<string, Set<string>>()
const PAGE = 1000
const MOST_SINGLE = 25
const PAUSE_MS = 5_000

function place(row: MeterRow): void {
  if (row.wallet) {
    const meters = meterOfWallet.get(row.wallet) ?? new Set()
    meterOfWallet.set(row.wallet, meters.add(row.meter))
  }
  const cell = byMeter.get(row.meter)
  if (!cell) {
    byMeter.set(row.meter, { row: signal(row), isSelected: signal(false) })
  } else if (JSON.stringify(cell.row.peek()) !== JSON.stringify(row)) {
    cell.row.value = row
  }
}

function show(): void {
  if (byMeter.size !== cells.peek().length) cells.value = [...byMeter.values()]
  revision.value += 1
}

/** What was not told of any more leaves the wall. */
function dropAllBut(known: Set<string>): void {
  for (const meter of [...byMeter.keys()]) if (!known.has(meter)) byMeter.delete(meter)
  show()
}

/** All of them, a thousand at a time; the first thousand is shown while the rest comes. */
export async function loadMeters(signal?: AbortSignal): Promise<void> {
  const told = new Set<string>()
  let cursor: string | undefined
  do {
    const query = { limit: PAGE, cursor }
    const page: Page<MeterRow> = await get('/v1/meter-states', { query, signal })
    batch(() => {
      page.items.forEach(place)
      show()
    })
    page.items.forEach((row) => told.add(row.meter))
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  if (told.size < byMeter.size) dropAllBut(told)
}

/** Which meters these events are about. */
export function metersIn(events: LogEvent[]): Set<string> {
  const meters = new Set<string>()
  for (const { subject, data } of events) {
    if (subject.kind === 'meter') meters.add(subject.id)
    if (typeof data.meter === 'string') meters.add(data.meter)
    const wallet = subject.kind === 'wallet' ? subject.id : data.wallet
    if (typeof wallet === 'string') meterOfWallet.get(wallet)?.forEach((each) => meters.add(each))
  }
  return meters
}

let isLoading = false
let waits = new Set<string>()
let waitsForAll = false

/** A line that falls silent, or a part of it, changes its meters without an event of each; a meter
 * that is retired leaves the wall. */
const CHANGES_MANY =
  /^(ContactLost|ContactRestored|AccountOpened|AccountClosed|MeterRegistered|MeterRetired)$/

async function loadOnes(meters: string[], at: number): Promise<void> {
  const rows = await Promise.all(
    meters.map((meter) =>
      get('/v1/meter-states/{meter}', { path: { meter }, query: { at_least: at } }),
    ),
  )
  batch(() => {
    rows.forEach(place)
    show()
  })
}

/** Fetches what changed; what changes meanwhile is fetched when this is done. */
export async function refresh(events: LogEvent[]): Promise<void> {
  metersIn(events).forEach((meter) => waits.add(meter))
  waitsForAll ||=
    waits.size > MOST_SINGLE || mayTouch(events, (event) => CHANGES_MANY.test(event.type))
  if (isLoading) return
  isLoading = true
  const at = events.at(-1)?.position ?? 0
  try {
    while (waits.size || waitsForAll) {
      const [some, every] = [[...waits], waitsForAll]
      waits = new Set()
      waitsForAll = false
      await (every ? loadMeters() : loadOnes(some, at))
      if (every && cells.peek().length > PAGE) await pause() // a large house is never all calm
    }
  } finally {
    isLoading = false
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS))

export type Counts = Record<MeterState, number>

export function countsOf(rows: MeterRow[]): Counts {
  const counts = Object.fromEntries(METER_STATES.map((state) => [state, 0])) as Counts
  for (const row of rows) counts[row.state] += 1
  return counts
}

export const selected = computed(() =>
  cells.value.filter((cell) => cell.isSelected.value).map((cell) => cell.row.peek()),
)

export function select(chosen: Cell[], isSelected: boolean): void {
  batch(() => chosen.forEach((cell) => (cell.isSelected.value = isSelected)))
}

export function cellOf(meter: string): Cell | undefined {
  return byMeter.get(meter)
}
