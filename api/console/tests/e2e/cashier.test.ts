import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Request } from 'playwright-core'
import { beginWork, faultsInBothLanguages, faultsOf, leave, openBrowser } from './browser'
import { openPage, picture } from './browser'
import type { Sight } from './browser'
import { openAccount, openHouse, until, type House } from './programs'

interface Sale {
  position: number
  amount: string
  refunded: string
  reversed_by: number | null
}

let house: House
let browser: Browser
let sight: Sight
let wallet: string

async function sales(): Promise<Sale[]> {
  return (await house.book.get<{ items: Sale[] }>(`/v1/sales?wallet=${wallet}`)).items
}

beforeAll(async () => {
  house = await openHouse({ speed: 1 })
  wallet = await openAccount(house.book, 'M0101', '20.00')
  await house.book.ask('PUT', '/v1/customers/C-M0101', { name: '王小明', phone: '13800138000' })
  browser = await openBrowser()
  sight = await openPage(browser)
  await beginWork(sight.page, house.book.url + '/#/cashier')
})

afterAll(async () => {
  await browser?.close()
  await house?.stop()
})

test('a till is taken over with its float', async () => {
  const { page } = sight
  await page.click('.shift-bar button:has-text("接班")')
  await page.fill('.dialog .field:nth-of-type(2) input', '100')
  await page.click('.dialog button.primary')
  await page.waitForSelector('.shift-bar button:has-text("交班")')
})

const WAYS_TO_FIND = ['1101', 'M0101', '13800138', '小明', 'xiaom', 'wxm']
test.each(WAYS_TO_FIND)('somebody is found by %s', async (typed) => {
  const { page } = sight
  await page.keyboard.press('F2')
  await page.fill('.find input', typed)
  await page.waitForSelector('.find li:has-text("1101")')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.sale')
})

test('credit is sold by keyboard alone, and once however often Enter is pressed', async () => {
  const { page } = sight
  await page.keyboard.press('F2')
  await page.keyboard.type('1101')
  await page.waitForSelector('.find li')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.sale')
  await page.focus('.amount-field')
  await page.keyboard.type('100')
  expect(await page.locator('.sale .hint').innerText()).toBe('壹佰元整')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.confirm-amount')
  expect(await page.locator('.dialog').innerText()).toContain('王小明')
  await page.locator('.dialog button.primary').dblclick()
  await page.waitForSelector('.receipt')
  await page.waitForSelector('.receipt-sheet button.primary:focus')
  expect(await page.locator('.receipt').innerText()).toContain('壹佰元整')
  expect((await sales()).filter((sale) => sale.amount === '100.00')).toHaveLength(1)
})

test('a receipt on the screen is a copy, which is alone on the paper', async () => {
  const { page } = sight
  await picture(page, 'receipt')
  expect(await faultsOf(page)).toEqual([])
  expect(await page.locator('.receipt .copy').innerText()).toContain('副本')
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.receipt').isVisible()).toBe(true)
  expect(await page.locator('.navigation').isVisible()).toBe(false)
  expect(await page.locator('.cashier').isVisible()).toBe(false)
  await page.emulateMedia({ media: 'screen' })
})

/** Where the paper is that the button opens in a window of its own, which asks for it more than
 * once. */
async function printed(before: string[]): Promise<string> {
  const { page } = sight
  const isPaper = (request: Request) => {
    const { pathname, search } = new URL(request.url())
    const isOne = /^\/v1\/prints\/\d+$/.test(pathname) && search.includes('format=pdf')
    return isOne && !before.includes(pathname)
  }
  const asked = page.context().waitForEvent('request', isPaper)
  await page.click('.receipt-sheet button.primary')
  return new URL((await asked).url()).pathname
}

