import { beforeAll, expect, test } from 'vitest'
import { faultsOf, hear, leave, picture, signIn, visit, type Sight } from './browser'
import { gone, openAccount, PASSWORD, until } from './programs'
import { openStage } from './stage'

let li: Sight
let wu: Sight
const wallet = 'A-M0101.M0101'

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
  const sight = await another()
  await visit(sight.page, house.book.url + '/#/system')
  await signIn(sight.page, operator, PASSWORD)
  await sight.page.waitForSelector('.navigation')
  return sight
}

const { house, another } = openStage({ speed: 1, hasOperators: true }, ({ book }) =>
  openAccount(book, 'M0101', '200.00'),
)

beforeAll(async () => {
  li = await letIn('li')
  wu = await letIn('wu')
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
  await visit(page, `${house.book.url}/#/cashier?wallet=${wallet}`)
  await page.locator('tr:has-text("¥200.00") button:has-text("退电")').click()
  await page.fill('.dialog input[inputmode=decimal]', '60')
  await page.fill('.dialog input[name=reason]', '退租')
  await page.click('.dialog button.danger')
  await hear(page, '暂勿付款')
  expect(await refunded()).toBe('0.00')
})

test('its proposer cannot approve it, somebody else does, and then it is done', async () => {
  await visit(li.page, house.book.url + '/#/cashier?tab=approvals')
  const row = 'tr:has-text("¥60.00")'
  await li.page.waitForSelector(`${row}:has-text("待他人审批")`)
  await expect.poll(() => li.page.locator(`${row} button:has-text("批准")`).count()).toBe(0)
  await visit(wu.page, house.book.url + '/#/cashier?tab=approvals')
  await wu.page.click(`${row} button:has-text("批准")`)
  await wu.page.waitForSelector('.dialog dd:has-text("退租")')
  await wu.page.click('.dialog button.primary')
  await li.page.click(`${row}:has-text("现金") button:has-text("办理")`)
  await expect.poll(() => li.page.inputValue('.dialog input[name=reason]')).toBe('退租')
  await li.page.click('.dialog button.danger')
  await until('the refund', async () => (await refunded()) === '60.00')
  await li.page.waitForSelector(NOTHING)
})

test('its proposer takes it back', async () => {
  const { page } = li
  await visit(page, `${house.book.url}/#/cashier?wallet=${wallet}`)
  await page.locator('tr:has-text("¥200.00") button:has-text("退电")').click()
  await page.fill('.dialog input[inputmode=decimal]', '70')
  await page.fill('.dialog input[name=reason]', '退租')
  await page.click('.dialog button.danger')
  await hear(page, '暂勿付款')
  await visit(page, house.book.url + '/#/cashier?tab=approvals')
  const row = page.locator('tr:has-text("¥70.00")')
  await row.waitFor()
  await expect.poll(() => row.locator('.deeds button').allInnerTexts()).toEqual(['撤回'])
  await row.locator('button:has-text("撤回")').click()
  await page.waitForSelector('.dialog dd:has-text("退租")')
  expect(await faultsOf(page)).toEqual([])
  await page.click('.dialog button.danger')
  await hear(page, '已撤回')
  await page.waitForSelector(NOTHING)
  expect(await refunded()).toBe('60.00')
})

const approvals = () => house.book.url + '/#/cashier?tab=approvals'
const band = '.card:has(h2:has-text("双人审批"))'

/** Somebody else says yes, and whoever asked goes to where it is done. */
async function approvedAndFollowed(wallet: string): Promise<void> {
  const row = `tr:has-text("结清"):has-text("${wallet}")`
  await visit(wu.page, approvals())
  await wu.page.waitForSelector(`${row} button:has-text("批准")`)
  await picture(wu.page, 'proposals')
  await wu.page.click(`${row} button:has-text("批准")`)
  await wu.page.waitForSelector('.dialog dd:has-text("最多")')
  expect(await faultsOf(wu.page)).toEqual([])
  await wu.page.click('.dialog button.primary')
  await visit(li.page, approvals())
  await li.page.click(`${row}:has(.chip:has-text("wu")) a:has-text("办理")`)
  await li.page.waitForSelector(`${band} .chip.confirmed:has-text("wu")`)
  await picture(li.page, 'wallet_proposals')
  expect(await faultsOf(li.page)).toEqual([])
}

/** How it is paid and why stand there as they were approved; nothing is typed. */
async function doneAsApproved(method: string, reason: string, event: string): Promise<void> {
  const { page } = li
  await page.waitForSelector('.guide input[name=reason]')
  await expect.poll(() => page.inputValue('.guide input[name=reason]')).toBe(reason)
  await expect.poll(() => page.inputValue('.guide input[type=radio]:checked')).toBe(method)
  await picture(page, `end_${method}`)
  await page.click(confirm)
  await page.waitForSelector(`.foreseen li:has-text("${event}")`)
  expect(await faultsOf(page)).toEqual([])
  await page.click(confirm)
  await page.waitForSelector('.guide', { state: 'detached' })
}

