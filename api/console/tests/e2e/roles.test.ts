import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { faultsInBothLanguages, faultsOf, hear, leave, picture, type Sight } from './browser'
import { signIn, visit } from './browser'
import { ADMINISTRATOR, openAccount, PASSWORD, until, type Book } from './programs'
import { openStage } from './stage'

/** The administrator's window, which the tests of System share. */
let office: Sight

const ROLES = [
  'cashier',
  'finance_manager',
  'property_engineer',
  'auditor',
  'read_only',
  'tenant',
] as const

async function letIn(book: Book, role: (typeof ROLES)[number]): Promise<void> {
  const accounts = role === 'tenant' ? ['A-M0101'] : []
  await book.ask('POST', '/v1/operators', {
    operator: role,
    is_machine: false,
    display_name: `${role} li`,
    roles: [role],
    buildings: [],
    accounts,
  })
  const given = { password: PASSWORD }
  await book.ask('PUT', `/v1/operators/${role}/password`, given)
}

const wish = { speed: 600, hasOperators: true }
const { house, sight, another } = openStage(wish, async ({ book }) => {
  await openAccount(book, 'M0101', '88.00')
  for (const role of ROLES) await letIn(book, role)
  await until('something to be charged', async () => {
    const path = '/v1/wallets/A-M0101.M0101/entries'
    const { items } = await book.get<{ items: { kind: string }[] }>(path)
    return items.some((entry) => entry.kind === 'charge')
  })
})

async function signOut(page: Page): Promise<void> {
  await page.click('.header button:has-text("退出")')
  await page.waitForSelector('input[name=password]')
}

test('a wrong password is told, and a guesser has to wait', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/wall')
  await page.waitForSelector('input[name=password]')
  await picture(page, 'sign_in')
  expect(await faultsOf(page)).toEqual([])
  const button = page.locator('button.primary')
  const guess = async () => {
    await until('the next try to be taken', () => button.isEnabled())
    const answered = page.waitForResponse(/\/v1\/sessions$/)
    await signIn(page, 'nobody', 'a wrong password')
    return (await answered).status()
  }
  await guess()
  await page.waitForSelector('.note.wrong:has-text("操作员或密码不正确")')
  await until('to be held back', async () => (await guess()) === 429)
  await page.waitForSelector('.note.wrong:has-text("秒后再试")')
  await expect.poll(() => page.locator('.navigation').count()).toBe(0)
  await until('this address to be let in again', () => button.isEnabled())
})

const SCREENS: Record<string, string[]> = {
  [ADMINISTRATOR]: ['首页', '状态墙', '售电收银', '账户', '电价', '设备', '审计', '系统'],
  cashier: ['首页', '状态墙', '售电收银', '账户', '电价', '设备', '系统'],
  finance_manager: ['首页', '售电收银', '账户', '电价', '审计', '系统'],
  property_engineer: ['首页', '状态墙', '电价', '设备', '报警与通知', '系统'],
  auditor: ['首页', '售电收银', '账户', '审计', '系统'],
  read_only: ['首页', '状态墙', '账户', '电价', '设备'],
}
const HIDDEN: Record<string, string[]> = {
  [ADMINISTRATOR]: [],
  cashier: ['审计'],
  finance_manager: [],
  property_engineer: ['售电收银', '审计'],
  auditor: [],
  read_only: ['审计'],
}

test.each(Object.keys(SCREENS))('%s sees the screens of that role and no others', async (who) => {
  const { page } = await another()
  await visit(page, house.book.url + '/#/overview')
  await signIn(page, who, PASSWORD)
  await page.waitForSelector('.navigation')
  const shown = async () =>
    (await page.locator('.navigation li').allInnerTexts()).map((each) => each.trim())
  await expect.poll(shown).toEqual(expect.arrayContaining(SCREENS[who]!))
  for (const name of HIDDEN[who]!) expect(await shown()).not.toContain(name)
  await page.waitForSelector('.contact.live')
  await page.waitForSelector('.state-bar a')
  await page.context().close()
})

test('what a role may not do has no button, and its page says which right is missing', async () => {
  const { page } = await another()
  await visit(page, house.book.url + '/#/wall')
  await signIn(page, 'read_only', PASSWORD)
  await page.waitForSelector('.tile')
  await page.focus('.tile[data-meter=M0101]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.dialog.side .facts')
  await expect.poll(() => page.locator('.dialog.side button:has-text("拉闸")').count()).toBe(0)
  await leave(page)
  await visit(page, house.book.url + '/#/audit')
  await page.waitForSelector('text=查看账本事件')
  await page.context().close()
})

