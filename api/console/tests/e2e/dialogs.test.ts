// Every dialog there is, opened by an administrator and looked at by axe in both languages.

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { faultsInBothLanguages, leave, picture, visit } from './browser'
import { ADMINISTRATOR, openAccount, until, type House } from './programs'
import { openStage } from './stage'

const WALLET = 'A-M0101.M0101'

/** Above the limit it waits for a second person; the limit is lifted again. */
async function proposeRefund(book: House['book']): Promise<void> {
  type Sales = { items: { position: number }[] }
  const sale = (await book.get<Sales>(`/v1/sales?wallet=${WALLET}`)).items[0]!.position
  const limit = (refund_above: string | null) =>
    book.ask('PUT', '/v1/approval-limits', { refund_above, reversal_above: null })
  await limit('1.00')
  const refund = { sale, amount: '2.00', method: 'cash', reason: '多付' }
  await book.ask('POST', '/v1/refunds', refund, 'refund-above-the-limit')
  await limit(null)
}

async function furnish(house: House): Promise<void> {
  const { book } = house
  await openAccount(book, 'M0101', '88.00')
  await openAccount(book, 'M0102', '40.00')
  const proposed = { wallet: WALLET, kind: 'goodwill', amount: '1.00', reason: '停电补偿' }
  await book.ask('POST', '/v1/adjustments', proposed, 'proposed')
  await proposeRefund(book)
  await book.ask('POST', '/v1/operators', {
    ...{ operator: 'erp', is_machine: true, display_name: 'ERP', roles: ['read_only'] },
    ...{ buildings: [], accounts: [] },
  })
  await book.ask('POST', '/v1/operators/erp/keys', { key: 'erp-1' })
  const early = { customer: 'C-P0', meters: ['M0302'] }
  await book.ask('PUT', '/v1/prepared-accounts/A-P0', early)
  await house.spoil('spike:M0103')
  type Listed = { items: { kind: string }[] }
  await until('something to be charged, and something to be doubted', async () => {
    const { items } = await book.get<Listed>(`/v1/wallets/${WALLET}/entries`)
    const doubted = await book.get<Listed>('/v1/quarantine')
    return items.some(({ kind }) => kind === 'charge') && doubted.items.length > 0
  })
}

const { house, sight } = openStage({ speed: 600, hasOperators: true, at: '' }, furnish)

type Deed = (page: Page) => Promise<unknown>

/** A button in the screen, or in what lies over it. */
const press =
  (text: string, within = ''): Deed =>
  (page) =>
    page.click(`${within} button:has-text("${text}") >> nth=0`)
const fill =
  (name: string, text: string): Deed =>
  (page) =>
    page.fill(`.dialog input[name=${name}]`, text)
const see =
  (sign: string): Deed =>
  (page) =>
    page.waitForSelector(sign)
const next: Deed = (page) => page.click('.guide .row.end button:last-child')
const chooseAll: Deed = press('选择筛选结果', '.filter-bar')

const does =
  (...deeds: Deed[]): Deed =>
  async (page) => {
    for (const deed of deeds) await deed(page)
  }

