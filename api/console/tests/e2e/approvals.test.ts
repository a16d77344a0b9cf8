import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { faultsOf, openBrowser, openPage, signIn, type Sight } from './browser'
import { openAccount, openHouse, PASSWORD, until, type House } from './programs'

let house: House
let browser: Browser
let li: Sight
let wu: Sight
let wallet: string

interface Rows {
  items: { refunded: string }[]
}

const refunded = async () =>
  (await house.book.get<Rows>(`/v1/sales?wallet=${wallet}`)).items[0]!.refunded

async function letIn(operator: string): Promise<Sight> {
  const bounds = { buildings: [], accounts: [] }
  const roles = ['finance_manager']
  const wish = { operator, is_machine: false, display_name: '', roles, ...bounds }
  await house.book.ask('POST', '/v1/operators', wish)
  await house.book.ask('PUT', `/v1/operators/${operator}/password`, { password: PASSWORD })
  const sight = await openPage(browser)
  await sight.page.goto(house.book.url + '/#/system')
  await signIn(sight.page, operator, PASSWORD)
  await sight.page.waitForSelector('.navigation')
  return sight
}

beforeAll(async () => {
  house = await openHouse({ speed: 1, hasOperators: true })
  wallet = await openAccount(house.book, 'M0101', '200.00')
  browser = await openBrowser()
  li = await letIn('li')
  wu = await letIn('wu')
})

afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

const NOTHING = 'text=没有待办的退电、结清或冲正'
const confirm = '.guide .row.end button:last-child'

test('what one person may pay back alone is set with a look at what it writes', async () => {
  const { page } = li
  await page.click('button:has-text("设置限额")')
  await page.fill('.guide input[name=refund_above]', '50')
  await page.click(confirm)
  await page.waitForSelector('.foreseen li:has-text("¥50.00")')
  expect(await faultsOf(page)).toEqual([])
  await page.click(confirm)
  await page.waitForSelector('.facts dd:has-text("¥50.00")')
  const limits = await house.book.get<object>('/v1/approval-limits')
  expect(limits).toEqual({ refund_above: '50.00', reversal_above: null })
})

test('a refund above it waits, and the till is told to pay nothing out', async () => {
  const { page } = li
  await page.goto(`${house.book.url}/#/cashier?wallet=${wallet}`)
  await page.locator('tr:has-text("¥200.00") button:has-text("退电")').click()
  await page.fill('.dialog input[inputmode=decimal]', '60')
  await page.fill('.dialog input[name=reason]', '退租')
  await page.click('.dialog button.danger')
  await page.waitForSelector('.toast:has-text("暂勿付款")')
  expect(await refunded()).toBe('0.00')
})

test('its proposer cannot approve it, somebody else does, and then it is done', async () => {
  await li.page.goto(house.book.url + '/#/cashier?tab=approvals')
  const row = 'tr:has-text("¥60.00")'
  await li.page.waitForSelector(`${row}:has-text("待审批")`)
  expect(await li.page.locator(`${row} button:has-text("批准")`).count()).toBe(0)
  await wu.page.goto(house.book.url + '/#/cashier?tab=approvals')
  await wu.page.click(`${row} button:has-text("批准")`)
  await wu.page.waitForSelector('.dialog dd:has-text("退租")')
  await wu.page.click('.dialog button.primary')
  await li.page.click(`${row} button:has-text("办理")`)
  await li.page.fill('.dialog input[name=reason]', '退租')
  await li.page.click('.dialog button.danger')
  await until('the refund', async () => (await refunded()) === '60.00')
  await li.page.waitForSelector(NOTHING)
})

test('its proposer takes it back', async () => {
  const { page } = li
  await page.goto(`${house.book.url}/#/cashier?wallet=${wallet}`)
  await page.locator('tr:has-text("¥200.00") button:has-text("退电")').click()
  await page.fill('.dialog input[inputmode=decimal]', '70')
  await page.fill('.dialog input[name=reason]', '退租')
  await page.click('.dialog button.danger')
  await page.waitForSelector('.toast:has-text("暂勿付款")')
  await page.goto(house.book.url + '/#/cashier?tab=approvals')
  const row = page.locator('tr:has-text("¥70.00")')
  await row.waitFor()
  expect(await row.locator('.deeds button').allInnerTexts()).toEqual(['撤回'])
  await row.locator('button:has-text("撤回")').click()
  await page.waitForSelector('.dialog dd:has-text("退租")')
  expect(await faultsOf(page)).toEqual([])
  await page.click('.dialog button.danger')
  await page.waitForSelector('.toast:has-text("已撤回")')
  await page.waitForSelector(NOTHING)
  expect(await refunded()).toBe('60.00')
})

test('closing an account above it waits, and leads to where it is done', async () => {
  const closing = `/v1/accounts/${wallet.split('.')[0]}/closing`
  const wish = { method: 'cash', reason: '退租' }
  await house.book.ask('POST', closing, wish, 'closing-above-the-limit')
  const row = wu.page.locator('tr:has-text("结清")')
  await wu.page.goto(house.book.url + '/#/cashier?tab=approvals')
  await row.locator('button:has-text("批准")').click()
  await wu.page.waitForSelector('.dialog dd:has-text("¥0.00")')
  expect(await faultsOf(wu.page)).toEqual([])
  await wu.page.click('.dialog button.primary')
  await row.locator('a:has-text("办理")').click()
  await wu.page.waitForSelector(`a[href$="/accounts/${wallet.split('.')[0]}"]`)
})
