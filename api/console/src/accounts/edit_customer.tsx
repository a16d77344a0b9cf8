import { useState } from 'preact/hooks'
import type { Customer } from '../api/types'
import { PersonFields, register } from '../guides/person_fields'
import { FormDialog } from '../parts/form_dialog'
import { tell } from '../parts/toasts'
import { t } from '../text/language'

interface EditProps {
  customer: string
  /** Nothing where nobody was registered under it yet. */
  known: Customer | null
  onClose: () => void
  onDone: () => void
}

/** Another name, another number: papers and notices from now on have them. */
export function EditCustomer({ customer, known, onClose, onDone }: EditProps) {
  const [person, setPerson] = useState({
    customer,
    name: known?.name ?? '',
    phone: known?.phone ?? '',
  })
  const save = async () => {
    await register(person)
    tell(t('operator.saved', { name: person.name || customer }))
    onDone()
  }
  return (
    <FormDialog
      title={`${t('account.editCustomer')} · ${customer}`}
      confirm={t('action.save')}
      isFit={person.name.trim() !== '' || person.phone.trim() !== ''}
      work={save}
      onClose={onClose}
    >
      <PersonFields person={person} onPerson={setPerson} />
    </FormDialog>
  )
}
