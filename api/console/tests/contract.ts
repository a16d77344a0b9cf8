// What the console reads is what the document promises: each shape that the console knows is held
// against the one that the generated client has for it. Compiled by the tests, never run.

import type { Schemas } from '../../client/client'
import type * as console_ from '../src/api/types'
import type { OwnAccount } from '../src/tenant/own'
import type { Outcome } from '../src/imports/outcome'
import type { Right } from '../src/api/rights'

/** Compiles where every answer of the document can be read as the console reads it. */
type ReadAs<Read, Answered extends Read> = [Read, Answered]

export type Contract = [
  ReadAs<console_.Account, Schemas['Account']>,
  ReadAs<console_.Batch, Schemas['Batch']>,
  ReadAs<console_.BatchRow, Schemas['BatchRow']>,
  ReadAs<console_.Command, Schemas['CommandRow']>,
  ReadAs<console_.Customer, Schemas['Customer']>,
  ReadAs<console_.Entry, Schemas['Entry']>,
  ReadAs<console_.LogEvent, Schemas['Event']>,
  ReadAs<console_.Meter, Schemas['Meter']>,
  ReadAs<console_.MeterRow, Schemas['MeterOnTheWall']>,
  ReadAs<console_.Place, Schemas['Place']>,
  ReadAs<console_.Registers, Schemas['Registers']>,
  ReadAs<console_.Shift, Schemas['Shift']>,
  ReadAs<console_.Site, Schemas['SiteConfigured']>,
  ReadAs<console_.Transaction, Schemas['TransactionRow']>,
  ReadAs<console_.Wallet, Schemas['Wallet']>,
  ReadAs<OwnAccount, Schemas['OwnAccount']>,
  ReadAs<Outcome, Schemas['ImportAnswer']>,
  ReadAs<Schemas['Right'], Right>,
]
