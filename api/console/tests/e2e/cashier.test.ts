import { expect, test } from 'vitest'
import type { Request } from 'playwright-core'
import { faultsInBothLanguages, faultsOf, hear, leave, picture, visit } from './browser'
import { openAccount, until } from './programs'
import { openStage } from './stage'

interface Sale {
  position: number
  amount: string
  refunded: string
  reversed_by: number | null
}

const wallet = 'A-M0101.M0101'

async function sales(): Promise<Sale[]> {
  return (await house.book.get<{ items: Sale[] }>(`/v1/sales?wallet=${wallet}`)).items
}

const { house, sight } = openStage({ speed: 1, at: 'cashier' }, async ({ book }) => {
  await openAccount(book, 'M0101', '20.00')
  await book.ask('PUT', '/v1/customers/C-M0101', { name: '王小明', phone: '13800138000' })
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
  await expect.poll(() => page.locator('.sale .hint').innerText()).toBe('壹佰元整')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.confirm-amount')
  await expect.poll(() => page.locator('.dialog').innerText()).toContain('王小明')
  await page.locator('.dialog button.primary').dblclick()
  await page.waitForSelector('.receipt')
  await page.waitForSelector('.receipt-sheet button.primary:focus')
  await expect.poll(() => page.locator('.receipt').innerText()).toContain('壹佰元整')
  expect((await sales()).filter((sale) => sale.amount === '100.00')).toHaveLength(1)
})

test('a receipt on the screen is a copy, which is alone on the paper', async () => {
  const { page } = sight
  await picture(page, 'receipt')
  expect(await faultsOf(page)).toEqual([])
  await expect.poll(() => page.locator('.receipt .copy').innerText()).toContain('副本')
  await page.emulateMedia({ media: 'print' })
  await expect.poll(() => page.locator('.receipt').isVisible()).toBe(true)
  await expect.poll(() => page.locator('.navigation').isVisible()).toBe(false)
  await expect.poll(() => page.locator('.cashier').isVisible()).toBe(false)
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
  await hear(page, '已打印并计次')
  papers.push(await printed(papers))
  await hear(page, '已补打：第 1 次')
  const prints = papers.map((path) => house.book.get<{ print: number }>(path))
  expect((await Promise.all(prints)).map(({ print }) => print)).toEqual([1, 2])
  const pdf = await house.book.try('GET', papers[1]! + '?format=pdf&lang=zh')
  expect(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-')
  await page.bringToFront()
  await page.click('.receipt-sheet button:has-text("关闭")')
  await page.waitForSelector('.receipt', { state: 'detached' })
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
  await expect.poll(() => page.locator('.receipt').innerText()).toContain('¥77.00')
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
  await expect.poll(() => page.locator('.sale .note.wrong').count()).toBe(0)
})

test('a refusal is told in the language of the screen, with its figures', async () => {
  const { page } = sight
  const row = page.locator('tr:has-text("¥77.00")')
  await row.locator('button:has-text("退电")').click()
  await page.waitForSelector('.dialog input')
  const isHeld = (element: Element) => element === document.activeElement
  const first = page.locator('.dialog input').first()
  expect(await first.evaluate(isHeld)).toBe(true) // as soon as it is drawn: no poll
  await page.fill('.dialog input[inputmode=decimal]', '78')
  await page.fill('.dialog input[name=reason]', '多付')
  await page.click('.dialog button.danger')
  const fault = '.dialog .note.wrong:has-text("退电金额超过该笔未用完的部分")'
  await page.waitForSelector(`${fault}:has-text("77.00")`)
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
  for (let i = 0; i <= 21; ++i) {
    const sale = { wallet, amount: i < 21 ? '1.00' : '2.00', method: 'bank' }
    await house.book.ask('POST', '/v1/sales', sale, `more-${i}`)
  }
  await page.waitForSelector('tr:has-text("¥2.00")') // the last of all: nothing else is to come
  const more = page.locator('p.more button')
  const lists = /\/v1\/sales\?.*cursor=/
  await page.route(lists, (way) => way.abort('connectionreset'))
  await more.click()
  await page.waitForSelector('main .note.wrong')
  await expect.poll(() => page.locator('main tbody tr').count()).toBeGreaterThan(10)
  await page.unroute(lists)
  await more.click()
  await page.waitForSelector('tr:has-text("¥20.00")') // the first of all
  await expect.poll(() => page.locator('main .note.wrong').count()).toBe(0)
})

test('axe finds nothing in either language, light or dark', async () => {
  expect(await faultsInBothLanguages(sight.page)).toEqual([])
})

test('while nobody is served, what was done in this shift is at hand', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/cashier')
  await page.waitForSelector('h2:has-text("本班的售电")')
  await page.waitForSelector('tr:has-text("−¥7.00") a')
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
  await page.click('.shift-bar .amount.why:has-text("¥125.00")')
  await page.waitForSelector('.dialog tfoot .amount:has-text("¥125.00")')
  await page.waitForSelector('.dialog tbody:has-text("冲正")')
  expect(await page.locator('.dialog tbody:has-text("销户结算")').count()).toBe(0)
  await leave(page)
})

test('a shift is counted, and a difference wants its reason', async () => {
  const { page } = sight
  await page.click('.shift-bar button:has-text("交班")')
  const close = page.locator('.dialog button.primary')
  await page.fill('.dialog .field:nth-of-type(1) input', '224')
  await expect.poll(() => close.isDisabled()).toBe(true)
  const counted = page.locator('.dialog .field:nth-of-type(1) .hint')
  await expect.poll(() => counted.innerText()).toMatch(/应有 ¥225.00 · 差额 −¥1.00/)
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
