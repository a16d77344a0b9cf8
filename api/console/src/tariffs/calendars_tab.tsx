import { useState } from 'preact/hooks'
import { all, put } from '../api/book'
import type { Schemas } from '../../../client/client'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import { Field } from '../parts/form'
import { FormDialog } from '../parts/form_dialog'
import { Empty, Shown } from '../parts/states'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'

type Calendar = Schemas['CalendarPublished']
type Special = Calendar['days'][number]

const LINE = /^(\d{4}-\d{2}-\d{2})\s+(holiday|workday)$/

/** '2026-10-01 holiday' a line; null where a line says something else. */
export function daysIn(text: string): Special[] | null {
  const lines = text.split('\n').map((line) => line.trim())
  const found = lines.filter(Boolean).map((line) => LINE.exec(line))
  if (found.some((each) => each === null)) return null
  return found
    .map((each) => ({ day: each![1]!, kind: each![2]! as Special['kind'] }))
    .sort((a, b) => (a.day < b.day ? -1 : 1))
}

interface EditorProps {
  calendar: Calendar | null
  onClose: () => void
  onDone: () => void
}

function Editor({ calendar, onClose, onDone }: EditorProps) {
  const [id, setId] = useState(calendar?.calendar ?? '')
  const [name, setName] = useState(calendar?.name ?? '')
  const [text, setText] = useState(
    () => calendar?.days.map(({ day, kind }) => `${day} ${kind}`).join('\n') ?? '',
  )
  const days = daysIn(text)
  const save = async () => {
    await put('/v1/calendars/{calendar}', { path: { calendar: id }, body: { name, days: days! } })
    tell(t('tariff.calendarSaved', { name }))
    onDone()
  }
  return (
    <FormDialog
      title={calendar?.name ?? t('tariff.newCalendar')}
      confirm={t('action.save')}
      isFit={days !== null && id !== '' && name !== ''}
      work={save}
      onClose={onClose}
    >
      <Field label={t('system.id')}>
        <input
          required
          name="calendar"
          disabled={calendar !== null}
          value={id}
          onInput={(event) => setId(event.currentTarget.value)}
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
      <Field
        label={t('tariff.specialDays')}
        hint={t('tariff.specialHint')}
        fault={days === null ? t('tariff.specialFault') : null}
      >
        <textarea
          rows={12}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Field>
    </FormDialog>
  )
}

/** Which days are holidays, and which weekends are worked. */
export function CalendarsTab() {
  const found = useLoaded((signal) => all('/v1/calendars', { signal }), [])
  const [edited, setEdited] = useState<Calendar | 'new' | null>(null)
  return (
    <>
      {may('tariff.edit') && (
        <div class="row">
          <button onClick={() => setEdited('new')}>{t('tariff.newCalendar')}</button>
        </div>
      )}
      <Shown of={found}>
        {(calendars) => (
          <>
            {calendars.length === 0 && <Empty title={t('tariff.noCalendars')} />}
            {calendars.map((calendar) => (
              <section class="card stack" key={calendar.calendar}>
                <div class="row">
                  <h2>{calendar.name}</h2>
                  <span class="soft">{calendar.calendar}</span>
                  <span class="gap" />
                  {may('tariff.edit') && (
                    <button class="small" onClick={() => setEdited(calendar)}>
                      {t('action.edit')}
                    </button>
                  )}
                </div>
                <ul class="special-days">
                  {calendar.days.map(({ day, kind }) => (
                    <li key={day} class={kind}>
                      <span class="figures">{day}</span> {word('days', kind)}
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </>
        )}
      </Shown>
      {edited && (
        <Editor
          calendar={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onDone={() => {
            setEdited(null)
            found.again()
          }}
        />
      )}
    </>
  )
}
