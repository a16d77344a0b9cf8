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

/** Holds the keyboard until it is closed, and gives it back to where it was. */
export function Dialog({ title, onClose, shape = 'middle', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    dialog.current?.showModal()
    return () => before?.focus?.()
  }, [])
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
