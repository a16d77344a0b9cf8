import { useState } from 'preact/hooks'
import { changePassword } from '../api/session'
import { FormDialog } from '../parts/form_dialog'
import { isPassword, NewSecret, Secret } from '../parts/secret'
import { tell } from '../parts/toasts'
import { t } from '../text/language'

/** One's own password; all other sessions of the same operator end. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const [old, setOld] = useState('')
  const [other, setOther] = useState('')
  const [again, setAgain] = useState('')
  const differs = again !== '' && again !== other
  const isFit = old !== '' && isPassword(other) && again === other
  const change = async () => {
    await changePassword(old, other)
    tell(t('session.passwordChanged'))
    onClose()
  }
  return (
    <FormDialog
      title={t('session.changePassword')}
      confirm={t('session.changePassword')}
      isFit={isFit}
      work={change}
      onClose={onClose}
    >
      <Secret label={t('session.oldPassword')} value={old} onInput={setOld} name="old" isOld />
      <NewSecret label={t('session.newPassword')} value={other} onInput={setOther} />
      <Secret
        label={t('session.repeatPassword')}
        fault={differs ? t('session.differs') : null}
        name="again"
        value={again}
        onInput={setAgain}
      />
    </FormDialog>
  )
}
