import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { beginWork, openBrowser, openPage } from './browser'
import { openRegister, until, type House } from './programs'

/** METERBOOK_WALL: another number, to measure with. */
const COUNT = Number(process.env.METERBOOK_WALL ?? 1_000)
/** Far above what a calm machine needs, which docs/benchmarks.md has. */
const BOUND_MS = 15_000

let house: Pick<House, 'book' | 'stop'>
let browser: Browser
let page: Page

beforeAll(async () => {
  house = await openRegister(COUNT)
  browser = await openBrowser()
  page = (await openPage(browser)).page
  await beginWork(page, house.book.url + '/#/system')
})

afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

test('a wall of a thousand meters can be worked with at once', async () => {
  const begun = Date.now()
  await page.goto(house.book.url + '/#/wall')
  await page.waitForSelector(`.states button:first-child b:text-is("${COUNT}")`)
  await page.click('.tile[data-meter=M00003]')
  await page.waitForSelector('.dialog.side .facts')
  const taken = Date.now() - begun
  console.log(`${COUNT} meters: shown and one opened within ${taken} ms`)
  expect(taken).toBeLessThan(BOUND_MS)
  await page.keyboard.press('Escape')
})

/** From the top of the wall to its end, a screen and a half at a time. */
async function scrollThrough(): Promise<{ frames: number[]; most: number }> {
  return page.evaluate(async () => {
    const main = document.querySelector('main')!
    const counts = [0]
    const frames: number[] = []
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    let last = await frame()
    while (main.scrollTop + main.clientHeight < main.scrollHeight - 2) {
      main.scrollTop += 1_000
      const now = await frame()
      frames.push(now - last)
      last = now
      counts.push(document.querySelectorAll('.tile').length)
    }
    return { frames: frames.sort((a, b) => a - b), most: Math.max(...counts) }
  })
}

test('there are tiles only where somebody looks', async () => {
  const { frames, most } = await scrollThrough()
  const within = (part: number) => `${frames[Math.floor(frames.length * part)]!.toFixed(0)} ms`
  console.log(`${frames.length} frames: half within ${within(0.5)}, 95 % within ${within(0.95)}`)
  expect(most).toBeGreaterThan(50)
  expect(most).toBeLessThan(800)
  await page.waitForSelector(`.tile[data-meter=M${String(COUNT - 1).padStart(5, '0')}]`)
})

test('all of them are chosen by the filter, also those that have no tile', async () => {
  await page.click('.filter-bar button:has-text("选择筛选结果")')
  await page.waitForSelector(`.selection-bar:has-text("${COUNT}")`)
  await page.fill('.filter-bar .search', 'M00321')
  await until('the search', async () => (await page.locator('.tile').count()) === 1)
})
