import { useState } from 'preact/hooks'
import { post } from '../api/book'
import type { Schemas } from '../../../client/client'
import { useLoaded } from '../api/loaded'
import { today } from '../api/site'
import { saveCsv } from '../parts/csv'
import { DayInput } from '../parts/day_input'
import { Amount } from '../parts/figures'
import { Field } from '../parts/form'
import { Icon } from '../parts/icon'
import { Failed, Loading } from '../parts/states'
import { Table } from '../parts/table'
import { t } from '../text/language'
import { dayAfter } from '../text/time'
import { termsOf, type Draft } from './tariff'

type WhatIf = Schemas['WhatIf']

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
  return (
    <dl class="totals">
      <div>
        <dt>{t('whatIf.charged')}</dt>
        <dd>
          <Amount of={found.charged} />
        </dd>
      </div>
      <div>
        <dt>{t('whatIf.wouldBe')}</dt>
        <dd>
          <Amount of={found.would_be} />
        </dd>
      </div>
      <div>
        <dt>{t('whatIf.difference')}</dt>
        <dd>
          <Amount of={found.difference} />
        </dd>
      </div>
    </dl>
  )
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
      {Boolean(found.fault) && <Failed fault={found.fault} again={found.again} />}
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
                cell: (row) => <Amount of={row.charged} />,
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
