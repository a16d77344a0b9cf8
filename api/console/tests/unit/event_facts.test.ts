import { expect, test } from 'vitest'
import { summaryOf } from '../../src/audit/event_summary'
import type { LogEvent } from '../../src/api/types'

const told = (type: string, data: object) =>
  summaryOf({ type, data, subject: { id: 'X' }, reason: '' } as unknown as LogEvent)

test('a closing says what is handed over of each wallet, and what is collected', () => {
  const settlement = { method: 'cash', rounding: '0.001' }
  const settlements = [
    { wallet: 'A.M1', paid_out: '12.30', ...settlement },
    { wallet: 'A.M2', paid_out: '-4.00', ...settlement },
  ]
  expect(told('AccountClosed', { account: 'A', settlements })).toBe(
    'A · A.M1 退还 ¥12.30 现金 · A.M2 收取 ¥4.00 现金',
  )
})

test('credit that moves says from where to where', () => {
  const data = { from: 'A.M1', to: 'B.M2', amount: '5.00' }
  expect(told('CreditTransferred', data)).toBe('X · ¥5.00 · A.M1 → B.M2')
})

test('limits say both, and that there is none', () => {
  const data = { wallet: 'A.M1', overdraft: '50.00', hoarding_limit: null }
  expect(told('CreditLimitsSet', data)).toBe('A.M1 · 透支额 ¥50.00 · 囤积上限 不限')
})

test('limits of approval say that none is none, and that nothing is one', () => {
  expect(told('ApprovalLimitsSet', { refund_above: '0.00', reversal_above: null })).toBe(
    'X · 退电（同一笔售电累计）或结清退款（同一账户累计）超过 ¥0.00 · 冲正超过 不审批',
  )
})

test('an event with nothing more to say says what all of them do', () => {
  expect(told('CreditSold', { wallet: 'A.M1', amount: '5.00', method: 'cash' })).toBe(
    'A.M1 · ¥5.00 · 现金',
  )
})

test('what a relay showed is told in the language of the screen', () => {
  const confirmed = (result: string) => told('CommandConfirmed', { meter: 'M1', result })
  expect(confirmed('relay open, forced control on')).toBe('M1 · 继电器分闸 · 强制控制投入')
  expect(confirmed('the meter is silent, it seems')).toBe('M1 · the meter is silent, it seems')
})
