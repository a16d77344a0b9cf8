import type { Schemas } from '../../../client/client'
import type { Standing } from '../api/types'
import { may } from '../api/session'
import { exactMoney } from '../api/site'
import { link } from '../frame/route'
import { Amount, When } from '../parts/figures'
import { Icon } from '../parts/icon'
import { Table } from '../parts/table'
import { t, word } from '../text/language'
import { decimal, energy, price } from '../text/money'
import { closeExplanation } from './opened'

type Line = Schemas['ExplainedLine']

/** An event, opened; of a wallet's own entries also what they came to. */
export type Explained = Schemas['Explanation'] & Partial<Schemas['ExplainedEntry']>

/** A counter in steps of so many watt-hours, as kilowatt-hours. */
function counterKwh({ registers }: Standing, count: number): string {
  const wattHours = BigInt(count) * BigInt(registers.step_wh) * BigInt(registers.ratio)
  return decimal(`${wattHours / 1000n}.${String(wattHours % 1000n).padStart(3, '0')}`, 2)
}

function Readings({ of }: { of: Explained }) {
  const { before, after } = of
  if (!before || !after) return null
  return (
    <div class="readings">
      {[before, after].map((standing, i) => (
        <div key={standing.position}>
          <span class="soft">{t(i ? 'explain.after' : 'explain.before')}</span>
          <b class="figures">{counterKwh(standing, standing.registers.total)} kWh</b>
          <When at={standing.at} />
          <small class="soft">{t('explain.event', { position: standing.position })}</small>
        </div>
      ))}
      <div>
        <span class="soft">{t('explain.used')}</span>
        <b class="figures">{energy(of.energy_kwh)} kWh</b>
      </div>
    </div>
  )
}

/** energy × price = exact; carried in + exact = amount + carried on. */
function Lines({ lines }: { lines: Line[] }) {
  if (lines.length === 0) return null
  return (
    <Table
      caption={t('explain.lines')}
      isStacked
      rows={lines.map((line, i) => ({ ...line, i }))}
      name={(line) => line.i}
      columns={[
        { title: t('explain.day'), cell: (line) => <span class="amount">{line.day}</span> },
        {
          title: t('explain.tariff'),
          cell: (line) =>
            line.tariff
              ? t('explain.version', { name: line.tariff.name, version: line.tariff.version })
              : '–',
        },
        {
          title: t('explain.band'),
          cell: (line) => (
            <span class={`band ${line.band}`}>
              {word('band', line.band)}
              {line.tier > 0 && ` · ${t('explain.tier', { n: line.tier })}`}
              {line.basis !== 'measured' && ` · ${word('basis', line.basis)}`}
            </span>
          ),
        },
        { title: 'kWh', isFigure: true, cell: (line) => energy(line.energy) },
        { title: t('explain.price'), isFigure: true, cell: (line) => `× ${price(line.price)}` },
        { title: t('explain.exact'), isFigure: true, cell: (line) => `= ${line.exact}` },
        { title: t('explain.carriedIn'), isFigure: true, cell: (line) => line.carried_in },
        {
          title: t('explain.amount'),
          isFigure: true,
          cell: (line) => exactMoney(line.amount),
        },
        { title: t('explain.carriedOut'), isFigure: true, cell: (line) => line.carried_out },
      ]}
    />
  )
}

function Check({ addsUp }: { addsUp: boolean }) {
  return (
    <span class={addsUp ? 'chip confirmed' : 'chip failed'}>
      <Icon name={addsUp ? 'check' : 'bang'} />
      {t(addsUp ? 'explain.addsUp' : 'explain.doesNot')}
    </span>
  )
}

/** A number alone for whoever may not read the log. */
function EventLink({ position }: { position: number }) {
  const text = t('explain.event', { position })
  if (!may('event.read')) return <span class="soft">{text}</span>
  return (
    <a href={link('audit', [], { position: String(position) })} onClick={closeExplanation}>
      {text}
    </a>
  )
}

/** One event that moved money, opened to its readings, prices and arithmetic. */
export function ExplainedEvent({ of, isOpen }: { of: Explained; isOpen: boolean }) {
  return (
    <details class="explanation" open={isOpen}>
      <summary>
        <b>{word('event', of.type)}</b>
        <When at={of.occurred_at} />
        <span class="gap" />
        {of.amount !== undefined && <Amount of={of.amount} />}
        {of.balance_after !== undefined && (
          <span class="soft">
            {t('explain.balanceAfter')} <Amount of={of.balance_after} />
          </span>
        )}
      </summary>
      <div class="stack">
        <Readings of={of} />
        <Lines lines={of.lines} />
        {of.changes.map((change) => (
          <p key={change.wallet}>
            {t('explain.change', { wallet: change.wallet })}{' '}
            <b class="figures">{exactMoney(change.amount)}</b>
          </p>
        ))}
        {of.reason && <p>{t('explain.reason', { reason: of.reason })}</p>}
        <div class="row">
          <Check addsUp={of.adds_up} />
          <span class="soft">{t('explain.by', { actor: word('actor', of.actor || 'system') })}</span>
          <EventLink position={of.position} />
        </div>
      </div>
    </details>
  )
}
