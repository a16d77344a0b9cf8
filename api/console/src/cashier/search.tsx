import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { buildingName } from '../api/buildings'
import { may } from '../api/session'
import { money } from '../api/site'
import { t } from '../text/language'
import { cells, revision } from '../wall/meters'
import { StateChip } from '../wall/state_chip'
import { byWallet, findCustomers, findMeters, type Found } from './finder'

const PAUSE_MS = 200

/** Names are sealed, so the server looks for them; rooms and meters are found here at once. */
function useFound(typed: string): Found[] {
  const rows = useMemo(() => cells.value.map((cell) => cell.row.peek()), [revision.value])
  const [people, setPeople] = useState<Found[]>([])
  useEffect(() => {
    setPeople([])
    if (typed.trim().length < 1 || !may('customer.read')) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      findCustomers(rows, typed.trim(), stop.signal).then(setPeople, () => {})
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [typed])
  const meters = findMeters(rows, typed).map((row) => ({ row, customer: null }))
  return byWallet([...meters, ...people])
}

function Line({ found }: { found: Found }) {
  const { row, customer } = found
  return (
    <>
      <span>
        <b>{row.place.room || row.meter}</b>{' '}
        <small class="soft">{buildingName(row.place.building)}</small>
      </span>
      <span>{customer?.name ?? row.account}</span>
      <span class="soft">{customer?.phone ?? row.meter}</span>
      <StateChip state={row.state} />
      <span class="figures">{money(row.balance ?? '0')}</span>
    </>
  )
}

/** Type, arrows, Enter. F2 comes back here from anywhere on the screen. */
export function Search({ onChoose }: { onChoose: (wallet: string) => void }) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const found = useFound(typed)
  useLayoutEffect(() => {
    input.current?.focus()
    const focus = (event: KeyboardEvent) => {
      if (event.key !== 'F2') return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    addEventListener('keydown', focus)
    return () => removeEventListener('keydown', focus)
  }, [])
  const choose = (each: Found | undefined) => {
    if (!each) return
    setTyped('')
    onChoose(each.row.wallet!)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter') choose(found[at])
    else if (event.key === 'Escape') setTyped('')
    else return
    event.preventDefault()
  }
  const isOpen = typed.trim() !== ''
  return (
    <div class="find unprinted">
      <input
        ref={input}
        type="text"
        class="search"
        role="combobox"
        aria-expanded={isOpen && found.length > 0}
        aria-controls="found"
        aria-activedescendant={isOpen && found[at] ? `found-${at}` : undefined}
        aria-label={t('cashier.search')}
        placeholder={t('cashier.search')}
        autocomplete="off"
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">F2</kbd>
      <ul
        id="found"
        role="listbox"
        aria-label={t('cashier.found')}
        hidden={!isOpen || found.length === 0}
      >
        {found.map((each, i) => (
          <li
            key={each.row.wallet}
            id={`found-${i}`}
            role="option"
            aria-selected={i === at}
            onMouseDown={(event) => {
              event.preventDefault()
              choose(each)
            }}
          >
            <Line found={each} />
          </li>
        ))}
      </ul>
      {isOpen && found.length === 0 && (
        <p class="soft nobody" role="status">
          {t('cashier.nobody')}
        </p>
      )}
    </div>
  )
}
