// Power goes and comes back by the wall, and what failed is done again alone.

import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { faultsInBothLanguages, leave, visit } from './browser'
import { openAccount } from './programs'
import { openStage } from './stage'

const { house, sight } = openStage({ speed: 600, at: 'wall' }, async ({ book }) => {
  for (const meter of ['M0101', 'M0102', 'M0103']) await openAccount(book, meter, '500.00')
})

const forced = (meter: string) => `.tile[data-meter=${meter}] [title="强制拉闸"]`
const open = (meter: string) => `.tile[data-meter=${meter}] [title="分闸"]`

async function choose(page: Page, ...meters: string[]): Promise<void> {
  for (const meter of meters) await page.click(`.tile[data-meter=${meter}] .mark`)
}

async function tellThem(page: Page, command: string, count: number): Promise<void> {
  await page.click(`.selection-bar button:has-text("${command}")`)
  await page.fill('.dialog .field:has(label:has-text("原因")) input', '线路检修')
  const typed = page.locator('.dialog input[inputmode=numeric]')
  if (command === '拉闸') await typed.fill(String(count))
  await page.click(`.dialog form button:has-text("${command}")`)
}

type Commands = { items: { batch: string }[] }
const batches = async () => (await house.book.get<Commands>('/v1/batches')).items

test('power that was cut for several comes back for all of them', async () => {
  const { page } = sight
  await choose(page, 'M0101', 'M0102')
  await tellThem(page, '拉闸', 2)
  await page.waitForSelector('.dialog.wide .chip.confirmed:has-text("成功 2")')
  await leave(page)
  for (const meter of ['M0101', 'M0102']) await page.waitForSelector(forced(meter))
  await choose(page, 'M0101', 'M0102')
  await tellThem(page, '恢复预付费', 2)
  await page.waitForSelector('.dialog.wide .chip.confirmed:has-text("成功 2")')
  await leave(page)
  for (const meter of ['M0101', 'M0102']) {
    await page.waitForSelector(forced(meter), { state: 'detached' })
    await page.waitForSelector(open(meter), { state: 'detached' })
    type Row = { badges: { breaker: string; supply: string } }
    const { badges } = await house.book.get<Row>(`/v1/meter-states/${meter}`)
    expect(badges).toMatchObject({ breaker: 'closed', supply: 'restore_prepaid' })
  }
})

test('of a batch the rows that failed are done again, and no others', async () => {
  const { page } = sight
  await house.spoil('relay_stuck:M0103')
  await choose(page, 'M0102', 'M0103')
  await tellThem(page, '拉闸', 2)
  await page.waitForSelector('.dialog.wide .chip.failed:has-text("失败 1")')
  await page.waitForSelector('tr:has-text("M0103") .chip.failed')
  expect(await faultsInBothLanguages(page)).toEqual([])
  await house.mend('M0103')
  await page.click('.dialog.wide button:has-text("仅重试失败的 1 项")')
  await page.waitForSelector('.dialog.wide .chip.failed', { state: 'detached' })
  await page.waitForSelector('.dialog.wide .chip.confirmed:has-text("成功 1")')
  const rows = await page.locator('.dialog.wide tbody tr').allInnerTexts()
  expect(rows).toHaveLength(1)
  expect(rows[0]).toContain('M0103')
  await expect.poll(() => page.locator('.dialog.wide .retry').count()).toBe(0)
  await leave(page)
  await page.waitForSelector(forced('M0103'))
  expect(await batches()).toHaveLength(4)
})

test('the outcome of a batch leaves as a workbook', async () => {
  const { page } = sight
  const [newest] = await batches()
  await visit(page, `${house.book.url}/#/wall?batch=${newest!.batch}`)
  await page.waitForSelector('.dialog.wide tbody tr')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('.dialog.wide button:has-text("Excel")'),
  ])
  expect(download.suggestedFilename()).toBe(`${newest!.batch}.xlsx`)
  await leave(page)
})

test('the browser had nothing to complain about', () => {
  expect(sight.complaints).toEqual([])
})
