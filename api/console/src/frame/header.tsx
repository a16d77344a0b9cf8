import { contact } from '../api/live'
import { useState } from 'preact/hooks'
import { person, signOut } from '../api/session'
import { site, siteName, zone } from '../api/site'
import { Icon } from '../parts/icon'
import { tellFault } from '../parts/toasts'
import { language, t, word } from '../text/language'
import { zoneName } from '../text/time'
import { PasswordDialog } from './password_dialog'
import { theme, type Theme } from './theme'

function Contact() {
  const now = contact.value
  return (
    <span class={`contact ${now}`} role="status" title={t(`contact.${now}.hint`)}>
      <i aria-hidden="true" />
      {t(`contact.${now}`)}
    </span>
  )
}

/** Both languages by their own names, so that whoever is lost finds back. */
export function LanguageSwitch() {
  const other = language.value === 'zh' ? 'en' : 'zh'
  return (
    <button
      class="quiet"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      onClick={() => (language.value = other)}
    >
      {other === 'zh' ? '中文' : 'English'}
    </button>
  )
}

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const SIGN = { system: 'halfmoon', light: 'sun', dark: 'moon' } as const

export function ThemeSwitch() {
  const now = theme.value
  const label = t('theme.label', { now: t(`theme.${now}`) })
  return (
    <button
      class="quiet icon"
      onClick={() => (theme.value = NEXT[now])}
      aria-label={label}
      title={label}
    >
      <Icon name={SIGN[now]} />
    </button>
  )
}

function Who() {
  const [isChanging, setChanging] = useState(false)
  const { name, roles, rights } = person.value!
  const about = roles.map((role) => word('role', role)).join(' · ')
  return (
    <>
      <span class="who" title={about || undefined}>
        <Icon name="person" />
        {name}
        {about && <small>{about}</small>}
      </span>
      {rights !== null && (
        <button class="quiet" onClick={() => setChanging(true)}>
          {t('session.changePassword')}
        </button>
      )}
      <button class="quiet" onClick={() => void signOut().catch(tellFault)}>
        {t('session.signOut')}
      </button>
      {isChanging && <PasswordDialog onClose={() => setChanging(false)} />}
    </>
  )
}

export function Header() {
  return (
    <header class="header">
      <strong class="site" title={zoneName(zone.value)}>
        {siteName.value || (site.value === null ? t('frame.noSite') : '')}
      </strong>
      <Contact />
      <span class="gap" />
      <LanguageSwitch />
      <ThemeSwitch />
      <Who />
    </header>
  )
}
