import { at, get, type Page } from '../api/ask'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import type { LogEvent } from '../api/types'
import { explain } from '../explain/opened'
import { refine } from '../frame/route'
import { Dialog } from '../parts/dialog'
import { When } from '../parts/figures'
import { Shown } from '../parts/states'
import { t, word } from '../text/language'
import { ProofLinks } from './proofs'
import { summaryOf } from './event_summary'

const LOOKED_AT = 500
const MOST_CAUSES = 10

interface Family {
  causes: LogEvent[]
  event: LogEvent
  effects: LogEvent[]
}

async function eventAt(position: number, signal: AbortSignal): Promise<LogEvent> {
  return get<LogEvent>(at`/v1/events/${position}`, {}, signal)
}

/** What led to it, back to the first cause; and what it led to, among those that came soon. */
async function familyOf(position: number, signal: AbortSignal): Promise<Family> {
  const event = await eventAt(position, signal)
  const causes: LogEvent[] = []
  for (let cause = event.causation; cause !== null && causes.length < MOST_CAUSES; ) {
    const found = await eventAt(cause, signal)
    causes.unshift(found)
    cause = found.causation
  }
  const query = { from: position + 1, limit: LOOKED_AT }
  const next = await get<Page<LogEvent>>('/v1/events', query, signal)
  return { causes, event, effects: next.items.filter((each) => each.causation === position) }
}

function Relative({ event }: { event: LogEvent }) {
  return (
    <li>
      <button class="link" onClick={() => refine({ position: String(event.position) })}>
        {event.position}
      </button>{' '}
      <b>{word('event', event.type)}</b> <span class="soft">{summaryOf(event)}</span>
    </li>
  )
}

function Relatives({ title, events }: { title: string; events: LogEvent[] }) {
  if (events.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      <ul class="relatives">
        {events.map((event) => (
          <Relative key={event.position} event={event} />
        ))}
      </ul>
    </section>
  )
}

function Envelope({ event }: { event: LogEvent }) {
  const actor = [word('actor', event.actor.kind), event.actor.name, event.actor.request]
  return (
    <dl class="facts">
      <dt>{t('audit.recorded')}</dt>
      <dd>
        <When at={event.recorded_at} />
      </dd>
      <dt>{t('audit.occurred')}</dt>
      <dd>
        <When at={event.occurred_at} />
      </dd>
      <dt>{t('audit.actor')}</dt>
      <dd>{[...new Set(actor)].filter(Boolean).join(' · ')}</dd>
      {event.reason && (
        <>
          <dt>{t('batch.reason')}</dt>
          <dd>{event.reason}</dd>
        </>
      )}
      <dt>{t('audit.subject')}</dt>
      <dd>
        {word('subject', event.subject.kind)} {event.subject.id} (v{event.subject_version})
      </dd>
      <dt>{t('audit.id')}</dt>
      <dd class="figures">{event.event_id}</dd>
    </dl>
  )
}

/** One event with its cause and its effects, and its content as it was written. */
export function EventDialog({ position }: { position: number }) {
  const family = useLoaded((signal) => familyOf(position, signal), [position])
  const title = family.value
    ? `№ ${position} · ${word('event', family.value.event.type)}`
    : `№ ${position}`
  return (
    <Dialog title={title} shape="wide" onClose={() => refine({ position: '' })}>
      <Shown of={family}>
        {({ causes, event, effects }) => (
          <>
            <Envelope event={event} />
            <Relatives title={t('audit.causes')} events={causes} />
            <Relatives title={t('audit.effects')} events={effects} />
            <h3>{t('audit.content')}</h3>
            <pre class="content-of" tabIndex={0}>
              {JSON.stringify(event.data, null, 2)}
            </pre>
            <ProofLinks of={position} isSale={event.type === 'CreditSold'} />
            {may('money.read') && (
              <div class="row">
                <button onClick={() => explain({ event: position })}>{t('explain.how')}</button>
              </div>
            )}
          </>
        )}
      </Shown>
    </Dialog>
  )
}
