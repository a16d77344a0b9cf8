import { t } from '../text/language'
import { Field } from './form'

const MOST = 200

interface ReasonProps {
  value: string
  onInput: (text: string) => void
  isOptional?: boolean
  /** What is asked, where it is not just why. */
  label?: string
  class?: string
}

/** Why something is done: it stands in the book beside it. */
export function ReasonField(props: ReasonProps) {
  const { value, onInput, isOptional = false, label, class: look } = props
  return (
    <Field class={look} label={label ?? t(isOptional ? 'batch.reasonOptional' : 'batch.reason')}>
      <input
        name="reason"
        required={!isOptional}
        maxLength={MOST}
        autocomplete="off"
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  )
}
