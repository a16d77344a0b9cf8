import { expect, test } from 'vitest'
import { csv, csvCell } from '../../src/parts/csv'

test('no cell is a formula, and numbers stay numbers', () => {
  expect(csvCell('=1+1')).toBe("'=1+1")
  expect(csvCell('-cmd')).toBe("'-cmd")
  expect(csvCell('-12.50')).toBe('-12.50')
  expect(csvCell('a,"b"')).toBe('"a,""b"""')
})

test('a table begins with the mark that spreadsheets know UTF-8 by', () => {
  expect(csv([['房号', '1']])).toBe('\uFEFF房号,1\r\n')
})
