// Starts the programs that are tested against: a simulated building and a book, on free ports.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = new URL('../../../../', import.meta.url).pathname
const BINARIES = process.env.METERBOOK_BIN ?? join(ROOT, 'build', 'bin')
const PATIENCE_MS = 240_000

/** Waits until `look` gives something; never for a time. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  patience = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + patience
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`waited ${patience} ms in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export class Program {
  readonly #process: ChildProcess
  said = ''

  constructor(name: string, args: string[]) {
    this.#process = spawn(join(BINARIES, name), args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const hear = (bytes: Buffer) => void (this.said += bytes.toString())
    this.#process.stdout!.on('data', hear)
    this.#process.stderr!.on('data', hear)
    this.#process.on('error', (fault) => void (this.said += `cannot be started: ${fault}`))
  }

  async heard(pattern: RegExp): Promise<RegExpExecArray> {
    return until(`${pattern} in what a program says`, () => {
      const found = pattern.exec(this.said)
      if (!found && this.#isOver()) throw new Error(this.said)
      return found
    })
  }

  /** SIGSTOP is a machine that hangs, SIGCONT its end, SIGKILL a power cut. */
  signal(name: NodeJS.Signals): void {
    this.#process.kill(name)
  }

  async stop(name: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#isOver()) return
    this.#process.kill(name)
    await until('a program to end', () => this.#isOver())
  }

  #isOver(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null
  }
}

export interface Plan {
  site: { name: string; zone: string }
  lines: { id: string; transport: string; baud: number }[]
  meters: {
    id: string
    line: string
    unit: number
    profile: string
    number: string
    phases: number
    ct: number
    pt: number
    rated_power_w: number
    building: string
    floor: string
    room: string
  }[]
}

const CLOCK = '2026-11-20T00:00:00Z'
const DAY_MS = 86_400_000

/** 08:00 at the site. An administrator is let in by the clock of this machine, and the clock of a
 * book never goes back: such a house begins tomorrow. */
function beginOf(hasOperators: boolean): string {
  if (!hasOperators) return CLOCK
  return new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS).toISOString()
}

/** What one of the programs prints; it ends well, or this throws. */
export function run(name: string, ...words: string[]): string {
  return execFileSync(join(BINARIES, name), words).toString()
}

async function contentOf<T>(asked: string, answer: Response): Promise<T> {
  const content: unknown = await answer.json()
  if (!answer.ok) throw new Error(`${asked}: ${JSON.stringify(content).slice(0, 2_000)}`)
  return content as T
}

/** The book over HTTP, as scripts ask it. */
export class Book {
  readonly url: string
  #session: Record<string, string> = {}

  constructor(url: string) {
    this.url = url
  }

  /** From now on it is this operator who asks. */
  async signIn(operator: string, password: string): Promise<void> {
    const answer = await this.try('POST', '/v1/sessions', { operator, password })
    const { csrf_token } = (await answer.json()) as { csrf_token: string }
    const cookie = answer.headers.get('Set-Cookie')!.split(';')[0]!
    this.#session = { Cookie: cookie, 'X-CSRF-Token': csrf_token }
  }

