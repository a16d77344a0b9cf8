import { useState } from 'preact/hooks'
import { get, newKey, post } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { usePages } from '../api/loaded'
import { may } from '../api/session'
import type { Quarantined, Registers } from '../api/types'
import { Files } from '../parts/files'
import { When } from '../parts/figures'
import { FormDialog } from '../parts/form_dialog'
import { ReasonField } from '../parts/reason_field'
import { PagedTable } from '../parts/table'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { energy } from '../text/money'
import { said } from '../text/said'

type Verdict = 'accepted' | 'rejected'

function kwh({ total, step_wh, ratio }: Registers): string {
  const wattHours = BigInt(total) * BigInt(step_wh) * BigInt(ratio)
  return energy(`${wattHours / 1000n}.${String(wattHours % 1000n).padStart(3, '0')}`)
}

/** Why it is doubted, with the figures that say so. */
const doubtOf = ({ reason, detail }: Quarantined) =>
  t('fault.at', { place: word('doubt', reason), fault: said(detail) })

interface JudgeProps {
  of: Quarantined
  verdict: Verdict
  onClose: () => void
  onDone: () => void
}

function Judge({ of, verdict, onClose, onDone }: JudgeProps) {
  const [key] = useState(() => newKey('quarantine'))
  const [reason, setReason] = useState('')
  const judge = async () => {
    const body = { resolution: verdict, reason: reason.trim() }
    const path = { position: of.position }
    await post('/v1/quarantine/{position}/resolution', { path, key, body })
    tell(t(`quarantine.${verdict}`))
    onDone()
    onClose()
  }
  return (
    <FormDialog
      title={t(`quarantine.to.${verdict}`)}
      confirm={t(`quarantine.to.${verdict}`)}
      isGrave={verdict === 'rejected'}
      isFit={reason.trim() !== ''}
      work={judge}
      onClose={onClose}
    >
      <p>
        {of.meter} · <When at={of.at} /> · <b class="figures">{kwh(of.registers)} kWh</b>
      </p>
      <p class="note">{doubtOf(of)}</p>
      <ReasonField value={reason} onInput={setReason} />
    </FormDialog>
  )
}

/** Readings that were kept apart: a person says whether they are true. */
export function QuarantineTab() {
  const pages = usePages((query, signal) => get('/v1/quarantine', { query, signal }), [])
  const [judged, setJudged] = useState<{ of: Quarantined; verdict: Verdict } | null>(null)
  useNews((events) => {
    if (mayTouch(events, (each) => /Quarantine/.test(each.type))) pages.again()
  })
  return (
    <>
      <PagedTable
        caption={t('device.quarantine')}
        files={<Files path="/v1/quarantine" />}
        empty={t('quarantine.none')}
        pages={pages}
        name={(row) => row.meter}
        columns={[
          { title: t('meter.name'), cell: (row) => row.meter },
          { title: t('event.at'), cell: (row) => <When at={row.at} /> },
          { title: t('quarantine.why'), cell: doubtOf },
          {
            title: t('quarantine.shown'),
            isFigure: true,
            cell: (row) => `${kwh(row.registers)} kWh`,
          },
          {
            title: t('quarantine.lastGood'),
            isFigure: true,
            cell: (row) => (row.last_good ? `${kwh(row.last_good.registers)} kWh` : '–'),
          },
          {
            title: t('cashier.deeds'),
            isDeed: true,
            cell: (row) =>
              may('reading.judge') && (
                <div class="row deeds">
                  <button
                    class="small"
                    onClick={() => setJudged({ of: row, verdict: 'accepted' })}
                  >
                    {t('quarantine.to.accepted')}
                  </button>
                  <button
                    class="small danger"
                    onClick={() => setJudged({ of: row, verdict: 'rejected' })}
                  >
                    {t('quarantine.to.rejected')}
                  </button>
                </div>
              ),
          },
        ]}
      />
      {judged && <Judge {...judged} onClose={() => setJudged(null)} onDone={pages.again} />}
    </>
  )
}
