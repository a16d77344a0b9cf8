import { buildingName } from '../api/buildings'
import { t } from '../text/language'
import { floorsOf, type Floor } from '../wall/filter'
import { cells } from '../wall/meters'
import type { Asked } from './frame'

interface TreeProps {
  asked: Asked
  hasBuildings: boolean
  hasMeters: boolean
  onChoose: (place: { building: string; meter: string }) => void
}

function byBuilding(floors: Floor[]): Map<string, Floor[]> {
  const found = new Map<string, Floor[]>()
  for (const floor of floors)
    found.set(floor.building, [...(found.get(floor.building) ?? []), floor])
  return found
}

/** Site, buildings, floors and rooms: what is pressed is what the report is about. */
export function SpaceTree({ asked, hasBuildings, hasMeters, onChoose }: TreeProps) {
  const { building = '', meter = '' } = asked
  const tree = byBuilding(floorsOf(cells.value))
  const isAll = building === '' && meter === ''
  return (
    <div class="tree" role="group" aria-label={t('report.places')}>
      <button aria-pressed={isAll} onClick={() => onChoose({ building: '', meter: '' })}>
        {t('report.wholeSite')}
      </button>
      {[...tree].map(([id, floors]) => (
        <details key={id} open={building === id || tree.size === 1}>
          <summary>{buildingName(id)}</summary>
          {hasBuildings && (
            <button
              aria-pressed={building === id && meter === ''}
              onClick={() => onChoose({ building: id, meter: '' })}
            >
              {t('report.wholeBuilding')}
            </button>
          )}
          {hasMeters &&
            floors.map((floor) => (
              <details key={floor.floor}>
                <summary>{t('report.floor', { floor: floor.floor })}</summary>
                {floor.cells.map((cell) => {
                  const row = cell.row.peek()
                  return (
                    <button
                      key={row.meter}
                      aria-pressed={meter === row.meter}
                      onClick={() => onChoose({ building: '', meter: row.meter })}
                    >
                      {row.place.room} <small class="soft">{row.meter}</small>
                    </button>
                  )
                })}
              </details>
            ))}
        </details>
      ))}
    </div>
  )
}
