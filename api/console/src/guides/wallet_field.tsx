import { useId } from 'preact/hooks'
import { Amount } from '../parts/figures'
import { Field } from '../parts/form'
import { t } from '../text/language'
import { cells, revision } from '../wall/meters'

interface Purse {
  wallet: string
  rooms: string[]
  balance: string
}

/** Every wallet that some meter draws on, with its rooms. */
function purses(): Map<string, Purse> {
  void revision.value
  const found = new Map<string, Purse>()
  for (const { wallet, balance, place } of cells.value.map((cell) => cell.row.peek())) {
    if (wallet === null) continue
    const known = found.get(wallet) ?? { wallet, rooms: [], balance: balance ?? '0' }
    found.set(wallet, { ...known, rooms: [...known.rooms, place.room] })
  }
  return found
}

/** Whose rooms it pays for, and what it holds; nothing where it is not known. */
export function Held({ wallet }: { wallet: string }) {
  const purse = purses().get(wallet)
  if (!purse) return null
  return (
    <p class="soft">
      {purse.rooms.join(', ')} · {t('meter.balance')}{' '}
      <Amount of={purse.balance} why={{ wallet }} />
    </p>
  )
}

interface WalletFieldProps {
  label: string
  name: string
  wallet: string
  onWallet: (wallet: string) => void
}

/** A wallet by its name, typed or chosen by its room. */
export function WalletField({ label, name, wallet, onWallet }: WalletFieldProps) {
  const id = useId()
  return (
    <>
      <Field label={label} hint={t('move.toHint')}>
        <input
          required
          name={name}
          list={id}
          autocomplete="off"
          value={wallet}
          onInput={(event) => onWallet(event.currentTarget.value.trim())}
        />
      </Field>
      <datalist id={id}>
        {[...purses().values()].map((each) => (
          <option key={each.wallet} value={each.wallet}>
            {each.rooms.join(', ')}
          </option>
        ))}
      </datalist>
      <Held wallet={wallet} />
    </>
  )
}