  async try(method: string, path: string, body?: unknown, key?: string): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...this.#session,
        ...(key && { 'Idempotency-Key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  }

  async ask<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
    return contentOf(`${method} ${path}`, await this.try(method, path, body, key))
  }

  /** What is there once all is in it that was written before, by whomever. */
  async get<T>(path: string): Promise<T> {
    const end = (await this.try('GET', '/v1/events?limit=1')).headers.get('Ledger-Position')
    const whole = `${path}${path.includes('?') ? '&' : '?'}at_least=${end}`
    const answer = await until(`${path} up to event ${end}`, async () => {
      const given = await this.try('GET', whole)
      return given.status !== 503 && given // it has not read that far yet
    })
    return contentOf(`GET ${path}`, answer)
  }
}

export interface House {
  book: Book
  plan: Plan
  server: () => Program
  /** Serves the same book at the same address again, after it was stopped. */
  serveAgain: () => Promise<void>
  /** From now on this is wrong in the field, as metersim's --fault says it. */
  spoil: (fault: string) => Promise<void>
  /** Nothing is wrong with this meter any more. */
  mend: (meter: string) => Promise<void>
  /** Where its backups go. */
  backups: string
  stop: () => Promise<void>
}

/** What time it is in a house whose clock showed `start` when `begun` was. */
function clockArguments(start: string, speed: number, begun: number): string[] {
  const at = new Date(Date.parse(start) + (Date.now() - begun) * speed).toISOString()
  return ['--clock-start', at.replace(/\.\d+/, ''), '--clock-speed', String(speed)]
}

export const ADMINISTRATOR = 'chen'
export const PASSWORD = 'correct horse battery'

/** An administrator, who lets in all others. */
function addAdministrator(folder: string): void {
  const words = ['operator', 'add', ADMINISTRATOR, join(folder, 'book'), '--role', 'administrator']
  execFileSync(join(BINARIES, 'meterbook'), words, { input: PASSWORD + '\n' })
}

export interface Wish {
  /** Seconds that pass in one of ours. */
  speed: number
  hasOperators?: boolean
  /** False: its meters warn of nothing yet. */
  hasWarnings?: boolean
  /** Nine meters, or a whole property. */
  kind?: 'small' | 'demo'
}

/** One order to the simulation. */
async function order(port: number, wish: Record<string, string>): Promise<void> {
  const wire = connect(port, '127.0.0.1')
  wire.write(JSON.stringify(wish) + '\n')
  const [answer] = (await once(wire, 'data')) as [Buffer]
  wire.end()
  const { ok, error } = JSON.parse(answer.toString()) as { ok: boolean; error?: string }
  if (!ok) throw new Error(`metersim refuses ${JSON.stringify(wish)}: ${error}`)
}

/** Simulated meters and a book beside them. */
export async function openHouse(wish: Wish): Promise<House> {
  const { speed, hasOperators = false, hasWarnings = true, kind = 'small' } = wish
  const folder = mkdtempSync(join(tmpdir(), 'meterbook-console-'))
  if (hasOperators) addAdministrator(folder)
  const named = ['--building', kind]
  const described = execFileSync(join(BINARIES, 'metersim'), [...named, '--describe'])
  const plan = JSON.parse(described.toString()) as Plan
  const building = [...named, '--base-port', '0', '--control', '0']
  const start = beginOf(hasOperators).replace(/\.\d+/, '')
  const clock = ['--start', start, '--speed', String(speed)]
  const simulator = new Program('metersim', [...building, ...clock])
  await simulator.heard(/^ready$/m)
  const begun = Date.now()
  const backups = join(folder, 'backups')
  const serve = (address: string) => {
    const serving = ['serve', '--data', join(folder, 'book'), '--listen', address]
    serving.push('--backups', backups)
    return new Program('meterbook', [...serving, ...clockArguments(start, speed, begun)])
  }
  let server = serve('127.0.0.1:0')
  const [, url] = await server.heard(/listening on (http:\/\/\S+)/)
  const book = new Book(url!)
  const addresses = new Map(
    [...simulator.said.matchAll(/^(\S+) (?:rtu_over_tcp|modbus_tcp|rtu) (\S+)$/gm)].map(
      ([, line, address]) => [line!, address!] as const,
    ),
  )
  if (hasOperators) await book.signIn(ADMINISTRATOR, PASSWORD)
  await furnish(book, plan, addresses, hasWarnings)
  const serveAgain = async () => {
    server = serve(new URL(url!).host)
    await server.heard(/listening on/)
  }
  const stop = async () => {
    await server.stop()
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const control = Number(/^control \S+:(\d+)$/m.exec(simulator.said)![1])
  const spoil = (fault: string) => order(control, { do: 'fault', fault })
  const mend = (target: string) => order(control, { do: 'clear', target })
  return { book, plan, server: () => server, serveAgain, spoil, mend, backups, stop }
}

export const FLAT = 'office-flat'
export const TIME_OF_USE = 'office-tou'

async function furnish(
  book: Book,
  plan: Plan,
  addresses: Map<string, string>,
  hasWarnings: boolean,
): Promise<void> {
  const from = '2024-01-01T00:00:00Z'
  await book.ask('PUT', '/v1/site', {
    name: plan.site.name,
    zone: plan.site.zone,
    currency: 'CNY',
    payment_methods: ['cash', 'wechat', 'bank'],
    plausibility_margin_percent: 1000, // the simulated clock runs faster than ours
    poll_interval_s: 1800,
    misses_until_lost: 3,
    cutoff: 'manual',
  })
  const names = [...new Set(plan.meters.map((meter) => meter.building))]
  const idOf = (name: string) => (names.length === 1 ? 'corner' : name.replaceAll(' ', '-'))
  for (const name of names) await book.ask('PUT', `/v1/buildings/${idOf(name)}`, { name })
  for (const line of plan.lines) {
    const gateway = `GW-${line.id}`
    const { building } = plan.meters.find((meter) => meter.line === line.id)!
    await book.ask('PUT', `/v1/gateways/${gateway}`, { building: idOf(building), name: gateway })
    await book.ask('PUT', `/v1/lines/${line.id}`, {
      gateway,
      transport: line.transport === 'rtu' ? 'rtu_serial' : line.transport,
      address: addresses.get(line.id),
      baud: line.baud,
      parity: 'none',
      stop_bits: 1,
      response_timeout_ms: 1000,
      max_meters: plan.meters.length > 30 ? 247 : 30,
    })
  }
  await book.ask('POST', '/v1/tariffs', {
    tariff: FLAT,
    name: 'Offices',
    effective_from: from,
    prices: [{ band: 'single', price: '0.8642' }],
  })
  await book.ask('POST', '/v1/tariffs', {
    tariff: TIME_OF_USE,
    name: 'Offices, by time of use',
    effective_from: from,
    prices: [
      { band: 'sharp', price: '1.4386125' },
      { band: 'peak', price: '1.1587' },
      { band: 'flat', price: '0.702231' },
      { band: 'valley', price: '0.3381' },
    ],
    schedule: [
      { from_minute: 0, band: 'valley' },
      { from_minute: 480, band: 'peak' },
      { from_minute: 660, band: 'flat' },
      { from_minute: 1080, band: 'sharp' },
      { from_minute: 1260, band: 'flat' },
      { from_minute: 1320, band: 'valley' },
    ],
  })
  for (const meter of plan.meters) {
    const { id, phases, floor, room, line, unit, profile, number, ct, pt, rated_power_w } = meter
    const place = { building: idOf(meter.building), floor, room }
    const registered = { line, unit, profile, number, ct, pt, rated_power_w, place }
    await book.ask('PUT', `/v1/meters/${id}`, { ...registered, has_relay: true, mode: 'book' })
    const tariff = phases === 3 ? TIME_OF_USE : FLAT
    await book.ask('PUT', `/v1/meters/${id}/tariff`, { tariff, from })
    const thresholds = { alarm1: '50', alarm2: '10', overload_w: 0 }
    if (hasWarnings) await book.ask('PUT', `/v1/meters/${id}/thresholds`, thresholds)
  }
  await until('every meter to be read', async () => {
    type States = { items: { last_reading: unknown }[] }
    const { items } = await book.get<States>('/v1/meter-states?limit=1000')
    return items.length === plan.meters.length && items.every((row) => row.last_reading !== null)
  })
}

/** Waits until the book knows of no such thing any more. */
export async function gone(book: Book, path: string): Promise<void> {
  await until(`no ${path}`, async () => (await book.try('GET', path)).status === 404)
}

/** Opens an account over this meter and sells it that much; gives its wallet. */
export async function openAccount(book: Book, meter: string, amount?: string): Promise<string> {
  const account = `A-${meter}`
  await book.ask('POST', '/v1/accounts', { account, customer: `C-${meter}`, meters: [meter] })
  const wallet = `${account}.${meter}`
  const sale = { wallet, amount, method: 'cash' }
  if (amount) await book.ask('POST', '/v1/sales', sale, `first-${meter}`)
  return wallet
}

const PER_LINE = 240
const PER_IMPORT = 2_000 // a request is a mebibyte at most
const PER_FLOOR = 50
const FLOORS = 20

/** Sheets of a site with so many meters, which a gateway elsewhere reads. */
function registerOf(count: number, perFloor: number) {
  const numbers = Array.from({ length: count }, (_, i) => i)
  const lineOf = (i: number) => `L${Math.floor(i / PER_LINE)}`
  const lines = [...new Set(numbers.map(lineOf))]
  const place = (i: number) => {
    const floor = Math.floor(i / perFloor)
    const storey = (floor % FLOORS) + 1
    const room = `${storey}${String(i % perFloor).padStart(2, '0')}`
    return { building: `B${Math.floor(floor / FLOORS)}`, floor: String(storey), room }
  }
  const buildings = [...new Set(numbers.map((i) => place(i).building))]
  const site = { zone: 'Asia/Shanghai', currency: 'CNY', name: 'Large', cutoff: 'manual' }
  const pace = { poll_interval_s: 1800, misses_until_lost: 3, look_back_days: 62 }
  const bus = { transport: 'rtu_over_tcp', address: '127.0.0.1:9', baud: 9600, parity: 'none' }
  const device = { profile: 'acrel-ddsy1352', ct: 1, pt: 1, rated_power_w: 6600, has_relay: true }
  return {
    site: [{ ...site, ...pace, payment_methods: 'cash', plausibility_margin_percent: 200 }],
    buildings: buildings.map((building) => ({ building, name: `楼栋 ${building}` })),
    gateways: [{ gateway: 'G', building: buildings[0], name: 'G', collects: true }],
    lines: lines.map((line) => ({
      ...{ line, gateway: 'G', ...bus, stop_bits: 1, response_timeout_ms: 1000 },
      max_meters: 247,
    })),
    meters: numbers.map((i) => ({
      ...{ meter: `M${String(i).padStart(5, '0')}`, line: lineOf(i), unit: (i % PER_LINE) + 1 },
      ...{ ...device, ...place(i), number: '', mode: 'book' },
    })),
  }
}

/** A book of so many meters that nobody reads; for the speed of the console alone. */
export async function openRegister(
  count: number,
  perFloor = PER_FLOOR,
): Promise<Pick<House, 'book' | 'stop'>> {
  const folder = mkdtempSync(join(tmpdir(), 'meterbook-console-'))
  const serving = ['serve', '--data', join(folder, 'book'), '--listen', '127.0.0.1:0']
  const server = new Program('meterbook', serving)
  const [, url] = await server.heard(/listening on (http:\/\/\S+)/)
  const book = new Book(url!)
  const { meters, ...places } = registerOf(count, perFloor)
  await book.ask('POST', '/v1/imports', places)
  for (let from = 0; from < count; from += PER_IMPORT)
    await book.ask('POST', '/v1/imports', { meters: meters.slice(from, from + PER_IMPORT) })
  await until('the wall to know every meter', async () => {
    type Wall = { counts: Record<string, number> }
    const { counts } = await book.get<Wall>('/v1/meter-states?limit=1')
    return counts.not_opened === count
  })
  const stop = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { book, stop }
}
