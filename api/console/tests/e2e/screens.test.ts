import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { faultsInBothLanguages, faultsOf, leave, picture, switchTo, visit } from './browser'
import { openAccount, until } from './programs'
import { openStage } from './stage'

const { house, sight } = openStage({ speed: 600, at: 'overview' }, async ({ book }) => {
  for (const meter of ['M0101', 'M0102', 'M0103']) await openAccount(book, meter, '200.00')
  await until('something to be charged', async () => {
    type Entries = { items: { kind: string }[] }
    const { items } = await book.get<Entries>('/v1/wallets/A-M0103.M0103/entries')
    return items.filter((entry) => entry.kind === 'charge').length >= 3
  })
})

const SCREENS: [name: string, address: string, sign: string][] = [
  ['overview', 'overview', '.state-bar a'],
  ['accounts', 'accounts', 'td:has-text("A-M0101")'],
  ['an account', 'accounts/A-M0103', '.tabs'],
  ['a statement', 'accounts/A-M0103?tab=entries', '.chart canvas'],
  ['energy', 'accounts/A-M0103?tab=energy', '.chart canvas'],
  ['sales', 'accounts/A-M0103?tab=sales', 'button:has-text("收据")'],
  ['alarms of an account', 'accounts/A-M0103?tab=alarms', '[role=tabpanel] :is(td, .state)'],
  ['commands of an account', 'accounts/A-M0103?tab=commands', '[role=tabpanel] :is(td, .state)'],
  ['prepared accounts', 'accounts?which=prepared', '.state'],
  ['terms', 'accounts/A-M0103?tab=terms', 'td:has-text("¥50.00")'],
  ['a time line', 'accounts/A-M0103?tab=timeline', '.timeline li'],
  ['reports', 'reports/sales', '.report h2'],
  ['a trial balance', 'reports/trial-balance', 'td:has-text("收入:电费")'],
  ['tariffs', 'tariffs', '.band-bar .peak'],
  ['calendars', 'tariffs?tab=calendars', '.state'],
  ['fees', 'tariffs?tab=fees', '.state'],
  ['lines', 'devices', 'td:has-text("L01")'],
  ['meters', 'devices?tab=meters', 'td:has-text("M0101")'],
  ['readings', 'devices?meter=M0101', 'tbody tr'],
  ['quarantine', 'devices?tab=quarantine', '.state'],
  ['gateways', 'devices?tab=gateways', 'td:has-text("GW-L01")'],
  ['register maps', 'devices?tab=profiles', 'td:has-text("acrel-ddsy1352")'],
  ['raw frames', 'devices?tab=frames', '.wire-bytes'],
  ['alarms', 'alarms', '[role=tabpanel]'],
  ['alarms of before', 'alarms?tab=history', 'tbody tr'],
  ['notices', 'alarms?tab=notices', '[role=tabpanel] .state'],
  ['texts', 'alarms?tab=texts', '.notice-text.example'],
  ['audit', 'audit?kind=tariff', 'tbody tr'],
  ['deeds', 'audit?tab=deeds', 'tbody tr'],
  ['a replay', 'audit?tab=replay', 'td:has-text("wallet:A-M0101")'],
  ['a difference', 'audit?tab=replay&since=1', 'td:has-text("A-M0101.M0101")'],
  ['an event', 'audit?position=5', '.content-of'],
  ['system', 'system', '.facts'],
  ['periods', 'system?tab=periods', '.state'],
  ['backup', 'system?tab=backup', 'button:has-text("立即备份")'],
]

/** Their amounts were agreed, not computed. */
const AGREED = ['terms', 'tariffs', 'fees']

/** Amounts that nobody can ask how they came to be. */
function mute(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const places = 'main :is(.amount, .figures, td.figure)'
    const amounts = [...document.querySelectorAll<HTMLElement>(places)]
    const isMute = (each: HTMLElement) =>
      /^−?¥/.test(each.innerText) && !each.closest('.why') && !each.querySelector('.why')
    return amounts.filter(isMute).map((each) => each.innerText)
  })
}

