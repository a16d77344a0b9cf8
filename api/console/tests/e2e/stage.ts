// What the tests of a file stand on, from before the first of them until after the last.

import { afterAll, beforeAll } from 'vitest'
import type { Browser } from 'playwright-core'
import { beginWork, openBrowser, openPage, signIn, visit, type Sight } from './browser'
import { ADMINISTRATOR, openHouse, PASSWORD, type House, type Wish } from './programs'

interface Stage {
  house: House
  sight: Sight
  /** Another window, of somebody else. */
  another: (width?: number, height?: number) => Promise<Sight>
}

interface StageWish extends Wish {
  /** What the window shows first, to amy or to the administrator; without it nothing yet. */
  at?: string
}

/** A house in which `before` has happened, and a window to look into it. */
export function openStage(
  { at, ...wish }: StageWish,
  before: (house: House) => Promise<unknown> = async () => {},
): Stage {
  const house = {} as House
  const sight = {} as Sight
  let browser: Browser
  const begin = async (address: string) => {
    if (!wish.hasOperators) return beginWork(sight.page, address)
    await visit(sight.page, address)
    await signIn(sight.page, ADMINISTRATOR, PASSWORD)
    await sight.page.waitForSelector('.navigation')
  }
  beforeAll(async () => {
    Object.assign(house, await openHouse(wish))
    await before(house)
    browser = await openBrowser()
    Object.assign(sight, await openPage(browser))
    if (at !== undefined) await begin(`${house.book.url}/#/${at}`)
  })
  afterAll(async () => {
    await browser?.close()
    await house.stop?.()
  })
  return { house, sight, another: (width, height) => openPage(browser, width, height) }
}
