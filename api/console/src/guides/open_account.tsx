import { useState } from 'preact/hooks'
import { all, post } from '../api/book'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import { loadSite } from '../api/site'
import type { MeterRow } from '../api/types'
import { useDraft } from '../parts/draft'
import { Ago } from '../parts/figures'
import { Choice, Field } from '../parts/form'
import { Guide, type Step } from '../parts/guide'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { cells } from '../wall/meters'
import { CustomerField, isName, NAME } from './customer_field'
import { OpeningTerms, termOf, type Term } from './opening_terms'
import { PersonFields, register, type Person } from './person_fields'

const MOST_SHOWN = 60

function Names(props: {
  account: string
  person: Person
  onAccount: (account: string) => void
  onPerson: (person: Person) => void
}) {
  const { account, person, onAccount, onPerson } = props
  return (
    <>
      <div class="row fields">
        <Field
          label={t('meter.account')}
          hint={t('guide.nameHint')}
          fault={account && !isName(account) ? t('guide.nameHint') : null}
        >
          <input
            required
            name="account"
            pattern={NAME}
            value={account}
            onInput={(event) => onAccount(event.currentTarget.value)}
          />
        </Field>
        <CustomerField
          label={t('guide.customer')}
          hint={t('guide.customerHint')}
          customer={person.customer}
          onCustomer={(customer) => onPerson({ ...person, customer })}
        />
      </div>
      <PersonFields person={person} onPerson={onPerson} />
    </>
  )
}

function isFree(row: MeterRow, search: string): boolean {
  if (row.account !== null) return false
  const words = [row.meter, row.place.room]
  return search === '' || words.some((text) => text.toLowerCase().includes(search))
}

function MeterChoice(props: { chosen: string[]; onChoose: (meters: string[]) => void }) {
  const [search, setSearch] = useState('')
  const { chosen, onChoose } = props
  const rows = cells.value
    .map((cell) => cell.row.value)
    .filter((row) => chosen.includes(row.meter) || isFree(row, search.trim().toLowerCase()))
    .sort((a, b) => (a.meter < b.meter ? -1 : 1))
  const toggle = (meter: string) =>
    onChoose(
      chosen.includes(meter) ? chosen.filter((each) => each !== meter) : [...chosen, meter],
    )
  return (
    <fieldset class="stack">
      <legend>{t('guide.freeMeters', { n: chosen.length })}</legend>
      <input
        type="search"
        aria-label={t('wall.search')}
        placeholder={t('wall.search')}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <ul class="choices">
        {rows.slice(0, MOST_SHOWN).map((row) => (
          <li key={row.meter}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(row.meter)}
                onChange={() => toggle(row.meter)}
              />
              <b>{row.place.room || row.meter}</b> {row.meter}
              <span class="soft">
                <Ago at={row.last_read_at} />
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

type Wallets = 'per_meter' | 'pooled'

interface OpenProps {
  meter?: string
  onClose: () => void
  onDone: (account: string) => void
}

/** 开户: whose, which meters, on which terms, and what would be written. */
export function OpenAccountGuide({ meter, onClose, onDone }: OpenProps) {
  const draft = `open ${meter ?? ''}`
  const [account, setAccount] = useDraft(draft, 'account', () => (meter ? `A-${meter}` : ''))
  const [person, setPerson] = useDraft(draft, 'person', () => ({
    ...{ customer: meter ? `C-${meter}` : '', name: '', phone: '' },
  }))
  const [chosen, setChosen] = useDraft<string[]>(draft, 'chosen', () => (meter ? [meter] : []))
  const [wallets, setWallets] = useDraft<Wallets>(draft, 'wallets', () => 'per_meter')
  const [terms, setTerms] = useDraft<Record<string, Partial<Term>>>(draft, 'terms', () => ({}))
  const known = useLoaded(async (signal) => {
    const [meters, tariffs] = await Promise.all([
      all('/v1/meters', { signal }),
      all('/v1/tariffs', { signal }),
      loadSite(), // its defaults may be others by now
    ])
    return { meters, tariffs }
  }, [])
  const meters = (known.value?.meters ?? []).filter((each) => chosen.includes(each.meter))
  const given = meters.flatMap((each) => termOf(each, terms[each.meter]) ?? [])
  const body = {
    ...{ account, customer: person.customer, meters: chosen, wallets },
    ...(given.length > 0 && { terms: given }),
  }
  const steps: Step[] = [
    {
      title: t('guide.whose'),
      isFit: isName(account) && isName(person.customer),
      content: <Names {...{ account, person, onAccount: setAccount, onPerson: setPerson }} />,
    },
    {
      title: t('batch.meters'),
      isFit: chosen.length > 0,
      content: (
        <>
          <MeterChoice chosen={chosen} onChoose={setChosen} />
          <Choice
            label={t('account.wallet')}
            value={wallets}
            options={(['per_meter', 'pooled'] as const).map((value) => ({
              value,
              text: word('wallets', value),
            }))}
            onChange={setWallets}
          />
        </>
      ),
    },
  ]
  if (may('tariff.edit') || may('meter.edit'))
    steps.push({
      title: t('guide.terms'),
      isFit: meters.length === chosen.length,
      content: (
        <OpeningTerms
          meters={meters}
          tariffs={(known.value?.tariffs ?? []).map((each) => each.tariff)}
          terms={terms}
          onTerms={setTerms}
        />
      ),
    })
  const done = () => {
    tell(t('guide.opened', { account }))
    onDone(account)
  }
  return (
    <Guide
      title={t('guide.open')}
      form="open"
      draft={draft}
      steps={steps}
      deed={{ wish: body, ask: (how) => post('/v1/accounts', { body, ...how }) }}
      before={() => register(person)}
      confirm={t('guide.open')}
      onDone={done}
      onClose={onClose}
    />
  )
}
