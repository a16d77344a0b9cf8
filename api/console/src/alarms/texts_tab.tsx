import { useState } from 'preact/hooks'
import { all } from '../api/book'
import { useLoaded } from '../api/loaded'
import { may } from '../api/session'
import { link } from '../frame/route'
import { Choice } from '../parts/form'
import { Empty, Shown } from '../parts/states'
import type { Schemas } from '../../../client/client'
import { t, word } from '../text/language'
import { EditText } from './edit_text'
import { piecesOf } from './text_pieces'
import './texts.css'

type NoticeText = Schemas['NoticeText']

function Written({ text }: { text: string }) {
  return (
    <p class="notice-text">
      {piecesOf(text).map((piece, i) =>
        piece.is === 'plain' ? (
          piece.text
        ) : (
          <span key={i} class={piece.is}>
            {piece.text}
          </span>
        ),
      )}
    </p>
  )
}

interface SheetProps {
  of: NoticeText
  onEdit: () => void
}

/** Whose words they are: built in, or set by an event that opens. */
function Origin({ of }: { of: NoticeText }) {
  if (of.position === null) return <>{t('text.isBuiltIn')}</>
  return (
    <>
      {t('text.isSet')}{' '}
      <a href={link('audit', [], { position: String(of.position) })}>{of.position}</a>
    </>
  )
}

function Sheet({ of, onEdit }: SheetProps) {
  const language = of.language === 'zh' ? 'zh-CN' : 'en'
  const name = t(of.language === 'zh' ? 'language.zh' : 'language.en')
  return (
    <section class="card stack" lang={language}>
      <div class="row" lang={document.documentElement.lang}>
        <h2>{name}</h2>
        <span class="gap" />
        {may('site.edit') && (
          <button onClick={onEdit} aria-label={t('text.edit', { language: name })}>
            {t('text.change')}
          </button>
        )}
      </div>
      <Written text={of.text} />
      <h3 lang={document.documentElement.lang}>{t('text.example')}</h3>
      <p class="notice-text example">{of.example}</p>
      <p class="soft" lang={document.documentElement.lang}>
        {t('text.length', { n: [...of.example].length })} · <Origin of={of} />
      </p>
    </section>
  )
}

/** What customers are told by, in both languages, and how it looks when somebody gets it. */
export function TextsTab() {
  const found = useLoaded((signal) => all('/v1/notice-texts', { signal }), [])
  const [kind, setKind] = useState('')
  const [edited, setEdited] = useState<NoticeText | null>(null)
  return (
    <Shown of={found}>
      {(texts) => {
        const kinds = [...new Set(texts.map((each) => each.kind as string))]
        const shown = kinds.includes(kind) ? kind : kinds[0]
        if (!shown) return <Empty title={t('text.none')} />
        return (
          <>
            <Choice
              label={t('notice.kind')}
              isLabelHidden
              value={shown}
              options={kinds.map((value) => ({ value, text: word('notice', value) }))}
              onChange={setKind}
            />
            <div class="notice-texts">
              {texts
                .filter((each) => each.kind === shown)
                .map((each) => (
                  <Sheet key={each.language} of={each} onEdit={() => setEdited(each)} />
                ))}
            </div>
            <p class="soft">{t('text.hint')}</p>
            {edited && (
              <EditText of={edited} onClose={() => setEdited(null)} onDone={found.again} />
            )}
          </>
        )
      }}
    </Shown>
  )
}
