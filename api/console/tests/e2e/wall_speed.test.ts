import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { beginWork, leave, openBrowser, openPage, visit } from './browser'
import { openRegister, until, type House } from './programs'

/** METERBOOK_WALL: another number, to measure with. */
const COUNT = Number(process.env.METERBOOK_WALL ?? 1_000)
/** Far above what a calm machine needs, which docs/benchmarks.md has. */
const BOUND_MS = 15_000
/** The same of one step of the hand. */
const FLUID_MS = 1_500

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
  await visit(page, house.book.url + '/#/wall')
  await page.waitForSelector(`.states button:first-child b:text-is("${COUNT}")`)
  await page.click('.tile[data-meter=M00003]')
  await page.waitForSelector('.dialog.side .facts')
  const taken = Date.now() - begun
  console.log(`${COUNT} meters: shown and one opened within ${taken} ms`)
  expect(taken).toBeLessThan(BOUND_MS)
  await leave(page)
})

/** From the top of the wall down, so much a frame, to its end or for so many frames. */
async function scrollThrough(
  pixels: number,
  most_frames = Infinity,
): Promise<{ frames: number[]; most: number }> {
  return page.evaluate(async ({ pixels, most_frames }) => {
    const main = document.querySelector('main')!
    main.scrollTop = 0
    const counts = [0]
    const frames: number[] = []
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    let last = await frame()
    const isOver = () => main.scrollTop + main.clientHeight >= main.scrollHeight - 2
    while (!isOver() && frames.length < most_frames) {
      main.scrollTop += pixels
      const now = await frame()
      frames.push(now - last)
      last = now
      counts.push(document.querySelectorAll('.tile').length)
    }
    return { frames: frames.sort((a, b) => a - b), most: Math.max(...counts) }
  }, { pixels, most_frames })
}

function tellFrames(what: string, frames: number[]): void {
  const within = (part: number) => `${frames[Math.floor(frames.length * part)]!.toFixed(0)} ms`
  const told = `half within ${within(0.5)}, 95 % within ${within(0.95)}`
  console.log(`${COUNT} meters: ${frames.length} frames of ${what}: ${told}`)
}

test('a wheel turns as fast as on any page', async () => {
  const { frames } = await scrollThrough(120, 120)
  tellFrames('120 pixels', frames)
  expect(frames[Math.floor(frames.length / 2)]).toBeLessThan(FLUID_MS)
})

test('there are tiles only where somebody looks', async () => {
  const { frames, most } = await scrollThrough(1_000)
  tellFrames('1,000 pixels', frames)
  expect(most).toBeGreaterThan(50)
  expect(most).toBeLessThan(800)
  await page.waitForSelector(`.tile[data-meter=M${String(COUNT - 1).padStart(5, '0')}]`)
})

interface Deed {
  selector: string
  /** What is typed there; without it, a click. */
  text?: string
}

/** How long this takes, from the deed to the frame that shows what came of it. */
async function timed(what: string, deed: Deed): Promise<number> {
  const taken = await page.evaluate(async ({ selector, text }) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const it = document.querySelector<HTMLInputElement>(selector)!
    await frame()
    const begun = performance.now()
    if (text === undefined) it.click()
    else {
      it.value = text
      it.dispatchEvent(new Event('input', { bubbles: true }))
    }
    await frame() // what the deed asked for is drawn in this one
    await frame()
    return performance.now() - begun
  }, deed)
  console.log(`${COUNT} meters: ${what} within ${taken.toFixed(0)} ms`)
  return taken
}

const typed = (text: string): Deed => ({ selector: '.filter-bar .search', text })
const pressed = (selector: string): Deed => ({ selector })

test('a filter shows what fits while it is typed, and a click on a state too', async () => {
  await page.evaluate(() => document.querySelector('main')!.scrollTo(0, 0))
  const letters = ['M', 'M0', 'M00', 'M003', 'M0032', '']
  for (const text of letters)
    expect(await timed(`'${text}' was searched`, typed(text))).toBeLessThan(FLUID_MS)
  await page.waitForSelector(`.states button:first-child b:text-is("${COUNT}")`)
  for (const state of ['open', 'not_opened'])
    expect(await timed(`those that are ${state}`, pressed(`.states button.${state}`))).toBeLessThan(
      FLUID_MS,
    )
  expect(await timed('all again', pressed('.states button:first-child'))).toBeLessThan(FLUID_MS)
})

test('a tile is chosen at once, beside however many others', async () => {
  const mark = (meter: string) => pressed(`.tile[data-meter=${meter}] .mark`)
  expect(await timed('one was chosen', mark('M00001'))).toBeLessThan(FLUID_MS)
  await page.click('.filter-bar button:has-text("选择筛选结果")')
  await page.waitForSelector(`.selection-bar:has-text("${COUNT}")`)
  expect(await timed('one of all was left out', mark('M00002'))).toBeLessThan(FLUID_MS)
  await page.waitForSelector(`.selection-bar:has-text("${COUNT - 1}")`)
  expect(await timed('none are chosen', pressed('.selection-bar .quiet'))).toBeLessThan(FLUID_MS)
  await expect.poll(() => page.locator('.selection-bar').count()).toBe(0)
})

test('all of them are chosen by the filter, also those that have no tile', async () => {
  await page.click('.filter-bar button:has-text("选择筛选结果")')
  await page.waitForSelector(`.selection-bar:has-text("${COUNT}")`)
  await page.fill('.filter-bar .search', 'M00321')
  await until('the search', async () => (await page.locator('.tile').count()) === 1)
})

test('a house that nobody divided into floors is as fluid', async () => {
  await house.stop()
  house = await openRegister(COUNT, COUNT)
  await beginWork(page, house.book.url + '/#/wall')
  await page.waitForSelector(`.states button:first-child b:text-is("${COUNT}")`)
  const { frames, most } = await scrollThrough(1_000)
  tellFrames('1,000 pixels of one floor', frames)
  expect(most).toBeLessThan(1_100)
  await page.waitForSelector(`.tile[data-meter=M${String(COUNT - 1).padStart(5, '0')}]`)
})
