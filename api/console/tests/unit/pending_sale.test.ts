import { expect, test } from 'vitest'
import { Refused, Unanswered, type Problem } from '../../src/api/refusal'
import { forget, isCertain, remember, remembered } from '../../src/cashier/pending_sale'
import { forgetKey, keyOf, rememberKey } from '../../src/cashier/pending_sale'

const sale = (wallet: string, key: string) => ({ key, wallet, amount: '10', method: 'cash' })

test('an unanswered sale is remembered while somebody else is served', () => {
  remember(sale('A1', 'key-1'))
  remember(sale('A2', 'key-2'))
  forget('A2')
  expect(remembered('A1')?.key).toBe('key-1')
  expect(remembered('A2')).toBeNull()
  expect(remembered()?.wallet).toBe('A1')
  forget('A1')
  expect(remembered()).toBeNull()
})

test('a refund that was not answered keeps its key when its form is opened again', () => {
  rememberKey('refund 7', 'key-7')
  expect(keyOf('refund 7')).toBe('key-7')
  expect(keyOf('refund 8')).toBeUndefined()
  forgetKey('refund 7')
  expect(keyOf('refund 7')).toBeUndefined()
})

test('only what was surely not done is forgotten', () => {
  const refused = (status: number, code: Problem['code']) =>
    new Refused({ status, code, detail: '' })
  expect(isCertain(refused(422, 'amount_must_be_positive'))).toBe(true)
  expect(isCertain(refused(409, 'key_is_in_flight'))).toBe(false)
  expect(isCertain(refused(503, 'journal_unavailable'))).toBe(false)
  expect(isCertain(refused(404, 'service_failed'))).toBe(false)
  expect(isCertain(new Unanswered('cut'))).toBe(false)
})
