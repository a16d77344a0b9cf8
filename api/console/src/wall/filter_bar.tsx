import { buildings } from '../api/buildings'
import { METER_STATES, type MeterState } from '../api/types'
import { refine } from '../frame/route'
import { Icon } from '../parts/icon'
import { t, type Key } from '../text/language'
import { fitsBeside, type Filter } from './filter'
import { cells, countsOf, revision, select, type Cell } from './meters'
import { StateIcon } from './state_chip'
import { mayChoose } from './wall_commands'

const BADGES: [Exclude<Filter['badge'], ''>, Key][] = [
  ['breaker_open', 'badge.open'],
  ['keep_power', 'badge.keepPower'],
  ['trip', 'badge.trip'],
  ['overload', 'badge.overload'],
  ['quarantine', 'badge.quarantine'],
  ['pending', 'badge.pending'],
]

function StateFilter({ filter }: { filter: Filter }) {
  void revision.value // the counts follow every change
  const beside = cells.value.map((cell) => cell.row.peek()).filter((row) => fitsBeside(row, filter))
  const counts = countsOf(beside)
  const toggle = (state: MeterState) => {
    const isOn = filter.states.includes(state)
    const states = isOn
      ? filter.states.filter((each) => each !== state)
      : [...filter.states, state]
    refine({ state: states.join(',') })
  }
  return (
    <div class="states" role="group" aria-label={t('wall.states')}>
      <button aria-pressed={filter.states.length === 0} onClick={() => refine({ state: '' })}>
        {t('wall.all')} <b>{beside.length}</b>
      </button>
      {METER_STATES.map((state) => (
        <button
          key={state}
          class={state}
          aria-pressed={filter.states.includes(state)}
          onClick={() => toggle(state)}
        >
          <StateIcon state={state} />
          {t(`state.${state}`)} <b>{counts[state]}</b>
        </button>
      ))}
    </div>
  )
}

interface BarProps {
  filter: Filter
  sight: Cell[]
  isTable: boolean
}

export function FilterBar({ filter, sight, isTable }: BarProps) {
  const isAll = sight.length > 0 && sight.every((cell) => cell.isSelected.value)
  return (
    <div class="filter-bar unprinted">
      <StateFilter filter={filter} />
      <div class="row">
        <input
          type="search"
          class="search"
          placeholder={t('wall.search')}
          aria-label={t('wall.search')}
          value={filter.search}
          onInput={(event) => refine({ search: event.currentTarget.value })}
        />
        <select
          aria-label={t('wall.building')}
          value={filter.building}
          onChange={(event) => refine({ building: event.currentTarget.value })}
        >
          <option value="">{t('wall.anyBuilding')}</option>
          {[...buildings.value].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <select
          aria-label={t('wall.badge')}
          value={filter.badge}
          onChange={(event) => refine({ badge: event.currentTarget.value })}
        >
          <option value="">{t('wall.anyBadge')}</option>
          {BADGES.map(([badge, text]) => (
            <option key={badge} value={badge}>
              {t(text)}
            </option>
          ))}
        </select>
        <span class="gap" />
        {mayChoose() && (
          <button disabled={!sight.length} onClick={() => select(sight, !isAll)}>
            <Icon name="check" />
            {t(isAll ? 'wall.unselectSight' : 'wall.selectSight', { n: sight.length })}
          </button>
        )}
        <button onClick={() => refine({ view: isTable ? '' : 'table' })}>
          <Icon name={isTable ? 'grid' : 'table'} />
          {t(isTable ? 'wall.asTiles' : 'wall.asTable')}
        </button>
      </div>
    </div>
  )
}
