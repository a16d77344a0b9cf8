import type { ComponentChildren } from 'preact'
import { all, get } from '../api/book'
import { useLoaded } from '../api/loaded'
import { refine, route } from '../frame/route'
import { When } from '../parts/figures'
import { Field } from '../parts/form'
import { Icon } from '../parts/icon'
import { Empty, Shown } from '../parts/states'
import { Table } from '../parts/table'
import type { Schemas } from '../../../client/client'
import { t } from '../text/language'
import { said } from '../text/said'
import { octets, partsOf } from './frame_parts'
import './frames.css'

type Frame = Schemas['Frame'] & { n: number }

/** The bytes, with what they are below the pointer; a checksum stands apart. */
function Bytes({ of, transport }: { of: string; transport: string }) {
  if (!of) return <span class="soft">{t('frame.nothing')}</span>
  return (
    <code class="wire-bytes">
      {partsOf(octets(of), transport).map((part, i) => (
        <span key={i} class={part.is} title={t(`frame.${part.is}`)}>
          {part.bytes.join(' ')}
        </span>
      ))}
    </code>
  )
}

interface FramesProps {
  line: string
  transport: string
  /** What chooses the line. */
  chooser: ComponentChildren
}

function Frames({ line, transport, chooser }: FramesProps) {
  const meter = route.value.query.meter ?? ''
  const asked = { path: { line }, query: { ...(meter && { meter }) } }
  const found = useLoaded(
    (signal) => get('/v1/lines/{line}/frames', { ...asked, signal }),
    [line, meter],
  )
  return (
    <>
      <div class="row unprinted filters">
        {chooser}
        <Field label={t('frame.meter')}>
          <input
            name="frame-meter"
            value={meter}
            placeholder={t('audit.any')}
            onChange={(e) => refine({ meter: e.currentTarget.value.trim() })}
          />
        </Field>
        <span class="gap" />
        <button onClick={found.again}>
          <Icon name="refresh" /> {t('action.refresh')}
        </button>
      </div>
      <Shown of={found}>
        {({ is_read_here, frames }) =>
          is_read_here ? (
            <Table
              caption={t('device.frames')}
              empty={t('frame.none')}
              rows={frames.map((each, n): Frame => ({ ...each, n }))}
              name={(row) => row.n}
              columns={[
                { title: t('event.at'), cell: (row) => <When at={row.at} /> },
                { title: t('meter.name'), cell: (row) => row.meter },
                {
                  title: t('frame.said'),
                  cell: (row) => <Bytes of={row.said} transport={transport} />,
                },
                {
                  title: t('frame.heard'),
                  cell: (row) => <Bytes of={row.heard} transport={transport} />,
                },
                {
                  title: t('frame.took'),
                  isFigure: true,
                  cell: (row) => (row.heard ? `${row.took_ms} ms` : '–'),
                },
                {
                  title: t('frame.outcome'),
                  cell: (row) =>
                    row.fault ? (
                      <span class="chip failed">
                        <Icon name="bang" />
                        {said(row.fault)}
                      </span>
                    ) : (
                      <span class="chip confirmed">
                        <Icon name="check" />
                        {t('frame.answered')}
                      </span>
                    ),
                },
              ]}
            />
          ) : (
            <Empty title={t('frame.elsewhere')}>
              <p class="soft">{t('frame.elsewhereHint')}</p>
            </Empty>
          )
        }
      </Shown>
      <p class="soft">{t('frame.hint')}</p>
    </>
  )
}

/** What was said on a line lately, byte for byte: for whoever looks for a fault on the wire. */
export function FramesTab() {
  const lines = useLoaded((signal) => all('/v1/lines', { signal }), [])
  return (
    <Shown of={lines}>
      {(known) => {
        const chosen = known.find((each) => each.line === route.value.query.line) ?? known[0]
        if (!chosen) return <Empty title={t('frame.noLine')} />
        const chooser = (
          <Field label={t('device.line')}>
            <select
              name="frame-line"
              value={chosen.line}
              onChange={(e) => refine({ line: e.currentTarget.value, meter: '' })}
            >
              {known.map((each) => (
                <option key={each.line} value={each.line}>
                  {each.line}
                </option>
              ))}
            </select>
          </Field>
        )
        return <Frames line={chosen.line} transport={chosen.transport} chooser={chooser} />
      }}
    </Shown>
  )
}
