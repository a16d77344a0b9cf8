import { useState } from 'preact/hooks'
import { post } from '../api/book'
import { useLoaded } from '../api/loaded'
import { zone } from '../api/site'
import { DayInput } from '../parts/day_input'
import { Dialog } from '../parts/dialog'
import { Field } from '../parts/form'
import { FormDialog } from '../parts/form_dialog'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { tell, tellFault } from '../parts/toasts'
import { t } from '../text/language'
import { dayAfter, instantOf } from '../text/time'
import { isFit, OperatorFields } from './operator_form'
import { addOperator, fresh, NAME, rolesOf } from './people'

interface NewKeyProps {
  /** The program that gets it; '' where it is not there yet. */
  machine: string
  onClose: () => void
}

async function issue(operator: string, key: string, lastDay: string): Promise<string> {
  const expires_at = lastDay ? instantOf(`${dayAfter(lastDay, 1)}T00:00`, zone.value) : null
  const body = { key, expires_at }
  const issued = await post('/v1/operators/{operator}/keys', { path: { operator }, body })
  return issued.bearer
}

/** The only time that it is in sight: of the key the server keeps a digest alone. */
function Issued({ bearer, onClose }: { bearer: string; onClose: () => void }) {
  const copy = () =>
    navigator.clipboard.writeText(bearer).then(() => tell(t('key.copied')), tellFault)
  return (
    <>
      <p class="note warn" role="status">
        {t('key.once')}
      </p>
      <Field label={t('key.bearer')}>
        <textarea class="bearer" readOnly rows={3} value={bearer} />
      </Field>
      <p class="soft">{t('key.useHint')}</p>
      <div class="row end foot">
        <button onClick={() => void copy()}>
          <Icon name="copy" /> {t('key.copy')}
        </button>
        <button class="primary" onClick={onClose}>
          {t('key.kept')}
        </button>
      </div>
    </>
  )
}

/** A key for a program, which is added first where it is not there yet. */
export function NewKey({ machine, onClose }: NewKeyProps) {
  const [wished, setWished] = useState({ ...fresh(true), operator: machine })
  const [isThere, setThere] = useState(machine !== '')
  const [key, setKey] = useState('')
  const [lastDay, setLastDay] = useState('')
  const [bearer, setBearer] = useState('')
  const roles = useLoaded(rolesOf, [])
  const create = async () => {
    if (!isThere) await addOperator(wished)
    setThere(true)
    setBearer(await issue(wished.operator, key, lastDay))
  }
  const title = machine ? `${t('key.issue')} · ${machine}` : t('key.add')
  if (bearer)
    return (
      <Dialog title={title} onClose={onClose}>
        <Issued bearer={bearer} onClose={onClose} />
      </Dialog>
    )
  return (
    <FormDialog
      title={title}
      shape={machine ? 'middle' : 'wide'}
      confirm={t('key.issue')}
      isFit={NAME.test(key) && (isThere || isFit(wished))}
      work={create}
      onClose={onClose}
    >
      <Shown of={roles}>
        {(known) => (
          <>
            {!machine && (
              <OperatorFields
                wished={wished}
                isKnown={isThere}
                roles={known.filter(({ role }) => role !== 'tenant')}
                put={(change) => setWished({ ...wished, ...change })}
              />
            )}
            <Field class="narrow-field" label={t('key.name')} hint={t('key.nameHint')}>
              <input
                required
                name="key"
                value={key}
                onInput={(event) => setKey(event.currentTarget.value.trim())}
              />
            </Field>
            <Field class="narrow-field" label={t('key.lastDay')} hint={t('key.lastDayHint')}>
              <DayInput name="lastDay" value={lastDay} onChange={setLastDay} />
            </Field>
          </>
        )}
      </Shown>
    </FormDialog>
  )
}
