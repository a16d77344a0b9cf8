import { useState } from 'preact/hooks'
import { changePassword } from '../api/session'
import { Dialog } from '../parts/dialog'
import { Button } from '../parts/form'
import { isPassword, NewSecret, Secret } from '../parts/secret'
import { FaultText } from '../parts/states'
import { tell } from '../parts/toasts'
import { t } from '../text/language'

/** One's own password; all other sessions of the same operator end. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const [old, setOld] = useState('')
  const [other, setOther] = useState('')
  const [again, setAgain] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const differs = again !== '' && again !== other
  const isFit = old !== '' && isPassword(other) && again === other
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
        <Secret label={t('session.oldPassword')} value={old} onInput={setOld} name="old" isOld />
        <NewSecret label={t('session.newPassword')} value={other} onInput={setOther} />
        <Secret
          label={t('session.repeatPassword')}
          fault={differs ? t('session.differs') : null}
          name="again"
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
