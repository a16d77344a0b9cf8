import { useId } from 'preact/hooks'
import { allCustomers } from '../api/customers'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import { Field } from '../parts/form'
import { t, word } from '../text/language'

/** Of accounts and customers: as the server takes them. */
export const NAME = '[A-Za-z0-9_.\\-]{1,40}'

export function isName(text: string): boolean {
  return new RegExp(`^${NAME}$`).test(text)
}

interface CustomerFieldProps {
  label: string
  hint: string
  customer: string
  onCustomer: (customer: string) => void
}

/** A customer by their id, typed or chosen by name; who has it already is told. */
export function CustomerField({ label, hint, customer, onCustomer }: CustomerFieldProps) {
  const id = useId()
  const people = useLoaded(async () => (may('customer.read') ? allCustomers() : []), [])
  const known = people.value?.find((each) => each.customer === customer)
  const name = known && (known.name ?? word('customer', known.state))
  return (
    <>
      <Field
        label={label}
        hint={name ? t('guide.customerIs', { name }) : hint}
        fault={customer && !isName(customer) ? t('guide.nameHint') : null}
      >
        <input
          required
          name="customer"
          list={id}
          autocomplete="off"
          pattern={NAME}
          value={customer}
          onInput={(event) => onCustomer(event.currentTarget.value.trim())}
        />
      </Field>
      <datalist id={id}>
        {(people.value ?? []).map((each) => (
          <option key={each.customer} value={each.customer}>
            {[each.name, each.phone].filter(Boolean).join(' · ')}
          </option>
        ))}
      </datalist>
    </>
  )
}