test.each(SCREENS)('%s is there, and axe finds nothing', async (name, address, sign) => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/${address}`)
  await page.waitForSelector(sign)
  await picture(page, name.replaceAll(' ', '_'))
  if (!AGREED.includes(name)) expect(await mute(page)).toEqual([])
  expect(await faultsInBothLanguages(page)).toEqual([])
  await leave(page) // where something lies over it
})

test('a charge opens to its readings, its price and its arithmetic', async () => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/accounts/A-M0103?tab=entries`)
  await page.waitForSelector('.chart canvas')
  const charge = page.locator('tr:has-text("用电") .amount.why').first()
  await charge.click()
  await page.waitForSelector('.explanation .readings:has-text("上次示数")')
  await page.waitForSelector('.dialog:has-text("已复核，分毫不差")')
  await picture(page, 'explain')
  await leave(page)
})

test('a report leaves as a workbook and as text, named by what it is about', async () => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/reports/energy?step=day&by=meter`)
  await page.waitForSelector('.report-table')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('.report a:has-text("Excel")'),
  ])
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/)
  const address = await page.locator('.report a:has-text("CSV")').getAttribute('href')
  const csv = await (await house.book.try('GET', address!)).text()
  expect(csv).toContain('M0103')
})

test('a sum of the sales report opens to its sales, and each of them to its event', async () => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/reports/sales`)
  const sum = page.locator('.report-table tbody .amount.why').first()
  const shown = (await sum.innerText()).split('\n')[0]!.trim()
  await sum.click()
  await page.waitForSelector('.dialog tfoot .amount')
  await expect.poll(() => page.locator('.dialog tfoot .amount').innerText()).toBe(shown)
  await page.click('.dialog tbody .amount.why >> nth=0')
  await page.waitForSelector('.dialog .explanation:has-text("售电")')
  await leave(page)
})

/** '−¥1.00' or '¥1.00'. */
async function shownAt(selector: string): Promise<string> {
  return (await sight.page.locator(selector).first().innerText()).split('\n')[0]!.trim()
}

test('an account of the books opens to what was posted to it', async () => {
  const { page } = sight
  const row = 'tr:has-text("revenue:energy") .amount.why'
  const entry = '.dialog .explained > li'
  await visit(page, `${house.book.url}/#/audit?tab=replay`)
  const balance = await shownAt(row)
  await page.click(row)
  await page.waitForSelector(`${entry}:has-text("${balance}")`)
  await expect.poll(() => page.locator('.dialog').innerText()).toContain('revenue:energy')
  await picture(page, 'explain_account')
  await leave(page)

  type Events = { items: { position: number }[] }
  const sold = await house.book.get<Events>('/v1/events?type=CreditSold&limit=1')
  const at = sold.items[0]!.position
  await visit(page, `${house.book.url}/#/audit?tab=replay&since=${at - 1}&until=${at}`)
  for (const account of ['A-M0101.M0101', 'cash:cash']) {
    await page.locator(`tr:has-text("${account}") .amount.why`).last().click()
    await page.waitForSelector(entry)
    await expect.poll(() => page.locator(entry).count()).toBe(1)
    await page.waitForSelector(`${entry}:has-text("售电")`)
    await leave(page)
  }
})

test('a figure of the trial balance opens to what was posted', async () => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/reports/trial-balance`)
  const row = 'tr:has-text("revenue:energy") td:last-child .amount.why'
  const balance = await shownAt(row)
  await expect.poll(() => page.locator('.report-table tbody a').count()).toBe(0)
  await page.click(row)
  await page.waitForSelector(`.dialog .explained > li:first-child:has-text("${balance}")`)
  await leave(page)
})

test('lists of records leave as a workbook and as text, of what is asked for', async () => {
  const { page } = sight
  const lists: [address: string, text: string][] = [
    ['audit?kind=tariff', 'TariffPublished'],
    ['audit?tab=deeds', 'recorded_at'],
    ['devices?meter=M0103', 'ReadingRecorded'],
    ['alarms?tab=history', 'occurred_at'],
  ]
  for (const [address, text] of lists) {
    await visit(page, `${house.book.url}/#/${address}`)
    const csv = await page.locator('main a:has-text("CSV")').getAttribute('href')
    expect(await (await house.book.try('GET', csv!)).text(), address).toContain(text)
    expect(await page.locator('main a:has-text("Excel")').getAttribute('href')).toContain('xlsx')
  }
})

