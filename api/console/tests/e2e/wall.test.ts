import { expect, test } from 'vitest'
import { beginWork, faultsInBothLanguages, leave, picture, visit } from './browser'
import { openAccount, until } from './programs'
import { openStage } from './stage'

const { house, sight } = openStage({ speed: 60 }, async ({ book }) => {
  for (const meter of ['M0101', 'M0102', 'M0103']) await openAccount(book, meter, '120.00')
  await openAccount(book, 'M0243')
})

test('the page comes with a strict policy and its assets are kept for a year', async () => {
  const page = await fetch(house.book.url + '/')
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const html = await page.text()
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)![1]!
  const asset = await fetch(house.book.url + script, { headers: { 'Accept-Encoding': 'gzip' } })
  expect(asset.headers.get('cache-control')).toContain('immutable')
  expect(asset.headers.get('content-encoding')).toBe('gzip')
})

test('the first load is smaller than 300 KiB', async () => {
  const { page } = sight
  let bytes = 0
  page.on('response', (answer) => {
    const isOurs = new URL(answer.url()).pathname.startsWith('/v1/')
    if (!isOurs) bytes += Number(answer.headers()['content-length'] ?? 0)
  })
  await beginWork(page, house.book.url + '/#/wall')
  await page.waitForSelector('.tile')
  expect(bytes).toBeGreaterThan(10_000)
  expect(bytes).toBeLessThan(300 * 1024)
})

test('every meter has its tile, in its state, and the counts are filters', async () => {
  const { page } = sight
  await until('all tiles', async () => (await page.locator('.tile').count()) === 9)
  const tile = page.locator('.tile[data-meter=M0101]')
  await expect.poll(() => tile.innerText()).toMatch(/开户[\s\S]*¥1\d\d/)
  await expect.poll(() => page.locator('.tile.not_opened').count()).toBe(5)
  await page.click('.states button.not_opened')
  await until('the filter', async () => (await page.locator('.tile').count()) === 5)
  await page.click('.states button:first-child')
})

test('what happens elsewhere shows by itself', async () => {
  const { page } = sight
  await openAccount(house.book, 'M0302', '33.00')
  await page.waitForSelector('.tile[data-meter=M0302].alarm1')
  const balance = page.locator('.tile[data-meter=M0302] .balance')
  await expect.poll(() => balance.innerText()).toMatch(/¥3\d\.\d\d/)
})

test('axe finds nothing in either language, light or dark', async () => {
  expect(await faultsInBothLanguages(sight.page)).toEqual([])
})

test('a trip wants a reason and the number typed, and tells what came of each meter', async () => {
  const { page } = sight
  await page.focus('.tile[data-meter=M0101]')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await page.click('.selection-bar button:has-text("拉闸")')
  const send = page.locator('.dialog button:has-text("拉闸（2 块表）")')
  await page.fill('.dialog input[name=reason]', '消防演习')
  await expect.poll(() => send.isDisabled()).toBe(true)
  await page.fill('.dialog input[inputmode=numeric]', '2')
  await send.click()
  await page.waitForSelector('.dialog.wide .chip.confirmed:has-text("成功 2")')
  await page.click('.dialog.wide > .content button:has-text("关闭")')
  await page.waitForSelector('.tile[data-meter=M0101] [title="强制拉闸"]')
  await picture(page, 'wall')
})

test('the outcome of a batch is there again after a reload', async () => {
  const { page } = sight
  const { items } = await house.book.get<{ items: { batch: string }[] }>('/v1/batches')
  await visit(page, `${house.book.url}/#/wall?batch=${items[0]!.batch}`)
  await page.reload()
  await page.waitForSelector('.dialog.wide tbody tr')
  await expect.poll(() => page.locator('.dialog.wide tbody tr').count()).toBe(2)
  await leave(page)
})

test('a meter opens beside the wall, with where its balance comes from', async () => {
  const { page } = sight
  await page.click('.tile[data-meter=M0102]')
  await page.click('.dialog.side .amount.why')
  await page.waitForSelector('.dialog.wide .explanation')
  await expect.poll(() => page.locator('.dialog.wide').innerText()).toContain('已复核，分毫不差')
  await leave(page)
  await leave(page)
})

test('the browser had nothing to complain about', () => {
  expect(sight.complaints).toEqual([])
})
