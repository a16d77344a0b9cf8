import { t } from '../text/language'
import { inChineseWords } from '../text/money'
import { Field } from './form'

interface AmountFieldProps {
  label: string
  typed: string
  onType: (typed: string) => void
  /** What was typed, as an amount; null: it is none. */
  amount: string | null
  /** Instead of the amount in characters that cannot be altered. */
  hint?: string | undefined
  class?: string
  name?: string
  placeholder?: string
  isOptional?: boolean
}

/** Money that is typed: in words below it, or what is wrong with it. */
export function AmountField(props: AmountFieldProps) {
  const { label, typed, onType, amount, hint, isOptional = false, class: look, ...rest } = props
  const isBegun = /^[-−\s]*$|[.．]$/.test(typed) // the rest is about to be typed
  return (
    <Field
      label={label}
      hint={hint ?? (amount ? inChineseWords(amount) : undefined)}
      fault={amount === null && !isBegun ? t('amount.fault') : null}
    >
      <input
        {...rest}
        class={look}
        required={!isOptional}
        inputMode="decimal"
        autocomplete="off"
        value={typed}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </Field>
  )
}
