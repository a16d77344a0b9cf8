import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { holdHere } from '../frame/route'
import { t } from '../text/language'
import { Icon } from './icon'

interface DialogProps {
  title: string
  onClose: () => void
  /** 'side' slides in from the right and leaves the rest in sight. */
  shape?: 'middle' | 'wide' | 'side'
  /** Something was typed into it before. */
  isBegun?: boolean
  children: ComponentChildren
}

const FIELD = '.content :is(input:not([type=radio], [type=checkbox]), select, textarea):enabled'

/** Once it was sent, what came of it may stand where it was typed. */
const TYPED = '.content form :is(input, select, textarea)'

/** What is typed into a form is lost when its dialog goes; what is only looked for is not. */
function isTyping({ target }: Event): boolean {
  const field = target as HTMLInputElement
  return field.form !== null && field.type !== 'search'
}

/** Asks before the page goes, as browsers do. */
function holdPage(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

interface AskProps {
  onStay: () => void
  onLeave: () => void
}

/** Whether what was typed may be thrown away. */
function Discard({ onStay, onLeave }: AskProps) {
  return (
    <Dialog title={t('form.discard')} onClose={onStay}>
      <p>{t('form.discardHint')}</p>
      <div class="row end foot">
        <button type="button" class="danger" onClick={onLeave}>
          {t('form.throwAway')}
        </button>
        <button type="button" class="primary" autofocus onClick={onStay}>
          {t('form.goOn')}
        </button>
      </div>
    </Dialog>
  )
}

/** Holds the keyboard as soon as it is drawn, from its first field on until it is closed, and gives
 * it back to where it was: no key pressed in between goes elsewhere. Once something was typed into a form in it, neither a key, a click nor the browser's own
 * buttons throw that away without being asked. */
export function Dialog({ title, onClose, shape = 'middle', isBegun = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const hasFocused = useRef(false)
  const [isTyped, setTyped] = useState(isBegun)
  /** What is done once it may be thrown away. */
  const [leaving, setLeaving] = useState<{ go: () => void } | null>(null)
  const release = useRef(() => {})
  const id = useId()
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null
    dialog.current?.showModal()
    return () => before?.focus?.()
  }, [])
  useLayoutEffect(() => {
    if (hasFocused.current) return // what it holds may have to be fetched first
    const find = (what: string) => dialog.current?.querySelector<HTMLElement>(what)
    const first = find('[autofocus]') ?? find(FIELD)
    first?.focus()
    hasFocused.current = first != null
  })
  useLayoutEffect(() => {
    if (!isTyped) return
    addEventListener('beforeunload', holdPage)
    const letGo = holdHere((go) => {
      const closeFirst = () => {
        onClose()
        go()
      }
      setLeaving({ go: closeFirst })
    })
    release.current = () => {
      removeEventListener('beforeunload', holdPage)
      letGo()
    }
    return release.current
  }, [isTyped])
  const close = () => {
    const isStillThere = dialog.current?.querySelector(TYPED) != null
    return isTyped && isStillThere ? setLeaving({ go: onClose }) : onClose()
  }
  const type = (event: Event) => {
    if (isTyping(event)) setTyped(true)
  }
  const leave = () => {
    release.current() // before one goes, and not when it is drawn
    setTyped(false)
    setLeaving(null)
    leaving?.go()
  }
  return (
    <dialog
      ref={dialog}
      class={`dialog ${shape}`}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault() // a browser closes it by itself the second time
        event.stopPropagation()
        close()
      }}
      onCancel={(event) => {
        event.preventDefault()
        if (event.target === dialog.current) close()
      }}
    >
      <div class="head">
        <h2 id={id}>{title}</h2>
        <button class="quiet icon" onClick={close} aria-label={t('action.close')}>
          <Icon name="close" />
        </button>
      </div>
      <div class="content" onInput={type} onChange={type}>
        {children}
      </div>
      {leaving && <Discard onStay={() => setLeaving(null)} onLeave={leave} />}
    </dialog>
  )
}
