import { useState } from 'preact/hooks'
import { useLoaded } from '../api/loaded'
import { day } from '../text/time'
import { zone } from '../api/site'
import type { Account, LogEvent } from '../api/types'
import { EventSummary } from '../audit/event_summary'
import { link } from '../frame/route'
import { When } from '../parts/figures'
import { Empty, Shown } from '../parts/states'
import { t, word } from '../text/language'
import { timelineOf } from './timeline'

const STEP = 100

function byDay(events: LogEvent[]): [string, LogEvent[]][] {
  const days = new Map<string, LogEvent[]>()
  for (const event of events) {
    const name = day(event.occurred_at, zone.value)
    days.set(name, [...(days.get(name) ?? []), event])
  }
  return [...days]
}

function Entry({ event }: { event: LogEvent }) {
  return (
    <li>
      <When at={event.occurred_at} />
      <b>{word('event', event.type)}</b>
      <span>
        <EventSummary event={event} />
      </span>
      <a href={link('audit', [], { position: String(event.position) })}>№ {event.position}</a>
    </li>
  )
}

export function TimelineTab({ account }: { account: Account }) {
  const events = useLoaded((signal) => timelineOf(account, signal), [account])
  const [shown, setShown] = useState(STEP)
  return (
    <Shown of={events}>
      {(found) => (
        <>
          {found.length === 0 && <Empty />}
          {byDay(found.slice(0, shown)).map(([name, ofDay]) => (
            <section key={name}>
              <h2>{name}</h2>
              <ol class="timeline">
                {ofDay.map((event) => (
                  <Entry key={event.position} event={event} />
                ))}
              </ol>
            </section>
          ))}
          {found.length > shown && (
            <p class="more">
              <button onClick={() => setShown(shown + STEP)}>{t('action.more')}</button>
            </p>
          )}
        </>
      )}
    </Shown>
  )
}
