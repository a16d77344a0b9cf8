import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Refused } from '../api/refusal'
import { session, signIn, workAs } from '../api/session'
import { Button, Field } from '../parts/form'
import { Icon } from '../parts/icon'
import { Secret } from '../parts/secret'
import { FaultText } from '../parts/states'
import { t } from '../text/language'
import { LanguageSwitch, ThemeSwitch } from './header'

const NAME = /^[A-Za-z0-9_-]{1,40}$/

/** Seconds until the next try is taken; 0: it is taken now. */
function useWait(fault: unknown): number {
  const given = fault instanceof Refused ? (fault.problem.retryAfter ?? 0) : 0
  const [left, setLeft] = useState(0)
  useLayoutEffect(() => {
    setLeft(given)
    if (!given) return
    const end = performance.now() + given * 1000
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((end - performance.now()) / 1000))
      setLeft(rest)
      if (rest === 0) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [fault])
  return left
}

function WithPassword() {
  const [operator, setOperator] = useState('')
  const [password, setPassword] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const wait = useWait(fault)
  const enter = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    setFault(null)
    try {
      await signIn(operator.trim(), password)
    } catch (refusal) {
      setFault(refusal)
      setPassword('')
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void enter(event)}>
      <Field label={t('session.operator')}>
        <input
          name="operator"
          autocomplete="username"
          required
          value={operator}
          onInput={(event) => setOperator(event.currentTarget.value)}
        />
      </Field>
      <Secret label={t('session.password')} value={password} onInput={setPassword} isOld />
      {wait > 0 ? (
        <p class="note wrong" role="alert">
          {t('session.wait', { n: wait })}
        </p>
      ) : (
        <FaultText fault={fault} />
      )}
      <Button class="primary wide" isBusy={isBusy} disabled={wait > 0}>
        {t('session.signIn')}
      </Button>
    </form>
  )
}

function WithName() {
  const [name, setName] = useState('')
  const isFit = NAME.test(name)
  const enter = (event: Event) => {
    event.preventDefault()
    if (isFit) workAs(name)
  }
  return (
    <form onSubmit={enter}>
      <p class="soft">{t('session.noOperators')}</p>
      <Field label={t('session.workAs')} hint={t('session.nameHint')}>
        <input
          name="operator"
          autocomplete="username"
          required
          maxLength={40}
          pattern="[A-Za-z0-9_\-]{1,40}"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      <Button class="primary wide" disabled={!isFit}>
        {t('session.begin')}
      </Button>
    </form>
  )
}

export function SignIn() {
  const current = session.value
  const panel = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    document.title = 'Meterbook'
    panel.current?.querySelector('input')?.focus()
  }, [])
  if (current.is !== 'out') return null
  return (
    <main class="sign-in">
      <div class="switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <div class="panel" ref={panel}>
        <h1>
          <Icon name="book" /> Meterbook
        </h1>
        <p class="soft">{t('session.slogan')}</p>
        {current.hasExpired && (
          <p class="note warn" role="alert">
            {t('session.expired')} {t('session.again')}
          </p>
        )}
        {current.hasOperators ? <WithPassword /> : <WithName />}
      </div>
    </main>
  )
}
