import { expect, test } from 'vitest'
import { faultsOf, picture, visit } from './browser'
import { gone, openAccount, until } from './programs'
import { openStage } from './stage'

const { house, sight } = openStage({ speed: 60, at: 'wall' }, ({ book }) =>
  openAccount(book, 'M0101', '20.00'),
)

const confirm = '.guide .row.end button:last-child'

test('an account is opened in steps, and nothing is written before the last one', async () => {
  const { page } = sight
  await page.click('.tile[data-meter=M0102]')
  await page.click('.dialog.side a:has-text("开户")')
  await page.waitForSelector('.guide input[name=account]')
  await page.fill('.guide input[name=account]', 'A-NEW')
  await page.fill('.guide input[name=customer]', 'C-NEW')
  await page.fill('.guide input[name=name]', '李雷')
  await page.fill('.guide input[name=phone]', '13900139000')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.choices input:checked')
  await page.click(confirm)
  await page.fill('.guide fieldset .field:nth-of-type(2) input', '66')
  await page.click(confirm)
  await page.waitForSelector('.foreseen li:has-text("开户")')
  await picture(page, 'open_account')
  expect(await faultsOf(page)).toEqual([])
  expect((await house.book.try('GET', '/v1/accounts/A-NEW')).status).toBe(404)
  await page.click(confirm)
  await page.waitForSelector('h1:has-text("李雷")')
  const meter = await house.book.get<{ thresholds: { alarm1: string } }>('/v1/meters/M0102')
  expect(meter.thresholds.alarm1).toBe('66.00')
})

test('an account goes to another customer', async () => {
  const { page } = sight
  await page.click('.title-row button:has-text("过户")')
  await page.fill('.guide input[name=customer]', 'C-NEW')
  await page.waitForSelector('.guide .hint:has-text("已登记：李雷")')
  await expect.poll(() => page.locator(confirm).isDisabled()).toBe(true)
  await page.fill('.guide input[name=customer]', 'C-NEXT')
  await page.fill('.guide input[name=name]', '韩梅梅')
  await page.fill('.guide input[name=reason]', '转租')
  await page.click(confirm)
  await page.waitForSelector('.foreseen li')
  await page.click(confirm)
  await page.waitForSelector('.title-row:has(h1:has-text("韩梅梅")):has-text("C-NEXT")')
})

test('another telephone number is registered where the account is', async () => {
  const { page } = sight
  await page.click('.title-row button:has-text("修改客户")')
  await expect.poll(() => page.inputValue('.dialog input[name=name]')).toBe('韩梅梅')
  await page.fill('.dialog input[name=phone]', '13700137001')
  await page.click('.dialog button.primary')
  await page.waitForSelector('.title-row:has-text("13700137001")')
  const known = await house.book.get<{ name: string; phone: string }>('/v1/customers/C-NEXT')
  expect([known.name, known.phone]).toEqual(['韩梅梅', '13700137001'])
})

test('a meter joins an account', async () => {
  const { page } = sight
  await page.click('.title-row button:has-text("追加电表")')
  await page.selectOption('.guide select', 'M0103')
  await page.click(confirm)
  await page.waitForSelector('.foreseen li')
  await page.click(confirm)
  await page.waitForSelector('td:has-text("M0103")')
})

test('an account is closed on fresh readings, and what is left is paid out', async () => {
  const { page } = sight
  const sale = { wallet: 'A-NEW.M0102', amount: '12.00', method: 'cash' }
  await house.book.ask('POST', '/v1/sales', sale, 'before-closing')
  await page.click('.title-row button:has-text("销户")')
  await page.waitForSelector('.guide .choices .chip.open')
  await page.click(confirm)
  await page.fill('.guide input[name=reason]', '搬走')
  await page.click(confirm)
  await page.waitForSelector('.foreseen li:has-text("销户"):has-text("退还 ¥1")')
  await picture(page, 'close_account')
  await page.click(confirm)
  await page.waitForSelector('.title-row:has(h1:has-text("账户"))')
  await gone(house.book, '/v1/accounts/A-NEW')
})

test('a meter is replaced by what the old one and the new one show', async () => {
  const { page } = sight
  const meter = await house.book.get<{
    last_good_reading: { registers: { total: number; step_wh: number; rates: number[] } }
  }>('/v1/meters/M0101')
  const { total, step_wh, rates } = meter.last_good_reading.registers
  await visit(page, house.book.url + '/#/devices?tab=meters')
  await page.click('tr:has-text("M0101") button:has-text("换表")')
  const fill = async (values: number[]) => {
    const fields = page.locator('.registers input')
    for (const [i, count] of values.entries())
      await fields.nth(i).fill(((count * step_wh) / 1000).toFixed(2))
  }
  await fill([total + 100, ...rates.map((rate, i) => (i === 0 ? rate + 100 : rate))])
  await page.click(confirm)
  await page.fill('.guide input[name=number]', 'NEW-0001')
  await fill([0, ...rates.map(() => 0)])
  await page.fill('.guide input[name=reason]', '到期轮换')
  await page.click(confirm)
  await page.waitForSelector('.foreseen li:has-text("换表")')
  await picture(page, 'replace_meter')
  expect(await faultsOf(page)).toEqual([])
  await page.click(confirm)
  await page.waitForSelector('tr:has-text("NEW-0001")')
  await until('the new number', async () => {
    const after = await house.book.get<{ number: string }>('/v1/meters/M0101')
    return after.number === 'NEW-0001'
  })
})

