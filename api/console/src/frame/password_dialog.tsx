import { useState } from 'preact/hooks'
import { changePassword } from '../api/session'
import { Dialog } from '../parts/dialog'
import { Button, Field } from '../parts/form'
import { FaultText } from '../parts/states'
import { tell } from '../parts/toasts'
import { t } from '../text/language'

const LEAST_BYTES = 10

interface SecretProps {
  label: string
  value: string
  hint?: string
  fault?: string | null
  isOld?: boolean
  onInput: (text: string) => void
}

function Secret({ label, value, hint, fault, isOld, onInput }: SecretProps) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      <input
        type="password"
        required
        autocomplete={isOld ? 'current-password' : 'new-password'}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  )
}

/** One's own password; all other sessions of the same operator end. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const [old, setOld] = useState('')
  const [other, setOther] = useState('')
  const [again, setAgain] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const isLong = new TextEncoder().encode(other).length >= LEAST_BYTES
  const differs = again !== '' && again !== other
  const isFit = old !== '' && isLong && again === other
  const send = async (event: Event) => {
    event.preventDefault()
    if (!isFit) return
    setBusy(true)
    setFault(null)
    try {
      await changePassword(old, other)
      tell(t('session.passwordChanged'))
      onClose()
    } catch (refusal) {
      setFault(refusal)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('session.changePassword')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void send(event)}>
        <Secret label={t('session.oldPassword')} value={old} onInput={setOld} isOld />
        <Secret
          label={t('session.newPassword')}
          hint={t('session.passwordHint')}
          value={other}
          onInput={setOther}
        />
        <Secret
          label={t('session.repeatPassword')}
          fault={differs ? t('session.differs') : null}
          value={again}
          onInput={setAgain}
        />
        <FaultText fault={fault} />
        <Button class="primary wide" isBusy={isBusy} disabled={!isFit}>
          {t('session.changePassword')}
        </Button>
      </form>
    </Dialog>
  )
}
