import { useState } from 'preact/hooks'
import type { Schemas } from '../../../client/client'
import { getTagged, put, type Tagged } from '../api/book'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import { money } from '../api/site'
import { AmountField } from '../parts/amount_field'
import { Guide } from '../parts/guide'
import { ReasonField } from '../parts/reason_field'
import { Shown } from '../parts/states'
import { tell } from '../parts/toasts'
import { t } from '../text/language'
import { amountOrNothing } from '../text/money'

type Limits = Schemas['ApprovalLimitsSet']

const FIELDS = ['refund_above', 'reversal_above'] as const
type Typed = Record<(typeof FIELDS)[number], string>

/** Nothing typed is no limit. */
const isFit = (typed: string) => typed.trim() === '' || amountOrNothing(typed) !== null

interface EditProps {
  known: Tagged<Limits>
  onClose: () => void
  onDone: () => void
}

function EditLimits({ known, onClose, onDone }: EditProps) {
  const [typed, setTyped] = useState<Typed>({
    refund_above: known.value.refund_above ?? '',
    reversal_above: known.value.reversal_above ?? '',
  })
  const [reason, setReason] = useState('')
  const body = {
    refund_above: amountOrNothing(typed.refund_above),
    reversal_above: amountOrNothing(typed.reversal_above),
    ...(reason.trim() && { reason: reason.trim() }),
  }
  const content = (
    <>
      <p class="soft">{t('limits.about')}</p>
      {FIELDS.map((field) => (
        <AmountField
          key={field}
          label={t(`limits.${field}`)}
          hint={t('limits.hint')}
          name={field}
          isOptional
          typed={typed[field]}
          onType={(text) => setTyped({ ...typed, [field]: text })}
          amount={amountOrNothing(typed[field])}
        />
      ))}
      <ReasonField value={reason} onInput={setReason} isOptional />
    </>
  )
  return (
    <Guide
      title={t('limits.edit')}
      form="approval-limits"
      steps={[
        { title: t('limits.title'), isFit: FIELDS.every((field) => isFit(typed[field])), content },
      ]}
      deed={{
        wish: body,
        ask: (how) => put('/v1/approval-limits', { body, unlessEditedSince: known.tag, ...how }),
      }}
      confirm={t('action.save')}
      onDone={() => {
        tell(t('limits.saved'))
        onDone()
      }}
      onClose={onClose}
    />
  )
}

/** Above which amounts a second person approves what is paid back. */
export function ApprovalLimits() {
  const found = useLoaded((signal) => getTagged('/v1/approval-limits', { signal }), [])
  const [isEdited, setEdited] = useState(false)
  useNews((events) => {
    if (mayTouch(events, (each) => each.type === 'ApprovalLimitsSet')) found.again()
  })
  const close = () => setEdited(false)
  const done = () => {
    close()
    found.again()
  }
  return (
    <>
      <div class="title-row">
        <h2>{t('limits.title')}</h2>
        <span class="gap" />
        {may('limit.edit') && <button onClick={() => setEdited(true)}>{t('limits.edit')}</button>}
      </div>
      <Shown of={found}>
        {(known) => (
          <>
            <dl class="facts card">
              {FIELDS.map((field) => (
                <>
                  <dt>{t(`limits.${field}`)}</dt>
                  <dd class="figures">
                    {known.value[field] == null ? t('limits.none') : money(known.value[field])}
                  </dd>
                </>
              ))}
            </dl>
            {isEdited && <EditLimits known={known} onClose={close} onDone={done} />}
          </>
        )}
      </Shown>
    </>
  )
}
