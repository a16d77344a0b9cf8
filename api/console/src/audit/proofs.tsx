import { get } from '../api/book'
import { position } from '../api/clock'
import { useLoaded } from '../api/loaded'
import { Icon } from '../parts/icon'
import { t } from '../text/language'

interface Checkpoint {
  size: number
  /** A signed note: whoever has it can hold any later log against it. */
  checkpoint: string
}

const LOOKED_BACK = 5_000

/** The newest checkpoint; nothing where the log is not signed here. */
async function newest(signal: AbortSignal): Promise<Checkpoint | null> {
  const cursor = String(Math.max(0, position.peek() - LOOKED_BACK))
  const page = await get('/v1/checkpoints', { query: { cursor, limit: 1000 }, signal })
  return page.items.at(-1) ?? null
}

/** How far the log is signed, with the note itself to take along. */
export function Signed() {
  const found = useLoaded(newest, [])
  const note = found.value
  if (!note) return null
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(note.checkpoint)}`
  return (
    <details class="signed">
      <summary class="chip confirmed">
        <Icon name="seal" /> {t('audit.signed', { n: note.size })}
      </summary>
      <div class="card stack">
        <pre>{note.checkpoint}</pre>
        <p class="soft">{t('audit.verifyHint')}</p>
        <a class="button" href={file} download={`checkpoint-${note.size}.txt`}>
          <Icon name="down" /> {t('audit.checkpoint')}
        </a>
      </div>
    </details>
  )
}

interface ProofProps {
  of: number
  isSale: boolean
}

/** What shows to anybody, without this server, that an event stands in the signed log. */
export function ProofLinks({ of, isSale }: ProofProps) {
  const found = useLoaded(newest, [])
  const note = found.value
  if (!note || note.size < of) return null
  return (
    <div class="row">
      <a
        class="button small"
        href={`/v1/proofs/inclusion?position=${of}`}
        download={`proof-${of}.json`}
      >
        <Icon name="seal" /> {t('audit.proof')}
      </a>
      {isSale && (
        <a
          class="button small"
          href={`/v1/sales/${of}/receipt-proof`}
          download={`receipt-${of}.txt`}
        >
          <Icon name="down" /> {t('audit.receiptProof')}
        </a>
      )}
    </div>
  )
}
