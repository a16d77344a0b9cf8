import { expect, test } from 'vitest'
import { StreamReader } from '../../src/api/event_stream'

const text = 'retry: 2000\n\nid: 7\nevent: CreditSold\ndata: {"a":1}\n\n: still here\nid: 9\n\n'
const told = [
  { id: '7', data: '{"a":1}' },
  { id: '9', data: '' },
]

test('a stream is understood however it is cut', () => {
  for (let size = 1; size <= text.length; ++size) {
    const reader = new StreamReader()
    const heard = []
    for (let at = 0; at < text.length; at += size)
      heard.push(...reader.take(text.slice(at, at + size)))
    expect(heard).toEqual(told)
  }
})

test('what has not ended yet is not told', () => {
  expect(new StreamReader().take('id: 1\ndata: {}\n')).toEqual([])
})
