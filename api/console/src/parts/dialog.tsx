import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { t } from '../text/language'
import { Icon } from './icon'

interface DialogProps {
  title: string
  onClose: () => void
  /** 'side' slides in from the right and leaves the rest in sight. */
  shape?: 'middle' | 'wide' | 'side'
  children: ComponentChildren
}

const FIELD = '.content :is(input:not([type=radio], [type=checkbox]), select, textarea):enabled'

/** Holds the keyboard from its first field on until it is closed, and gives it back to where
 * it was. */
export function Dialog({ title, onClose, shape = 'middle', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const isBegun = useRef(false)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    dialog.current?.showModal()
    return () => before?.focus?.()
  }, [])
  useEffect(() => {
    if (isBegun.current) return // what it holds may have to be fetched first
    const find = (what: string) => dialog.current?.querySelector<HTMLElement>(what)
    const first = find('[autofocus]') ?? find(FIELD)
    first?.focus()
    isBegun.current = first != null
  })
  return (
    <dialog
      ref={dialog}
      class={`dialog ${shape}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div class="head">
        <h2 id={id}>{title}</h2>
        <button class="quiet icon" onClick={onClose} aria-label={t('action.close')}>
          <Icon name="close" />
        </button>
      </div>
      <div class="content">{children}</div>
    </dialog>
  )
}
