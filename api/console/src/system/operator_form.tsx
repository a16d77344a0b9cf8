import { useState } from 'preact/hooks'
import { getTagged, type Tagged } from '../api/book'
import { useLoaded } from '../api/loaded'
import { Dialog } from '../parts/dialog'
import { Field } from '../parts/form'
import { DialogForm, FormDialog } from '../parts/form_dialog'
import { isPassword, NewSecret } from '../parts/secret'
import { Shown } from '../parts/states'
import { tell } from '../parts/toasts'
import { t } from '../text/language'
import { Many } from './many'
import {
  addOperator,
  buildingOptions,
  changeOperator,
  fresh,
  givePassword,
  mayGive,
  NAME,
  roleName,
  rolesOf,
  type Operator,
  type Role,
} from './people'

interface FieldsProps {
  wished: Operator
  isKnown: boolean
  roles: Role[]
  put: (change: Partial<Operator>) => void
}

/** Who it is, and what they may do where. */
export function OperatorFields({ wished, isKnown, roles, put }: FieldsProps) {
  const options = roles.map((role) => ({
    value: role.role,
    text: roleName(role.role),
    isFixed: !mayGive(role),
  }))
  const isTenant = wished.roles.includes('tenant')
  return (
    <>
      <div class="row fields">
        <Field
          label={t(wished.is_machine ? 'key.machine' : 'session.operator')}
          hint={t('session.nameHint')}
        >
          <input
            required
            name="operator"
            disabled={isKnown}
            value={wished.operator}
            onInput={(event) => put({ operator: event.currentTarget.value.trim() })}
          />
        </Field>
        <Field label={t('system.name')} hint={t('operator.nameHint')}>
          <input
            name="display_name"
            value={wished.display_name}
            onInput={(event) => put({ display_name: event.currentTarget.value })}
          />
        </Field>
      </div>
      <Many
        label={t('system.roles')}
        hint={options.some(({ isFixed }) => isFixed) ? t('roles.givenHint') : undefined}
        options={options}
        chosen={wished.roles}
        onChoose={(chosen) => put({ roles: chosen })}
      />
      <Many
        label={t('system.buildings')}
        hint={t('operator.allBuildings')}
        options={buildingOptions()}
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
    </>
  )
}

export function isFit({ operator, roles }: Operator): boolean {
  return NAME.test(operator) && roles.length > 0
}

interface DialogProps {
  onClose: () => void
  onDone: () => void
}

/** Added first and given a password after it: who has none cannot sign in yet. */
export function NewOperator({ onClose, onDone }: DialogProps) {
  const [wished, setWished] = useState(fresh(false))
  const [password, setPassword] = useState('')
  const [isAdded, setAdded] = useState(false)
  const roles = useLoaded(rolesOf, [])
  const add = async () => {
    if (!isAdded) await addOperator(wished)
    setAdded(true)
    await givePassword(wished.operator, password)
    tell(t('operator.saved', { name: wished.operator }))
    onDone()
  }
  return (
    <FormDialog
      title={t('operator.add')}
      shape="wide"
      confirm={t('operator.add')}
      isFit={isFit(wished) && isPassword(password)}
      work={add}
      onClose={isAdded ? onDone : onClose}
    >
      <Shown of={roles}>
        {(known) => (
          <>
            <OperatorFields
              wished={wished}
              isKnown={isAdded}
              roles={known}
              put={(change) => setWished({ ...wished, ...change })}
            />
            <NewSecret
              class="narrow-field"
              label={t('session.password')}
              value={password}
              onInput={setPassword}
            />
          </>
        )}
      </Shown>
    </FormDialog>
  )
}

interface EditProps extends DialogProps {
  known: Tagged<Operator>
  roles: Role[]
}

function EditForm({ known, roles, onClose, onDone }: EditProps) {
  const [wished, setWished] = useState(known.value)
  const put = (change: Partial<Operator>) => setWished({ ...wished, ...change })
  const save = async () => {
    await changeOperator({ value: wished, tag: known.tag })
    tell(t('operator.saved', { name: wished.operator }))
    onDone()
  }
  return (
    <DialogForm confirm={t('action.save')} isFit={isFit(wished)} work={save} onClose={onClose}>
      <OperatorFields wished={wished} isKnown roles={roles} put={put} />
      <label class="row">
        <input
          type="checkbox"
          name="disabled"
          checked={wished.disabled}
          onChange={(event) => put({ disabled: event.currentTarget.checked })}
        />
        {t('operator.retire')}
      </label>
      {wished.disabled && <p class="note warn">{t('operator.retireHint')}</p>}
    </DialogForm>
  )
}

/** Another role, another building, or none any more; refused where somebody else was quicker. */
export function EditOperator({ name, onClose, onDone }: DialogProps & { name: string }) {
  const found = useLoaded(
    (signal) =>
      Promise.all([getTagged('/v1/operators/{operator}', { path: { operator: name }, signal }), rolesOf(signal)]),
    [name],
  )
  return (
    <Dialog title={name} shape="wide" onClose={onClose}>
      <Shown of={found}>
        {([known, roles]) => <EditForm {...{ known, roles, onClose, onDone }} />}
      </Shown>
    </Dialog>
  )
}

/** For whoever has forgotten theirs; ends their sessions. */
export function ResetPassword({ name, onClose, onDone }: DialogProps & { name: string }) {
  const [password, setPassword] = useState('')
  const give = async () => {
    await givePassword(name, password)
    tell(t('operator.passwordGiven', { name }))
    onDone()
  }
  return (
    <FormDialog
      title={`${t('operator.resetPassword')} · ${name}`}
      confirm={t('operator.resetPassword')}
      isFit={isPassword(password)}
      work={give}
      onClose={onClose}
    >
      <NewSecret label={t('session.newPassword')} value={password} onInput={setPassword} />
      <p class="note warn">{t('operator.resetHint')}</p>
    </FormDialog>
  )
}