const balanceOf = async (name: string) =>
  (await house.book.get<{ balance: string }>(`/v1/wallets/${name}`)).balance

test('closing an account above it waits, and is done where its wallet stands', async () => {
  const { page } = li
  await visit(page, `${house.book.url}/#/cashier?wallet=${wallet}`)
  await page.locator('tr:has-text("¥200.00") button:has-text("退电")').click()
  await page.fill('.dialog input[inputmode=decimal]', '70')
  await page.fill('.dialog input[name=reason]', '多付')
  await page.click('.dialog button.danger')
  await hear(page, '暂勿付款')
  const closing = `/v1/accounts/${wallet.split('.')[0]}/closing`
  const wish = { method: 'wechat', reason: '退租' }
  await house.book.ask('POST', closing, wish, 'closing-above-the-limit')
  await approvedAndFollowed(wallet)
  await page.click(`${band} button:has-text("销户")`)
  await page.waitForSelector('.guide .choices .chip.open')
  await page.click(confirm)
  await doneAsApproved('wechat', '退租', '销户')
  await page.waitForSelector('.who:has-text("已销户")')
  await gone(house.book, closing.replace('/closing', ''))
})

test('the wallet of a closed account still shows what was done, and sells nothing', async () => {
  const { page } = li
  await visit(page, approvals())
  await page.click(`tr:has-text("¥70.00") a:has-text("${wallet}")`)
  await page.waitForSelector('.who:has-text("已销户")')
  await page.waitForSelector('tr:has-text("¥200.00")')
  await picture(page, 'closed_wallet')
  await expect.poll(() => page.locator('.sale').count()).toBe(0)
  await expect.poll(() => page.locator('.who a').count()).toBe(0)
})

test('what is proposed of a closed account can be declined alone, and says why', async () => {
  const { page } = wu
  await visit(page, approvals())
  const row = page.locator('tr:has-text("¥70.00")')
  await row.locator('small:has-text("已销户：不再批准")').waitFor()
  expect(await row.locator('.deeds button').allInnerTexts()).toEqual(['驳回'])
  expect(await faultsOf(page)).toEqual([])
  await row.locator('button:has-text("驳回")').click()
  await page.click('.dialog button.danger')
  await hear(page, '已驳回')
  await page.waitForSelector(NOTHING)
})

test('a meter that leaves with more than it waits, and leaves as it was approved', async () => {
  const shop = await openAccount(house.book, 'M0102', '90.00')
  const leaving = `/v1/accounts/A-M0102/meters/M0102/detachment`
  const wish = { settle_by: 'bank', reason: '关店' }
  await house.book.ask('POST', leaving, wish, 'leaving-above-the-limit')
  await approvedAndFollowed(shop)
  await li.page.click(`${band} button:has-text("解除电表")`)
  await li.page.waitForSelector('.guide .choices .chip.open')
  await li.page.click(confirm)
  await doneAsApproved('bank', '关店', '解除电表')
  await until('the rest to be paid out', async () => (await balanceOf(shop)) === '0.00')
  await li.page.waitForSelector(band, { state: 'detached' })
})

test('a meter that left meanwhile leaves no second time, and its wallet is settled', async () => {
  const { page } = li
  const left = await openAccount(house.book, 'M0237', '70.00')
  const leaving = '/v1/accounts/A-M0237/meters/M0237/detachment'
  const wish = { settle_by: 'bank', reason: '关店' }
  await house.book.ask('POST', leaving, wish, 'leaving-before-somebody-else')
  await approvedAndFollowed(left)
  await page.click(`${band} button:has-text("解除电表")`)
  await page.waitForSelector('.guide .choices .chip.open')
  await house.book.ask('POST', leaving, { reason: '已拆除' })
  await page.waitForSelector(`${band} button:has-text("结清钱包")`)
  await page.click(confirm)
  await page.click(confirm)
  await page.waitForSelector('.guide .note.wrong:has-text("电表不属于该账户")')
  await leave(page)
  await page.click(`${band} button:has-text("结清钱包")`)
  await doneAsApproved('bank', '关店', '结清钱包')
  await until('the rest to be paid out', async () => (await balanceOf(left)) === '0.00')
  await page.waitForSelector(band, { state: 'detached' })
})

