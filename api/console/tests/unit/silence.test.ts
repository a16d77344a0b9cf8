import { expect, test } from 'vitest'
import { readStream, Silence } from '../../src/api/event_stream'

function answerOf(start: (control: ReadableStreamDefaultController<Uint8Array>) => void) {
  return new ReadableStream<Uint8Array>({ start })
}

const bytes = (text: string) => new TextEncoder().encode(text)

test('a stream that ends is read to its end', async () => {
  const ids: string[] = []
  const answer = answerOf((control) => {
    control.enqueue(bytes('id: 1\ndata: {}\n\n'))
    control.close()
  })
  await readStream(answer, 60_000, (told) => ids.push(...told.map((each) => each.id)))
  expect(ids).toEqual(['1'])
})

test('a stream that says nothing any more is given up', async () => {
  const answer = answerOf((control) => control.enqueue(bytes(': still here\nid: 7\n\n')))
  await expect(readStream(answer, 20, () => {})).rejects.toBeInstanceOf(Silence)
})
