import { useState } from 'preact/hooks'
import { post } from '../api/book'
import { bookNow } from '../api/clock'
import { may } from '../api/session'
import { dateTime } from '../api/site'
import { link } from '../frame/route'
import { FormDialog } from '../parts/form_dialog'
import { Shown } from '../parts/states'
import { Table, type Column } from '../parts/table'
import { tell } from '../parts/toasts'
import { t } from '../text/language'
import { moment } from '../text/time'
import { NewKey } from './new_key'
import { EditOperator } from './operator_form'
import { useOperators, whoColumns } from './operators'
import type { Operator } from './people'

interface KeyOf {
  operator: string
  key: string
}

interface RevokeProps {
  of: KeyOf
  onClose: () => void
  onDone: () => void
}

function Revoke({ of, onClose, onDone }: RevokeProps) {
  const revoke = async () => {
    const path = { operator: of.operator, key: of.key }
    await post('/v1/operators/{operator}/keys/{key}/revocation', { path })
    tell(t('key.revoked', { key: of.key }))
    onDone()
  }
  return (
    <FormDialog
      title={t('key.revoke')}
      confirm={t('key.revoke')}
      isGrave
      isFit
      work={revoke}
      onClose={onClose}
    >
      <p>{t('key.revokeHint', { ...of })}</p>
    </FormDialog>
  )
}

/** When a key opens nothing any more: it is a warning where that is over. */
function End({ at }: { at: string }) {
  const isOver = moment(at) <= bookNow()
  return (
    <span class={isOver ? 'chip failed' : 'soft'}>
      {t(isOver ? 'key.expired' : 'key.expires', { at: dateTime(at) })}
    </span>
  )
}

function KeysOf({ of, onRevoke }: { of: Operator; onRevoke: (key: KeyOf) => void }) {
  if (of.keys.length === 0) return <span class="soft">{t('key.none')}</span>
  return (
    <ul class="keys">
      {of.keys.map(({ key, issued, expires_at: end }) => (
        <li key={key} class="row">
          <code>{key}</code>
          {end && <End at={end} />}
          {may('event.read') && (
            <a href={link('audit', [], { position: String(issued) })}>№ {issued}</a>
          )}
          {may('operator.edit') && (
            <button
              class="small danger"
              onClick={() => onRevoke({ operator: of.operator, key })}
              aria-label={`${t('key.revoke')} ${key}`}
            >
              {t('key.revoke')}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

type Opened = { is: 'new'; name: string } | { is: 'edited'; name: string } | null

/** Programs that ask with a key: what they may do is theirs by their roles and buildings. */
export function Keys() {
  const found = useOperators()
  const [opened, setOpened] = useState<Opened>(null)
  const [revoked, setRevoked] = useState<KeyOf | null>(null)
  const done = () => {
    setOpened(null)
    setRevoked(null)
    found.again()
  }
  const deeds: Column<Operator> = {
    title: t('cashier.deeds'),
    isDeed: true,
    cell: ({ operator: name, disabled }) => (
      <span class="row deeds">
        <button class="small" onClick={() => setOpened({ is: 'edited', name })}>
          {t('action.edit')}
        </button>
        <button class="small" disabled={disabled} onClick={() => setOpened({ is: 'new', name })}>
          {t('key.issue')}
        </button>
      </span>
    ),
  }
  const [who, name, ...rest] = whoColumns()
  const keys: Column<Operator> = {
    title: t('key.keys'),
    cell: (row) => <KeysOf of={row} onRevoke={setRevoked} />,
  }
  return (
    <>
      <p class="soft">{t('key.about')}</p>
      {may('operator.edit') && (
        <div class="row">
          <button class="primary" onClick={() => setOpened({ is: 'new', name: '' })}>
            {t('key.add')}
          </button>
        </div>
      )}
      <Shown of={found}>
        {(all) => (
          <Table
            caption={t('system.keys')}
            empty={t('key.noMachines')}
            rows={all.filter((each) => each.is_machine)}
            name={(row) => row.operator}
            columns={[who!, name!, keys, ...rest, ...(may('operator.edit') ? [deeds] : [])]}
          />
        )}
      </Shown>
      {opened?.is === 'edited' && (
        <EditOperator name={opened.name} onClose={() => setOpened(null)} onDone={done} />
      )}
      {opened?.is === 'new' && <NewKey machine={opened.name} onClose={done} />}
      {revoked && <Revoke of={revoked} onClose={() => setRevoked(null)} onDone={done} />}
    </>
  )
}
