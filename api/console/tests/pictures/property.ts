// A property as it is on an ordinary morning: some tenants have much left and some nothing, a line
// is out of order, one supply is shut for work on it.

import { ADMINISTRATOR, Book, openHouse, PASSWORD, until, type House } from '../e2e/programs'

const NAMES = ['王小明', '李雷', '韩梅梅', '张伟', '刘洋', '陈静', '赵敏', '周涛', '吴磊', '孙丽']
const FIRMS = ['莲花咖啡', '东方物流', '星河设计', '蓝海贸易', '云上书店', '北辰科技']

/** What this one has bought; nothing: there is nobody yet. */
function boughtBy(i: number): string | null {
  if (i % 12 === 11) return null
  if (i % 29 === 5) return '0.60'
  if (i % 23 === 3) return '12.00'
  if (i % 13 === 2) return '45.00'
  return `${180 + ((i * 37) % 740)}.00`
}

async function moveIn(house: House, meter: string, i: number): Promise<void> {
  const { book } = house
  const amount = boughtBy(i)
  if (amount === null) return
  const [account, customer] = [`A-${meter}`, `C-${meter}`]
  const name = i % 3 === 0 ? FIRMS[i % FIRMS.length]! : NAMES[i % NAMES.length]!
  await book.ask('PUT', `/v1/customers/${customer}`, { name, phone: `138${10_000_000 + i * 7919}` })
  await book.ask('POST', '/v1/accounts', { account, customer, meters: [meter] })
  const sale = { wallet: `${account}.${meter}`, amount, method: i % 4 ? 'wechat' : 'cash' }
  await book.ask('POST', '/v1/sales', sale, `moved-in-${meter}`)
}

async function atTheCounter({ book }: House, wallet: string): Promise<void> {
  const sell = (amount: string, method: string, key: string) =>
    book.ask<{ position: number }>('POST', '/v1/sales', { wallet, amount, method }, key)
  const first = await sell('200.00', 'cash', 'again-1')
  const refund = { sale: first.position, amount: '30.00', method: 'cash', reason: '多付' }
  await book.ask('POST', '/v1/refunds', refund, 'again-2')
  const wrong = await sell('500.00', 'wechat', 'again-3')
  const reversal = { transaction: wrong.position, debt_allowed: false, reason: '收错了户' }
  await book.ask('POST', '/v1/reversals', reversal, 'again-4')
}

/** What one of them may owe and hold, and a fee that they pay from tomorrow on. */
async function onTerms({ book }: House, wallet: string): Promise<void> {
  const limits = { overdraft: '50.00', hoarding_limit: '5000.00', reason: '老客户' }
  await book.ask('PUT', `/v1/wallets/${wallet}/limits`, limits)
  const fee = { fee: 'property', name: '物业服务费', amount: '30.00', per: 'month' }
  await book.ask('POST', '/v1/fees', { ...fee, from: '2024-01-01' })
  type Entries = { items: { occurred_at: string }[] }
  const { items } = await book.get<Entries>(`/v1/wallets/${wallet}/entries?limit=1`)
  const from = new Date(Date.parse(items[0]!.occurred_at) + 86_400_000).toISOString().slice(0, 10)
  await book.ask('PUT', `/v1/wallets/${wallet}/fees/property`, { from, until: null })
}

/** Some have bought again today. */
async function thisMorning({ book }: House, meters: string[]): Promise<void> {
  const buyers = meters.filter((_, i) => boughtBy(i) !== null && i % 31 === 7)
  for (const [i, meter] of buyers.entries()) {
    const wallet = `A-${meter}.${meter}`
    const sale = { wallet, amount: `${100 * (1 + (i % 5))}.00`, method: i % 3 ? 'wechat' : 'cash' }
    await book.ask('POST', '/v1/sales', sale, `morning-${meter}`)
  }
}

