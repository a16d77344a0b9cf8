// What is entered before it is needed: accounts before their day, prices of many, a building.

import { expect, test } from 'vitest'
import { faultsInBothLanguages, leave, visit } from './browser'
import { openAccount } from './programs'
import { openStage } from './stage'

const { house, sight } = openStage({ speed: 60, at: 'accounts' }, ({ book }) =>
  openAccount(book, 'M0101', '20.00'),
)

test('accounts are entered in advance, and nothing is where one row is wrong', async () => {
  const { page } = sight
  await page.click('.choice label:has-text("预开户")')
  await page.waitForSelector('.state:has-text("没有预开户")')
  await page.click('button:has-text("预录入")')
  const rows = ['A201\tC201\tM0102\t\t\t20\t5', 'A202\tC202\tM0103', 'A203\tC203\tNOWHERE']
  await page.fill('.dialog textarea[name=rows]', rows.join('\n'))
  await page.click('.dialog button:has-text("核对")')
  await page.waitForSelector('.dialog .note.wrong:has-text("1 行被拒绝")')
  await page.waitForSelector('.dialog tr:has-text("A203")')
  await page.fill('.dialog textarea[name=rows]', rows.slice(0, 2).join('\n'))
  await page.click('.dialog button:has-text("核对")')
  await page.waitForSelector('.dialog .note:has-text("2 户可以录入")')
  type Prepared = { items: unknown[] }
  expect((await house.book.get<Prepared>('/v1/prepared-accounts')).items).toEqual([])
  await page.click('.dialog button:text-is("录入")')
  await page.waitForSelector('tr:has-text("A201") .chip.confirmed:has-text("可以开户")')
  expect(await faultsInBothLanguages(page)).toEqual([])
})

test('all that can be opened is opened at one press, and each says what came of it', async () => {
  const { page } = sight
  await page.click('button:has-text("一键开户（2）")')
  await page.click('.dialog button.primary')
  await page.waitForSelector('.dialog .chip.confirmed:has-text("已更改 2")')
  await page.click('.dialog .row.end button')
  await page.waitForSelector('.state:has-text("没有预开户")')
  type Meter = { account: string; thresholds: { alarm1: string } }
  const meter = await house.book.get<Meter>('/v1/meters/M0102')
  expect(meter).toMatchObject({ account: 'A201', thresholds: { alarm1: '20.00' } })
})

test('many meters get another price, tried for each of them first', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/wall')
  await page.click('.tile[data-meter=M0102] .mark')
  await page.click('.tile[data-meter=M0103] .mark')
  await page.click('.selection-bar button:has-text("设置参数")')
  await page.click('.terms label:has-text("电价")')
  await page.selectOption('.terms select[name=tariff]', 'office-tou')
  await page.fill('.terms input[name=from]', '2026-12-01')
  await page.click('.terms .primary')
  await page.waitForSelector('.terms .chip.confirmed:has-text("将更改 2")')
  await page.click('.terms .primary')
  await page.waitForSelector('.terms .chip.confirmed:has-text("已更改 2")')
  expect(await faultsInBothLanguages(page)).toEqual([])
  type Meter = { tariffs: { tariff: string; from: string }[] }
  const { tariffs } = await house.book.get<Meter>('/v1/meters/M0103')
  expect(tariffs.at(-1)).toEqual({ tariff: 'office-tou', from: '2026-11-30T16:00:00Z' })
  await leave(page)
})

test('a building is added, and renamed', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/system')
  await page.click('button:has-text("添加楼栋")')
  await page.fill('.dialog input[name=building]', 'annex')
  await page.fill('.dialog input[name=name]', '附楼')
  await page.click('.dialog button.primary')
  await page.click('tr:has-text("附楼") button')
  await page.fill('.dialog input[name=name]', '东附楼')
  await page.click('.dialog button.primary')
  await page.waitForSelector('tr:has-text("annex"):has-text("东附楼")')
})

test('what was told to a meter stands with its account', async () => {
  const { page } = sight
  const command = { meter: 'M0101', kind: 'read_now', reason: '核对' }
  await house.book.ask('POST', '/v1/commands', command)
  await visit(page, house.book.url + '/#/accounts/A-M0101?tab=commands')
  await page.waitForSelector('tr:has-text("立即抄表") .chip.confirmed')
  await page.click('.tabs button:has-text("报警")')
  await page.waitForSelector('tr:has-text("余额低（报警1）"):has-text("仍在报警")')
})

test('the browser had nothing to complain about', () => {
  expect(sight.complaints).toEqual([])
})
