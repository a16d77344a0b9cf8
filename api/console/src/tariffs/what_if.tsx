import { useState } from 'preact/hooks'
import { post } from '../api/book'
import type { Schemas } from '../../../client/client'
import { useLoaded } from '../api/loaded'
import { Refused } from '../api/refusal'
import { today } from '../api/site'
import { onDays, sumOf } from '../explain/opened'
import { saveCsv } from '../parts/csv'
import { DayInput } from '../parts/day_input'
import { Amount } from '../parts/figures'
import { Field } from '../parts/form'
import { Icon } from '../parts/icon'
import { Failed, FaultText, Loading } from '../parts/states'
import { Table } from '../parts/table'
import { t, type Key } from '../text/language'
import { dayAfter } from '../text/time'
import { cellOf } from '../wall/meters'
import { termsOf, type Draft } from './tariff'

type WhatIf = Schemas['WhatIf']
type Row = WhatIf['items'][number]

const DAYS = 30
const MOST = 500

function save(draft: Draft, found: WhatIf): void {
  const head = [t('meter.account'), t('meter.name'), t('whatIf.charged'), t('whatIf.wouldBe')]
  saveCsv(`what-if-${draft.tariff}`, [
    [...head, t('whatIf.difference'), t('whatIf.hindrance')],
    ...found.items.map((row) => [
      ...[row.account ?? '', row.meter, row.charged ?? '', row.would_be ?? ''],
      ...[row.difference ?? '', row.hindrance ?? ''],
    ]),
  ])
}

function Totals({ found }: { found: WhatIf }) {
  const why = (title: Key, name: 'charged' | 'would_be' | 'difference') =>
    sumOf(t(title), found.items, (row) => ({
      label: [row.account, row.meter].filter(Boolean).join(' · '),
      amount: row[name] ?? '0',
    }))
  return (
    <dl class="totals">
      <div>
        <dt>{t('whatIf.charged')}</dt>
        <dd>
          <Amount of={found.charged} why={why('whatIf.charged', 'charged')} />
        </dd>
      </div>
      <div>
        <dt>{t('whatIf.wouldBe')}</dt>
        <dd>
          <Amount of={found.would_be} why={why('whatIf.wouldBe', 'would_be')} />
        </dd>
      </div>
      <div>
        <dt>{t('whatIf.difference')}</dt>
        <dd>
          <Amount of={found.difference} why={why('whatIf.difference', 'difference')} />
        </dd>
      </div>
    </dl>
  )
}

/** A rule that says no is no failure. */
function Hindered({ fault, again }: { fault: unknown; again: () => void }) {
  return fault instanceof Refused ? <FaultText fault={fault} /> : <Failed {...{ fault, again }} />
}

/** What every account would have paid within some days of the past; nothing is written. */
export function WhatIfStep({ draft }: { draft: Draft }) {
  const [to, setTo] = useState(() => dayAfter(today(), -1))
  const [from, setFrom] = useState(() => dayAfter(today(), -DAYS))
  const body = { ...termsOf(draft), from, to }
  const found = useLoaded<WhatIf>(
    (signal) => post('/v1/tariffs/{tariff}/what-if', { path: { tariff: draft.tariff }, body, signal }),
    [body, draft.tariff],
  )
  const whyCharged = ({ meter }: Row) => {
    const wallet = cellOf(meter)?.row.peek().wallet
    return wallet ? onDays(wallet, from, to) : undefined
  }
  return (
    <>
      <div class="row">
        <Field label={t('range.from')}>
          <DayInput value={from} onChange={setFrom} />
        </Field>
        <Field label={t('range.to')}>
          <DayInput value={to} onChange={setTo} />
        </Field>
        <p class="soft">{t('whatIf.hint')}</p>
      </div>
      {found.isLoading && <Loading />}
      {Boolean(found.fault) && <Hindered fault={found.fault} again={found.again} />}
      {found.value && (
        <>
          <div class="row">
            <Totals found={found.value} />
            <span class="gap" />
            <button type="button" onClick={() => save(draft, found.value!)}>
              <Icon name="down" /> {t('action.csv')}
            </button>
          </div>
          <Table
            caption={t('whatIf.title')}
            rows={found.value.items.slice(0, MOST)}
            name={(row) => `${row.account} ${row.meter}`}
            columns={[
              { title: t('meter.account'), cell: (row) => row.account ?? '–' },
              { title: t('meter.name'), cell: (row) => row.meter },
              {
                title: t('whatIf.charged'),
                isFigure: true,
                cell: (row) => <Amount of={row.charged} why={whyCharged(row)} />,
              },
              {
                title: t('whatIf.wouldBe'),
                isFigure: true,
                cell: (row) => <Amount of={row.would_be} />,
              },
              {
                title: t('whatIf.difference'),
                isFigure: true,
                cell: (row) => <Amount of={row.difference} />,
              },
              { title: t('whatIf.hindrance'), cell: (row) => row.hindrance ?? '' },
            ]}
          />
        </>
      )}
    </>
  )
}
