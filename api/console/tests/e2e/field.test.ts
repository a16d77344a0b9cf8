// What the field and the book keep behind the figures: register maps, frames, gaps; backup, replay.

import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { beginWork, faultsInBothLanguages, leave, signIn, visit } from './browser'
import { openAccount, openRegister, PASSWORD, run, until } from './programs'
import { openStage } from './stage'

const wish = { speed: 600, hasOperators: true, at: '' }
const { house, sight, another } = openStage(wish, async ({ book }) => {
  await openAccount(book, 'M0101', '88.00')
  await book.ask('POST', '/v1/operators', {
    ...{ operator: 'lin', is_machine: false, display_name: 'Lin', roles: ['auditor'] },
    ...{ buildings: [], accounts: [] },
  })
  await book.ask('PUT', '/v1/operators/lin/password', { password: PASSWORD })
})

const at = (address: string) => `${house.book.url}/#/${address}`

test('a register map opens with where it is from, and without a password', async () => {
  const { page } = sight
  await visit(page, at('devices?tab=profiles'))
  const row = page.locator('tr:has-text("acrel-ddsy1352")')
  await row.waitFor()
  await expect.poll(() => row.innerText()).toContain('未在真表上验证')
  await row.locator('button.link').click()
  await page.waitForSelector('.dialog tr:has-text("总电量"):has-text("0x0215")')
  await page.waitForSelector('.dialog:has-text("three independent decoders agree")')
  await page.waitForSelector('.dialog tr:has-text("拉闸"):has-text("0x0057")')
  await leave(page)
  await visit(page, at('devices?tab=profiles&profile=dlt645-2007-1p'))
  await page.waitForSelector('.dialog tr:has-text("0001FF00")')
  const kept = await (await house.book.try('GET', '/v1/profiles/dlt645-2007-1p')).text()
  expect(kept).not.toContain('password')
  await leave(page)
})

test('what was said on a line is there byte for byte, and what was wrong with it', async () => {
  const { page } = sight
  await visit(page, at('devices?tab=frames'))
  await page.waitForSelector('td .wire-bytes .sum')
  await house.spoil('bad_crc:M0101')
  await page.fill('input[name=frame-meter]', 'M0101')
  await page.keyboard.press('Tab')
  const broken = page.locator('tr:has(.chip.failed):has(td:nth-of-type(4) .wire-bytes)')
  await until('a broken frame', async () => {
    await page.click('[role=tabpanel] button:has-text("刷新")')
    return (await broken.count()) > 0
  })
  await expect.poll(() => broken.first().innerText()).toContain('校验错误')
  const meters = () => page.locator('tbody td:nth-of-type(2)').allInnerTexts()
  await expect.poll(async () => new Set(await meters())).toEqual(new Set(['M0101']))
  await house.mend('M0101')
  expect(await faultsInBothLanguages(page)).toEqual([])
})

test('who may not edit meters is shown no frames, and given none', async () => {
  const { page } = await another()
  await visit(page, at('devices?tab=frames'))
  await signIn(page, 'lin', PASSWORD)
  await page.waitForSelector('.tabs button:has-text("寄存器表")')
  await expect.poll(() => page.locator('.tabs button:has-text("原始报文")').count()).toBe(0)
  expect(await page.evaluate(() => fetch('/v1/lines/L01/frames').then((it) => it.status))).toBe(403)
  await page.context().close()
})

test('a week of readings shows what is missing', async () => {
  const { page } = sight
  await visit(page, at('devices?meter=M0102'))
  await page.waitForSelector('.readings-grid td.full')
  await expect.poll(() => page.locator('.readings-grid tbody tr').count()).toBe(7)
  expect(await faultsInBothLanguages(page)).toEqual([])
})

async function takeBackup(page: Page, count: number): Promise<void> {
  await page.click('button:has-text("立即备份")')
  const rows = page.locator('tbody tr')
  await until(`backup ${count}`, async () => (await rows.count()) === count)
  await page.waitForSelector('.note:has-text("备份完成")')
}

test('a backup is taken from the screen, verified, and a whole book', async () => {
  const { page } = sight
  await visit(page, at('system?tab=backup'))
  await page.waitForSelector('.state:has-text("还没有备份")')
  await takeBackup(page, 1)
  await page.waitForSelector('tr .chip.confirmed:has-text("已校验")')
  expect(await faultsInBothLanguages(page)).toEqual([])
  await house.book.ask('PUT', '/v1/buildings/annex', { name: 'Annex' })
  await takeBackup(page, 2)
  const [first] = readdirSync(house.backups).filter((name) => !name.startsWith('.')).sort()
  expect(run('meterbook', 'verify', `${house.backups}/${first}`)).toContain('all laws hold')
})

test('without a folder for backups the screen says how one is given', async () => {
  const bare = await openRegister(3)
  const { page } = await another()
  await beginWork(page, bare.book.url + '/#/system?tab=backup')
  await page.waitForSelector('.state:has-text("没有指定备份目录")')
  expect(await faultsInBothLanguages(page)).toEqual([])
  await page.context().close()
  await bare.stop()
})

test('the books are shown as they were, and what happened since', async () => {
  const { page } = sight
  type Sales = { items: { position: number }[] }
  const { items } = await house.book.get<Sales>('/v1/sales')
  const sale = items[0]!.position
  await visit(page, at('audit?tab=replay'))
  await page.fill('input[name=until]', String(sale))
  await page.keyboard.press('Enter')
  await page.waitForSelector('tr:has-text("wallet:A-M0101.M0101"):has-text("88.00")')
  await page.waitForSelector('.chip.confirmed:has-text("总账平衡")')
  await page.fill('input[name=until]', String(sale - 1))
  await page.keyboard.press('Enter')
  await page.waitForSelector('.state:has-text("没有任何金额")')
  await page.fill('input[name=since]', String(sale - 1))
  await page.fill('input[name=until]', String(sale))
  await page.keyboard.press('Enter')
  await page.waitForSelector('tr:has-text("A-M0101.M0101"):has-text("¥88.00")')
  await page.waitForSelector('tr:has-text("售电")')
  await page.fill('input[name=until]', 'yesterday')
  await page.waitForSelector('.hint.wrong')
  await expect.poll(() => page.locator('form .primary').isDisabled()).toBe(true)
  await page.fill('input[name=until]', '99999999')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.state .note.wrong')
})

test('what customers are told by is there in both languages, with an example', async () => {
  const { page } = sight
  await visit(page, at('alarms?tab=texts'))
  await page.click('.choice label:has-text("欠费将断电")')
  await page.waitForSelector('.notice-texts [lang="zh-CN"] .fact:has-text("{balance}")')
  const example = page.locator('.notice-texts section[lang=en] .example')
  await expect.poll(() => example.innerText()).toContain('Li Lei, meter M0301 (301) is in arrears')
})

test('the browser had nothing to complain about', () => {
  expect(sight.complaints).toEqual([])
})
