import { useState } from 'preact/hooks'
import { get } from '../api/book'
import type { Answer } from '../api/operations'
import { useLoaded } from '../api/loaded'
import { zone } from '../api/site'
import type { Within } from '../explain/opened'
import { refine, route } from '../frame/route'
import { saveCsv } from '../parts/csv'
import { Amount, Energy, When } from '../parts/figures'
import { Button, Field } from '../parts/form'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { Table } from '../parts/table'
import { isZero, sum as sumOf } from '../text/money'
import { t, word } from '../text/language'
import { momentOf } from './moments'

type Replayed = Answer<'get', '/v1/replay'>
type Difference = Answer<'get', '/v1/diff'>

function Head({ at, sum }: { at: Pick<Replayed, 'position' | 'recorded_at'>; sum?: string }) {
  return (
    <div class="row">
      <b class="figures">№ {at.position}</b>
      <When at={at.recorded_at} />
      {sum !== undefined && (
        <span class={isZero(sum) ? 'chip confirmed' : 'chip failed'}>
          <Icon name={isZero(sum) ? 'check' : 'bang'} />
          {t(isZero(sum) ? 'audit.balanced' : 'audit.unbalanced', { sum })}
        </span>
      )}
    </div>
  )
}

function Accounts({ of }: { of: Replayed }) {
  const save = () =>
    saveCsv(
      `replay-${of.position}`,
      [['position', 'account', 'balance']].concat(
        of.accounts.map((each) => [String(of.position), each.account, each.balance]),
      ),
    )
  return (
    <>
      <div class="row">
        <Head at={of} sum={of.sum} />
        <span class="gap" />
        <button onClick={save}>
          <Icon name="down" /> {t('action.csv')}
        </button>
      </div>
      <Table
        caption={t('audit.replay')}
        empty={t('replay.nothing')}
        rows={of.accounts}
        name={(row) => row.account}
        columns={[
          { title: t('replay.account'), cell: (row) => row.account },
          {
            title: t('meter.balance'),
            isFigure: true,
            cell: ({ account, balance }) => (
              <Amount of={balance} why={{ account, asOf: String(of.position) }} />
            ),
          },
        ]}
      />
    </>
  )
}

/** What happened behind the one moment up to the other. */
function between({ from, to }: Difference): Within {
  return { after: from.position, asOf: String(to.position) }
}

function Wallets({ of }: { of: Difference }) {
  return (
    <>
      <h2>{t('replay.wallets')}</h2>
      <Table
        caption={t('replay.wallets')}
        rows={of.wallets}
        name={(row) => row.wallet}
        columns={[
          { title: t('account.wallet'), cell: (row) => row.wallet },
          {
            title: t('replay.before'),
            isFigure: true,
            cell: ({ wallet, before }) => (
              <Amount of={before} why={{ wallet, asOf: String(of.from.position) }} />
            ),
          },
          {
            title: t('replay.after'),
            isFigure: true,
            cell: ({ wallet, after }) => (
              <Amount of={after} why={{ wallet, asOf: String(of.to.position) }} />
            ),
          },
          {
            title: t('replay.change'),
            isFigure: true,
            cell: ({ wallet, change }) => (
              <Amount of={change} why={{ wallet, ...between(of) }} />
            ),
          },
        ]}
      />
    </>
  )
}

function Changed({ of }: { of: Difference }) {
  const energy = sumOf(of.energy.map((each) => each.energy))
  return (
    <>
      <div class="row">
        <Head at={of.from} /> → <Head at={of.to} />
        <span class="gap" />
        <span>
          {t('replay.energy')} <Energy of={energy} />
        </span>
      </div>
      <Wallets of={of} />
      <h2>{t('replay.events')}</h2>
      <Table
        caption={t('replay.events')}
        rows={of.events}
        name={(row) => row.type}
        columns={[
          { title: t('audit.type'), cell: (row) => word('event', row.type) },
          { title: t('replay.count'), isFigure: true, cell: (row) => row.count },
        ]}
      />
      <h2>{t('replay.others')}</h2>
      <Table
        caption={t('replay.others')}
        rows={of.accounts}
        name={(row) => row.account}
        columns={[
          { title: t('replay.account'), cell: (row) => row.account },
          {
            title: t('replay.change'),
            isFigure: true,
            cell: ({ account, change }) => (
              <Amount of={change} why={{ account, ...between(of) }} />
            ),
          },
        ]}
      />
    </>
  )
}

function Replay({ to }: { to: string }) {
  const found = useLoaded(
    (signal) => get('/v1/replay', { query: { ...(to && { to }) }, signal }),
    [to],
  )
  return <Shown of={found}>{(replayed) => <Accounts of={replayed} />}</Shown>
}

function Diff({ from, to }: { from: string; to: string }) {
  const found = useLoaded(
    (signal) => get('/v1/diff', { query: { from, ...(to && { to }) }, signal }),
    [from, to],
  )
  return <Shown of={found}>{(difference) => <Changed of={difference} />}</Shown>
}

/** Every account of the books as it was, and what happened between two moments. */
export function ReplayTab() {
  const { since = '', until = '' } = route.value.query
  const [typed, setTyped] = useState({ since, until })
  const given = { since: momentOf(typed.since, zone.value), until: momentOf(typed.until, zone.value) }
  const faultOf = (moment: string | null) => (moment === null ? t('replay.fault') : null)
  const asked = { from: momentOf(since, zone.value), to: momentOf(until, zone.value) ?? '' }
  const replay = (event: Event) => {
    event.preventDefault()
    refine({ since: typed.since.trim(), until: typed.until.trim() })
  }
  return (
    <>
      <form class="row unprinted filters replay-form" onSubmit={replay}>
        <Field label={t('replay.until')} hint={t('replay.hint')} fault={faultOf(given.until)}>
          <input
            name="until"
            value={typed.until}
            placeholder={t('replay.now')}
            onInput={(e) => setTyped({ ...typed, until: e.currentTarget.value })}
          />
        </Field>
        <Field label={t('replay.since')} hint={t('replay.sinceHint')} fault={faultOf(given.since)}>
          <input
            name="since"
            value={typed.since}
            placeholder="–"
            onInput={(e) => setTyped({ ...typed, since: e.currentTarget.value })}
          />
        </Field>
        <Button class="primary" disabled={given.since === null || given.until === null}>
          {t('replay.go')}
        </Button>
      </form>
      {asked.from ? (
        <Diff from={asked.from} to={asked.to} />
      ) : (
        <Replay to={asked.to} />
      )}
      <p class="soft">{t('replay.about')}</p>
    </>
  )
}
