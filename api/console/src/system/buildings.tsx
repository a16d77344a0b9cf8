import { useState } from 'preact/hooks'
import { put } from '../api/book'
import { buildings, loadBuildings } from '../api/buildings'
import { may } from '../api/session'
import { Field } from '../parts/form'
import { FormDialog } from '../parts/form_dialog'
import { Table } from '../parts/table'
import { tell } from '../parts/toasts'
import { t } from '../text/language'

interface EditProps {
  /** '' is a new one. */
  id: string
  onClose: () => void
}

function EditBuilding({ id: known, onClose }: EditProps) {
  const [id, setId] = useState(known)
  const [name, setName] = useState(buildings.value.get(known) ?? '')
  const save = async () => {
    await put('/v1/buildings/{building}', {
      path: { building: id.trim() },
      body: { name: name.trim() },
    })
    await loadBuildings()
    tell(t('building.saved', { name: name.trim() }))
    onClose()
  }
  return (
    <FormDialog
      title={t(known ? 'building.edit' : 'building.add')}
      confirm={t('action.save')}
      isFit={id.trim() !== '' && name.trim() !== ''}
      work={save}
      onClose={onClose}
    >
      <Field label={t('system.id')} hint={t('building.idHint')}>
        <input
          name="building"
          required
          disabled={known !== ''}
          pattern="[A-Za-z0-9_\-]{1,40}"
          value={id}
          onInput={(event) => setId(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('system.name')}>
        <input
          name="name"
          required
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Field>
    </FormDialog>
  )
}

/** What meters stand in; whoever may edit places adds and renames them. */
export function Buildings() {
  const [edited, setEdited] = useState<string | null>(null)
  return (
    <>
      <div class="title-row">
        <h2>{t('system.buildings')}</h2>
        <span class="gap" />
        {may('place.edit') && (
          <button onClick={() => setEdited('')}>{t('building.add')}</button>
        )}
      </div>
      <Table
        caption={t('system.buildings')}
        empty={t('building.none')}
        rows={[...buildings.value]}
        name={([id]) => id}
        columns={[
          { title: t('system.id'), cell: ([id]) => id },
          { title: t('system.name'), cell: ([, name]) => name },
          {
            title: t('cashier.deeds'),
            isDeed: true,
            cell: ([id, name]) =>
              may('place.edit') && (
                <button
                  class="small"
                  aria-label={`${t('building.edit')} ${name}`}
                  onClick={() => setEdited(id)}
                >
                  {t('building.edit')}
                </button>
              ),
          },
        ]}
      />
      {edited !== null && <EditBuilding id={edited} onClose={() => setEdited(null)} />}
    </>
  )
}
