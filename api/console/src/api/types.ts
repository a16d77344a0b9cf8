// What the API answers with, as far as the console reads it.

export type MeterState = 'not_opened' | 'lost_contact' | 'arrears' | 'alarm2' | 'alarm1' | 'open'

/** By precedence: the first that holds is the state of a meter. */
export const METER_STATES: MeterState[] = [
  'not_opened',
  'lost_contact',
  'arrears',
  'alarm2',
  'alarm1',
  'open',
]

export interface Place {
  building: string
  floor: string
  room: string
}

export interface MeterRow {
  meter: string
  state: MeterState
  badges: {
    breaker: 'closed' | 'open' | 'unknown'
    supply: string
    alarms: string[]
    pending: { command: number; kind: string }[]
  }
  balance: string | null
  account: string | null
  wallet: string | null
  line: string
  place: Place
  last_reading: number | null
  last_read_at: string | null
  total_kwh: string
  power_w: number | null
  remaining_on_meter: string | null
  purchase_count_on_meter: number | null
}

export interface Site {
  name: string
  zone: string
  currency: string
  payment_methods: string[]
  plausibility_margin_percent: number
  poll_interval_s: number
  misses_until_lost: number
  cutoff: 'manual' | 'automatic'
  look_back_days: number
  counter: {
    service_fee_ppm: number
    overdraft: string
    hoarding_limit: string | null
    till_methods: string[]
  } | null
}

export interface LogEvent {
  position: number
  recorded_at: string
  occurred_at: string
  actor: { kind: string; name: string; request: string }
  reason: string
  causation: number | null
  event_id: string
  subject: { kind: string; id: string }
  subject_version: number
  type: string
  data: Record<string, unknown>
}

export interface Building {
  building: string
  name: string
}

export interface Registers {
  total: number
  rates: number[]
  step_wh: number
  ratio: number
}

export interface Standing {
  position: number
  at: string
  registers: Registers
}

export interface Meter {
  meter: string
  line: string
  unit: number
  profile: string
  number: string
  ct: number
  pt: number
  rated_power_w: number
  has_relay: boolean
  mode: string
  place: Place
  account: string | null
  wallet: string | null
  tariffs: { from: string; tariff: string }[]
  thresholds: { alarm1: string; alarm2: string; overload_w: number } | null
  last_good_reading: Standing | null
  in_contact: boolean
  supply: string
}

export interface Account {
  account: string
  customer: string
  wallets: 'per_meter' | 'pooled'
  meters: { meter: string; wallet: string }[]
}

export interface Customer {
  customer: string
  state: 'known' | 'forgotten' | 'unreadable'
  name: string | null
  phone: string | null
  accounts: string[]
}

export interface Wallet {
  wallet: string
  account: string | null
  meters: string[]
  recharge_count: number
  overdraft: string
  hoarding_limit: string | null
  balance: string
}

export interface Entry {
  position: number
  kind: string
  amount: string
  balance_after: string
  occurred_at: string
  energy: string
  receipt_number: number
  actor: string
}

export interface Transaction {
  position: number
  type: 'sale' | 'refund' | 'reversal'
  wallet: string
  amount: string
  method: string
  occurred_at: string
  actor: string
  reason: string
  receipt_number: number
  recharge_count: number
  balance_after: string
  of: number | null
  refunded: string
  reversed_by: number | null
  fee: string
  paid: string
  shift: number | null
}

export interface Written {
  changed: boolean
  position?: number
  events?: LogEvent[]
}

export interface Shift {
  shift: number
  till: string
  teller: string
  method: string
  opening_float: string
  opened_at: string
  takings: { method: string; amount: string }[]
  closed: number | null
  closed_at: string | null
  state: 'open' | 'closed'
  counts: { method: string; counted: string; expected: string; difference: string }[]
}

export interface Command {
  command: number
  meter: string
  kind: string
  cause: string
  state: string
  attempts: number
  requested_at: string
  changed_at: string
  expires_at: string
  reason: string
  result: string
  batch: string | null
}

export interface Batch {
  batch: string
  kind: string
  requested_at: string
  actor: string
  reason: string
  retry_of: string | null
  begun: number
  is_cancelled: boolean
  is_finished: boolean
  rows: Record<string, number>
}

export interface BatchRow {
  row: number
  meter: string
  state: string
  command: number | null
  result: string
}
