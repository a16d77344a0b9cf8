import { useState } from 'preact/hooks'
import { all, get } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { money } from '../api/site'
import type { Account, Meter, Wallet } from '../api/types'
import { Shown } from '../parts/states'
import { Table, type Column } from '../parts/table'
import { kindsAllowed, type Kind } from '../terms/terms'
import { TermsDialog, type TermsWish } from '../terms/terms_dialog'
import { t } from '../text/language'
import { decimal } from '../text/money'

interface Terms {
  wallets: Wallet[]
  meters: Meter[]
  /** What each fee is called. */
  fees: Map<string, string>
}

async function termsOf(account: Account, signal: AbortSignal): Promise<Terms> {
  const names = [...new Set(account.meters.map(({ wallet }) => wallet))]
  const [wallets, meters, fees] = await Promise.all([
    Promise.all(
      names.map((wallet) => get('/v1/wallets/{wallet}', { path: { wallet }, signal })),
    ),
    Promise.all(
      account.meters.map(({ meter }) =>
        get('/v1/meters/{meter}', { path: { meter }, signal }),
      ),
    ),
    all('/v1/fees', { signal }),
  ])
  return { wallets, meters, fees: new Map(fees.map(({ fee, name }) => [fee, name])) }
}

type OnWish = (wish: TermsWish) => void

interface DeedProps {
  kind: Kind
  wish: Omit<TermsWish, 'kinds'>
  onWish: OnWish
}

function Deed({ kind, wish, onWish }: DeedProps) {
  if (!kindsAllowed().includes(kind)) return null
  return (
    <button class="small" onClick={() => onWish({ kinds: [kind], ...wish })}>
      {t(`terms.${kind}`)}
    </button>
  )
}

function Fees({ of, names }: { of: Wallet; names: Map<string, string> }) {
  if (of.fees.length === 0) return <span class="soft">–</span>
  return (
    <ul class="plain">
      {of.fees.map(({ fee, from, until, charged }) => (
        <li key={fee}>
          {names.get(fee) ?? fee}{' '}
          <small class="soft">
            {from} – {until ?? t('fee.forEver')}
            {charged && ` · ${t('fee.charged', { day: charged })}`}
          </small>
        </li>
      ))}
    </ul>
  )
}

const deedsOf = <T,>(cell: Column<T>['cell']): Column<T> => ({
  title: t('cashier.deeds'),
  isDeed: true,
  cell,
})

function Wallets({ terms, onWish }: { terms: Terms; onWish: OnWish }) {
  const suppliesOf = ({ wallet }: Wallet) => [{ meter: '', wallet }]
  const knownOf = ({ overdraft, hoarding_limit }: Wallet) => ({
    overdraft,
    hoarding_limit: hoarding_limit ?? '',
  })
  return (
    <Table
      caption={t('account.wallet')}
      rows={terms.wallets}
      name={(row) => row.wallet}
      columns={[
        { title: t('account.wallet'), cell: (row) => row.wallet },
        { title: t('terms.overdraft'), isFigure: true, cell: (row) => money(row.overdraft) },
        {
          title: t('terms.hoarding_limit'),
          isFigure: true,
          cell: (row) => (row.hoarding_limit ? money(row.hoarding_limit) : t('terms.noLimit')),
        },
        { title: t('fee.fees'), cell: (row) => <Fees of={row} names={terms.fees} /> },
        deedsOf<Wallet>((row) => (
          <div class="row deeds">
            <Deed
              kind="limits"
              wish={{ supplies: suppliesOf(row), known: knownOf(row) }}
              onWish={onWish}
            />
            <Deed kind="fee" wish={{ supplies: suppliesOf(row) }} onWish={onWish} />
          </div>
        )),
      ]}
    />
  )
}

function Meters({ terms, onWish }: { terms: Terms; onWish: OnWish }) {
  const amount = (of: string | undefined) => (of === undefined ? '–' : money(of))
  const knownOf = ({ thresholds }: Meter) =>
    thresholds ? { ...thresholds, overload_w: String(thresholds.overload_w) } : {}
  return (
    <Table
      caption={t('batch.meters')}
      empty={t('account.noMeters')}
      rows={terms.meters}
      name={(row) => row.meter}
      columns={[
        { title: t('meter.room'), cell: (row) => row.place.room },
        { title: t('meter.name'), cell: (row) => row.meter },
        { title: t('device.tariff'), cell: (row) => row.tariffs.at(-1)?.tariff ?? '–' },
        { title: t('terms.alarm1'), isFigure: true, cell: (row) => amount(row.thresholds?.alarm1) },
        { title: t('terms.alarm2'), isFigure: true, cell: (row) => amount(row.thresholds?.alarm2) },
        {
          title: t('terms.overload_w'),
          isFigure: true,
          cell: ({ thresholds }) =>
            thresholds?.overload_w ? `${decimal(String(thresholds.overload_w), 0)} W` : '–',
        },
        deedsOf<Meter>((row) => {
          const supplies = [{ meter: row.meter, wallet: row.wallet }]
          return (
            <div class="row deeds">
              <Deed kind="thresholds" wish={{ supplies, known: knownOf(row) }} onWish={onWish} />
              <Deed kind="tariff" wish={{ supplies }} onWish={onWish} />
            </div>
          )
        }),
      ]}
    />
  )
}

const TERMS = /^(CreditLimitsSet|ThresholdsSet|TariffAssigned|Fee)/

/** What its wallets may owe and hold, which fees they pay, and when its meters raise alarms. */
export function TermsTab({ account }: { account: Account }) {
  const found = useLoaded((signal) => termsOf(account, signal), [account])
  const [wish, setWish] = useState<TermsWish | null>(null)
  useNews((events) => {
    if (mayTouch(events, (each) => TERMS.test(each.type))) found.again()
  })
  return (
    <>
      <Shown of={found}>
        {(terms) => (
          <>
            <Wallets terms={terms} onWish={setWish} />
            <Meters terms={terms} onWish={setWish} />
          </>
        )}
      </Shown>
      {wish && (
        <TermsDialog
          wish={wish}
          onClose={() => {
            setWish(null)
            found.again()
          }}
        />
      )}
    </>
  )
}