/** On the first floor that the wall shows: work, a clinic, a broken wire, and nonsense. */
async function inTheField({ book, plan, spoil }: House): Promise<void> {
  const floor = plan.meters.filter((each) => each.building === 'Logistics House')
  const command = (at: number, kind: string, reason: string) =>
    book.ask('POST', '/v1/commands', { meter: floor[at]!.id, kind, reason })
  await command(6, 'trip', '配电间检修')
  await command(9, 'keep_power', '诊所，不可断电')
  for (const { line, unit } of [floor[13]!, floor[19]!]) await spoil(`silence:${line}/${unit}`)
  await spoil(`spike:${floor[15]!.id}:next=1`)
}

const PATIENCE_MS = 600_000
const ROLES = ['cashier', 'finance_manager', 'property_engineer', 'auditor', 'tenant']

async function letIn({ book }: House, role: string, accounts: string[]): Promise<void> {
  const person = { operator: role, is_machine: false, display_name: '', roles: [role] }
  const bound = { buildings: [], accounts: role === 'tenant' ? accounts : [] }
  await book.ask('POST', '/v1/operators', { ...person, ...bound })
  await book.ask('PUT', `/v1/operators/${role}/password`, { password: PASSWORD })
}

interface Proposed {
  position: number
}

/** Wallets: of a shop that leaves, and of somebody who has paid too much. */
interface Payers {
  shop: string
  refunded: string
}

/** What waits for a second person, and what one of them has approved: a shop is leaving. */
async function propose({ book }: House, wallet: string, of: Payers): Promise<void> {
  const theirs = new Book(book.url)
  await theirs.signIn('finance_manager', PASSWORD)
  const make = (kind: string, amount: string, reason: string) =>
    theirs.ask('POST', '/v1/adjustments', { wallet, kind, amount, reason }, `proposed-${kind}`)
  await make('goodwill', '12.50', '停电补偿，11 月 20 日')
  await make('correction', '-8.00', '旧表止码抄错')
  await book.ask('PUT', '/v1/approval-limits', { refund_above: '100.00', reversal_above: '0' })
  const { items } = await book.get<{ items: Proposed[] }>(`/v1/sales?wallet=${of.refunded}`)
  const sale = items.at(-1)!.position
  const refund = { sale, amount: '150.00', method: 'bank', reason: '充值过多，退回对公账户' }
  await theirs.ask('POST', '/v1/refunds', refund, 'proposed-refund')
  const [account, meter] = of.shop.split('.')
  const leaving = `/v1/accounts/${account}/meters/${meter}/detachment`
  const wish = { settle_by: 'wechat', reason: '店铺月底撤场' }
  const { position } = await theirs.ask<Proposed>('POST', leaving, wish, 'proposed-end')
  await book.ask('POST', `/v1/proposals/${position}/approval`, {}, 'approved-end')
}

export interface Property extends House {
  /** Whom the pictures are about. */
  account: string
  meter: string
  /** The wallet of a shop that leaves. */
  shop: string
}

export async function openProperty(): Promise<Property> {
  const house = await openHouse({ speed: 600, hasOperators: true, kind: 'demo' })
  const { book, plan } = house
  const meters = plan.meters.map(({ id }) => id)
  for (const [i, meter] of meters.entries()) await moveIn(house, meter, i)
  const isTold = ({ phases }: { phases: number }, i: number) =>
    phases === 3 && Number(boughtBy(i) ?? 0) > 400
  const told = plan.meters.filter(isTold).map(({ id }) => id)
  const [shop, refunded] = told.slice(1).map((id) => `A-${id}.${id}`) as [string, string]
  const meter = told[0]!
  const account = `A-${meter}`
  await atTheCounter(house, `${account}.${meter}`)
  await onTerms(house, `${account}.${meter}`)
  for (const role of ROLES) await letIn(house, role, [account])
  await inTheField(house)
  await until('a whole day to be over', async () => {
    const { days_left } = await book.get<{ days_left: string | null }>(
      `/v1/wallets/${account}.${meter}/outlook`,
    )
    return days_left !== null
  }, PATIENCE_MS)
  await thisMorning(house, meters)
  await propose(house, `${account}.${meter}`, { shop, refunded })
  return { ...house, account, meter, shop }
}

export { ADMINISTRATOR, PASSWORD }