test('who may not read the log sees the wall move all the same', async () => {
  const { page } = await another()
  await visit(page, house.book.url + '/#/wall')
  await signIn(page, 'property_engineer', PASSWORD)
  await page.waitForSelector('.tile[data-meter=M0102].not_opened')
  await page.waitForSelector('.contact.live')
  await openAccount(house.book, 'M0102', '300.00')
  await page.waitForSelector('.tile[data-meter=M0102].open')
  await page.context().close()
})

test('an administrator lets somebody in, who signs in at once', async () => {
  office = await another()
  const { page } = office
  await visit(page, house.book.url + '/#/system?tab=operators')
  await signIn(page, ADMINISTRATOR, PASSWORD)
  await page.click('button:has-text("添加操作员")')
  await page.fill('.dialog input[name=operator]', 'mei')
  await page.fill('.dialog input[name=display_name]', '韩梅梅')
  await page.click('.dialog label:has-text("收银员")')
  await page.fill('.dialog input[name=password]', 'a new horse battery')
  expect(await faultsOf(page)).toEqual([])
  await page.click('.dialog button.primary')
  await page.click('tr:has-text("韩梅梅") button:has-text("编辑")')
  await page.click('.dialog label:has-text("只读")')
  await page.click('.dialog button.primary')
  await page.waitForSelector('tr:has-text("韩梅梅"):has-text("只读")')
  const other = (await another()).page
  await visit(other, house.book.url)
  await signIn(other, 'mei', 'a new horse battery')
  await other.waitForSelector('.header .who:has-text("韩梅梅")')
  await other.context().close()
})

test('a role is made of rights, held at once, and not written over by a stale editor', async () => {
  const { page } = office
  await page.click('.tabs button:text-is("角色")')
  await page.waitForSelector('tr:has-text("收银员")')
  await expect.poll(() => page.locator('tr:has-text("管理员") button').count()).toBe(0)
  await picture(page, 'roles')
  expect(await faultsInBothLanguages(page)).toEqual([])
  await page.click('button:has-text("新建角色")')
  await page.fill('.dialog input[name=role]', 'night_desk')
  await page.check('.dialog input[value="catalogue.read"]')
  await page.check('.dialog input[value="power.control"]')
  await picture(page, 'role')
  expect(await faultsOf(page)).toEqual([])
  await page.click('.dialog button.primary')
  const row = page.locator('tr:has-text("night_desk")')
  await row.locator('text=遥控电表').waitFor()
  await row.locator('button').click()
  await page.check('.dialog input[value="reading.judge"]')
  await house.book.ask('PUT', '/v1/roles/night_desk', { rights: ['catalogue.read'] })
  await page.click('.dialog button.primary')
  await page.waitForSelector('.dialog .note.wrong:has-text("已有人先修改")')
  await leave(page)
  const { rights } = await house.book.get<{ rights: string[] }>('/v1/roles/night_desk')
  expect(rights).toEqual(['catalogue.read'])
})

test('a program has a key that is shown once, and revoked it opens nothing', async () => {
  const { page } = office
  await page.click('.tabs button:text-is("接口密钥")')
  await page.click('button:has-text("新建程序与密钥")')
  await page.fill('.dialog input[name=operator]', 'erp')
  await page.check('.dialog input[value="read_only"]')
  await page.fill('.dialog input[name=key]', 'erp-1')
  await page.click('.dialog button.primary')
  const bearer = await page.locator('.dialog .bearer').inputValue()
  expect(await faultsOf(page)).toEqual([])
  const asked = () =>
    fetch(house.book.url + '/v1/site', { headers: { Authorization: `Bearer ${bearer}` } })
  expect((await asked()).status).toBe(200)
  await page.click('.dialog button.primary')
  await page.waitForSelector('tr:has-text("erp-1")')
  await expect.poll(() => page.content()).not.toContain(bearer)
  await picture(page, 'keys')
  expect(await faultsInBothLanguages(page)).toEqual([])
  await page.click('tr:has-text("erp-1") button.danger')
  await page.click('.dialog button.danger')
  await page.waitForSelector('tr:has-text("erp"):has-text("没有密钥")')
  expect((await asked()).status).toBe(401)
})

test('the site is edited, and what has no field stays as it is', async () => {
  const { page } = office
  type Site = { poll_interval_s: number; look_back_days: number; zone: string }
  const before = await house.book.get<Site>('/v1/site')
  await page.click('.tabs button:text-is("站点")')
  await page.click('button:has-text("修改站点")')
  await page.fill('.dialog input[name=poll]', '1200')
  await page.fill('.dialog input[name=grace]', '120')
  await page.fill('.dialog input[name=wait]', '30')
  await page.fill('.dialog textarea[name=hours]', '22:00-06:00')
  await page.waitForSelector('.dialog .hint.wrong')
  await expect.poll(() => page.locator('.dialog button.primary').isDisabled()).toBe(true)
  await page.fill('.dialog textarea[name=hours]', '22:00-24:00\n08:00-18:00 67')
  expect(await faultsOf(page)).toEqual([])
  await page.click('.dialog button.primary')
  await page.waitForSelector('.facts:has-text("1200 秒")')
  const counter = { service_fee_ppm: 0, overdraft: '0.00', hoarding_limit: null, till_methods: [] }
  const protected_hours = [
    { from_minute: 1320, to_minute: 1440, weekdays: [] },
    { from_minute: 480, to_minute: 1080, weekdays: [6, 7] },
  ]
  const patience = { grace_minutes: 120, patience_minutes: 30, protected_hours, holidays: null }
  const wished = { ...before, poll_interval_s: 1200, counter, patience }
  expect(await house.book.get<Site>('/v1/site')).toEqual(wished)
})

