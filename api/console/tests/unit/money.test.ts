import { describe, expect, test } from 'vitest'
import * as money from '../../src/text/money'

describe('an amount on the screen', () => {
  test.each([
    ['0.00', '¥0.00'],
    ['1234567.5', '¥1,234,567.50'],
    ['100', '¥100.00'],
    ['-0.01', '−¥0.01'],
    ['999', '¥999.00'],
    ['1000', '¥1,000.00'],
  ])('%s is %s', (text, shown) => expect(money.money(text)).toBe(shown))

  test('never shows a debt smaller than it is', () => {
    expect(money.money('-3.980001')).toBe('−¥3.99')
    expect(money.money('-0.000001')).toBe('−¥0.01')
  })

  test('never shows credit greater than it is', () => {
    expect(money.money('167.66999')).toBe('¥167.66')
    expect(money.money('0.009999')).toBe('¥0.00')
  })

  test('shows all its digits where it is asked to', () => {
    expect(money.exactMoney('-3.981120')).toBe('−¥3.98112')
    expect(money.exactMoney('5')).toBe('¥5.00')
  })

  test('is exact beyond what floating point holds', () => {
    expect(money.money('9007199254740993.01')).toBe('¥9,007,199,254,740,993.01')
    expect(money.sum(['9007199254740993.000001', '0.000001'])).toBe('9007199254740993.000002')
  })

  test('is refused where it is no number', () => {
    for (const text of ['', '1e3', '.5', '1,0', 'NaN', '0x1'])
      expect(() => money.money(text)).toThrow()
  })
})

test('sums and differences are exact', () => {
  expect(money.sum(['0.1', '0.2'])).toBe('0.30')
  expect(money.sum([])).toBe('0.00')
  expect(money.less('100', '0.000001')).toBe('99.999999')
  expect(money.less('1', '2.5')).toBe('-1.50')
})

test('prices have four digits at least and as many as they need', () => {
  expect(money.price('0.8642')).toBe('0.8642')
  expect(money.price('1.43861250')).toBe('1.4386125')
  expect(money.price('1')).toBe('1.0000')
})

test('what is typed as an amount is understood or refused, never guessed', () => {
  expect(money.typedAmount('100')).toBe('100.00')
  expect(money.typedAmount(' ¥1,234.5 ')).toBe('1234.50')
  expect(money.typedAmount('１００．５')).toBe('100.50')
  expect(money.typedAmount('007')).toBe('7.00')
  for (const wrong of ['', '0', '0.00', '-5', '1.234', '1e2', 'abc', '1.', '.5'])
    expect(money.typedAmount(wrong)).toBeNull()
})

test.each([
  ['0', '零元整'],
  ['100', '壹佰元整'],
  ['1005.20', '壹仟零伍元贰角整'],
  ['10', '壹拾元整'],
  ['0.05', '伍分'],
  ['0.5', '伍角整'],
  ['3.07', '叁元零柒分'],
  ['10001', '壹万零壹元整'],
  ['100000', '壹拾万元整'],
  ['1000000.01', '壹佰万元零壹分'],
  ['120034.56', '壹拾贰万零叁拾肆元伍角陆分'],
  ['100010000', '壹亿零壹万元整'],
  ['100000001', '壹亿零壹元整'],
  ['-12.30', '负壹拾贰元叁角整'],
])('%s in words is %s', (amount, words) => expect(money.inChineseWords(amount)).toBe(words))
