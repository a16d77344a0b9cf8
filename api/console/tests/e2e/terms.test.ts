import { expect, test } from 'vitest'
import { faultsInBothLanguages, hear, leave, picture, visit } from './browser'
import { openAccount, until } from './programs'
import { openStage } from './stage'

const WALLET = 'A-M0101.M0101'
const OTHER = 'A-M0102.M0102'

const { house, sight } = openStage({ speed: 3_600, at: 'tariffs?tab=fees' }, async ({ book }) => {
  await openAccount(book, 'M0101', '6000.00') // days go by
  await openAccount(book, 'M0102', '6000.00')
})

const next = '.guide .row.end button:last-child'

interface Wallet {
  overdraft: string
  hoarding_limit: string | null
  fees: { fee: string; from: string; until: string | null }[]
}

type Entry = { kind: string; amount: string }

async function entriesOf(wallet: string): Promise<Entry[]> {
  const path = `/v1/wallets/${wallet}/entries?limit=1000`
  return (await house.book.get<{ items: Entry[] }>(path)).items
}

const walletOf = (name: string) => house.book.get<Wallet>(`/v1/wallets/${name}`)

test('a fixed fee is published after a look at what would be written', async () => {
  const { page } = sight
  await page.waitForSelector('.state')
  await page.click('button:has-text("新建固定费")')
  await page.fill('.guide input[name=fee]', 'property')
  await page.fill('.guide input[name=name]', '物业服务费')
  await page.fill('.guide input[name=amount]', '3')
  await page.fill('.guide input[name=from]', '2026-11-01')
  await page.click('.guide label:has-text("天")')
  await page.click(next)
  await page.waitForSelector('.foreseen li:has-text("发布固定费")')
  expect((await house.book.try('GET', '/v1/fees/property')).status).toBe(404)
  await page.click(next)
  await page.waitForSelector('section:has-text("物业服务费") td:has-text("¥3.00 / 天")')
  await picture(page, 'fees')
  expect(await faultsInBothLanguages(page)).toEqual([])
})

test('what a wallet may owe and hold is set from its account, with a reason', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/accounts/A-M0101?tab=terms')
  await page.click('button:has-text("透支与囤积上限")')
  await expect.poll(() => page.inputValue('.terms input[name=overdraft]')).toBe('0.00')
  await page.fill('.terms input[name=overdraft]', '20')
  await page.fill('.terms input[name=hoarding_limit]', '10000')
  await expect.poll(() => page.locator(next).isDisabled()).toBe(true)
  await page.fill('.terms input[name=reason]', '老客户')
  await page.click(next)
  await page.waitForSelector('.foreseen li:has-text("设置限额")')
  expect((await walletOf(WALLET)).overdraft).toBe('0.00')
  await page.click(next)
  await page.waitForSelector('.terms .chip.confirmed:has-text("已更改")')
  await leave(page)
  await page.waitForSelector('td:has-text("¥10,000.00")')
  const { overdraft, hoarding_limit } = await walletOf(WALLET)
  expect([overdraft, hoarding_limit]).toEqual(['20.00', '10000.00'])
  expect(await faultsInBothLanguages(page)).toEqual([])
})

test('a wallet pays a fee from its day on, and what is due is drawn once', async () => {
  const { page } = sight
  await page.click('.deeds button:has-text("固定费")')
  await page.selectOption('.terms select[name=fee]', 'property')
  await page.fill('.terms input[name=from]', '2026-11-20')
  await page.click(next)
  await page.waitForSelector('.foreseen li:has-text("分配固定费")')
  await page.click(next)
  await page.waitForSelector('.terms .chip.confirmed:has-text("已更改")')
  await leave(page)
  await page.waitForSelector('td:has-text("物业服务费")')
  expect((await walletOf(WALLET)).fees[0]).toMatchObject({ fee: 'property', from: '2026-11-20' })
  await visit(page, house.book.url + '/#/tariffs?tab=fees')
  await until('something to be due', async () => {
    await page.click('button:has-text("立即扣费")')
    await page.waitForSelector('.dialog :is(tbody tr, .state .title)')
    if (await page.locator('.dialog button.primary').isEnabled()) return true
    await leave(page)
    return false
  })
  await page.click('.dialog button.primary')
  await page.waitForSelector('.dialog .note:has-text("已扣")')
  await leave(page)
  const days = (await entriesOf(WALLET)).filter(({ kind }) => kind === 'fee')
  expect(days.map(({ amount }) => amount)).toContain('-3.00')
})

