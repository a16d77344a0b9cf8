import { t } from '../text/language'
import { Field } from './form'

const LEAST_BYTES = 10

/** Whether the server would take it as a password. */
export function isPassword(text: string): boolean {
  return new TextEncoder().encode(text).length >= LEAST_BYTES
}

interface SecretProps {
  label: string
  value: string
  hint?: string
  fault?: string | null
  class?: string
  name?: string
  isOld?: boolean
  onInput: (text: string) => void
}

/** A password, that one has or that one gives. */
export function Secret({ value, name = 'password', isOld, onInput, ...field }: SecretProps) {
  return (
    <Field {...field}>
      <input
        type="password"
        name={name}
        required
        autocomplete={isOld ? 'current-password' : 'new-password'}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  )
}

/** A password that is given: long enough, as its hint says. */
export function NewSecret(props: Omit<SecretProps, 'hint' | 'isOld'>) {
  return <Secret {...props} hint={t('session.passwordHint')} />
}
