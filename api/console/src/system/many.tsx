export interface Option {
  value: string
  text: string
  isFixed?: boolean
}

interface ManyProps {
  label: string
  hint?: string | undefined
  options: Option[]
  chosen: string[]
  onChoose: (chosen: string[]) => void
}

/** Any number of several, all of them in sight. */
export function Many({ label, hint, options, chosen, onChoose }: ManyProps) {
  const toggle = (value: string) =>
    onChoose(
      chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value],
    )
  return (
    <fieldset class="many">
      <legend>{label}</legend>
      {options.map(({ value, text, isFixed }) => (
        <label key={value}>
          <input
            type="checkbox"
            value={value}
            disabled={isFixed}
            checked={chosen.includes(value)}
            onChange={() => toggle(value)}
          />
          <span>{text}</span>
        </label>
      ))}
      {hint && <p class="hint">{hint}</p>}
    </fieldset>
  )
}