test('credit is moved to another wallet, and both balances show it', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/accounts/A-M0101')
  await page.click('.title-row button:has-text("转移余额")')
  await page.fill('.guide input[name=to]', OTHER)
  await page.fill('.guide input[name=amount]', '7.50')
  await page.fill('.guide input[name=reason]', '换房')
  await page.click(next)
  await page.waitForSelector('.foreseen li:has-text("¥7.50")')
  await page.click(next)
  await hear(page, '已转入')
  const moved = async (wallet: string) =>
    (await entriesOf(wallet)).filter(({ kind }) => kind === 'transfer')
  expect(await moved(WALLET)).toMatchObject([{ amount: '-7.50' }])
  expect(await moved(OTHER)).toMatchObject([{ amount: '7.50' }])
})

test('alarm amounts are set for all that were chosen, each with what came of it', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/wall')
  await page.click('.filter-bar button:has-text("选择筛选结果")')
  await page.click('.selection-bar button:has-text("设置参数")')
  await page.fill('.terms input[name=alarm1]', '30')
  await page.fill('.terms input[name=alarm2]', '40')
  await page.fill('.terms input[name=overload_w]', '5000')
  await expect.poll(() => page.locator(next).isDisabled()).toBe(true)
  await page.fill('.terms input[name=alarm2]', '8')
  const last = { alarm1: '30.00', alarm2: '8.00', overload_w: 5000 }
  await house.book.ask('PUT', '/v1/meters/M0302/thresholds', last)
  await page.click(next)
  await page.waitForSelector('.terms .chip.confirmed:has-text("将更改 8")')
  await page.waitForSelector('.terms .chip:has-text("无变化 1")')
  const untouched = await house.book.get<{ thresholds: unknown }>('/v1/meters/M0103')
  expect(untouched.thresholds).toMatchObject({ alarm1: '50.00' })
  await picture(page, 'terms_of_many')
  expect(await faultsInBothLanguages(page)).toEqual([])
  await page.click(next)
  await page.waitForSelector('.terms button:has-text("Excel")')
  const { items } = await house.book.get<{ items: { thresholds: object }[] }>('/v1/meters')
  expect(items.map(({ thresholds }) => thresholds)).toEqual(
    items.map(() => expect.objectContaining(last)),
  )
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('.terms button:has-text("Excel")'),
  ])
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/)
  await leave(page)
})

test('who is refused is told why, and is tried again alone', async () => {
  const { page } = sight
  const limits = /\/v1\/wallets\/.*M0102.*\/limits$/
  await page.route(limits, (route) => route.abort())
  await page.click('.selection-bar button:has-text("设置参数")')
  await page.click('.terms label:has-text("透支与囤积上限")')
  await page.waitForSelector('.terms p:has-text("2 个钱包")')
  await page.fill('.terms input[name=overdraft]', '5')
  await page.fill('.terms input[name=reason]', '统一')
  await page.click(next)
  await page.waitForSelector('.terms .chip.confirmed:has-text("将更改 2")')
  await page.click(next)
  await page.waitForSelector('.terms .chip.refused:has-text("拒绝 1")')
  expect((await walletOf(OTHER)).overdraft).toBe('0.00')
  await page.unroute(limits)
  await page.click('.terms button:has-text("仅重试失败的 1 项")')
  await page.waitForSelector('.terms .chip.confirmed:has-text("已更改 2")')
  expect((await walletOf(OTHER)).overdraft).toBe('5.00')
  await leave(page)
})

test('the browser had nothing to complain about', () => {
  expect(sight.complaints.filter((text) => !/ERR_FAILED/.test(text))).toEqual([])
})
