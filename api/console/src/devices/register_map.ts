// A meter profile's file, as the register map that people look things up in.

interface BlockEntry {
  address?: number
  count?: number
  identifier?: string
  bytes?: number
  read?: string
  optional?: boolean
}

interface PointEntry {
  block: string
  offset: number
  type: string
  scale?: string
  unit?: string
  expect?: number
  mask?: number
  when?: string
}

interface OrderEntry {
  address?: number
  values?: number[]
  orders?: string[]
  expect?: Record<string, boolean>
}

interface RegisterEntry {
  address: number
  type?: string
  scale?: string
  unit?: string
}

export interface RegisterMap {
  energy_side?: string
  blocks?: Record<string, BlockEntry>
  points?: Record<string, PointEntry>
  commands?: Record<string, OrderEntry>
  registers?: Record<string, RegisterEntry>
  not_supported?: Record<string, string>
}

/** 512 is 0x0200, as the tables of makers have it. */
export function hex(address: number): string {
  return '0x' + address.toString(16).toUpperCase().padStart(4, '0')
}

export interface Block {
  name: string
  place: string
  length: number
  isPolled: boolean
  isOptional: boolean
}

export function blocksOf({ blocks = {} }: RegisterMap): Block[] {
  return Object.entries(blocks).map(([name, each]) => ({
    name,
    place: each.identifier ?? hex(each.address ?? 0),
    length: each.count ?? each.bytes ?? 0,
    isPolled: each.read !== 'identify',
    isOptional: each.optional ?? false,
  }))
}

export interface Point {
  name: string
  place: string
  type: string
  worth: string
  rule: string
}

/** The register that a value begins at; of DL/T 645 the item, and the byte in it. */
function placeOf({ blocks = {} }: RegisterMap, { block, offset }: PointEntry): string {
  const found = blocks[block]
  if (found?.identifier !== undefined) return `${found.identifier} + ${offset}`
  return hex((found?.address ?? 0) + offset)
}

function ruleOf({ expect, mask, when }: PointEntry): string {
  if (expect !== undefined) return `= ${expect}`
  if (mask === undefined) return ''
  return `& ${hex(mask)}${when === 'clear' ? ' = 0' : ''}`
}

export function pointsOf(map: RegisterMap): Point[] {
  return Object.entries(map.points ?? {}).map(([name, each]) => ({
    name,
    place: placeOf(map, each),
    type: each.type,
    worth: [each.scale, each.unit].filter(Boolean).join(' '),
    rule: ruleOf(each),
  }))
}

export interface Order {
  name: string
  place: string
  said: string
  expected: [string, boolean][]
}

export function ordersOf({ commands = {}, registers = {} }: RegisterMap): Order[] {
  const orders = Object.entries(commands).map(([name, each]) => ({
    name,
    place: each.address === undefined ? '–' : hex(each.address),
    said: (each.orders ?? each.values ?? []).join(' '),
    expected: Object.entries(each.expect ?? {}),
  }))
  const written = Object.entries(registers).map(([name, each]) => ({
    name,
    place: hex(each.address),
    said: [each.type, each.scale, each.unit].filter(Boolean).join(' '),
    expected: [],
  }))
  return [...orders, ...written]
}
