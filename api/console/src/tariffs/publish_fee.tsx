import { useState } from 'preact/hooks'
import { post } from '../api/book'
import { today } from '../api/site'
import { AmountField } from '../parts/amount_field'
import { DayInput } from '../parts/day_input'
import { Choice, Field } from '../parts/form'
import { Guide } from '../parts/guide'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { typedAmount } from '../text/money'
import { dayAfter } from '../text/time'
import type { Fee } from './fees_tab'

const NAME = '[A-Za-z0-9_\\-]{1,40}'

interface PublishProps {
  /** null: another one. */
  known: Fee | null
  onClose: () => void
  onDone: () => void
}

/** A fee, or what it costs from some day on. */
export function PublishFeeGuide({ known, onClose, onDone }: PublishProps) {
  const [fee, setFee] = useState(known?.fee ?? '')
  const [name, setName] = useState(known?.name ?? '')
  const [per, setPer] = useState<Fee['per']>(known?.per ?? 'month')
  const [typed, setTyped] = useState('')
  const [from, setFrom] = useState(() => dayAfter(today(), 1))
  const amount = typedAmount(typed)
  const isNamed = new RegExp(`^${NAME}$`).test(fee) && name.trim() !== ''
  const body = { fee, name: name.trim(), amount: amount!, per, from }
  const content = (
    <>
      <div class="row fields">
        <Field label={t('system.id')} hint={t('session.nameHint')}>
          <input
            required
            name="fee"
            pattern={NAME}
            disabled={known !== null}
            value={fee}
            onInput={(event) => setFee(event.currentTarget.value)}
          />
        </Field>
        <Field label={t('system.name')}>
          <input
            required
            name="name"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
      </div>
      <div class="row fields">
        <AmountField
          label={t('fee.amount')}
          name="amount"
          typed={typed}
          onType={setTyped}
          amount={amount}
        />
        <Field label={t('fee.from')}>
          <DayInput required name="from" value={from} onChange={setFrom} />
        </Field>
      </div>
      {!known && (
        <Choice
          label={t('fee.per')}
          value={per}
          options={(['month', 'day'] as const).map((value) => ({
            value,
            text: word('per', value),
          }))}
          onChange={setPer}
        />
      )}
      <p class="soft">{t('fee.about')}</p>
    </>
  )
  return (
    <Guide
      title={known ? `${t('tariff.next')} · ${known.name}` : t('fee.new')}
      form="fee"
      steps={[{ title: t('fee.fee'), isFit: isNamed && amount !== null && from !== '', content }]}
      deed={{ wish: body, ask: (how) => post('/v1/fees', { body, ...how }) }}
      confirm={t('tariff.publish')}
      onDone={() => {
        tell(t('fee.published', { name: body.name }))
        onDone()
      }}
      onClose={onClose}
    />
  )
}
