import { useRef, useState } from 'preact/hooks'
import { getTagged, post, put, type Tagged } from '../api/book'
import { useLoaded } from '../api/loaded'
import type { Schemas } from '../../../client/client'
import { Dialog } from '../parts/dialog'
import { Field } from '../parts/form'
import { DialogForm } from '../parts/form_dialog'
import { FaultText, Shown } from '../parts/states'
import { tell } from '../parts/toasts'
import { t, word } from '../text/language'

type NoticeText = Schemas['NoticeText']

const TYPING_MS = 300

/** As somebody would get it, soon after the last letter; the fault of the words where they have one. */
function useExample(of: NoticeText, text: string) {
  const shown = useRef(of.example)
  const asked = useLoaded(
    async (signal) => {
      await new Promise((go) => setTimeout(go, TYPING_MS))
      signal.throwIfAborted()
      const path = { notice_text: of.notice_text }
      return post('/v1/notice-texts/{notice_text}/example', { path, body: { text }, signal })
    },
    [text],
  )
  if (asked.value) shown.current = asked.value.example
  return { example: shown.current, fault: asked.fault }
}

interface FormProps {
  known: Tagged<NoticeText>
  onClose: () => void
  onDone: () => void
}

function Form({ known: { value: of, tag }, onClose, onDone }: FormProps) {
  const [text, setText] = useState(of.text)
  const { example, fault } = useExample(of, text)
  const lang = of.language === 'zh' ? 'zh-CN' : 'en'
  const save = async () => {
    // What is the built-in one is left to it: it may become a better one.
    const body = { text: text === of.built_in ? '' : text }
    const path = { notice_text: of.notice_text }
    await put('/v1/notice-texts/{notice_text}', { path, body, unlessEditedSince: tag })
    tell(t('text.saved'))
    onDone()
    onClose()
  }
  return (
    <DialogForm
      confirm={t('action.save')}
      isFit={text.trim() !== '' && text !== of.text && !fault}
      work={save}
      onClose={onClose}
    >
      <Field label={t('text.words')} hint={t('text.hint')}>
        <textarea
          name="text"
          lang={lang}
          rows={5}
          maxLength={2000}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      <div class="row">
        <button type="button" disabled={text === of.built_in} onClick={() => setText(of.built_in)}>
          {t('text.builtIn')}
        </button>
      </div>
      <h3>{t('text.example')}</h3>
      <div aria-live="polite">
        {fault ? (
          <FaultText fault={fault} />
        ) : (
          <p class="notice-text example" lang={lang}>
            {example}
          </p>
        )}
      </div>
      <p class="soft">{t('text.length', { n: [...example].length })}</p>
    </DialogForm>
  )
}

interface EditProps {
  of: NoticeText
  onClose: () => void
  onDone: () => void
}

/** The words of one kind of notice in one language, as long as nobody else has changed them. */
export function EditText({ of, onClose, onDone }: EditProps) {
  const path = { notice_text: of.notice_text }
  const found = useLoaded(
    (signal) => getTagged('/v1/notice-texts/{notice_text}', { path, signal }),
    [of.notice_text],
  )
  const language = t(of.language === 'zh' ? 'language.zh' : 'language.en')
  return (
    <Dialog title={`${word('notice', of.kind)} · ${language}`} shape="wide" onClose={onClose}>
      <Shown of={found}>
        {(known) => <Form known={known} onClose={onClose} onDone={onDone} />}
      </Shown>
    </Dialog>
  )
}
