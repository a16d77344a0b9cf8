import { useState } from 'preact/hooks'
import type { Schemas } from '../../../client/client'
import { all } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import { money } from '../api/site'
import { Empty, Shown } from '../parts/states'
import { Table } from '../parts/table'
import { t, word } from '../text/language'
import { ChargeFees } from './charge_fees'
import { PublishFeeGuide } from './publish_fee'

export type Fee = Schemas['Fee']

function FeeCard({ fee, onNext }: { fee: Fee; onNext: () => void }) {
  return (
    <section class="card stack" aria-label={fee.name}>
      <div class="row">
        <h2>{fee.name}</h2>
        <span class="soft">{fee.fee}</span>
        <span class="gap" />
        {fee.charged && <span class="chip">{t('fee.charged', { day: fee.charged })}</span>}
        {may('tariff.edit') && (
          <button class="small" onClick={onNext}>
            {t('tariff.next')}
          </button>
        )}
      </div>
      <Table
        caption={t('tariff.versions')}
        rows={[...fee.versions].reverse()}
        name={(version) => version.from}
        columns={[
          { title: t('fee.from'), cell: (version) => version.from },
          {
            title: t('fee.amount'),
            isFigure: true,
            cell: (version) => `${money(version.amount)} / ${word('per', fee.per)}`,
          },
        ]}
      />
    </section>
  )
}

type Opened = { is: 'published'; fee: Fee | null } | { is: 'charged' } | null

/** What wallets pay by the day or the month, whatever is used. */
export function FeesTab() {
  const found = useLoaded((signal) => all('/v1/fees', { signal }), [])
  const [opened, setOpened] = useState<Opened>(null)
  useNews((events) => {
    if (mayTouch(events, (each) => each.type.startsWith('Fee'))) found.again()
  })
  const close = () => setOpened(null)
  const done = () => {
    close()
    found.again()
  }
  return (
    <>
      <div class="row">
        {may('tariff.edit') && (
          <button class="primary" onClick={() => setOpened({ is: 'published', fee: null })}>
            {t('fee.new')}
          </button>
        )}
        {may('fee.charge') && (
          <button onClick={() => setOpened({ is: 'charged' })}>{t('fee.charge')}</button>
        )}
        <span class="soft">{t('fee.hint')}</span>
      </div>
      <Shown of={found}>
        {(fees) => (
          <>
            {fees.length === 0 && <Empty title={t('fee.none')} />}
            {fees.map((fee) => (
              <FeeCard
                key={fee.fee}
                fee={fee}
                onNext={() => setOpened({ is: 'published', fee })}
              />
            ))}
          </>
        )}
      </Shown>
      {opened?.is === 'published' && (
        <PublishFeeGuide known={opened.fee} onClose={close} onDone={done} />
      )}
      {opened?.is === 'charged' && <ChargeFees onClose={done} />}
    </>
  )
}
