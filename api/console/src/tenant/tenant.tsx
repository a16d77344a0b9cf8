import { useEffect, useRef, useState } from 'preact/hooks'
import { startFollowing, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { siteName, today } from '../api/site'
import type { Transaction } from '../api/types'
import { showReceipt } from '../cashier/receipt'
import { Header } from '../frame/header'
import { Amount, When } from '../parts/figures'
import { Choice } from '../parts/form'
import { Icon } from '../parts/icon'
import { Empty, Shown } from '../parts/states'
import { language, t, word } from '../text/language'
import { energy, isNegative, isZero, price } from '../text/money'
import { ownWallets, seenOf } from './own'
import type { Notice, Own, PriceInForce, Seen } from './own'
import { Usage } from './usage'
import '../parts/chart.css'
import './tenant.css'

function Held({ own, seen }: { own: Own; seen: Seen }) {
  const { wallet, balance, meters } = own.wallet
  const left = seen.outlook.days_left
  const owes = isNegative(balance)
  return (
    <section class={owes ? 'card held owes' : 'card held'} aria-label={t('meter.balance')}>
      <p class="soft">{t('meter.balance')}</p>
      <p class="much">
        <Amount of={balance} why={{ wallet }} />
      </p>
      {owes && (
        <p class="note wrong" role="status">
          {t('tenant.owes')}
        </p>
      )}
      {left !== null && !owes && (
        <p>{t('tenant.daysLeft', { n: left, days: seen.outlook.days })}</p>
      )}
      <p class="soft">
        {own.account} · {meters.join(', ')}
      </p>
    </section>
  )
}

function Purchases({ rows, wallet }: { rows: Transaction[]; wallet: string }) {
  if (rows.length === 0) return <Empty title={t('cashier.noneYet')} />
  return (
    <ul class="lines">
      {rows.map((row) => (
        <li key={row.position}>
          <span>
            <b>{word('method', row.method)}</b>
            {row.reversed_by !== null && <span class="chip failed">{t('cashier.reversed')}</span>}
            <br />
            <small class="soft">
              <When at={row.occurred_at} />
            </small>
          </span>
          <Amount of={row.paid} why={{ wallet, entry: row.position }} />
          <button
            class="small"
            onClick={() => showReceipt(row.position)}
            aria-label={t('cashier.receiptNo', { n: row.receipt_number })}
          >
            <Icon name="print" /> {t('tenant.receipt')}
          </button>
        </li>
      ))}
    </ul>
  )
}

/** What a kilowatt-hour costs now, band by band. */
function Prices({ rows }: { rows: PriceInForce[] }) {
  const told = rows.flatMap(({ meter, price: held }) => (held ? [{ meter, ...held }] : []))
  if (told.length === 0) return null
  return (
    <dl class="prices">
      {told.map(({ meter, name, prices, has_tiers }) => (
        <div key={meter}>
          <dt>
            {t('tenant.price')} {name} {told.length > 1 && <small class="soft">{meter}</small>}
          </dt>
          <dd>
            {prices.map(({ band, price: each }) => (
              <span key={band} class={`band ${band}`}>
                {word('band', band)} <b class="figures">{price(each)}</b>
              </span>
            ))}
            <span class="soft">{t('tariff.unit')}</span>
            {has_tiers && <span class="chip">{t('tariff.tiers')}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Everything of this month, as a paper. */
function MonthPdf({ wallet }: { wallet: string }) {
  const to = today()
  const range = `from=${to.slice(0, 8)}01&to=${to}`
  const path = `/v1/tenant/wallets/${encodeURIComponent(wallet)}/statement`
  return (
    <a
      class="button small"
      href={`${path}?${range}&format=pdf&lang=${language.value}`}
      target="_blank"
      rel="noopener"
    >
      <Icon name="down" /> {t('account.statementPdf')}
    </a>
  )
}

function Statement({ rows, wallet }: { rows: Seen['entries']; wallet: string }) {
  if (rows.length === 0) return <Empty />
  return (
    <ul class="lines">
      {rows.map((row) => (
        <li key={row.position}>
          <span>
            <b>{word('entry', row.kind)}</b>{' '}
            {!isZero(row.energy) && <small>{energy(row.energy)} kWh</small>}
            <br />
            <small class="soft">
              <When at={row.occurred_at} />
            </small>
          </span>
          <span class="amounts">
            <Amount of={row.amount} why={{ wallet, entry: row.position }} />
            <small class="soft">
              {t('meter.balance')}{' '}
              <Amount
                of={row.balance_after}
                why={{ wallet, asOf: String(row.position) }}
              />
            </small>
          </span>
        </li>
      ))}
    </ul>
  )
}

function Notices({ rows }: { rows: Notice[] }) {
  if (rows.length === 0) return <Empty title={t('notice.none')} />
  return (
    <ul class="lines">
      {rows.map((row) => (
        <li key={row.notice}>
          <span>
            <b>{word('notice', row.facts.kind)}</b>
            <br />
            <small class="soft">
              <When at={row.facts.at} />
            </small>
          </span>
          <Amount
            of={row.facts.balance}
            why={{ wallet: row.facts.wallet, asOf: String(row.notice) }}
          />
        </li>
      ))}
    </ul>
  )
}

const SECTIONS = ['usage', 'purchases', 'statement', 'notices'] as const
type Section = (typeof SECTIONS)[number]

function Part({ section, own, seen }: { section: Section; own: Own; seen: Seen }) {
  const { wallet } = own.wallet
  switch (section) {
    case 'usage':
      return (
        <>
          <Usage of={seen.days} wallet={wallet} />
          <Prices rows={seen.prices} />
        </>
      )
    case 'purchases':
      return <Purchases rows={seen.purchases} wallet={wallet} />
    case 'statement':
      return (
        <>
          <Statement rows={seen.entries} wallet={wallet} />
          <MonthPdf wallet={wallet} />
        </>
      )
    case 'notices':
      return <Notices rows={seen.notices} />
  }
}

function Supply({ own, round }: { own: Own; round: number }) {
  const [section, setSection] = useState<Section>('usage')
  const seen = useLoaded((signal) => seenOf(own.wallet, today(), signal), [own.wallet.wallet])
  useEffect(() => {
    if (round) seen.again()
  }, [round])
  return (
    <Shown of={seen}>
      {(found) => (
        <>
          <Held own={own} seen={found} />
          <section class="card stack">
            <Choice
              label={t('tenant.sections')}
              isLabelHidden
              value={section}
              options={SECTIONS.map((value) => ({ value, text: t(`tenant.${value}`) }))}
              onChange={setSection}
            />
            <Part section={section} own={own} seen={found} />
          </section>
        </>
      )}
    </Shown>
  )
}

const CALM_MS = 20_000

/** Counts up when something was written, and not more often than a phone likes to ask. */
function useRound(): number {
  const [round, setRound] = useState(0)
  const next = useRef(0)
  useNews(() => {
    const now = performance.now()
    if (now < next.current) return
    next.current = now + CALM_MS
    setRound((n) => n + 1)
  })
  return round
}

/** What a tenant looks at, mostly on a phone: what is left, how long it lasts, where it went. */
export function Tenant() {
  const wallets = useLoaded(ownWallets, [])
  const [chosen, setChosen] = useState('')
  const round = useRound()
  useEffect(() => startFollowing(), [])
  useEffect(() => {
    document.title = `${t('tenant.title')} · ${siteName.value}`
  })
  useEffect(() => {
    if (round) wallets.again()
  }, [round])
  return (
    <div class="tenant">
      <Header />
      <main id="content" tabIndex={-1} class="stack">
        <h1 class="unseen">{t('tenant.title')}</h1>
        <Shown of={wallets}>
          {(all) => {
            const own = all.find(({ wallet }) => wallet.wallet === chosen) ?? all[0]
            if (!own) return <Empty title={t('tenant.none')} />
            return (
              <>
                {all.length > 1 && (
                  <Choice
                    label={t('account.wallet')}
                    value={own.wallet.wallet}
                    options={all.map(({ wallet }) => ({
                      value: wallet.wallet,
                      text: wallet.meters.join(', ') || wallet.wallet,
                    }))}
                    onChange={setChosen}
                  />
                )}
                <Supply own={own} round={round} key={own.wallet.wallet} />
              </>
            )
          }}
        </Shown>
      </main>
    </div>
  )
}
