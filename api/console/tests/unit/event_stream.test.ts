import { expect, test } from 'vitest'
import { newsIn, StreamReader } from '../../src/api/event_stream'
import { metersIn } from '../../src/wall/meters'

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

test('a hint tells of each meter that it changed, and of nothing else', () => {
  const news = newsIn('{"position":9,"meters":["M1","M2"]}')
  expect(metersIn(news)).toEqual(new Set(['M1', 'M2']))
  expect(news.map(({ position, data }) => [position, data])).toEqual([
    [9, {}],
    [9, {}],
  ])
  const event = { position: 8, type: 'CreditSold', subject: { kind: 'wallet', id: 'W' }, data: {} }
  expect(newsIn(JSON.stringify(event))).toEqual([event])
})
