import { useState } from 'preact/hooks'
import { all, getTagged, put, type Tagged } from '../api/book'
import type { Right } from '../api/rights'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { holds, may } from '../api/session'
import { Dialog } from '../parts/dialog'
import { Field } from '../parts/form'
import { DialogForm } from '../parts/form_dialog'
import { Shown } from '../parts/states'
import { Table, type Column } from '../parts/table'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'
import { Many } from './many'
import { NAME, operatorsOf, roleName, rolesOf, type Operator, type Role } from './people'
import { groupsOf } from './rights'

/** Its holders may do everything, whatever stands in it. */
const ADMINISTRATOR = 'administrator'

interface RoleFormProps {
  known: Tagged<Role>
  /** All that there are. */
  rights: Right[]
  onClose: () => void
  onDone: () => void
}

function RoleForm({ known, rights, onClose, onDone }: RoleFormProps) {
  const isNew = known.tag === ''
  const [name, setName] = useState(known.value.role)
  const [chosen, setChosen] = useState(known.value.rights)
  const foreign = known.value.rights.filter((right) => !holds(right))
  const choose = (group: Right[], kept: Right[]) =>
    setChosen([...chosen.filter((right) => !group.includes(right)), ...kept])
  const save = async () => {
    const body = { rights: chosen }
    await put('/v1/roles/{role}', { path: { role: name }, body, unlessEditedSince: known.tag })
    tell(t('operator.saved', { name: roleName(name) }))
    onDone()
  }
  return (
    <DialogForm
      confirm={t('roles.save', { n: chosen.length })}
      isFit={NAME.test(name)}
      work={save}
      onClose={onClose}
    >
      {isNew && (
        <Field class="narrow-field" label={t('roles.name')} hint={t('session.nameHint')}>
          <input
            required
            name="role"
            value={name}
            onInput={(event) => setName(event.currentTarget.value.trim())}
          />
        </Field>
      )}
      {groupsOf(rights).map((group) => (
        <Many
          key={group.title}
          label={t(group.title)}
          options={group.rights.map((right) => ({
            value: right,
            text: word('right', right),
            isFixed: !holds(right),
          }))}
          chosen={chosen.filter((right) => group.rights.includes(right))}
          onChoose={(kept) => choose(group.rights, kept as Right[])}
        />
      ))}
      <p class={foreign.length ? 'note warn' : 'hint'}>{t('roles.ownHint')}</p>
    </DialogForm>
  )
}

/** A role that is not there yet has no tag, and overwrites nothing. */
async function roleAt(name: string | null, signal: AbortSignal): Promise<Tagged<Role>> {
  if (name === null) return { value: { role: '', rights: [] }, tag: '' }
  return getTagged('/v1/roles/{role}', { path: { role: name }, signal })
}

interface EditorProps {
  /** null: another one. */
  name: string | null
  onClose: () => void
  onDone: () => void
}

function RoleEditor({ name, onClose, onDone }: EditorProps) {
  const found = useLoaded(
    (signal) =>
      Promise.all([roleAt(name, signal), all('/v1/rights', { signal })]),
    [name],
  )
  const title = name === null ? t('roles.add') : `${t('roles.name')} · ${roleName(name)}`
  return (
    <Dialog title={title} shape="wide" onClose={onClose}>
      <Shown of={found}>
        {([known, rights]) => (
          <RoleForm {...{ known, onClose, onDone }} rights={rights.map(({ right }) => right)} />
        )}
      </Shown>
    </Dialog>
  )
}

function Rights({ of }: { of: Role }) {
  if (of.role === ADMINISTRATOR) return <>{t('roles.everything')}</>
  if (of.rights.length === 0) return <span class="soft">{t('roles.nothing')}</span>
  return <>{of.rights.map((right) => word('right', right)).join(' · ')}</>
}

function holdersOf({ role }: Role, operators: Operator[]): string {
  const held = operators.filter((each) => each.roles.includes(role) && !each.disabled)
  return held.map((each) => each.display_name || each.operator).join(' · ')
}

/** What the holders of a role may do: data, like everything else. */
export function Roles() {
  const found = useLoaded(
    (signal) => Promise.all([rolesOf(signal), operatorsOf(signal)]),
    [],
  )
  const [edited, setEdited] = useState<string | null | undefined>(undefined)
  useNews((events) => {
    if (mayTouch(events, (each) => /^(Role|Operator(Added|Changed))/.test(each.type)))
      found.again()
  })
  const deeds: Column<Role> = {
    title: t('cashier.deeds'),
    isDeed: true,
    cell: ({ role }) =>
      role !== ADMINISTRATOR && (
        <button class="small" onClick={() => setEdited(role)}>
          {t('action.edit')}
        </button>
      ),
  }
  return (
    <>
      {may('operator.edit') && (
        <div class="row">
          <button class="primary" onClick={() => setEdited(null)}>
            {t('roles.add')}
          </button>
        </div>
      )}
      <Shown of={found}>
        {([roles, operators]) => (
          <Table
            caption={t('system.roles')}
            rows={roles}
            name={(row) => row.role}
            columns={[
              { title: t('roles.name'), cell: (row) => <b class="whole">{roleName(row.role)}</b> },
              { title: t('roles.rights'), cell: (row) => <Rights of={row} /> },
              { title: t('roles.holders'), cell: (row) => holdersOf(row, operators) || '–' },
              ...(may('operator.edit') ? [deeds] : []),
            ]}
          />
        )}
      </Shown>
      {edited !== undefined && (
        <RoleEditor
          name={edited}
          onClose={() => setEdited(undefined)}
          onDone={() => {
            setEdited(undefined)
            found.again()
          }}
        />
      )}
    </>
  )
}
