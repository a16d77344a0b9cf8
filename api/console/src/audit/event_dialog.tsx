import { get } from '../api/book'
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

interface Effect {
  event: LogEvent
  effects: Effect[]
}

/** An event with what led to it, from the first cause on, and what came of it. */
interface Tree extends Effect {
  causes: LogEvent[]
  searched_to: number
  is_complete: boolean
}

function Relative({ event, isThis }: { event: LogEvent; isThis?: boolean }) {
  return (
    <span class="relative" aria-current={isThis ? 'true' : undefined}>
      {isThis ? (
        <b class="figures">{event.position}</b>
      ) : (
        <button class="link" onClick={() => refine({ position: String(event.position) })}>
          {event.position}
        </button>
      )}{' '}
      <b>{word('event', event.type)}</b> <span class="soft">{summaryOf(event)}</span>
    </span>
  )
}

function Effects({ of }: { of: Effect[] }) {
  if (of.length === 0) return null
  return (
    <ul>
      {of.map(({ event, effects }) => (
        <li key={event.position}>
          <Relative event={event} />
          <Effects of={effects} />
        </li>
      ))}
    </ul>
  )
}

/** Every cause holds what came of it, down to this event and its effects. */
function Lineage({ causes, of }: { causes: LogEvent[]; of: Tree }) {
  const [first, ...rest] = causes
  return (
    <ul>
      <li>
        <Relative event={first ?? of.event} isThis={!first} />
        {first ? <Lineage causes={rest} of={of} /> : <Effects of={of.effects} />}
      </li>
    </ul>
  )
}

function Family({ of }: { of: Tree }) {
  if (of.causes.length === 0 && of.effects.length === 0)
    return <p class="soft">{t('audit.alone')}</p>
  return (
    <section class="lineage" aria-label={t('audit.tree')}>
      <Lineage causes={of.causes} of={of} />
      {!of.is_complete && (
        <p class="soft">{t('audit.searchedTo', { position: of.searched_to })}</p>
      )}
    </section>
  )
}

function Envelope({ event }: { event: LogEvent }) {
  const summary = summaryOf({ ...event, reason: '' }, false)
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
      {summary && (
        <>
          <dt>{t('audit.summary')}</dt>
          <dd>{summary}</dd>
        </>
      )}
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
  const tree = useLoaded(
    (signal) => get('/v1/events/{position}/tree', { path: { position }, signal }),
    [position],
  )
  const title = tree.value
    ? `№ ${position} · ${word('event', tree.value.event.type)}`
    : `№ ${position}`
  return (
    <Dialog title={title} shape="wide" onClose={() => refine({ position: '' })}>
      <Shown of={tree}>
        {({ event, ...rest }) => (
          <>
            <Envelope event={event} />
            <h3>{t('audit.tree')}</h3>
            <Family of={{ event, ...rest }} />
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
