// What the API answers with: schemas of its document, by the names that the console has for them.

import type { Schemas } from '../../../client/client'

export type MeterState = Schemas['MeterState']

/** By precedence: the first that holds is the state of a meter. */
export const METER_STATES: MeterState[] = [
  'not_opened',
  'lost_contact',
  'arrears',
  'alarm2',
  'alarm1',
  'open',
]

/** An event of whichever type: what is in it is read by who knows the type. */
export type LogEvent = Omit<Schemas['Event'], 'data'> & { data: Record<string, unknown> }

/** What a write wrote, would write, or did not need to. */
export interface Written {
  changed: boolean
  position?: number
  events?: LogEvent[]
}

/** It is above the site's limit: nothing was moved. */
export function isProposed({ events }: Written): boolean {
  return events?.[0]?.type === 'TransactionProposed'
}

export type Alarm = Schemas['AlarmKind']
export type Account = Schemas['Account']
export type Batch = Schemas['Batch']
export type BatchRow = Schemas['BatchRow']
export type Command = Schemas['CommandRow']
export type Customer = Schemas['Customer']
export type Entry = Schemas['Entry']
export type Meter = Schemas['Meter']
export type MeterRow = Schemas['MeterOnTheWall']
export type Notice = Schemas['NoticeRow']
export type Place = Schemas['Place']
export type Proposal = Schemas['Proposal']
export type Proposed = Schemas['ProposedRow']
export type Quarantined = Schemas['Quarantined']
export type Registers = Schemas['Registers']
export type Shift = Schemas['Shift']
export type Site = Schemas['SiteConfigured']
export type SubjectKind = Schemas['SubjectKind']
export type Standing = Schemas['Standing']
export type Transaction = Schemas['TransactionRow']
export type Wallet = Schemas['Wallet']
