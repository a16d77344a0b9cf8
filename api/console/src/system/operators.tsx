import { useState } from 'preact/hooks'
import { buildingName } from '../api/buildings'
import { mayTouch, useNews } from '../api/live'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import { Shown } from '../parts/states'
import { Table, type Column } from '../parts/table'
import { t } from '../text/language'
import { EditOperator, NewOperator, ResetPassword } from './operator_form'
import { operatorsOf, roleName, type Operator } from './people'

/** Everybody who may ask, kept up to date. */
export function useOperators() {
  const found = useLoaded(operatorsOf, [])
  useNews((events) => {
    const isMeant = (type: string) => /^(Operator(Added|Changed)|Role|Key)/.test(type)
    if (mayTouch(events, (each) => isMeant(each.type))) found.again()
  })
  return found
}

/** The buildings that they see; of tenants, the accounts that are theirs. */
function whereOf({ roles, buildings, accounts }: Operator): string {
  if (roles.includes('tenant')) return accounts.join(' · ') || '–'
  return buildings.map(buildingName).join(' · ') || t('wall.anyBuilding')
}

/** What is told of people and of programs alike. */
export function whoColumns(): Column<Operator>[] {
  return [
    { title: t('session.operator'), cell: (row) => <b>{row.operator}</b> },
    { title: t('system.name'), cell: (row) => row.display_name || '–' },
    { title: t('system.roles'), cell: (row) => row.roles.map(roleName).join(' · ') },
    {
      title: t('operators.reach'),
      cell: (row) => whereOf(row),
    },
    {
      title: t('meter.state'),
      cell: (row) => (
        <span class={row.disabled ? 'chip failed' : 'chip open'}>
          {t(row.disabled ? 'system.disabled' : 'system.active')}
        </span>
      ),
    },
  ]
}

type Opened = { is: 'new' } | { is: 'edited' | 'reset'; name: string }

function OpenedDialog({ of, onClose, onDone }: DialogsProps) {
  if (of.is === 'new') return <NewOperator onClose={onClose} onDone={onDone} />
  const Which = of.is === 'edited' ? EditOperator : ResetPassword
  return <Which name={of.name} onClose={onClose} onDone={onDone} />
}

interface DialogsProps {
  of: Opened
  onClose: () => void
  onDone: () => void
}

/** Who may sign in, as what, and where. */
export function Operators() {
  const found = useOperators()
  const [opened, setOpened] = useState<Opened | null>(null)
  const close = () => setOpened(null)
  const deeds: Column<Operator> = {
    title: t('cashier.deeds'),
    isDeed: true,
    cell: ({ operator: name }) => (
      <span class="row deeds">
        <button class="small" onClick={() => setOpened({ is: 'edited', name })}>
          {t('action.edit')}
        </button>
        <button class="small" onClick={() => setOpened({ is: 'reset', name })}>
          {t('operator.resetPassword')}
        </button>
      </span>
    ),
  }
  return (
    <>
      {may('operator.edit') && (
        <div class="row">
          <button class="primary" onClick={() => setOpened({ is: 'new' })}>
            {t('operator.add')}
          </button>
        </div>
      )}
      <Shown of={found}>
        {(all) => (
          <Table
            caption={t('system.operators')}
            empty={t('system.noOperators')}
            rows={all.filter((each) => !each.is_machine)}
            name={(row) => row.operator}
            columns={[...whoColumns(), ...(may('operator.edit') ? [deeds] : [])]}
          />
        )}
      </Shown>
      {opened && (
        <OpenedDialog
          of={opened}
          onClose={close}
          onDone={() => {
            close()
            found.again()
          }}
        />
      )}
    </>
  )
}
