import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { buildingName } from '../api/buildings'
import { useNews } from '../api/live'
import { refine, route } from '../frame/route'
import { Empty, Failed, FaultText, Loading } from '../parts/states'
import { kindsAllowed, type Supply } from '../terms/terms'
import { TermsDialog } from '../terms/terms_dialog'
import { t } from '../text/language'
import { BatchDialog, type Wish } from './batch_dialog'
import { BatchProgress } from './batch_progress'
import { filterOf, fits, floorsOf } from './filter'
import { FilterBar } from './filter_bar'
import { moved } from './keyboard'
import { MeterPanel } from './meter_panel'
import { MeterTable } from './meter_table'
import { cellOf, cells, loadMeters, refresh, revision, select, type Cell } from './meters'
import { SelectionBar } from './selection_bar'
import { FloorBlock } from './tile'
import { mayChoose } from './wall_commands'
import './wall.css'

function toggleRange(sight: Cell[], from: string | null, to: string): void {
  const names = sight.map((cell) => cell.row.peek().meter)
  const [a, b] = [names.indexOf(from ?? to), names.indexOf(to)]
  const start = a < 0 ? b : Math.min(a, b)
  select(sight.slice(start, Math.max(a, b) + 1), true)
}

/** Tiles, floor by floor. A click opens a meter; its corner, Ctrl or Space choose it. */
function Tiles({ sight }: { sight: Cell[] }) {
  const wall = useRef<HTMLDivElement>(null)
  const last = useRef<string | null>(null)
  const floors = useMemo(() => floorsOf(sight), [sight])
  const ordered = useMemo(() => floors.flatMap((floor) => floor.cells), [floors])
  const toggle = (meter: string) => {
    const cell = cellOf(meter)
    if (cell) cell.isSelected.value = !cell.isSelected.peek()
    last.current = meter
  }
  const onClick = (event: MouseEvent) => {
    const target = event.target as HTMLElement
    const meter = target.closest<HTMLElement>('.tile')?.dataset.meter
    if (!meter) return
    if (event.shiftKey) return toggleRange(ordered, last.current, meter)
    if (event.ctrlKey || event.metaKey || target.closest('.mark')) return toggle(meter)
    refine({ meter })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const meter = (event.target as HTMLElement).closest<HTMLElement>('.tile')?.dataset.meter
    if (!meter || !wall.current) return
    if (moved(wall.current, event)) return event.preventDefault()
    if (event.key === ' ') toggle(meter)
    else if (event.key === 'Enter') refine({ meter })
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) select(ordered, true)
    else return
    event.preventDefault()
  }
  let building = ''
  return (
    <div class="tiles" ref={wall} onClick={onClick} onKeyDown={onKeyDown}>
      {floors.map((floor) => {
        const isNew = floor.building !== building
        building = floor.building
        const name = buildingName(building)
        return (
          <div key={`${building} ${floor.floor}`}>
            {isNew && <h2>{name}</h2>}
            <FloorBlock floor={floor} building={name} />
          </div>
        )
      })}
    </div>
  )
}

function useMeters(): { isReady: boolean; fault: unknown; again: () => void } {
  const [isReady, setReady] = useState(cells.peek().length > 0)
  const [fault, setFault] = useState<unknown>(null)
  const load = () => {
    setFault(null)
    loadMeters().then(() => setReady(true), setFault)
  }
  useEffect(load, [])
  useNews((events) => void refresh(events).catch(setFault))
  return { isReady: isReady || cells.value.length > 0, fault, again: load }
}

/** The state of every meter, and what can be done to many of them. */
export function Wall() {
  const { isReady, fault, again } = useMeters()
  const [wish, setWish] = useState<Wish | null>(null)
  const [supplies, setSupplies] = useState<Supply[] | null>(null)
  const { query } = route.value
  const filter = filterOf(query)
  const asked = JSON.stringify(filter)
  const sight = useMemo(
    () => cells.value.filter((cell) => fits(cell.row.peek(), filter)),
    [asked, cells.value, revision.value],
  )
  if (!isReady) return fault ? <Failed fault={fault} again={again} /> : <Loading />
  const isTable = query.view === 'table'
  return (
    <div class="wall">
      <h1 class="unseen">{t('nav.wall')}</h1>
      <FilterBar filter={filter} sight={sight} isTable={isTable} />
      <FaultText fault={fault} />
      {cells.value.length === 0 && <Empty title={t('wall.none')} />}
      {cells.value.length > 0 && sight.length === 0 && <Empty title={t('wall.noneInSight')} />}
      {isTable ? <MeterTable sight={sight} /> : <Tiles sight={sight} />}
      {mayChoose() && <SelectionBar onWish={setWish} onTerms={setSupplies} />}
      {query.meter && (
        <MeterPanel
          meter={query.meter}
          onClose={() => refine({ meter: '' })}
          onWish={(kind, row) => setWish({ kind, rows: [row] })}
          onTerms={(row) => setSupplies([row])}
        />
      )}
      {wish && <BatchDialog wish={wish} onClose={() => setWish(null)} />}
      {supplies && (
        <TermsDialog
          wish={{ kinds: kindsAllowed(), supplies }}
          onClose={() => setSupplies(null)}
        />
      )}
      {query.batch && !wish && (
        <BatchProgress name={query.batch} onClose={() => refine({ batch: '' })} />
      )}
    </div>
  )
}
