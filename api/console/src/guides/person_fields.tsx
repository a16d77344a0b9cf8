import { put } from '../api/book'
import { forgetCustomers } from '../api/customers'
import { may } from '../api/session'
import { Field } from '../parts/form'
import { t } from '../text/language'

export interface Person {
  customer: string
  name: string
  phone: string
}

/** Somebody whose name is known is registered; tried again it changes nothing. */
export async function register({ customer, name, phone }: Person): Promise<void> {
  if (!name.trim() && !phone.trim()) return
  const body = { name: name.trim(), phone: phone.trim() }
  await put('/v1/customers/{customer}', { path: { customer }, body })
  forgetCustomers()
}

interface PersonProps {
  person: Person
  onPerson: (person: Person) => void
}

/** Who it is, and how they are told; for those who may register customers. */
export function PersonFields({ person, onPerson }: PersonProps) {
  if (!may('customer.edit')) return null
  return (
    <div class="row fields">
      <Field label={t('guide.personName')} hint={t('guide.sealed')}>
        <input
          name="name"
          autocomplete="off"
          value={person.name}
          onInput={(event) => onPerson({ ...person, name: event.currentTarget.value })}
        />
      </Field>
      <Field label={t('account.phone')}>
        <input
          type="tel"
          name="phone"
          autocomplete="off"
          value={person.phone}
          onInput={(event) => onPerson({ ...person, phone: event.currentTarget.value })}
        />
      </Field>
    </div>
  )
}
