import { money } from '../api/site'
import type { LogEvent } from '../api/types'
import { word } from '../text/language'
import { energy } from '../text/money'
import { said } from '../text/said'
import { factsOf } from './event_facts'

const MONEY = /^-?\d+\.\d{2,}$/

/** What an event says in one line: who it is about, the word, the amount, the detail. */
export function summaryOf({ type, data, subject, reason }: LogEvent, hasSubject = true): string {
  const parts: string[] = []
  const facts = factsOf(type, data)
  const put = (text: unknown) => {
    if (typeof text === 'string' && text !== '' && !parts.includes(text)) parts.push(text)
  }
  if (hasSubject) put(data.meter ?? data.wallet ?? data.account ?? subject.id)
  if (typeof data.kind === 'string') {
    const lists = ['alarm', 'command', 'adjustment', 'period', 'entry']
    const named = lists.map((list) => word(list, data.kind as string))
    put(named.find((text) => text !== data.kind) ?? data.kind)
  }
  if (typeof data.amount === 'string' && MONEY.test(data.amount)) put(money(data.amount))
  if (typeof data.method === 'string' && facts.length === 0) put(word('method', data.method))
  if (Array.isArray(data.lines)) {
    const lines = data.lines as { energy: string; amount: string }[]
    for (const line of lines) put(`${energy(line.energy)} kWh → ${money(line.amount)}`)
  }
  facts.forEach(put)
  put(data.name)
  for (const sentence of [data.detail, data.cause, data.result])
    put(typeof sentence === 'string' ? said(sentence) : '')
  put(reason)
  return parts.join(' · ')
}

export function EventSummary({ event }: { event: LogEvent }) {
  return <>{summaryOf(event)}</>
}
