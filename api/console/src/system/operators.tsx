import { useState } from 'preact/hooks'
import { all, ask, at } from '../api/ask'
import { buildings as places } from '../api/buildings'
import { mayTouch, useNews } from '../api/live'
import { useLoaded, usePages } from '../api/loaded'
import { may } from '../api/session'
import { Dialog } from '../parts/dialog'
import { Button, Field } from '../parts/form'
import { FaultText } from '../parts/states'
import { PagedTable } from '../parts/table'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'

export interface Operator {
  operator: string
  display_name: string
  is_machine: boolean
  roles: string[]
  buildings: string[]
  accounts: string[]
  disabled: boolean
}

const FRESH: Operator = {
  operator: '',
  display_name: '',
  is_machine: false,
  roles: [],
  buildings: [],
  accounts: [],
  disabled: false,
}
const LEAST_PASSWORD = 10

interface ManyProps {
  label: string
  hint?: string
  options: { value: string; text: string }[]
  chosen: string[]
  onChoose: (chosen: string[]) => void
}

function Many({ label, hint, options, chosen, onChoose }: ManyProps) {
  const toggle = (value: string) =>
    onChoose(
      chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value],
    )
  return (
    <fieldset class="row">
      <legend>{label}</legend>
      {options.map(({ value, text }) => (
        <label key={value} class="row">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => toggle(value)}
          />
          {text}
        </label>
      ))}
      {hint && <span class="hint">{hint}</span>}
    </fieldset>
  )
}

interface FormProps {
  known: Operator | null
  onClose: () => void
  onDone: () => void
}

/** Added first and given a password after it: who has none cannot sign in yet. */
async function save(known: Operator | null, wished: Operator, password: string): Promise<void> {
  const { operator, is_machine, disabled, display_name, roles, buildings, accounts } = wished
  const rest = { display_name, roles, buildings, accounts }
  if (known) await ask('PUT', at`/v1/operators/${operator}`, { body: { ...rest, disabled } })
  else await ask('POST', '/v1/operators', { body: { operator, is_machine, ...rest } })
  if (password) await ask('PUT', at`/v1/operators/${operator}/password`, { body: { password } })
}

function OperatorForm({ known, onClose, onDone }: FormProps) {
  const [wished, setWished] = useState<Operator>(known ?? FRESH)
  const [password, setPassword] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const roles = useLoaded((signal) => all<{ role: string }>('/v1/roles', {}, signal), [])
  const put = (change: Partial<Operator>) => setWished({ ...wished, ...change })
  const isSecret = password === '' ? known !== null : password.length >= LEAST_PASSWORD
  const isFit = /^[A-Za-z0-9_-]{1,40}$/.test(wished.operator) && wished.roles.length > 0
  const isTenant = wished.roles.includes('tenant')
  const send = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    setFault(null)
    try {
      await save(known, wished, password)
      tell(t('operator.saved', { name: wished.operator }))
      onDone()
    } catch (refusal) {
      setFault(refusal)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={known?.operator ?? t('operator.add')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void send(event)}>
        <Field label={t('session.operator')} hint={t('session.nameHint')}>
          <input
            required
            name="operator"
            disabled={known !== null}
            value={wished.operator}
            onInput={(event) => put({ operator: event.currentTarget.value })}
          />
        </Field>
        <Field label={t('system.name')}>
          <input
            name="display_name"
            value={wished.display_name}
            onInput={(event) => put({ display_name: event.currentTarget.value })}
          />
        </Field>
        <Many
          label={t('system.roles')}
          options={(roles.value ?? []).map(({ role }) => ({
            value: role,
            text: word('role', role),
          }))}
          chosen={wished.roles}
          onChoose={(chosen) => put({ roles: chosen })}
        />
        <Many
          label={t('system.buildings')}
          hint={t('operator.allBuildings')}
          options={[...places.value].map(([value, text]) => ({ value, text }))}
          chosen={wished.buildings}
          onChoose={(chosen) => put({ buildings: chosen })}
        />
        {isTenant && (
          <Field label={t('operator.accounts')} hint={t('operator.accountsHint')}>
            <input
              name="accounts"
              value={wished.accounts.join(' ')}
              onChange={(event) =>
                put({ accounts: event.currentTarget.value.split(/[\s,;，；]+/).filter(Boolean) })
              }
            />
          </Field>
        )}
        <Field
          label={t(known ? 'session.newPassword' : 'session.password')}
          hint={t(known ? 'operator.keepPassword' : 'session.passwordHint')}
        >
          <input
            name="password"
            type="password"
            autocomplete="new-password"
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </Field>
        {known && (
          <label class="row">
            <input
              type="checkbox"
              checked={wished.disabled}
              onChange={(event) => put({ disabled: event.currentTarget.checked })}
            />
            {t('system.disabled')}
          </label>
        )}
        <FaultText fault={fault} />
        <Button class="primary wide" isBusy={isBusy} disabled={!isFit || !isSecret}>
          {t('action.save')}
        </Button>
      </form>
    </Dialog>
  )
}

/** Who may sign in, as what, and where. */
export function Operators() {
  const pages = usePages<Operator>('/v1/operators')
  const [edited, setEdited] = useState<Operator | 'new' | null>(null)
  useNews((events) => {
    if (mayTouch(events, (each) => /^(Operator|Role)/.test(each.type))) pages.again()
  })
  return (
    <>
      {may('operator.edit') && (
        <div class="row">
          <button onClick={() => setEdited('new')}>{t('operator.add')}</button>
        </div>
      )}
      <PagedTable
        caption={t('system.operators')}
        empty={t('system.noOperators')}
        pages={pages}
        name={(row) => row.operator}
        columns={[
          { title: t('session.operator'), cell: (row) => row.operator },
          { title: t('system.name'), cell: (row) => row.display_name },
          {
            title: t('system.roles'),
            cell: (row) => row.roles.map((role) => word('role', role)).join(' · '),
          },
          {
            title: t('system.buildings'),
            cell: (row) => row.buildings.join(' · ') || t('wall.anyBuilding'),
          },
          {
            title: t('meter.state'),
            cell: (row) => (
              <span class={row.disabled ? 'chip failed' : 'chip open'}>
                {t(row.disabled ? 'system.disabled' : 'system.active')}
              </span>
            ),
          },
          {
            title: t('cashier.deeds'),
            cell: (row) =>
              may('operator.edit') &&
              !row.is_machine && (
                <button class="small" onClick={() => setEdited(row)}>
                  {t('action.edit')}
                </button>
              ),
          },
        ]}
      />
      {edited && (
        <OperatorForm
          known={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onDone={() => {
            setEdited(null)
            pages.again()
          }}
        />
      )}
    </>
  )
}
