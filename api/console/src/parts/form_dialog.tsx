import type { ComponentChildren } from 'preact'
import { t } from '../text/language'
import { Dialog } from './dialog'
import { Button } from './form'
import { useSending } from './sending'
import { FaultText } from './states'

interface FormProps {
  /** What its button says. */
  confirm: string
  /** What is done cannot be undone, or is undone by an entry of its own. */
  isGrave?: boolean
  /** Whether all that is needed has been typed. */
  isFit: boolean
  /** Sends it; what it throws stays in sight until the next try. */
  work: () => Promise<void>
  onClose: () => void
  children?: ComponentChildren
}

/** What is filled in and sent, once at a time; for a dialog that has to fetch something first. */
export function DialogForm({ confirm, isGrave, isFit, work, onClose, children }: FormProps) {
  const { isBusy, fault, send } = useSending()
  return (
    <form class="stack" onSubmit={send(work)}>
      {children}
      <FaultText fault={fault} />
      <div class="row end foot">
        <button type="button" onClick={onClose} disabled={isBusy}>
          {t('action.cancel')}
        </button>
        <Button class={isGrave ? 'danger' : 'primary'} isBusy={isBusy} disabled={!isFit}>
          {confirm}
        </Button>
      </div>
    </form>
  )
}

interface FormDialogProps extends FormProps {
  title: string
  shape?: 'middle' | 'wide'
}

/** The dialog of one form. */
export function FormDialog({ title, shape = 'middle', ...form }: FormDialogProps) {
  return (
    <Dialog title={title} shape={shape} onClose={form.onClose}>
      <DialogForm {...form} />
    </Dialog>
  )
}