test('who has forgotten a password is given another, and who is retired is out', async () => {
  const { page } = office
  await page.click('.tabs button:text-is("操作员")')
  await page.click('tr:has-text("韩梅梅") button:has-text("重置密码")')
  await page.fill('.dialog input[name=password]', 'a third horse battery')
  await page.click('.dialog button.primary')
  await hear(page, '密码已重置')
  const given = { operator: 'mei', password: 'a third horse battery' }
  const entered = await house.book.try('POST', '/v1/sessions', given)
  expect(entered.status).toBe(201)
  const cookie = { Cookie: entered.headers.get('Set-Cookie')!.split(';')[0]! }
  const asked = () => fetch(house.book.url + '/v1/meters', { headers: cookie })
  expect((await asked()).status).toBe(200)
  await page.click('tr:has-text("韩梅梅") button:has-text("编辑")')
  await page.check('.dialog input[name=disabled]')
  expect(await faultsOf(page)).toEqual([])
  await page.click('.dialog button.primary')
  await page.waitForSelector('tr:has-text("韩梅梅"):has-text("停用")')
  expect((await asked()).status).toBe(401)
  await page.context().close()
})

test('a session that is over leads back to the same page', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/accounts/A-M0101?tab=entries')
  await page.reload()
  await signIn(page, 'finance_manager', PASSWORD)
  await page.waitForSelector('.tabs')
  await page.context().clearCookies()
  await page.click('.tabs button:has-text("时间线")')
  await page.waitForSelector('.sign-in .note.warn')
  await signIn(page, 'finance_manager', PASSWORD)
  await page.waitForSelector('.timeline li')
  expect(page.url()).toContain('accounts/A-M0101?tab=timeline')
})

test('a password is changed by whoever knows the old one', async () => {
  const { page } = sight
  await page.click('.header button:has-text("修改密码")')
  const fields = page.locator('.dialog input[type=password]')
  await fields.nth(0).fill(PASSWORD)
  await fields.nth(1).fill('another horse battery')
  await fields.nth(2).fill('another horse')
  await expect.poll(() => page.locator('.dialog button.primary').isDisabled()).toBe(true)
  await fields.nth(2).fill('another horse battery')
  await page.click('.dialog button.primary')
  await page.waitForSelector('.dialog', { state: 'detached' })
  await signOut(page)
  await signIn(page, 'finance_manager', 'another horse battery')
  await page.waitForSelector('.tabs')
  await signOut(page)
})

test('a tenant sees on a phone what is left and where it went, and nothing else', async () => {
  const { page, complaints } = await another(375, 740)
  await visit(page, house.book.url)
  await signIn(page, 'tenant', PASSWORD)
  await page.waitForSelector('.tenant .much')
  await expect.poll(() => page.locator('.navigation').count()).toBe(0)
  await expect.poll(() => page.locator('.tenant').innerText()).toContain('A-M0101')
  await page.waitForSelector('.tenant .bars rect')
  await picture(page, 'tenant')
  expect(await faultsInBothLanguages(page)).toEqual([])
  const spare = await page.evaluate(() => innerWidth - document.documentElement.scrollWidth)
  expect(spare).toBeGreaterThanOrEqual(0)
  await page.click('.choice label:has-text("流水")')
  await page.click('.lines li:has-text("用电") .amount.why')
  await page.waitForSelector('.explanation .readings')
  await expect.poll(() => page.locator('.dialog').innerText()).toContain('已复核，分毫不差')
  await picture(page, 'tenant_explained')
  expect(await faultsOf(page)).toEqual([])
  await leave(page)
  await page.click('.choice label:has-text("充值")')
  await page.click('.lines button:has-text("收据")')
  await page.waitForSelector('.receipt:has-text("捌拾捌元整")')
  expect(await faultsOf(page)).toEqual([])
  const paper = await page.locator('.receipt-sheet a:has-text("PDF")').getAttribute('href')
  expect(paper).toContain('/v1/tenant/papers/')
  await leave(page)
  expect(complaints).toEqual([])
})

test('the browser had nothing to complain about', () => {
  expect(sight.complaints).toEqual([])
})