test('an event stands in the tree of what led to it and what came of it', async () => {
  const { page } = sight
  type Events = { items: { position: number; causation: number | null }[] }
  const raised = '/v1/events?type=AlarmRaised&limit=1'
  const { position, causation } = (await house.book.get<Events>(raised)).items[0]!
  await visit(page, `${house.book.url}/#/audit?position=${position}`)
  await page.waitForSelector(`.lineage [aria-current]:has-text("${position}")`)
  await picture(page, 'tree')
  expect(await faultsOf(page)).toEqual([])
  await page.click(`.lineage button:text-is("${causation}")`)
  await page.waitForSelector(`.lineage [aria-current]:has-text("${causation}")`)
  await page.waitForSelector(`.lineage ul ul button:text-is("${position}")`)
  await leave(page)
})

test('an address opens the same screen after a reload', async () => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/accounts/A-M0103?tab=timeline`)
  await page.reload()
  await page.waitForSelector('.timeline li')
  await expect.poll(() => page.title()).toContain(house.plan.site.name)
})

/** What sticks out of the window, the page or a coloured bar. */
function overflowOf(): string[] {
  const parts = [document.body, ...document.querySelectorAll('.frame > main, .state-bar a')]
  return parts.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.className)
}

test('no screen is wider than an office window', async () => {
  const { page } = sight
  for (const [, address, sign] of SCREENS) {
    await visit(page, `${house.book.url}/#/${address}`)
    await page.waitForSelector(sign)
    for (const language of ['English', '中文']) {
      await switchTo(page, language)
      expect(await page.evaluate(overflowOf), `${address} ${language}`).toEqual([])
    }
    await leave(page) // where something lies over it
  }
})

test('the headings of a long table stay in sight', async () => {
  const { page } = sight
  await visit(page, `${house.book.url}/#/audit`)
  await page.waitForSelector('tbody tr:nth-child(40)')
  await page.locator('tbody tr:nth-child(40)').scrollIntoViewIfNeeded()
  const [head, frame] = await Promise.all(
    ['thead th', '.frame > main'].map((each) => page.locator(each).first().boundingBox()),
  )
  expect(head!.y).toBeGreaterThanOrEqual(frame!.y)
  await page.evaluate(() => document.querySelector('main')!.scrollTo(0, 0))
})

async function openOverview(): Promise<void> {
  await visit(sight.page, `${house.book.url}/#/overview`)
  await sight.page.waitForSelector('.state-bar a')
  await sight.page.waitForSelector('.contact.live')
}

/** It is told in the header, and what was there stays in sight. */
async function expectLoss(): Promise<void> {
  await sight.page.waitForSelector('.contact.lost')
  await expect.poll(() => sight.page.locator('.state-bar a').count()).toBeGreaterThan(0)
}

test('who has no network any more is told so, and what is there stays', async () => {
  await openOverview()
  await sight.page.context().setOffline(true)
  await expectLoss()
  await sight.page.context().setOffline(false)
  await sight.page.waitForSelector('.contact.live')
})

test('a server that hangs with an open connection is noticed by its silence', async () => {
  await openOverview()
  house.server().signal('SIGSTOP')
  await expectLoss()
  house.server().signal('SIGCONT')
  await sight.page.waitForSelector('.contact.live')
})

test('a server whose power was cut is noticed, and what it wrote later shows', async () => {
  await openOverview()
  await house.server().stop('SIGKILL')
  await expectLoss()
  await house.serveAgain()
  await sight.page.waitForSelector('.contact.live')
  await expect.poll(() => sight.page.locator('.state-bar .not_opened b').innerText()).toBe('6')
  await openAccount(house.book, 'M0240', '12.34')
  await sight.page.waitForSelector('.state-bar .not_opened b:text-is("5")')
})

const LOSS = /ERR_(INTERNET_DISCONNECTED|CONNECTION|EMPTY_RESPONSE|INCOMPLETE_CHUNKED)/

test('the browser had nothing to complain about', () => {
  const real = sight.complaints.filter((text) => !LOSS.test(text))
  expect(real).toEqual([])
})
