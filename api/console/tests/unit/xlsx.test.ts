import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { columnName, crc32, workbook } from '../../src/parts/xlsx'
import { isLetters, loadSpeller, soundsLike } from '../../src/cashier/pinyin'

const READ = `
import json, sys, zipfile, xml.dom.minidom
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
for name in archive.namelist(): xml.dom.minidom.parseString(archive.read(name))
print(json.dumps([archive.namelist(), archive.read('xl/worksheets/sheet1.xml').decode()]))
`

test('a workbook is an archive that others open, with numbers as numbers', () => {
  const rows = [['表号', '=结果'], ['A&B <1>', { figure: '-12.50' }], [{ figure: '1234567890123456' }]]
  const folder = mkdtempSync(join(tmpdir(), 'meterbook-xlsx-'))
  const path = join(folder, 'outcome.xlsx')
  writeFileSync(path, workbook('批量 [1]', rows))
  const said = execFileSync('python3', ['-c', READ, path]).toString()
  rmSync(folder, { recursive: true })
  const [names, sheet] = JSON.parse(said) as [string[], string]
  expect(names).toContain('xl/workbook.xml')
  expect(sheet).toContain('<c r="B2" s="0"><v>-12.50</v></c>')
  expect(sheet).toContain('A&#38;B &#60;1&#62;')
  expect(sheet).toContain('t="inlineStr"><is><t xml:space="preserve">1234567890123456</t>')
})

test('columns are named and sums are checked as everywhere', () => {
  expect([1, 26, 27, 703].map(columnName)).toEqual(['A', 'Z', 'AA', 'AAA'])
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
})

test('names are found by their pinyin, whole, in part or by initials', async () => {
  const spell = await loadSpeller()
  const wang = spell('王小明')
  expect(wang).toEqual({ whole: 'wangxiaoming', initials: 'wxm' })
  for (const typed of ['wang', 'xiaoming', 'WXM', "xiao'ming", 'xm'])
    expect(soundsLike(wang, typed), typed).toBe(true)
  expect(soundsLike(wang, 'li')).toBe(false)
  expect([isLetters('wang x'), isLetters('1101'), isLetters('王')]).toEqual([true, false, false])
})
