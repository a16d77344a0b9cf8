import { useState } from 'preact/hooks'
import { post } from '../api/book'
import type { Account } from '../api/types'
import { Field } from '../parts/form'
import { Guide } from '../parts/guide'
import { ReasonField } from '../parts/reason_field'
import { tell } from '../parts/toasts'
import { t } from '../text/language'
import { cells } from '../wall/meters'
import { CustomerField, isName } from './customer_field'
import { PersonFields, register, type Person } from './person_fields'

interface ChangeProps {
  account: Account
  onClose: () => void
  onDone: () => void
}

/** 过户: another customer takes over meters, credit and debts. */
export function TransferGuide({ account, onClose, onDone }: ChangeProps) {
  const [person, setPerson] = useState<Person>({ customer: '', name: '', phone: '' })
  const [reason, setReason] = useState('')
  const { customer } = person
  const isAnother = isName(customer) && customer !== account.customer
  const isFit = isAnother && reason.trim() !== ''
  const body = { customer, reason: reason.trim() }
  const content = (
    <>
      <CustomerField
        label={t('guide.newCustomer')}
        hint={t('guide.newCustomerHint', { customer: account.customer })}
        customer={customer}
        onCustomer={(next) => setPerson({ ...person, customer: next })}
      />
      <PersonFields person={person} onPerson={setPerson} />
      <ReasonField value={reason} onInput={setReason} />
    </>
  )
  return (
    <Guide
      title={`${t('guide.transfer')} ${account.account}`}
      form="transfer"
      steps={[{ title: t('guide.whose'), isFit, content }]}
      deed={{
        wish: body,
        ask: (how) =>
          post('/v1/accounts/{account}/transfer', {
            path: { account: account.account },
            body,
            ...how,
          }),
      }}
      before={() => register(person)}
      confirm={t('guide.transfer')}
      onDone={() => {
        tell(t('guide.transferred', { customer }))
        onDone()
      }}
      onClose={onClose}
    />
  )
}

/** 追加电表: one more meter for an account, from its last good reading on. */
export function AttachGuide({ account, onClose, onDone }: ChangeProps) {
  const [meter, setMeter] = useState('')
  const free = cells.value.map((cell) => cell.row.value).filter((row) => row.account === null)
  const content = (
    <Field label={t('meter.name')}>
      <select required value={meter} onChange={(event) => setMeter(event.currentTarget.value)}>
        <option value="">–</option>
        {free.map((row) => (
          <option key={row.meter} value={row.meter}>
            {row.place.room} · {row.meter}
          </option>
        ))}
      </select>
    </Field>
  )
  return (
    <Guide
      title={`${t('guide.attach')} ${account.account}`}
      form="attach"
      steps={[{ title: t('batch.meters'), isFit: meter !== '', content }]}
      deed={{
        wish: meter,
        ask: (how) =>
          post('/v1/accounts/{account}/meters', {
            path: { account: account.account },
            body: { meter },
            ...how,
          }),
      }}
      confirm={t('guide.attach')}
      onDone={() => {
        tell(t('guide.attached', { meter }))
        onDone()
      }}
      onClose={onClose}
    />
  )
}
