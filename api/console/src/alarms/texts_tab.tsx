import { useState } from 'preact/hooks'
import { all } from '../api/book'
import { useLoaded } from '../api/loaded'
import { Choice } from '../parts/form'
import { Empty, Shown } from '../parts/states'
import type { Schemas } from '../../../client/client'
import { t, word } from '../text/language'
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

function Sheet({ of }: { of: NoticeText }) {
  const language = of.language === 'zh' ? 'zh-CN' : 'en'
  return (
    <section class="card stack" lang={language}>
      <h2>{of.language === 'zh' ? t('language.zh') : t('language.en')}</h2>
      <Written text={of.text} />
      <h3 lang={document.documentElement.lang}>{t('text.example')}</h3>
      <p class="notice-text example">{of.example}</p>
      <p class="soft" lang={document.documentElement.lang}>
        {t('text.length', { n: [...of.example].length })}
      </p>
    </section>
  )
}

/** What customers are told by, in both languages, and how it looks when somebody gets it. */
export function TextsTab() {
  const found = useLoaded((signal) => all('/v1/notice-texts', { signal }), [])
  const [kind, setKind] = useState('')
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
                  <Sheet key={each.language} of={each} />
                ))}
            </div>
            <p class="soft">{t('text.hint')}</p>
          </>
        )
      }}
    </Shown>
  )
}
