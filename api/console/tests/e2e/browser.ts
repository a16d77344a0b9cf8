// Debian's Chromium, driven by playwright-core, with a page whose policy stays in force.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type Page } from 'playwright-core'
import { until } from './programs'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}

export interface Sight {
  page: Page
  /** What the browser complained about: a refused script, an exception, a failed request. */
  complaints: string[]
}

/** Keeps what the page tells in passing: it stands there for five seconds alone. */
function keepTold(): void {
  const told: string[] = (window.told = [])
  const keep = (node: Node) => {
    if (node instanceof HTMLElement && node.matches('.toast')) told.push(node.textContent ?? '')
  }
  const watch = new MutationObserver((all) => all.forEach((each) => each.addedNodes.forEach(keep)))
  watch.observe(document, { childList: true, subtree: true })
}

declare global {
  interface Window {
    told: string[]
  }
}

/** Waits until the page tells this; what was waited for once is not taken for a newer one. */
export async function hear(page: Page, text: string): Promise<void> {
  const take = (wanted: string) => {
    const at = window.told.findIndex((each) => each.includes(wanted))
    if (at >= 0) window.told.splice(0, at + 1)
    return at >= 0
  }
  await until(`${text} to be told`, () => page.evaluate(take, text))
}

/** A window of an office screen. Expected refusals of the API are no complaints. */
export async function openPage(browser: Browser, width = 1366, height = 768): Promise<Sight> {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' })
  await context.addInitScript(keepTold)
  const page = await context.newPage()
  page.setDefaultTimeout(Number(process.env.METERBOOK_PATIENCE_MS ?? 120_000))
  const complaints: string[] = []
  page.on('pageerror', (fault) => complaints.push(fault.message))
  page.on('console', (message) => {
    const isRefusal = /status of (401|403|404|409|422|429)/.test(message.text())
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text())
  })
  return { page, complaints }
}

/** Waits until all that the page has to do after a change is done, but for what it asks for. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  )
}

/** Goes there; what stood on the screen before is gone from it. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address) // where only what is behind its # differs, the page draws it by itself
  await settled(page)
}

/** The book has no operators: whoever sits here says who they are. */
export async function beginWork(page: Page, url: string, name = 'amy'): Promise<void> {
  await page.goto(url)
  await page.fill('input[name=operator]', name)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.navigation')
}

/** Closes what lies on top, if anything does, and throws away what was typed into it. */
export async function leave(page: Page): Promise<void> {
  const dialogs = page.locator('dialog[open]')
  const before = await dialogs.count()
  if (before === 0) return
  await page.keyboard.press('Escape')
  const discard = page.locator('.dialog button:text-is("放弃")')
  await until('what lies on top to go', async () => {
    if (await discard.count()) await discard.click()
    return (await dialogs.count()) < before
  })
}

/** At the page where one signs in, wherever it was come upon. */
export async function signIn(page: Page, operator: string, password: string): Promise<void> {
  await page.fill('input[name=operator]', operator)
  await page.fill('input[name=password]', password)
  await page.keyboard.press('Enter')
}

/** What axe finds, one line each. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run(document, { runOnly: rules })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target)}`)
  }, RULES)
}

const SIGHTS = [
  { colorScheme: 'light', language: '中文' },
  { colorScheme: 'dark', language: 'English' },
] as const

/** Also under a dialog, where no pointer reaches it. */
export function switchTo(page: Page, language: string): Promise<void> {
  return page.evaluate((name) => {
    const buttons = [...document.querySelectorAll<HTMLElement>('button[lang]')]
    buttons.find((each) => each.innerText.trim() === name)?.click()
  }, language)
}

/** What axe finds in what is on the screen, a dialog over it or not: light in Chinese, and dark in
 * English. */
export async function faultsInBothLanguages(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const { colorScheme, language } of SIGHTS) {
    await page.emulateMedia({ colorScheme })
    await switchTo(page, language)
    faults.push(...(await faultsOf(page)).map((fault) => `${colorScheme} ${language}: ${fault}`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await switchTo(page, '中文')
  return faults
}

/** A picture for the documents, where one is asked for: METERBOOK_IMAGES is their folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.METERBOOK_IMAGES
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}
