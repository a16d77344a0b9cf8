import { useState } from 'preact/hooks'
import { get, post } from '../api/book'
import { useLoaded, usePages } from '../api/loaded'
import { may, person } from '../api/session'
import type { Schemas } from '../../../client/client'
import { loadSite, money, site } from '../api/site'
import { link, refine, route } from '../frame/route'
import { ImportTab } from '../imports/imports'
import { DayInput } from '../parts/day_input'
import { Files } from '../parts/files'
import { Choice, Field } from '../parts/form'
import { FormDialog } from '../parts/form_dialog'
import { Empty } from '../parts/states'
import { PagedTable } from '../parts/table'
import { Tabs } from '../parts/tabs'
import { tell, tellFault } from '../parts/toasts'
import { t, word } from '../text/language'
import { fromMicros } from '../text/money'
import { zoneName } from '../text/time'
import { BackupTab } from './backup_tab'
import { Buildings } from './buildings'
import { Keys } from './keys'
import { Operators } from './operators'
import { typedPatience, type Patience } from './patience'
import { Roles } from './roles'
import { SiteForm } from './site_form'
import './system.css'

function patienceText(patience: Patience | null): string {
  if (!patience) return t('patience.none')
  const { grace, wait, hours } = typedPatience(patience)
  const minutes = t('patience.minutes', { grace, wait })
  return [minutes, hours.replaceAll('\n', ', '), patience.holidays].filter(Boolean).join(' · ')
}

function defaultsText({ tariff, thresholds }: Schemas['SupplyDefaults']): string {
  const alarms = thresholds && [money(thresholds.alarm1), money(thresholds.alarm2)].join(' / ')
  const overload = thresholds?.overload_w ? `${thresholds.overload_w} W` : ''
  return [tariff, alarms, overload].filter(Boolean).join(' · ')
}

function SiteFacts() {
  const known = site.value
  const [isEdited, setEdited] = useState(false)
  if (!known) return <Empty title={t('frame.noSite')} />
  const { counter } = known
  const percent = counter ? fromMicros(BigInt(counter.service_fee_ppm) * 100n) : '0.00'
  const rows: [string, string][] = [
    [t('system.name'), known.name],
    [t('system.zone'), zoneName(known.zone)],
    [t('system.currency'), known.currency],
    [t('system.methods'), known.payment_methods.map((each) => word('method', each)).join(' · ')],
    [t('system.poll'), t('system.seconds', { n: known.poll_interval_s })],
    [t('system.misses'), String(known.misses_until_lost)],
    [t('system.margin'), `${known.plausibility_margin_percent} %`],
    [t('system.cutoff'), word('cutoff', known.cutoff)],
    [t('patience.patience'), patienceText(known.patience)],
    [t('system.lookBack'), t('system.days', { n: known.look_back_days })],
    [t('system.fee'), `${percent} %`],
    [t('system.overdraft'), counter ? money(counter.overdraft) : money('0')],
    [t('system.hoarding'), counter?.hoarding_limit ? money(counter.hoarding_limit) : t('terms.noLimit')],
    [
      t('defaults.defaults'),
      known.defaults ? defaultsText(known.defaults) : t('system.none'),
    ],
    [
      t('system.tillMethods'),
      counter?.till_methods.map((each) => word('method', each)).join(' · ') || t('system.none'),
    ],
  ]
  return (
    <>
      {may('site.edit') && (
        <div class="row">
          <button onClick={() => setEdited(true)}>{t('system.editSite')}</button>
        </div>
      )}
      {isEdited && <SiteForm onClose={() => setEdited(false)} />}
      <dl class="facts card">
        {rows.map(([title, value]) => (
          <>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <Buildings />
    </>
  )
}

const KINDS = ['day', 'month', 'year'] as const

function ClosePeriod({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const [kind, setKind] = useState<(typeof KINDS)[number]>('day')
  const [first, setFirst] = useState('')
  const close = async () => {
    await post('/v1/periods/{kind}/{first}/closing', { path: { kind, first }, body: {} })
    tell(t('system.periodClosed'))
    onDone()
    onClose()
  }
  return (
    <FormDialog
      title={t('system.closePeriod')}
      confirm={t('system.closePeriod')}
      isGrave
      isFit={first !== ''}
      work={close}
      onClose={onClose}
    >
      <Choice
        label={t('system.kind')}
        value={kind}
        options={KINDS.map((value) => ({ value, text: t(`period.${value}`) }))}
        onChange={setKind}
      />
      <Field label={t('system.first')}>
        <DayInput required value={first} onChange={setFirst} />
      </Field>
      <p class="note warn">{t('system.closeHint')}</p>
    </FormDialog>
  )
}

function Periods() {
  const pages = usePages((query, signal) => get('/v1/periods', { query, signal }), [])
  const [isClosing, setClosing] = useState(false)
  return (
    <>
      {may('period.close') && (
        <div class="row">
          <button onClick={() => setClosing(true)}>{t('system.closePeriod')}</button>
        </div>
      )}
      <PagedTable
        caption={t('system.periods')}
        files={<Files path="/v1/periods" />}
        empty={t('system.noPeriods')}
        pages={pages}
        name={(row) => row.closed}
        columns={[
          { title: t('system.kind'), cell: (row) => t(`period.${row.kind}`) },
          { title: t('range.from'), cell: (row) => row.first },
          { title: t('range.to'), cell: (row) => row.last },
          {
            title: t('receipt.position'),
            isFigure: true,
            cell: (row) => (
              <a href={link('audit', [], { position: String(row.closed) })}>{row.closed}</a>
            ),
          },
        ]}
      />
      {isClosing && <ClosePeriod onClose={() => setClosing(false)} onDone={pages.again} />}
    </>
  )
}

const TABS = ['site', 'periods', 'operators', 'roles', 'keys', 'import', 'backup'] as const

/** What holds for the whole site, who may do what, and what is closed. */
export function System() {
  useLoaded(() => loadSite().catch(tellFault), [])
  const isSigned = person.value?.rights != null
  const isShown = {
    site: true,
    periods: may('report.read'),
    operators: isSigned && may('operator.read'),
    roles: isSigned && may('operator.read'),
    keys: isSigned && may('operator.read'),
    import: may('import.run'),
    backup: may('site.edit'),
  }
  const tabs = TABS.filter((each) => isShown[each])
  const tab = tabs.find((each) => each === route.value.query.tab) ?? 'site'
  return (
    <div class="stack">
      <h1>{t('nav.system')}</h1>
      <Tabs
        label={t('nav.system')}
        value={tab}
        options={tabs.map((value) => ({ value, text: t(`system.${value}`) }))}
        onChange={(chosen) => refine({ tab: chosen })}
      >
        {tab === 'site' && <SiteFacts />}
        {tab === 'periods' && <Periods />}
        {tab === 'operators' && <Operators />}
        {tab === 'roles' && <Roles />}
        {tab === 'keys' && <Keys />}
        {tab === 'import' && <ImportTab />}
        {tab === 'backup' && <BackupTab />}
      </Tabs>
    </div>
  )
}