/** By the file it stands in: where, and what is done before each look. */
const DIALOGS: [file: string, address: string, ...looks: Deed[]][] = [
  [
    'accounts/prepare_dialog',
    'accounts?which=prepared',
    press('预录入'),
    does(
      (page) => page.fill('.dialog textarea[name=rows]', 'A-P1,C-P1,NOWHERE'),
      press('核对', '.dialog'),
      see('.dialog .note.wrong'),
    ),
  ],
  ['accounts/prepared', 'accounts?which=prepared', press('开户', 'tr:has-text("A-P0")')],
  [
    'alarms/edit_text',
    'alarms?tab=texts',
    does(press('编辑', '.notice-texts'), see('.dialog .example')),
    does((page) => page.fill('.dialog textarea', '{nobody}'), see('.dialog .note.wrong')),
  ],
  ['audit/event_dialog', 'audit?position=5', see('.dialog .content-of')],
  [
    'cashier/approvals',
    'cashier?tab=approvals',
    press('提出调整'),
    does(leave, press('撤回', 'tr:has-text("停电补偿")')),
  ],
  ['cashier/doing', 'cashier?tab=approvals', press('撤回', 'tr:has-text("多付")')],
  ['accounts/edit_customer', 'accounts/A-M0101', press('修改客户')],
  ['cashier/receipt', `cashier?wallet=${WALLET}`, does(press('收据'), see('.receipt dl'))],
  [
    'cashier/sale_form',
    `cashier?wallet=${WALLET}`,
    does(press('100', '.sale'), press('核对', '.sale'), see('.confirm-amount')),
  ],
  [
    'cashier/shift_bar',
    'cashier',
    press('接班'),
    does((page) => page.click('.dialog button.primary'), press('交班')),
  ],
  [
    'cashier/undo_dialog',
    `cashier?wallet=${WALLET}`,
    press('退电', '.deeds'),
    does(leave, press('冲正', '.deeds')),
  ],
  [
    'devices/profiles_tab',
    'devices?tab=profiles&profile=acrel-ddsy1352',
    see('.dialog tbody tr'),
  ],
  [
    'devices/quarantine_tab',
    'devices?tab=quarantine',
    (page) => page.click('.deeds button:not(.danger)'),
    does(leave, (page) => page.click('.deeds button.danger')),
  ],
  [
    'explain/explanation',
    'accounts/A-M0101?tab=entries',
    does((page) => page.click('tr:has-text("用电") .amount.why >> nth=0'), see('.readings')),
    does(
      leave,
      (page) => page.click('tr:has-text("用电") .amount.why >> nth=1'),
      see('.explained'),
    ),
  ],
  ['frame/password_dialog', 'overview', press('修改密码')],
  [
    'guides/change_account',
    'accounts/A-M0101',
    press('过户'),
    does(fill('customer', 'C-NEXT'), fill('reason', '转租'), next, see('.foreseen li')),
    does(leave, press('追加电表')),
  ],
  [
    'guides/close_account',
    'accounts/A-M0101',
    does(press('销户'), see('.choices .chip')),
    does(see('.guide .primary:enabled'), next, see('.guide input[name=reason]')),
  ],
  ['guides/move_credit', 'accounts/A-M0101', does(press('转移余额'), fill('to', 'A-M0102.M0102'))],
  [
    'guides/open_account',
    'accounts?open=M0240',
    see('.guide input[name=account]'),
    does(next, see('.choices input:checked')),
    does(next, see('.guide fieldset select')),
    does(next, see('.foreseen li')),
  ],
  ['guides/replace_meter', 'devices?tab=meters', press('换表')],
  ['system/approval_limits', 'system', press('设置限额')],
  [
    'guides/settle_wallet',
    'accounts/A-M0101',
    does(press('解除电表'), see('.choices .chip')),
    does(see('.guide .primary:enabled'), next, see('.guide input[name=reason]')),
    (page) => page.click('.guide label:has-text("转入其他钱包")'),
  ],
  [
    'system/buildings',
    'system',
    does(press('添加楼栋'), see('.dialog input[name=building]')),
    does(leave, press('改名')),
  ],
  [
    'system/keys',
    'system?tab=keys',
    (page) => page.click('tr:has-text("erp-1") button.danger'),
  ],
  [
    'system/new_key',
    'system?tab=keys',
    does(press('新建程序与密钥'), see('.many input')),
    does(leave, press('签发密钥', 'tr:has-text("ERP")')),
    does(fill('key', 'erp-2'), (page) => page.click('.dialog button.primary'), see('.bearer')),
  ],
  [
    'system/operator_form',
    'system?tab=operators',
    does(press('添加操作员'), see('.many input')),
    does(leave, press('编辑', 'tr'), see('.many input')),
    does(leave, press('重置密码', 'tr')),
  ],
  ['system/roles', 'system?tab=roles', does(press('新建角色'), see('.many input'))],
  ['system/site_form', 'system', does(press('修改站点'), see('.dialog input[name=poll]'))],
  ['system/system', 'system?tab=periods', press('结账', '[role=tabpanel]')],
  ['tariffs/calendars_tab', 'tariffs?tab=calendars', press('新建日历')],
  ['tariffs/charge_fees', 'tariffs?tab=fees', does(press('立即扣费'), see('.dialog .state .title'))],
  ['tariffs/publish_fee', 'tariffs?tab=fees', does(press('新建固定费'), see('.guide fieldset'))],
  [
    'tariffs/tariff_editor',
    'tariffs',
    press('新版本', 'section:has-text("office-tou")'),
    does(next, press('增加特殊日', '.guide'), press('增加一档', '.guide')),
    does(
      (page) => page.fill('.guide fieldset .row input >> nth=-2', '230'),
      (page) => page.fill('.guide fieldset .row input >> nth=-1', '0.05'),
      next,
      see('.guide :is(.totals, .note.wrong)'),
    ),
    does(next, see('.guide :is(.foreseen li, .note.wrong)')),
  ],
  [
    'terms/terms_dialog',
    'wall',
    does(chooseAll, press('设置参数', '.selection-bar'), see('.terms')),
    does((page) => page.click('.terms label:has-text("固定费")'), see('.terms select')),
    (page) => page.click('.terms label:has-text("透支")'),
    does(
      (page) => page.click('.terms label:has-text("报警")'),
      does(fill('alarm1', '9'), fill('alarm2', '3'), fill('overload_w', '0')),
      does(next, see('.terms td')),
    ),
    does(see('.terms .primary:enabled'), next, see('.terms button:has-text("Excel")')),
  ],
  ['wall/meter_panel', 'wall?meter=M0101', see('.dialog.side .facts')],
  ['wall/batch_dialog', 'wall', does(press('拉闸', '.selection-bar'), see('.refusals, .note p'))],
  [
    'wall/batch_progress',
    'wall',
    does(
      press('立即抄表', '.selection-bar'),
      press('立即抄表', '.dialog'),
      see('.dialog.wide tbody tr'),
    ),
  ],
]

