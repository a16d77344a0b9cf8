import { useState } from 'preact/hooks'
import type { Schemas } from '../../../client/client'
import { post } from '../api/book'
import { useLoaded } from '../api/loaded'
import { Dialog } from '../parts/dialog'
import { Amount } from '../parts/figures'
import { Button } from '../parts/form'
import { useSending } from '../parts/sending'
import { FaultText, Shown } from '../parts/states'
import { Table } from '../parts/table'
import { t } from '../text/language'
import { sum } from '../text/money'
import { said } from '../text/said'

type Due = Schemas['DueFees']
type Charged = Schemas['FeeCharges']

/** What would be drawn first, of each fee one month at most. */
function Next({ of }: { of: Due }) {
  return (
    <>
      {of.next.length > 0 && (
        <p>
          {t('fee.due', { day: of.through, n: of.next.length })}{' '}
          <Amount of={sum(of.next.map(({ amount }) => amount))} />
        </p>
      )}
      <Table
        caption={t('fee.charge')}
        empty={t('fee.nothingDue')}
        rows={of.next}
        name={({ wallet, fee }) => `${wallet} ${fee}`}
        columns={[
          { title: t('account.wallet'), cell: (row) => row.wallet },
          { title: t('fee.fee'), cell: (row) => row.fee },
          { title: t('range.from'), cell: (row) => row.from },
          { title: t('range.to'), cell: (row) => row.until },
          {
            title: t('fee.amount'),
            isFigure: true,
            cell: (row) => <Amount of={row.amount} />,
          },
        ]}
      />
    </>
  )
}

function Outcome({ of }: { of: Charged }) {
  return (
    <>
      <p class="note" role="status">
        {t('fee.drawn', { n: of.charges, day: of.through })}
      </p>
      {of.refused.length > 0 && (
        <Table
          caption={t('row.refused')}
          rows={of.refused}
          name={({ wallet }) => wallet}
          columns={[
            { title: t('account.wallet'), cell: (row) => row.wallet },
            { title: t('batch.detail'), cell: (row) => said(row.detail) },
          ]}
        />
      )}
    </>
  )
}

/** Draws what is due up to yesterday. Asked again it draws nothing. */
export function ChargeFees({ onClose }: { onClose: () => void }) {
  const due = useLoaded(
    async (signal) =>
      (await post('/v1/fees/charges', { query: { dry_run: true }, body: {}, signal })) as Due,
    [],
  )
  const [charged, setCharged] = useState<Charged | null>(null)
  const { isBusy, fault, send } = useSending()
  const draw = async () => setCharged((await post('/v1/fees/charges', { body: {} })) as Charged)
  return (
    <Dialog title={t('fee.charge')} shape="wide" onClose={onClose}>
      <form class="stack" onSubmit={send(draw)}>
        {charged && <Outcome of={charged} />}
        {!charged && <Shown of={due}>{(known) => <Next of={known} />}</Shown>}
        <FaultText fault={fault} />
        <div class="row end foot">
          <button type="button" onClick={onClose}>
            {t(charged ? 'action.close' : 'action.cancel')}
          </button>
          {!charged && (
            <Button class="primary" isBusy={isBusy} disabled={!due.value?.next.length}>
              {t('fee.charge')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}
