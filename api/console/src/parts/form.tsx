import { cloneElement, type ComponentChildren, type HTMLAttributes, type JSX, type VNode } from 'preact'
import { useId } from 'preact/hooks'

interface ButtonProps extends Omit<JSX.IntrinsicElements['button'], 'icon'> {
  isBusy?: boolean
  children?: ComponentChildren
}

/** A button that cannot be pressed while what it began is under way. */
export function Button({ isBusy, disabled, children, ...rest }: ButtonProps) {
  return (
    <button {...rest} disabled={Boolean(disabled) || isBusy} aria-busy={isBusy || undefined}>
      {isBusy && <i class="spinner" aria-hidden="true" />}
      {children}
    </button>
  )
}

interface FieldProps {
  label: string
  hint?: string | undefined
  fault?: string | null | undefined
  class?: string
  children: VNode<HTMLAttributes>
}

/** A control with its label, what helps to fill it, and what is wrong with it. */
export function Field({ label, hint, fault, class: name, children }: FieldProps) {
  const id = useId()
  const about = fault || hint ? `${id}-about` : undefined
  const control = cloneElement(children, {
    id,
    'aria-describedby': about,
    'aria-invalid': fault ? true : undefined,
  } as HTMLAttributes)
  return (
    <div class={'field ' + (name ?? '')}>
      <label for={id}>{label}</label>
      {control}
      {about && (
        <p id={about} class={fault ? 'hint wrong' : 'hint'}>
          {fault || hint}
        </p>
      )}
    </div>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T
  options: { value: T; text: string }[]
  onChange: (value: T) => void
  isLabelHidden?: boolean
}

/** One of a few, all of them in sight. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const name = useId()
  return (
    <fieldset class="choice">
      <legend class={props.isLabelHidden ? 'unseen' : undefined}>{props.label}</legend>
      {props.options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === props.value}
            onChange={() => props.onChange(option.value)}
          />
          <span>{option.text}</span>
        </label>
      ))}
    </fieldset>
  )
}