test('a proposal that is done meanwhile leaves the guide where it was opened', async () => {
  const { page } = li
  const left = await openAccount(house.book, 'M0240', '75.00')
  const leaving = '/v1/accounts/A-M0240/meters/M0240/detachment'
  const wish = { settle_by: 'bank', reason: '关店' }
  await house.book.ask('POST', leaving, wish, 'leaving-to-be-approved')
  await approvedAndFollowed(left)
  await page.click(`${band} button:has-text("解除电表")`)
  await page.waitForSelector('.guide .choices .chip.open')
  await house.book.ask('POST', leaving, wish, 'leaving-as-approved')
  await page.waitForSelector(band, { state: 'detached' })
  await page.click(confirm)
  await page.click(confirm)
  await page.waitForSelector('.guide .note.wrong')
  await leave(page)
  await page.waitForSelector('.guide', { state: 'detached' })
})

test('a wallet that its meter has left is settled where it stands', async () => {
  const { page } = li
  const left = await openAccount(house.book, 'M0103', '80.00')
  const leaving = `/v1/accounts/A-M0103/meters/M0103/detachment`
  await house.book.ask('POST', leaving, { reason: '关店' })
  await visit(page, `${house.book.url}/#/accounts/A-M0103`)
  await page.waitForSelector(`tr:has-text("${left}"):has-text("¥80.00")`)
  await picture(page, 'idle_wallets')
  expect(await faultsOf(page)).toEqual([])
  await page.click(`tr a:has-text("${left}")`)
  await page.click('.card:has-text("已没有电表") button:has-text("结清钱包")')
  await page.click('.guide label:has-text("微信")')
  await page.fill('.guide input[name=reason]', '清账')
  expect(await faultsOf(page)).toEqual([])
  await page.click(confirm)
  await page.waitForSelector('.foreseen li:has-text("提出退电、结清或冲正")')
  await page.click(confirm)
  await hear(page, '暂勿付款')
  await page.waitForSelector(`${band}:has-text("待他人审批")`)
  await approvedAndFollowed(left)
  await page.click(`${band} button:has-text("结清钱包")`)
  await doneAsApproved('wechat', '清账', '结清钱包')
  await until('the rest to be paid out', async () => (await balanceOf(left)) === '0.00')
})

test('an account of two wallets is closed when both are approved', async () => {
  const { page } = li
  const meters = ['M0301', 'M0302']
  await house.book.ask('POST', '/v1/accounts', { account: 'A-TWO', customer: 'C-TWO', meters })
  for (const meter of meters) {
    const sale = { wallet: `A-TWO.${meter}`, amount: '60.00', method: 'cash' }
    await house.book.ask('POST', '/v1/sales', sale, `of-two-${meter}`)
  }
  const wish = { method: 'cash', reason: '搬走' }
  await house.book.ask('POST', '/v1/accounts/A-TWO/closing', wish, 'closing-of-two')
  await approvedAndFollowed('A-TWO.M0301')
  await page.click(`${band} button:has-text("销户")`)
  await page.waitForSelector('.guide .choices .chip.open')
  await page.click(confirm)
  await page.waitForSelector('.guide input[name=reason]')
  await page.click(confirm)
  await page.waitForSelector('.guide .note.wrong:has-text("待第二人审批")')
  await leave(page)
  await approvedAndFollowed('A-TWO.M0302')
  await page.click(`${band} button:has-text("销户")`)
  await page.waitForSelector('.guide .choices .chip.open')
  await page.click(confirm)
  await doneAsApproved('cash', '搬走', '销户')
  await gone(house.book, '/v1/accounts/A-TWO')
})

test('credit that moves where its meter leaves takes no second person', async () => {
  const { page } = li
  const from = await openAccount(house.book, 'M0301', '90.00')
  const to = await openAccount(house.book, 'M0302', '10.00')
  await visit(page, `${house.book.url}/#/accounts/A-M0301`)
  await page.click('.title-row button:has-text("解除电表")')
  await page.waitForSelector('.guide .choices .chip.open')
  await page.click(confirm)
  await page.fill('.guide input[name=reason]', '换房')
  await page.click('.guide label:has-text("转入其他钱包")')
  await page.fill('.guide input[name=rest_to]', from)
  expect(await page.locator(confirm).isDisabled()).toBe(true)
  await page.fill('.guide input[name=rest_to]', to)
  await picture(page, 'detach_move')
  expect(await faultsOf(page)).toEqual([])
  await page.click(confirm)
  await page.waitForSelector('.foreseen li:has-text("¥90.00")')
  await page.click(confirm)
  await hear(page, `已转入 ${to}`)
  await page.waitForSelector(`tr:has-text("${from}"):has-text("¥0.00")`)
  expect([await balanceOf(from), await balanceOf(to)]).toEqual(['0.00', '100.00'])
})

test('the browsers had nothing to complain about', () => {
  expect([...li.complaints, ...wu.complaints]).toEqual([])
})
