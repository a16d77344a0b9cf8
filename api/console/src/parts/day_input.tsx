import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../text/language'
import { Icon } from './icon'

interface DayProps {
  /** yyyy-MM-dd, with a time yyyy-MM-ddTHH:mm; or nothing. */
  value: string
  onChange: (value: string) => void
  hasTime?: boolean
  name?: string
  required?: boolean
  // What a field gives to its control.
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string | undefined
}

/** What is typed as it is kept; null: it is no day, or not yet. */
export function dayTyped(text: string, hasTime: boolean): string | null {
  const day = text.trim().replaceAll('/', '-').replace(/\s+/, 'T')
  if (day === '') return ''
  const form = hasTime ? /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/ : /^\d{4}-\d{2}-\d{2}$/
  const at = Date.parse(hasTime ? `${day}Z` : `${day}T00:00Z`)
  if (!form.test(day) || Number.isNaN(at)) return null
  return new Date(at).toISOString().startsWith(day) ? day : null // no 30th of February
}

/** A day, or a moment, as it is written everywhere here, whatever the browser's own country writes;
 * its calendar is behind the button. */
export function DayInput({ value, onChange, hasTime = false, ...rest }: DayProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const calendar = useRef<HTMLInputElement>(null)
  useEffect(() => setDraft(null), [value])
  const take = (text: string) => {
    const day = dayTyped(text, hasTime)
    setDraft(day === null ? text : null)
    if (day !== null && day !== value) onChange(day)
  }
  return (
    <span class="day-input">
      <input
        {...rest}
        type="text"
        inputMode="numeric"
        autocomplete="off"
        placeholder={hasTime ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd'}
        size={hasTime ? 16 : 10}
        aria-invalid={draft !== null || undefined}
        value={draft ?? value.replace('T', ' ')}
        onInput={(event) => take(event.currentTarget.value)}
        onBlur={() => setDraft(null)}
      />
      <button
        type="button"
        class="quiet icon"
        aria-label={t('action.calendar')}
        onClick={() => calendar.current?.showPicker()}
      >
        <Icon name="calendar" />
      </button>
      <input
        ref={calendar}
        class="calendar"
        type={hasTime ? 'datetime-local' : 'date'}
        tabIndex={-1}
        aria-hidden="true"
        value={value}
        onInput={(event) => take(event.currentTarget.value)}
      />
    </span>
  )
}