/** Tables whose rows lie over what stands below them. */
function spilling(): string[] {
  const tables = [...document.querySelectorAll('.dialog .table')]
  const isSpilling = (each: Element) =>
    each.scrollHeight > each.clientHeight + 1 && getComputedStyle(each).overflowY === 'visible'
  return tables.filter(isSpilling).map((each) => each.getAttribute('aria-label') ?? '')
}

test.each(DIALOGS)('axe finds nothing in %s', async (file, address, ...looks) => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/${address}`)
  for (const [i, look] of looks.entries()) {
    await look(page)
    await page.waitForSelector('dialog[open]')
    await picture(page, `${file.replace('/', '_')}_${i}`)
    expect(await faultsInBothLanguages(page), `look ${i}`).toEqual([])
    expect(await page.evaluate(spilling), `look ${i}`).toEqual([])
  }
  while (await page.locator('dialog[open]').count()) await leave(page)
})

const open = () => sight.page.locator('dialog[open]').count()

async function typeName(page: Page): Promise<void> {
  await visit(page, `${house.book.url}/#/accounts`)
  await page.click('button:text-is("开户")')
  await page.fill('.guide input[name=account]', 'A-LONG')
}

test('what was typed is not thrown away by a key, a click or the way back', async () => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/overview`)
  await typeName(page)
  const ways: Deed[] = [
    (at) => at.keyboard.press('Escape'),
    (at) => at.click('.dialog > .head button'),
    (at) => at.goBack(),
  ]
  for (const way of ways) {
    await way(page)
    await page.waitForSelector('dialog[open] >> text=放弃填写？')
    expect(await faultsInBothLanguages(page)).toEqual([])
    await page.keyboard.press('Escape') // a second time: it goes on
    await page.waitForSelector('dialog >> text=放弃填写？', { state: 'detached' })
    await expect.poll(() => page.inputValue('.guide input[name=account]')).toBe('A-LONG')
  }
  await page.goBack()
  await page.click('.dialog button:text-is("放弃")')
  await page.waitForSelector('.figures-row, .overview, h1:has-text("首页")')
  await expect.poll(open).toBe(0)
})

test('what was not touched closes at once', async () => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/accounts`)
  await page.click('button:text-is("开户")')
  await page.waitForSelector('.guide input[name=account]')
  await page.keyboard.press('Escape')
  await page.waitForSelector('dialog[open]', { state: 'detached' })
})

