// News from the log, as it grows. Whoever is shown something live listens here.

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { client, onUnanswered } from './book'
import { position } from './clock'
import { signedOut } from './credentials'
import { newsIn, readStream, type Told } from './event_stream'
import { may } from './session'
import type { LogEvent } from './types'

export type Contact = 'connecting' | 'live' | 'lost'

/** Whether news come in. */
export const contact = signal<Contact>('connecting')

/** What was written. Whoever may not read the log hears that it grew, as an empty list. */
type Listener = (events: LogEvent[]) => void

const listeners = new Set<Listener>()
const PAUSE_MS = 2_000
const WATCH_MS = 4_000
const GATHER_MS = 300
/** The server says something every 15 seconds. */
const SILENCE_MS = 22_000
const PROBE_MS = 8_000

/** Follows the log from now on until it is stopped: by its stream, or, without the right to read
 * the log, by asking how far it is. */
class Follower {
  #seen = 0
  #isStopped = false
  #round = new AbortController()
  #gathered: LogEvent[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  start(): void {
    addEventListener('offline', this.#cut)
    addEventListener('online', this.#hurry)
    onUnanswered(this.#doubt)
    void this.#follow()
  }

  stop(): void {
    this.#isStopped = true
    removeEventListener('offline', this.#cut)
    removeEventListener('online', this.#hurry)
    onUnanswered(() => {})
    this.#round.abort()
    clearTimeout(this.#timer)
  }

  /** The machine has no network any more. */
  #cut = (): void => {
    contact.value = 'lost'
    this.#round.abort()
  }

  /** It has one again. */
  #hurry = (): void => {
    if (contact.peek() === 'live') return
    clearTimeout(this.#timer)
    this.#round.abort()
    void this.#follow()
  }

  /** Somebody was not answered: an open stream alone does not prove that the server is there. */
  #doubt = (): void => {
    if (contact.peek() !== 'live') return
    this.#probe().catch(this.#cut)
  }

  async #probe(): Promise<void> {
    const patience = AbortSignal.any([this.#round.signal, AbortSignal.timeout(PROBE_MS)])
    await client.GET('/healthz', { signal: patience, cache: 'no-store' })
  }

  async #follow(): Promise<void> {
    const round = (this.#round = new AbortController())
    const isMine = () => !this.#isStopped && this.#round === round
    let pause = PAUSE_MS
    try {
      await this.#probe()
      if (this.#seen === 0) this.#seen = position.peek()
      if (may('event.read')) await this.#listen(round)
      else await this.#watch(round)
      pause = 0
    } catch {
      if (isMine()) contact.value = 'lost'
    }
    round.abort()
    if (isMine()) this.#timer = setTimeout(() => void this.#follow(), pause)
  }

  /** Until the stream ends; what was written while nobody listened is told first. */
  async #listen(round: AbortController): Promise<void> {
    const { data, response } = await client.GET('/v1/events/stream', {
      params: { header: { 'Last-Event-ID': this.#seen } },
      parseAs: 'stream',
      fetch, // it has no end
      signal: round.signal,
    })
    if (response.status === 401) signedOut()
    if (response.status === 400) this.#seen = 0 // the book is another one
    const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream')
    if (!data || !isStream) throw new Error(`no stream: ${response.status}`)
    contact.value = 'live'
    await readStream(data, SILENCE_MS, (told) => this.#take(told))
  }

  async #watch(round: AbortController): Promise<void> {
    while (!round.signal.aborted) {
      contact.value = 'live'
      await new Promise((resolve) => setTimeout(resolve, WATCH_MS))
      await this.#probe()
      if (position.peek() === this.#seen) continue
      this.#seen = position.peek()
      this.#tell()
    }
  }

  #take(told: Told[]): void {
    const events = told.filter(({ data }) => data).flatMap(({ data }) => newsIn(data))
    const heard = Number(told.at(-1)?.id || 0)
    const fresh = events.filter((event) => event.position > this.#seen)
    this.#seen = Math.max(this.#seen, heard)
    if (this.#seen > position.peek()) position.value = this.#seen
    if (fresh.length === 0) return
    if (this.#gathered.length === 0) setTimeout(() => this.#tell(), GATHER_MS)
    this.#gathered.push(...fresh)
  }

  /** A poll of a line is a hundred events: they are told together. */
  #tell(): void {
    const events = this.#gathered
    this.#gathered = []
    if (!this.#isStopped) for (const each of [...listeners]) each(events)
  }
}

export function startFollowing(): () => void {
  const follower = new Follower()
  follower.start()
  return () => follower.stop()
}

/** Calls `listener` with every batch of events while the component is shown. */
export function useNews(listener: Listener): void {
  useEffect(() => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  })
}

/** Whether something in them may be meant: always, where one may not know what they are. */
export function mayTouch(events: LogEvent[], isMeant: (event: LogEvent) => boolean): boolean {
  return events.length === 0 || events.some(isMeant)
}
