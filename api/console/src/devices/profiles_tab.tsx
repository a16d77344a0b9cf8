import { all, get } from '../api/book'
import { useLoaded } from '../api/loaded'
import { refine, route } from '../frame/route'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { Shown } from '../parts/states'
import { Table } from '../parts/table'
import type { Schemas } from '../../../client/client'
import { hasWord, t, word } from '../text/language'
import { blocksOf, ordersOf, pointsOf, type RegisterMap } from './register_map'

type Profile = Schemas['Profile']

function Verified({ isSo }: { isSo: boolean }) {
  return (
    <span class={isSo ? 'chip confirmed' : 'chip alarm1'}>
      <Icon name={isSo ? 'check' : 'question'} />
      {t(isSo ? 'profile.verified' : 'profile.unverified')}
    </span>
  )
}

function Points({ map }: { map: RegisterMap }) {
  return (
    <>
      <h3>{t('profile.points')}</h3>
      <Table
        caption={t('profile.points')}
        rows={pointsOf(map)}
        name={(row) => row.name}
        columns={[
          { title: t('profile.value'), cell: (row) => word('point', row.name) },
          { title: t('profile.place'), cell: (row) => <code>{row.place}</code> },
          { title: t('profile.type'), cell: (row) => row.type },
          { title: t('profile.worth'), isFigure: true, cell: (row) => row.worth || '–' },
          { title: t('profile.rule'), cell: (row) => <code>{row.rule}</code> },
        ]}
      />
    </>
  )
}

function Blocks({ map }: { map: RegisterMap }) {
  return (
    <>
      <h3>{t('profile.blocks')}</h3>
      <Table
        caption={t('profile.blocks')}
        rows={blocksOf(map)}
        name={(row) => row.name}
        columns={[
          { title: t('profile.block'), cell: (row) => row.name },
          { title: t('profile.place'), cell: (row) => <code>{row.place}</code> },
          { title: t('profile.length'), isFigure: true, cell: (row) => row.length },
          {
            title: t('profile.read'),
            cell: (row) =>
              t(row.isPolled ? 'profile.polled' : 'profile.identified') +
              (row.isOptional ? ' · ' + t('profile.optional') : ''),
          },
        ]}
      />
    </>
  )
}

function Orders({ map }: { map: RegisterMap }) {
  const nameOf = (name: string) =>
    hasWord('command', name) ? word('command', name) : word('point', name)
  const shows = ([name, value]: [string, boolean]) =>
    `${word('point', name)} = ${t(value ? 'profile.yes' : 'profile.no')}`
  return (
    <>
      <h3>{t('profile.orders')}</h3>
      <Table
        caption={t('profile.orders')}
        empty={t('profile.noOrders')}
        rows={ordersOf(map)}
        name={(row) => row.name}
        columns={[
          { title: t('command.kind'), cell: (row) => nameOf(row.name) },
          { title: t('profile.place'), cell: (row) => <code>{row.place}</code> },
          { title: t('profile.said'), cell: (row) => <code>{row.said}</code> },
          { title: t('profile.expected'), cell: (row) => row.expected.map(shows).join(' · ') || '–' },
        ]}
      />
    </>
  )
}

function Unsupported({ map }: { map: RegisterMap }) {
  const known = Object.entries(map.not_supported ?? {})
  if (known.length === 0) return null
  return (
    <>
      <h3>{t('profile.unsupported')}</h3>
      <dl class="facts card">
        {known.map(([name, why]) => (
          <>
            <dt>{hasWord('command', name) ? word('command', name) : word('point', name)}</dt>
            <dd lang="en">{why}</dd>
          </>
        ))}
      </dl>
    </>
  )
}

/** One register map, read-only: it is a file, and so is its correction. */
function ProfileDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const found = useLoaded(
    (signal) => get('/v1/profiles/{profile}', { path: { profile: name }, signal }),
    [name],
  )
  return (
    <Dialog title={name} shape="wide" onClose={onClose}>
      <Shown of={found}>
        {(profile) => {
          const map = profile.map as RegisterMap
          const side = map.energy_side ?? ''
          return (
            <div class="stack">
              <p>
                <b lang="en">{profile.title}</b> <Verified isSo={profile.hardware_verified} />
              </p>
              <p class="note">
                <b>{t('profile.provenance')}</b> <span lang="en">{profile.provenance}</span>
              </p>
              <p class="soft">
                {[word('protocol', profile.protocol), side && word('side', side)]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              <Points map={map} />
              <Blocks map={map} />
              <Orders map={map} />
              <Unsupported map={map} />
              <p class="soft">{t('profile.hint')}</p>
            </div>
          )
        }}
      </Shown>
    </Dialog>
  )
}

/** Which register of which kind of meter means what, and how far that is known. */
export function ProfilesTab() {
  const found = useLoaded((signal) => all('/v1/profiles', { signal }), [])
  const opened = route.value.query.profile
  return (
    <>
      <Shown of={found}>
        {(profiles) => (
          <Table
            caption={t('device.profiles')}
            empty={t('profile.none')}
            rows={profiles}
            name={(row: Profile) => row.profile}
            columns={[
              {
                title: t('device.profile'),
                cell: (row) => (
                  <button class="link" onClick={() => refine({ profile: row.profile })}>
                    {row.profile}
                  </button>
                ),
              },
              { title: t('system.name'), cell: (row) => <span lang="en">{row.title}</span> },
              { title: t('profile.protocol'), cell: (row) => word('protocol', row.protocol) },
              {
                title: t('profile.points'),
                isFigure: true,
                cell: (row) => pointsOf(row.map as RegisterMap).length,
              },
              { title: t('device.meters'), isFigure: true, cell: (row) => row.meters },
              {
                title: t('profile.trust'),
                cell: (row) => <Verified isSo={row.hardware_verified} />,
              },
            ]}
          />
        )}
      </Shown>
      {opened && <ProfileDialog name={opened} onClose={() => refine({ profile: '' })} />}
    </>
  )
}
