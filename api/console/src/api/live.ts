// News from the log, as it grows. Whoever is shown something live listens here.

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { get, Refused, type Page } from './ask'
import { position } from './clock'
import { credentials } from './credentials'
import { readStream } from './event_stream'
import type { LogEvent } from './types'

export type Contact = 'connecting' | 'live' | 'lost'

/** Whether news come in. */
export const contact = signal<Contact>('connecting')

type Listener = (events: LogEvent[]) => void

const listeners = new Set<Listener>()
const PAUSE_MS = 2_000
const PAUSE_WITHOUT_CONTACT_MS = 5_000
const GATHER_MS = 300
const MOST_AT_ONCE = 1_000

/** Follows the log from now on until it is stopped: by its stream, or by asking again and again
 * where something between here and the book does not let streams through. */
class Follower {
  #seen = 0
  #stop = new AbortController()
  #gathered: LogEvent[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  start(): void {
    void this.#follow()
  }

  stop(): void {
    this.#stop.abort()
    clearTimeout(this.#timer)
  }

  async #follow(): Promise<void> {
    let pause = PAUSE_MS
    try {
      await this.#findEnd()
      await this.#catchUp()
      contact.value = 'live'
      if (await this.#listen()) pause = 0
    } catch (fault) {
      if (this.#stop.signal.aborted) return
      contact.value = 'lost'
      pause = PAUSE_WITHOUT_CONTACT_MS
      if (fault instanceof Refused && fault.problem.status === 401) return
    }
    if (!this.#stop.signal.aborted) this.#timer = setTimeout(() => void this.#follow(), pause)
  }

  async #findEnd(): Promise<void> {
    if (this.#seen > 0) return
    await get('/readyz', {}, this.#stop.signal)
    this.#seen = position.peek()
  }

  /** What was written while nobody listened. */
  async #catchUp(): Promise<void> {
    let hasMore = true
    while (hasMore) {
      const query = { from: this.#seen + 1, limit: MOST_AT_ONCE }
      const page = await get<Page<LogEvent>>('/v1/events', query, this.#stop.signal)
      this.#take(page.items)
      hasMore = page.next_cursor !== null
    }
  }

  /** True where a stream was there, and ended. */
  async #listen(): Promise<boolean> {
    const answer = await fetch(`/v1/events/stream?after=${this.#seen}`, {
      headers: new Headers(credentials('GET')),
      signal: this.#stop.signal,
    })
    const isStream = answer.headers.get('Content-Type')?.startsWith('text/event-stream')
    if (!answer.ok || !isStream) return false
    await readStream(answer, (told) => {
      this.#take(told.filter(({ data }) => data).map(({ data }) => JSON.parse(data) as LogEvent))
    })
    return true
  }

  #take(events: LogEvent[]): void {
    const fresh = events.filter((event) => event.position > this.#seen)
    if (fresh.length === 0) return
    this.#seen = fresh.at(-1)!.position
    if (this.#seen > position.peek()) position.value = this.#seen
    if (this.#gathered.length === 0) setTimeout(() => this.#tell(), GATHER_MS)
    this.#gathered.push(...fresh)
  }

  /** A poll of a line is a hundred events: they are told together. */
  #tell(): void {
    const events = this.#gathered
    this.#gathered = []
    if (!this.#stop.signal.aborted) for (const each of [...listeners]) each(events)
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
