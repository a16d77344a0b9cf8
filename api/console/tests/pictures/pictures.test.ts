import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, openPage, picture, signIn, type Sight } from '../e2e/browser'
import { ADMINISTRATOR, openProperty, PASSWORD, type Property } from './property'

let property: Property
let browser: Browser
let office: Sight

async function signedIn(operator: string, width?: number, height?: number): Promise<Sight> {
  const sight = await openPage(browser, width, height)
  await sight.page.goto(property.book.url)
  await signIn(sight.page, operator, PASSWORD)
  return sight
}

beforeAll(async () => {
  property = await openProperty()
  browser = await openBrowser()
  office = await signedIn(ADMINISTRATOR)
  await office.page.waitForSelector('.navigation')
})

afterAll(async () => {
  await browser?.close()
  await property?.stop()
})

interface Shot {
  name: string
  address: () => string
  sign: string
  /** What is done before the picture is taken. */
  first?: (page: Page) => Promise<void>
}

/** The stream of news never ends: so long the rest may take. */
const CALM = { timeout: 3_000 }
const OF_ACCOUNT = () => `accounts/${property.account}`
const SHOTS: Shot[] = [
  { name: 'overview', address: () => 'overview', sign: '.state-bar a' },
  { name: 'wall', address: () => 'wall', sign: '.tile.arrears' },
  {
    name: 'cashier',
    address: () => `cashier?wallet=${property.account}.${property.meter}`,
    sign: '.sale',
    first: (page) => page.fill('.amount-field', '200'),
  },
  { name: 'approvals', address: () => 'cashier?tab=approvals', sign: 'tr a.button.primary' },
  {
    name: 'approved',
    address: () => `cashier?wallet=${property.shop}`,
    sign: '.card .chip:has-text("chen")',
  },
  { name: 'accounts', address: () => 'accounts', sign: 'tbody tr' },
  { name: 'statement', address: () => OF_ACCOUNT() + '?tab=entries', sign: '.chart canvas' },
  { name: 'energy', address: () => OF_ACCOUNT() + '?tab=energy', sign: '.chart canvas' },
  { name: 'terms', address: () => OF_ACCOUNT() + '?tab=terms', sign: 'li:has-text("物业服务费")' },
  { name: 'timeline', address: () => OF_ACCOUNT() + '?tab=timeline', sign: '.timeline li' },
  { name: 'reports', address: () => 'reports/energy?step=hour&by=building', sign: 'canvas' },
  {
    name: 'tariffs',
    address: () => 'tariffs',
    sign: '.band-bar .peak',
    first: (page) => page.click('.card:has-text("office-tou") button:has-text("新版本")'),
  },
  { name: 'devices', address: () => 'devices?tab=meters', sign: 'tbody tr' },
  {
    name: 'readings',
    address: () => `devices?meter=${property.meter}`,
    sign: '.readings-grid td.full',
  },
  {
    name: 'register_map',
    address: () => 'devices?tab=profiles&profile=acrel-ddsy1352',
    sign: '.dialog tbody tr',
  },
  { name: 'frames', address: () => 'devices?tab=frames', sign: '.wire-bytes' },
  { name: 'alarms', address: () => 'alarms', sign: 'tbody tr' },
  { name: 'texts', address: () => 'alarms?tab=texts', sign: '.notice-text.example' },
  { name: 'audit', address: () => 'audit?type=CreditSold', sign: 'tbody tr' },
  { name: 'replay', address: () => 'audit?tab=replay&since=1', sign: 'tbody tr' },
  {
    name: 'backup',
    address: () => 'system?tab=backup',
    sign: 'button.primary',
    first: async (page) => {
      await page.click('button.primary')
      await page.waitForSelector('tr .chip.confirmed')
      await page.click('.toast button')
    },
  },
  { name: 'system', address: () => 'system', sign: '.facts dd:has-text("¥100.00")' },
  { name: 'roles', address: () => 'system?tab=roles', sign: 'tbody tr' },
]

test.each(SHOTS)('$name', async ({ name, address, sign, first }) => {
  const { page } = office
  await page.goto(`${property.book.url}/#/${address()}`)
  await page.waitForSelector(sign)
  await page.waitForLoadState('networkidle', CALM).catch(() => {})
  await first?.(page)
  await page.mouse.move(0, 0) // no row is lit up
  await picture(page, `console_${name}`)
  await page.keyboard.press('Escape') // where something lies over it
})

test('explain', async () => {
  const { page } = office
  await page.goto(`${property.book.url}/#/${OF_ACCOUNT()}?tab=entries`)
  await page.click('tr:has-text("用电") .amount.why >> nth=0')
  await page.waitForSelector('.explanation .readings')
  await picture(page, 'console_explain')
})

test('tenant', async () => {
  const { page } = await signedIn('tenant', 375, 740)
  await page.waitForSelector('.tenant .bars rect')
  await picture(page, 'console_tenant')
  await page.click('.choice label:has-text("流水")')
  await page.click('.lines li:has-text("用电") .amount.why >> nth=0')
  await page.waitForSelector('.explanation .readings')
  await picture(page, 'console_tenant_explain')
})

test('the browser had nothing to complain about', () => {
  expect(office.complaints).toEqual([])
})