test('a price is changed only after everybody has seen what it would change', async () => {
  const { page } = sight
  await openAccount(house.book, 'M0103', '50.00')
  await visit(page, house.book.url + '/#/tariffs')
  await page.click('section:has-text("office-tou") button:has-text("新版本")')
  await page.fill('.guide input[name=price-peak]', '1.50')
  await page.click('.guide button:has-text("增加时段")')
  await page.waitForSelector('.guide .slot:nth-of-type(7)')
  await page.click('.guide .slot:nth-of-type(7) button')
  await picture(page, 'tariff_editor')
  expect(await faultsOf(page)).toEqual([])
  await page.click(confirm)
  await page.click('.guide button:has-text("增加一档")')
  await page.fill('.guide fieldset input[inputmode=decimal] >> nth=0', '230')
  await page.fill('.guide fieldset input[inputmode=decimal] >> nth=1', '0.05')
  await page.click(confirm)
  await page.fill('.guide .day-input input[type=text] >> nth=0', '2026-11-19')
  await page.waitForSelector('.guide .totals, .guide .state .note.wrong')
  await picture(page, 'what_if')
  await page.click(confirm)
  await page.waitForSelector('.foreseen li:has-text("发布电价")')
  await page.click(confirm)
  await page.waitForSelector('section:has-text("office-tou") .versions li:nth-child(2)')
})

test('a calendar is a list of days that differ', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/tariffs?tab=calendars')
  await page.click('button:has-text("新建日历")')
  await page.fill('.dialog input[name=calendar]', 'cn')
  await page.fill('.dialog input[name=name]', '中国节假日')
  await page.fill('.dialog textarea', '2026-10-10 workday\n2026-10-01 party')
  await page.waitForSelector('.dialog .hint.wrong')
  await page.fill('.dialog textarea', '2026-10-10 workday\n2026-10-01 holiday')
  await page.click('.dialog button.primary')
  await page.waitForSelector('.special-days .holiday:has-text("2026-10-01")')
  expect(await faultsOf(page)).toEqual([])
})

test('what is pasted from a spreadsheet is tried first, its faults named by row', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/system?tab=import')
  await page.click('.choice label:has-text("从 Excel 粘贴")')
  await page.selectOption('select', 'customers')
  await page.fill('textarea', 'customer\tname\tphone\nC 1\t王五\t1\nC-2\t赵六\t13700137000')
  await page.click('button:has-text("试导入")')
  await page.waitForSelector('.note.wrong')
  await expect.poll(() => page.locator('table').first().innerText()).toContain('C 1')
  expect(await faultsOf(page)).toEqual([])
  await picture(page, 'import')
  await page.fill('textarea', 'customer\tname\tphone\nC-2\t赵六\t13700137000')
  await page.click('button:has-text("试导入")')
  await page.waitForSelector('.note:has-text("将改变 1 行")')
  await page.click('button:has-text("正式导入")')
  await page.waitForSelector('.note:has-text("已导入")')
  const known = await house.book.get<{ name: string }>('/v1/customers/C-2')
  expect(known.name).toBe('赵六')
})

async function enterAs(name: string): Promise<void> {
  const { page } = sight
  await page.click('.header button:has-text("退出")')
  await page.fill('input[name=operator]', name)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.navigation')
}

test('nobody approves what they proposed themselves; a second person does', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/cashier?tab=approvals')
  await page.click('button:has-text("提出调整")')
  await page.fill('.guide input[name=wallet]', 'A-M0101.M0101')
  await page.fill('.guide input[name=amount]', '-3.50')
  await page.fill('.guide input[name=reason]', '重复收费')
  await page.click(confirm)
  await page.waitForSelector('.foreseen li:has-text("提出调整")')
  await page.click(confirm)
  await page.waitForSelector('tr:has-text("重复收费"), tr:has-text("−¥3.50")')
  await expect.poll(() => page.locator('tr button:has-text("批准")').count()).toBe(0)
  expect(await faultsOf(page)).toEqual([])
  await enterAs('bob')
  await page.click('tr:has-text("−¥3.50") button:has-text("批准")')
  await page.waitForSelector('.dialog .facts:has-text("重复收费")')
  await page.click('.dialog button.primary')
  await page.waitForSelector('.state:has-text("没有待审批的调整")')
  const entries = await house.book.get<{ items: { kind: string; amount: string }[] }>(
    '/v1/wallets/A-M0101.M0101/entries',
  )
  expect(entries.items.some((entry) => entry.kind === 'adjustment')).toBe(true)
})

test('the browser had nothing to complain about', () => {
  expect(sight.complaints).toEqual([])
})
