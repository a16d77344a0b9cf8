import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { newKey } from '../api/book'
import { useLoaded } from '../api/loaded'
import { Refused } from '../api/refusal'
import type { LogEvent, Written } from '../api/types'
import { EventSummary } from '../audit/event_summary'
import { t, word } from '../text/language'
import { Dialog } from './dialog'
import { dropDraft, hasDraft } from './draft'
import { Button } from './form'
import { FaultText, Shown } from './states'
import './guide.css'

/** Whether something is asked in earnest, and under which name. */
export interface How {
  key: string
  query?: { dry_run: true }
  signal?: AbortSignal
}

/** What is asked of the server, first to look ahead and then in earnest. */
export interface Deed {
  /** What is asked for: where it changes the server is asked again what would be written. */
  wish: unknown
  ask: (how: How) => Promise<Written>
}

export interface Step {
  title: string
  /** Whether one may go on from here. */
  isFit: boolean
  content: ComponentChildren
}

interface GuideProps {
  title: string
  /** Names the idempotency key. */
  form: string
  steps: Step[]
  deed: Deed
  /** What has to be written before the deed itself; tried again it changes nothing. */
  before?: () => Promise<unknown>
  confirm: string
  isGrave?: boolean
  /** The draft that its fields are kept in; it ends with the guide. */
  draft?: string
  onDone: (written: Written) => void
  onClose: () => void
}

export function Trail({ titles, now }: { titles: string[]; now: number }) {
  return (
    <ol class="trail">
      {titles.map((title, i) => (
        <li key={title} aria-current={i === now ? 'step' : undefined} class={i < now ? 'done' : ''}>
          <b>{i + 1}</b> {title}
        </li>
      ))}
    </ol>
  )
}

/** The events that would be written, as the server foresees them. */
export function Foreseen({ events }: { events: LogEvent[] }) {
  if (events.length === 0) return <p class="note">{t('guide.nothing')}</p>
  return (
    <div class="foreseen">
      <p>{t('guide.foreseen', { n: events.length })}</p>
      <ol>
        {events.map((event) => (
          <li key={event.position}>
            <b>{word('event', event.type)}</b>
            <span>
              <EventSummary event={event} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

interface PreviewProps {
  deed: Deed
  /** The one that the deed will be sent under: a dry run does not use it up. */
  name: string
  onSeen: (isFit: boolean) => void
}

function Preview({ deed, name, onSeen }: PreviewProps) {
  const foreseen = useLoaded(
    (signal) => deed.ask({ key: name, query: { dry_run: true }, signal }),
    [deed.wish],
  )
  // before it is drawn: what was seen of another wish confirms nothing
  useLayoutEffect(() => onSeen(foreseen.value !== undefined && !foreseen.fault), [foreseen])
  if (foreseen.fault instanceof Refused) return <FaultText fault={foreseen.fault} />
  return (
    <Shown of={foreseen}>{(written) => <Foreseen events={written.events ?? []} />}</Shown>
  )
}

/** Steps towards one deed, the last of which shows what it would write. The same key is used
 * however often it is sent. */
export function Guide(props: GuideProps) {
  const { title, steps, deed, confirm, isGrave } = props
  const [key] = useState(() => newKey(props.form))
  const [now, setNow] = useState(0)
  const [isSeen, setSeen] = useState(false)
  const [isBegun] = useState(() => props.draft !== undefined && hasDraft(props.draft))
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const form = useRef<HTMLFormElement>(null)
  const isLast = now === steps.length
  const step = steps[now]
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>('.step :is(input, select)')?.focus()
  }, [now])
  const forgetDraft = () => {
    if (props.draft !== undefined) dropDraft(props.draft)
  }
  const close = () => {
    forgetDraft()
    props.onClose()
  }
  const send = async () => {
    setBusy(true)
    setFault(null)
    try {
      await props.before?.()
      const written = await deed.ask({ key })
      forgetDraft()
      props.onDone(written)
    } catch (refusal) {
      setFault(refusal)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: Event) => {
    event.preventDefault()
    if (isLast) return void (isSeen && send())
    if (step!.isFit) setNow(now + 1)
  }
  const titles = [...steps.map((each) => each.title), t('guide.preview')]
  return (
    <Dialog title={title} shape="wide" isBegun={isBegun} onClose={close}>
      <form class="stack guide" ref={form} onSubmit={submit}>
        <Trail titles={titles} now={now} />
        {isBegun && <p class="note">{t('guide.draft')}</p>}
        <div class="step stack">
          {isLast ? <Preview deed={deed} name={key} onSeen={setSeen} /> : step!.content}
        </div>
        <FaultText fault={fault} />
        <div class="row end foot">
          {now > 0 && (
            <button type="button" onClick={() => setNow(now - 1)} disabled={isBusy}>
              {t('guide.back')}
            </button>
          )}
          <button type="button" onClick={close}>
            {t('action.cancel')}
          </button>
          <Button
            class={isLast && isGrave ? 'danger' : 'primary'}
            isBusy={isBusy}
            disabled={isLast ? !isSeen : !step!.isFit}
          >
            {isLast ? confirm : t('guide.next')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