test('a guide goes on with its draft after a reload, until it is given up', async () => {
  const { page } = sight
  await typeName(page)
  page.once('dialog', (asked) => void asked.accept()) // the browser asks, too
  await page.reload()
  await page.waitForSelector('.guide .note:has-text("已找回")')
  await expect.poll(() => page.inputValue('.guide input[name=account]')).toBe('A-LONG')
  await page.click('.guide .foot button:text-is("取消")')
  await page.click('button:text-is("开户")')
  await expect.poll(() => page.inputValue('.guide input[name=account]')).toBe('')
  await page.keyboard.press('Escape')
})

test('a proposal says why, by whom, and what would come of it', async () => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/cashier?tab=approvals`)
  const row = page.locator('tr:has-text("停电补偿")')
  const parts = ['停电补偿', '¥1.00', '→', ADMINISTRATOR, '待他人审批']
  for (const part of parts) await expect.poll(() => row.innerText()).toContain(part)
  const deeds = () => row.locator('button').allInnerTexts()
  await expect.poll(deeds).toEqual(['撤回']) // nobody approves their own
})

test('lists leave as files: quarantine, proposals, periods, what was sold', async () => {
  const { page } = sight
  const { book } = house
  for (const list of ['/v1/quarantine', '/v1/adjustments', '/v1/periods'])
    for (const format of ['xlsx', 'csv'])
      expect((await book.try('GET', `${list}?format=${format}`)).status, list).toBe(200)
  for (const address of ['devices?tab=quarantine', 'cashier?tab=approvals']) {
    await visit(page, `${book.url}/#/${address}`)
    await page.waitForSelector('a[download]:has-text("Excel")')
    await expect.poll(() => page.locator('a[download]').count(), { message: address }).toBe(2)
  }
  await visit(page, `${book.url}/#/cashier?wallet=${WALLET}`)
  for (const [format, end] of [['Excel', /\.xlsx$/], ['CSV', /\.csv$/]] as const) {
    const file = page.waitForEvent('download')
    await page.click(`section button:has-text("${format}")`)
    expect((await file).suggestedFilename()).toMatch(end)
  }
})

test('no dialog was left out', () => {
  const root = new URL('../../src/', import.meta.url).pathname
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const dialogs = /<(Dialog|FormDialog|DecideDialog|Guide)\b/
  const hasDialog = (name: string) => dialogs.test(readFileSync(root + name, 'utf8'))
  const files = sources.filter((name) => name.endsWith('.tsx') && hasDialog(name))
  const looked = DIALOGS.map(([file]) => `${file}.tsx`)
  const left = files.filter((name) => !looked.includes(name))
  const parts = ['parts/dialog.tsx', 'parts/form_dialog.tsx', 'parts/guide.tsx']
  expect(left).toEqual(['cashier/decide_dialog.tsx', ...parts]) // what others are made of
})

test('the browser had nothing to complain about', () => {
  expect(sight.complaints).toEqual([])
})
