// What is on the screen while somebody else does something about it.

import { expect, test } from 'vitest'
import { beginWork, faultsOf, leave, settled, switchTo, visit } from './browser'
import { gone, openAccount } from './programs'
import { openStage } from './stage'

const { house, sight, another } = openStage({ speed: 1, at: 'wall' })

const confirm = '.guide .row.end button:last-child'

const open = (account: string, meters: string[]) =>
  house.book.ask('POST', '/v1/accounts', { account, customer: `C-${account}`, meters })

/** Somebody else does it; `sign` goes once this page has heard of it. */
async function detachElsewhere(account: string, meter: string, sign: string): Promise<void> {
  const path = `/v1/accounts/${account}/meters/${meter}/detachment`
  await house.book.ask('POST', path, { reason: '别处', settle_by: 'cash' })
  await sight.page.waitForSelector(sign, { state: 'detached' })
}

test('a meter that left meanwhile leaves no second time, and the page goes on', async () => {
  const { page } = sight
  await open('A-LEFT', ['M0101'])
  await visit(page, `${house.book.url}/#/accounts/A-LEFT`)
  await page.click('.title-row button:has-text("解除电表")')
  await page.waitForSelector('.guide .choices .chip.open')
  await detachElsewhere('A-LEFT', 'M0101', 'table a:has-text("售电")')
  await page.click(confirm)
  await page.fill('.guide input[name=reason]', '关店')
  await page.click(confirm)
  await page.waitForSelector('.guide .note.wrong:has-text("电表不属于该账户")')
  await expect.poll(() => page.locator(confirm).isDisabled()).toBe(true)
  expect(await faultsOf(page)).toEqual([])
  await leave(page)
  await page.click('.title-row button:has-text("追加电表")')
  await page.waitForSelector('.guide option:has-text("M0101")', { state: 'attached' })
  await leave(page)
})

test('an account whose last meter left meanwhile is closed as it is then', async () => {
  const { page } = sight
  await open('A-CLOSING', ['M0102'])
  await visit(page, `${house.book.url}/#/accounts/A-CLOSING`)
  await page.click('.title-row button:has-text("销户")')
  await page.waitForSelector('.guide .choices .chip.open')
  await page.click(confirm)
  await page.fill('.guide input[name=reason]', '搬走')
  await page.click(confirm)
  await page.waitForSelector('.foreseen li:has-text("销户")')
  await detachElsewhere('A-CLOSING', 'M0102', 'table a:has-text("售电")')
  await page.click(confirm)
  await page.waitForSelector('.title-row:has(h1:has-text("账户"))')
  await gone(house.book, '/v1/accounts/A-CLOSING')
})

test('what a meter used shows of another one where it left meanwhile', async () => {
  const { page } = sight
  await open('A-USED', ['M0103', 'M0237'])
  await visit(page, `${house.book.url}/#/accounts/A-USED?tab=energy`)
  await page.selectOption('select', 'M0237')
  await detachElsewhere('A-USED', 'M0237', 'option:has-text("M0237")')
  await expect.poll(() => page.locator('select').inputValue()).toBe('M0103')
})

test('nobody goes on with the last reading of the meter that was chosen before', async () => {
  const { page } = sight
  await open('A-CHOICE', ['M0240', 'M0243'])
  await visit(page, `${house.book.url}/#/accounts/A-CHOICE`)
  await page.click('.title-row button:has-text("解除电表")')
  await page.waitForSelector('.guide .choices:has-text("M0240") .chip.open')
  await expect.poll(() => page.locator(confirm).isDisabled()).toBe(false)
  const isHeld = await page.evaluate(async (button) => {
    const select = document.querySelector<HTMLSelectElement>('.guide select')!
    select.value = 'M0243'
    select.dispatchEvent(new Event('change', { bubbles: true }))
    for (let i = 0; i < 10; i += 1) await Promise.resolve() // drawn, and nothing answered
    return document.querySelector<HTMLButtonElement>(button)!.disabled
  }, confirm)
  expect(isHeld).toBe(true)
  await page.waitForSelector('.guide .choices:has-text("M0243") .chip.open')
  await expect.poll(() => page.locator(confirm).isDisabled()).toBe(false)
  await leave(page)
})

/** Clicks there, and tells at once whether this is on the page: drawn, and not a frame later. */
const bringsAtOnce = (button: string, sign: string) =>
  sight.page.locator(button).evaluate(async (element: HTMLElement, wanted) => {
    element.click()
    for (let i = 0; i < 10; i += 1) await Promise.resolve()
    return document.querySelector(wanted) !== null
  }, sign)

test('a dialog holds the keyboard as soon as it is drawn', async () => {
  const held = 'dialog[open] input[name=customer]:focus'
  expect(await bringsAtOnce('.title-row button:has-text("过户")', held)).toBe(true)
})

test('what was seen of one wish does not confirm another', async () => {
  const { page } = sight
  await page.fill('.guide input[name=customer]', 'C-OTHER')
  await page.fill('.guide input[name=reason]', '转租')
  await page.click(confirm)
  await page.waitForSelector('.foreseen li')
  await page.click('.guide .foot button:text-is("上一步")')
  await page.fill('.guide input[name=reason]', '转让')
  expect(await bringsAtOnce(confirm, `${confirm}:disabled`)).toBe(true)
  await page.waitForSelector('.foreseen li')
  await leave(page)
})

test('another language takes the keyboard from nobody', async () => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/cashier`)
  await page.focus('.find input')
  for (const language of ['English', '中文']) {
    await switchTo(page, language)
    await settled(page)
    expect(await page.locator('.find input:focus').count()).toBe(1)
  }
})

test('a wallet says so where its proposals cannot be had', async () => {
  const { page } = sight
  const wallet = await openAccount(house.book, 'M0301', '20.00')
  const proposals = /\/v1\/proposals/
  const no = { title: 'Forbidden', status: 403, code: 'right_must_be_held', detail: 'no' }
  await page.route(proposals, (route) => route.fulfill({ status: 403, json: no }))
  await visit(page, `${house.book.url}/#/cashier?wallet=${wallet}`)
  await page.waitForSelector('.desk .note.wrong:has-text("right_must_be_held")')
  expect(await faultsOf(page)).toEqual([])
  await page.unroute(proposals)
})

test('a fault over the screen is said, and a reload mends it', async () => {
  const other = await another()
  const { page } = other
  await beginWork(page, `${house.book.url}/#/cashier?wallet=A-M0301.M0301`)
  await page.route(/\/v1\/explain/, (route) => route.fulfill({ json: {} }))
  await page.click('.held .amount.why')
  await page.waitForSelector('.state .note.wrong:has-text("页面出错")')
  expect(other.complaints).toEqual([expect.stringContaining('TypeError')])
  await page.click('.state button:has-text("重试")')
  await page.waitForSelector('.who:has-text("M0301")')
  await page.context().close()
})

test('the browser had nothing to complain about', () => {
  expect(sight.complaints).toEqual([])
})
