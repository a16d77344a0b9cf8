// What the office says once for everybody: what accounts begin with, and how customers are told.

import { expect, test } from 'vitest'
import { faultsInBothLanguages, picture, visit } from './browser'
import { until } from './programs'
import { openStage } from './stage'

interface Meter {
  thresholds: { alarm1: string; alarm2: string; overload_w: number }
}

const { house, sight } = openStage({ speed: 60, hasWarnings: false, at: 'system' })

async function setDefaults(alarm1: string, alarm2: string): Promise<void> {
  const { page } = sight
  await visit(page, house.book.url + '/#/system')
  await page.click('button:has-text("修改站点")')
  await page.selectOption('.dialog select[name=defaultTariff]', 'office-flat')
  await page.fill('.dialog input[name=default_alarm1]', alarm1)
  await page.fill('.dialog input[name=default_alarm2]', alarm2)
  await page.fill('.dialog input[name=default_overload]', '5000')
}

const confirm = '.guide .row.end button:last-child'

test('what accounts begin with is set for the site, and only where it fits', async () => {
  const { page } = sight
  await setDefaults('30', '31')
  await expect.poll(() => page.isEnabled('.dialog button.primary')).toBe(false)
  await page.fill('.dialog input[name=default_alarm2]', '10')
  await picture(page, 'defaults')
  expect(await faultsInBothLanguages(page)).toEqual([])
  await page.click('.dialog button.primary')
  await page.waitForSelector('.facts:has-text("office-flat · ¥30.00 / ¥10.00 · 5000 W")')
})

test('an account that is opened shows them filled in, and gets them by events', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/wall')
  await page.click('.tile[data-meter=M0102]')
  await page.click('.dialog.side a:has-text("开户")')
  await page.waitForSelector('.guide input[name=account]')
  await page.click(confirm)
  await page.waitForSelector('.choices input:checked')
  await page.click(confirm)
  const alarm1 = page.locator('.guide fieldset .field:nth-of-type(2)')
  await expect.poll(() => alarm1.locator('input').inputValue()).toBe('30.00')
  await expect.poll(() => alarm1.innerText()).toContain('站点默认')
  expect(await faultsInBothLanguages(page)).toEqual([])
  await page.click(confirm)
  await page.waitForSelector('.foreseen li:has-text("设置报警值")')
  await page.click(confirm)
  await page.waitForSelector('h1')
  const { thresholds } = await until('the account', async () => {
    const meter = await house.book.get<Meter & { account: string | null }>('/v1/meters/M0102')
    return meter.account ? meter : null
  })
  expect(thresholds).toMatchObject({ alarm1: '30.00', alarm2: '10.00', overload_w: 5000 })
})

test('other defaults change no account that is open', async () => {
  const { page } = sight
  await setDefaults('8', '4')
  await page.click('.dialog button.primary')
  await page.waitForSelector('.facts:has-text("¥8.00 / ¥4.00")')
  const { thresholds } = await house.book.get<Meter>('/v1/meters/M0102')
  expect(thresholds.alarm1).toBe('30.00')
})

test('an import says before it writes what empty cells take', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/system?tab=import')
  await page.click('.choice label:has-text("从 Excel 粘贴")')
  await page.selectOption('select', 'accounts')
  await page.fill('textarea', 'account\tcustomer\tmeter\talarm1\nA-3\tC-3\tM0103\t')
  await page.click('button:has-text("试导入")')
  await page.click('summary:has-text("将改变的行")')
  await page.waitForSelector('td:has-text("M0103 8.00 / 4.00 5000 W")')
  expect(await faultsInBothLanguages(page)).toEqual([])
})

test('customers are told by the words of the house, once they hold together', async () => {
  const { page } = sight
  await visit(page, house.book.url + '/#/alarms?tab=texts')
  await page.click('.notice-texts [lang="zh-CN"] button')
  await page.waitForSelector('.dialog .example')
  await page.fill('.dialog textarea', '{meter} 欠 {balanse}')
  const fault = page.locator('.dialog .note.wrong')
  await fault.waitFor()
  await expect.poll(() => fault.innerText()).toMatch(/balanse.*cut_at/s)
  await expect.poll(() => page.isEnabled('.dialog button.primary')).toBe(false)
  await page.fill('.dialog textarea', '{site}：{meter} 余额 {balance}{currency}')
  await page.waitForSelector('.dialog .example:has-text("M0301 余额")')
  await picture(page, 'edit_text')
  expect(await faultsInBothLanguages(page)).toEqual([])
  await page.click('.dialog button.primary')
  await page.waitForSelector('.notice-texts section:has-text("余额") a')
  const [set] = (await house.book.get<{ items: { data: { text: string } }[] }>(
    '/v1/events?type=NoticeTextSet',
  )).items
  expect(set?.data.text).toBe('{site}：{meter} 余额 {balance}{currency}')
})

test('and by the built-in words again', async () => {
  const { page } = sight
  await page.click('.notice-texts [lang="zh-CN"] button')
  await page.click('.dialog button:has-text("恢复内置模板")')
  await page.click('.dialog button.primary')
  await page.waitForSelector('.notice-texts [lang="zh-CN"]:has-text("内置模板")')
  type Text = { position: null; text: string; built_in: string }
  const { items } = await house.book.get<{ items: Text[] }>('/v1/notice-texts')
  const set = items.filter(({ position, text, built_in }) => position || text !== built_in)
  expect(set).toEqual([])
})

test('the browser had nothing to complain about', () => {
  expect(sight.complaints).toEqual([])
})
