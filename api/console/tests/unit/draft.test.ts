import { beforeEach, expect, test } from 'vitest'
import { workAs } from '../../src/api/session'
import { draftOf, dropDraft, hasDraft, keepDraft } from '../../src/parts/draft'

beforeEach(() => {
  sessionStorage.removeItem('meterbook.drafts')
  workAs('amy')
})

test('a draft is found field by field until it is given up', () => {
  keepDraft('open', 'account', 'A1')
  keepDraft('open', 'chosen', ['M1'])
  expect([draftOf('open', 'account'), draftOf('open', 'chosen')]).toEqual(['A1', ['M1']])
  keepDraft('replace M1', 'reason', 'broken')
  dropDraft('open')
  expect([hasDraft('open'), draftOf('open', 'account')]).toEqual([false, undefined])
  expect(draftOf('replace M1', 'reason')).toBe('broken')
})

test('nobody finds what somebody else typed', () => {
  keepDraft('open', 'account', 'A1')
  workAs('bob')
  expect([hasDraft('open'), draftOf('open', 'account')]).toEqual([false, undefined])
})

test('what another version kept is no draft', () => {
  sessionStorage.setItem('meterbook.drafts', 'not json')
  expect(hasDraft('open')).toBe(false)
})
