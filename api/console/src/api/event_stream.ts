// Server-sent events, read from a fetch: EventSource would have to know the name of every event
// that there will ever be.

import type { LogEvent } from './types'

export interface Told {
  id: string
  data: string
}

/** That meters changed, and no more: the event reaches beyond the buildings of who listens. */
interface Hint {
  position: number
  meters: string[]
}

/** An event, or for each meter of a hint as much of one as is known. */
export function newsIn(data: string): LogEvent[] {
  const told = JSON.parse(data) as LogEvent | Hint
  if (!('meters' in told)) return [told]
  const { position, meters } = told
  const about = (id: string) => ({
    ...{ position, type: 'MetersChanged', subject: { kind: 'meter', id }, data: {} },
  })
  return meters.map((meter) => about(meter) as unknown as LogEvent)
}

/** Nothing came for longer than the server is ever silent: it hangs, or the cable is out. */
export class Silence extends Error {}

/** What a stream tells, one message after the other, from pieces cut anywhere. */
export class StreamReader {
  #rest = ''

  take(piece: string): Told[] {
    const blocks = (this.#rest + piece).replaceAll('\r\n', '\n').split('\n\n')
    this.#rest = blocks.pop()!
    return blocks.map(toldIn).filter((told) => told.id !== '' || told.data !== '')
  }
}

function toldIn(block: string): Told {
  const told = { id: '', data: '' }
  const data: string[] = []
  for (const line of block.split('\n')) {
    const found = /^(id|data): ?(.*)$/.exec(line)
    if (found?.[1] === 'id') told.id = found[2]!
    if (found?.[1] === 'data') data.push(found[2]!)
  }
  told.data = data.join('\n')
  return told
}

async function within<T>(work: Promise<T>, patience: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout>
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Silence()), patience)
  })
  return Promise.race([work, silence]).finally(() => clearTimeout(timer))
}

/** Reads until the stream ends, or says nothing for `patience` milliseconds. */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  patience: number,
  heard: (told: Told[]) => void,
): Promise<void> {
  const reader = stream
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader()
  const messages = new StreamReader()
  for (;;) {
    const { done, value } = await within(reader.read(), patience)
    if (done) return
    const told = messages.take(value)
    if (told.length) heard(told)
  }
}
