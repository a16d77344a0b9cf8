import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { octets, partsOf } from '../../src/devices/frame_parts'
import { gridOf, missing, type Seen } from '../../src/devices/gaps'
import { blocksOf, hex, ordersOf, pointsOf, type RegisterMap } from '../../src/devices/register_map'

const shipped = (name: string): RegisterMap => {
  const folder = new URL('../../../../ingest/profiles/', import.meta.url).pathname
  return JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as RegisterMap
}

const looks = (digits: string, transport: string) =>
  partsOf(octets(digits), transport).map(({ is, bytes }) => `${is} ${bytes.join('')}`)

test('a value of Modbus stands at its block plus its offset', () => {
  const points = new Map(pointsOf(shipped('acrel-ddsy1352')).map((each) => [each.name, each]))
  expect(points.get('energy.total')).toMatchObject({ place: '0x0215', worth: '0.01 kWh' })
  expect(points.get('relay_closed')!.rule).toBe('& 0x2000')
  expect(points.get('type_code')!.rule).toBe('= 7')
  expect(hex(87)).toBe('0x0057')
})

test('a value of DL/T 645 stands in an item, at a byte', () => {
  const map = shipped('dlt645-2007-1p')
  const points = new Map(pointsOf(map).map((each) => [each.name, each]))
  expect(points.get('energy.peak')!.place).toBe('0001FF00 + 8')
  expect(points.get('relay_closed')!.rule).toBe('& 0x0010 = 0')
  expect(blocksOf(map).find(({ name }) => name === 'power')).toMatchObject({ isOptional: true })
})

test('an order says what is written and what has to be read back', () => {
  const orders = new Map(ordersOf(shipped('acrel-ddsy1352')).map((each) => [each.name, each]))
  expect(orders.get('trip')).toMatchObject({ place: '0x0057', said: '1 1' })
  expect(orders.get('trip')!.expected).toEqual([
    ['relay_closed', false],
    ['forced', true],
  ])
})

test('a frame is cut where its protocol has borders', () => {
  expect(looks('0103020000' + '0a459f', 'rtu_over_tcp')).toEqual([
    'unit 01',
    'control 03',
    'data 0200000a',
    'sum 459f',
  ])
  expect(looks('000100000006010302000030', 'modbus_tcp')).toEqual([
    'head 000100000006',
    'unit 01',
    'control 03',
    'data 02000030',
  ])
  expect(looks('fefefefe68111111111111681104333234333516', 'rtu_serial')).toEqual([
    'head fefefefe',
    'unit 6811111111111168',
    'control 1104',
    'data 33323433',
    'sum 3516',
  ])
})

test('of any bytes each is shown once, in order', () => {
  for (const digits of ['', 'ff', '68', '6801', 'fefe', '68000000000000', '0103', 'fe68aabb'])
    for (const transport of ['rtu_over_tcp', 'modbus_tcp'])
      expect(partsOf(octets(digits), transport).flatMap(({ bytes }) => bytes).join('')).toBe(digits)
})

const zone = 'Asia/Shanghai'
const hourly = { zone, interval_s: 1_800, days: 2 }
const every = (minutes: number, from: string, count: number): Seen[] =>
  Array.from({ length: count }, (_, i) => ({
    at: new Date(Date.parse(from) + i * minutes * 60_000).toISOString(),
    isDoubted: false,
  }))

test('an hour without a reading is a gap, one with too few half of one', () => {
  const readings = every(30, '2026-11-20T16:00:00Z', 16) // 00:00 to 07:30 at the site
  const lost = readings.filter(({ at }) => !/T(18|19):|T20:30/.test(at))
  const grid = gridOf(lost, Date.parse('2026-11-21T00:10:00Z'), hourly)
  const [today, before] = grid
  expect(today!.day).toBe('2026-11-21')
  expect(today!.hours.slice(0, 10).map(({ is }) => is)).toEqual([
    ...['full', 'full', 'none', 'none', 'part', 'full', 'full', 'full'],
    ...['blank', 'blank'],
  ])
  expect(before!.hours.every(({ is }) => is === 'blank')).toBe(true)
  expect(missing(grid)).toBe(2)
})

test('where there is no reading nothing is missing', () => {
  expect(missing(gridOf([], Date.parse('2026-11-21T00:10:00Z'), hourly))).toBe(0)
})

test('a doubted reading is counted as one', () => {
  const [reading] = every(30, '2026-11-20T16:00:00Z', 1)
  const doubted = [{ ...reading!, isDoubted: true }]
  const grid = gridOf(doubted, Date.parse('2026-11-20T16:10:00Z'), hourly)
  expect(grid[0]!.hours[0]).toEqual({ count: 1, doubted: 1, is: 'full' })
})