test('a print is the counted one, and the second says that it is a reprint', async () => {
  const { page } = sight
  const papers = [await printed([])]
  await page.waitForSelector('.toast:has-text("已打印并计次")')
  papers.push(await printed(papers))
  await page.waitForSelector('.toast:has-text("已补打：第 1 次")')
  const prints = papers.map((path) => house.book.get<{ print: number }>(path))
  expect((await Promise.all(prints)).map(({ print }) => print)).toEqual([1, 2])
  const pdf = await house.book.try('GET', papers[1]! + '?format=pdf&lang=zh')
  expect(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-')
  await page.bringToFront()
  await page.click('.receipt-sheet button:has-text("关闭")')
})

test('a sale whose answer was lost is not sold twice, not even after a reload', async () => {
  const { page } = sight
  let wasCut = false
  await page.route('**/v1/sales', async (way) => {
    if (wasCut || way.request().method() !== 'POST') return way.continue()
    wasCut = true
    await way.fetch() // the book has it, and the till never hears of it
    await way.abort('connectionreset')
  })
  await page.fill('.amount-field', '77')
  await page.keyboard.press('Enter')
  await page.click('.dialog button.primary')
  await page.waitForSelector('.dialog .note.wrong')
  expect((await sales()).filter((sale) => sale.amount === '77.00')).toHaveLength(1)
  await page.reload()
  await page.waitForSelector('.receipt')
  expect(await page.locator('.receipt').innerText()).toContain('¥77.00')
  expect((await sales()).filter((sale) => sale.amount === '77.00')).toHaveLength(1)
  await page.click('.receipt-sheet button:has-text("关闭")')
  await page.unroute('**/v1/sales')
})

test('a sale that never reached the book is sold when it is asked for again, once', async () => {
  const { page } = sight
  let wasCut = false
  await page.route('**/v1/sales', async (way) => {
    if (wasCut || way.request().method() !== 'POST') return way.continue()
    wasCut = true
    await way.abort('connectionreset')
  })
  await page.fill('.amount-field', '55')
  await page.keyboard.press('Enter')
  await page.click('.dialog button.primary')
  await page.waitForSelector('.dialog .note.wrong')
  expect((await sales()).filter((sale) => sale.amount === '55.00')).toHaveLength(0)
  await page.click('.dialog button.primary')
  await page.waitForSelector('.receipt')
  expect((await sales()).filter((sale) => sale.amount === '55.00')).toHaveLength(1)
  await page.click('.receipt-sheet button:has-text("关闭")')
  await page.unroute('**/v1/sales')
})

test('what is no amount is told at once, and a refusal of another amount goes', async () => {
  const { page } = sight
  await page.fill('.amount-field', '1.234')
  await page.waitForSelector('.sale .hint.wrong:has-text("最多两位小数")')
  await house.book.ask('PUT', `/v1/wallets/${wallet}/limits`, {
    ...{ overdraft: '0.00', hoarding_limit: '1000.00', reason: '试' },
  })
  await page.fill('.amount-field', '9999')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.sale .note.wrong:has-text("囤积上限")')
  await page.fill('.amount-field', '')
  expect(await page.locator('.sale .note.wrong').count()).toBe(0)
})

test('a refusal is told in the language of the screen, with its figures', async () => {
  const { page } = sight
  const row = page.locator('tr:has-text("¥77.00")')
  await row.locator('button:has-text("退电")').click()
  await page.waitForSelector('.dialog input:focus')
  const isHeld = (element: Element) => element === document.activeElement
  expect(await page.locator('.dialog input').first().evaluate(isHeld)).toBe(true)
  await page.fill('.dialog input[inputmode=decimal]', '78')
  await page.fill('.dialog input[name=reason]', '多付')
  await page.click('.dialog button.danger')
  await page.waitForSelector('.dialog .note.wrong')
  const said = await page.locator('.dialog .note.wrong').innerText()
  expect(said).toContain('退电金额超过该笔未用完的部分')
  expect(said).toContain('77.00')
})

test('what was not consumed is refunded from the record of its sale', async () => {
  const { page } = sight
  await page.fill('.dialog input[inputmode=decimal]', '7')
  await page.click('.dialog button.danger')
  await until('the refund', async () => (await sales()).some((sale) => sale.refunded === '7.00'))
  await page.waitForSelector('tr:has-text("−¥7.00")')
})

test('a sale is reversed from its record, as a whole', async () => {
  const { page } = sight
  const row = page.locator('tr:has-text("¥100.00")')
  await row.locator('button.danger').click()
  await page.fill('.dialog input[name=reason]', '收错了')
  await page.click('.dialog button.danger')
  await until('the reversal', async () =>
    (await sales()).some((sale) => sale.amount === '100.00' && sale.reversed_by !== null),
  )
  await page.waitForSelector('tr:has-text("−¥100.00")')
  await picture(page, 'cashier')
})

test('more of a list that cannot be had is told so, and what is there stays', async () => {
  const { page } = sight
  const sale = { wallet, amount: '1.00', method: 'bank' }
  for (let i = 0; i < 21; ++i) await house.book.ask('POST', '/v1/sales', sale, `more-${i}`)
  const more = page.locator('p.more button')
  await more.waitFor()
  const lists = /\/v1\/sales\?.*cursor=/
  await page.route(lists, (way) => way.abort('connectionreset'))
  await more.click()
  await page.waitForSelector('main .note.wrong')
  expect(await page.locator('main tbody tr').count()).toBeGreaterThan(10)
  await page.unroute(lists)
  await more.click()
  await page.waitForSelector('tr:has-text("¥20.00")') // the first of all
  expect(await page.locator('main .note.wrong').count()).toBe(0)
})

test('axe finds nothing in either language, light or dark', async () => {
  expect(await faultsInBothLanguages(sight.page)).toEqual([])
})

test('while nobody is served, what was done in this shift is at hand', async () => {
  const { page } = sight
  await page.goto(house.book.url + '/#/cashier')
  await page.waitForSelector('h2:has-text("本班的售电")')
  expect(await page.locator('main tbody').innerText()).not.toContain('¥20.00') // before the shift
  await page.click('tr:has-text("−¥7.00") a')
  await page.waitForSelector('.sale')
  await page.click('.sale button:has-text("¥200.00")')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.confirm-amount:has-text("¥200.00")')
  await leave(page)
})

test('what a till took in opens to what was sold and given back', async () => {
  const { page } = sight
  const taken = page.locator('.shift-bar .amount.why')
  const shown = (await taken.innerText()).split('\n')[0]!.trim()
  await taken.click()
  await page.waitForSelector('.dialog tfoot .amount')
  expect(await page.locator('.dialog tfoot .amount').innerText()).toBe(shown)
  const parts = await page.locator('.dialog tbody').innerText()
  expect(parts).toContain('冲正')
  expect(parts).not.toContain('销户结算')
  await leave(page)
})

test('a shift is counted, and a difference wants its reason', async () => {
  const { page } = sight
  await page.click('.shift-bar button:has-text("交班")')
  const close = page.locator('.dialog button.primary')
  await page.fill('.dialog .field:nth-of-type(1) input', '224')
  expect(await close.isDisabled()).toBe(true)
  const counted = page.locator('.dialog .field:nth-of-type(1) .hint')
  expect(await counted.innerText()).toMatch(/应有 ¥225.00 · 差额 −¥1.00/)
  await page.fill('.dialog input[name=reason]', '少一元')
  await close.click()
  await page.waitForSelector('.shift-bar button:has-text("接班")')
  const { items } = await house.book.get<{ items: { counts: { difference: string }[] }[] }>(
    '/v1/shifts?state=closed',
  )
  expect(items[0]!.counts[0]!.difference).toBe('-1.00')
})

test('the browser had nothing to complain about', () => {
  const real = sight.complaints.filter((text) => !text.includes('ERR_CONNECTION_RESET'))
  expect(real).toEqual([])
})
