import { useState } from 'preact/hooks'
import { newKey, post } from '../api/book'
import type { Schemas } from '../../../client/client'
import { useLoaded } from '../api/loaded'
import type { MeterRow } from '../api/types'
import { refine } from '../frame/route'
import { Amount } from '../parts/figures'
import { Field } from '../parts/form'
import { FormDialog } from '../parts/form_dialog'
import { ReasonField } from '../parts/reason_field'
import { Shown } from '../parts/states'
import { hasWord, t, word } from '../text/language'
import { sum } from '../text/money'
import { balancesOf } from './balances'
import { batchName } from './batch_name'
import { cells, select } from './meters'
import { needsReason, type WallCommand } from './wall_commands'

export interface Wish {
  kind: WallCommand
  rows: MeterRow[]
}

/** Of a dry run. */
type Foreseen = Schemas['ForeseenBatch']

const MOST_ROOMS = 12

/** What each meter would answer: nothing is written. */
function useForeseen({ kind, rows }: Wish, batch: string) {
  const meters = rows.map((row) => row.meter)
  return useLoaded<Foreseen>(
    async (signal) => {
      const body = { batch, meters, kind, reason: 'preview' }
      const asked = { query: { dry_run: true }, body, signal }
      return (await post('/v1/batches', asked)) as Foreseen
    },
    [kind, meters],
  )
}

function Refusals({ of }: { of: Foreseen }) {
  const refused = of.rows.filter((row) => row.state === 'refused')
  const rules = new Map<string, string[]>()
  for (const { meter, code } of refused) rules.set(code!, [...(rules.get(code!) ?? []), meter])
  return (
    <>
      <p>
        {t('batch.foreseen', { done: of.rows.length - refused.length, refused: refused.length })}
      </p>
      {refused.length > 0 && (
        <ul class="refusals">
          {[...rules].map(([code, meters]) => (
            <li key={code}>
              <b>{meters.length}</b> {hasWord('rule', code) ? word('rule', code) : code}
              <small class="soft"> {meters.slice(0, MOST_ROOMS).join(', ')}</small>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function titleOf(kind: WallCommand, count: number): string {
  const command = t(`command.${kind}`)
  return count > 1 ? t('batch.title', { command }) : command
}

/** Looks ahead, asks why, and wants the number typed before it cuts anybody's power. */
export function BatchDialog({ wish, onClose }: { wish: Wish; onClose: () => void }) {
  const { kind, rows } = wish
  const [key] = useState(() => newKey('batch'))
  const [name] = useState(batchName)
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const foreseen = useForeseen(wish, name)
  const held = balancesOf(rows)
  const isTrip = kind === 'trip'
  const hasReason = !needsReason(kind) || reason.trim() !== ''
  const isConfirmed = !isTrip || typed.trim() === String(rows.length)
  const rooms = rows.slice(0, MOST_ROOMS).map((row) => row.place.room || row.meter)
  const send = async () => {
    const meters = rows.map((row) => row.meter)
    const given = reason.trim() ? { reason: reason.trim() } : {}
    await post('/v1/batches', { key, body: { batch: name, kind, meters, ...given } })
    select(cells.peek(), false)
    refine({ batch: name, meter: '' })
    onClose()
  }
  return (
    <FormDialog
      title={titleOf(kind, rows.length)}
      confirm={t('batch.send', { command: t(`command.${kind}`), n: rows.length })}
      isGrave={isTrip}
      isFit={hasReason && isConfirmed}
      work={send}
      onClose={onClose}
    >
      <dl class="facts">
        <dt>{t('batch.meters')}</dt>
        <dd>
          <b>{rows.length}</b>{' '}
          <span class="soft">
            {rooms.join(', ')}
            {rows.length > MOST_ROOMS && ' …'}
          </span>
        </dd>
        <dt>{t('batch.balances')}</dt>
        <dd>
          <Amount
            of={sum(held.map(({ amount }) => amount))}
            why={{ title: t('batch.balances'), parts: held }}
          />
        </dd>
      </dl>
      <div class={isTrip ? 'note warn' : 'note'} aria-live="polite">
        <Shown of={foreseen}>{(answer) => <Refusals of={answer} />}</Shown>
      </div>
      <ReasonField value={reason} onInput={setReason} isOptional={!needsReason(kind)} />
      {isTrip && (
        <Field label={t('batch.confirm', { n: rows.length })} hint={t('batch.confirmHint')}>
          <input
            required
            inputMode="numeric"
            autocomplete="off"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </Field>
      )}
    </FormDialog>
  )
}
