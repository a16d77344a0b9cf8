import type { ComponentType } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { loadBuildings } from '../api/buildings'
import { startFollowing } from '../api/live'
import { isTenant, may, person, recallSession, session } from '../api/session'
import { loadSite, site } from '../api/site'
import { ReceiptSheet } from '../cashier/receipt'
import { Explanation } from '../explain/explanation'
import { Empty, Failed, Loading, NoRight } from '../parts/states'
import { Toasts } from '../parts/toasts'
import { language, t } from '../text/language'
import { Guard } from './guard'
import { Header } from './header'
import { Navigation } from './navigation'
import { go, link, route } from './route'
import { SCREENS, type Screen } from './screens'
import { SignIn } from './sign_in'

/** All that a tenant is shown. */
const TENANT = { load: () => import('../tenant/tenant').then((m) => m.Tenant) }

function Opened({ screen }: { screen: Pick<Screen, 'load'> }) {
  const [Content, setContent] = useState<ComponentType | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const load = () => {
    setFault(null)
    screen.load().then((content) => setContent(() => content), setFault)
  }
  useEffect(load, [])
  if (fault) return <Failed fault={fault} again={load} />
  return Content ? <Content /> : <Loading />
}

const CALM_MS = 1_500

/** The screens that are not open yet, so that each opens at once, also without a network. */
function useFetchedAhead(screens: Screen[]): void {
  useEffect(() => {
    const fetchAll = () => screens.forEach((screen) => void screen.load().catch(() => {}))
    const timer = setTimeout(fetchAll, CALM_MS)
    return () => clearTimeout(timer)
  }, [])
}

function Workplace() {
  useEffect(() => {
    // each screen says for itself that nobody answers
    if (may('catalogue.read')) void Promise.all([loadSite(), loadBuildings()]).catch(() => {})
    return startFollowing()
  }, [])
  const allowed = SCREENS.filter((screen) => may(screen.right))
  useFetchedAhead(allowed)
  const name = route.value.screen
  const screen = SCREENS.find((each) => each.name === name)
  useEffect(() => {
    if (!screen && allowed[0]) go(link(allowed[0].name))
  }, [screen])
  useEffect(() => {
    const where = screen ? t(screen.title) + ' · ' : ''
    document.title = `${where}${site.value?.name ?? 'Meterbook'}`
  }, [name, language.value, site.value])
  useLayoutEffect(() => {
    // of another screen alone: whoever types there already keeps the keyboard
    document.getElementById('content')?.focus({ preventScroll: true })
  }, [name])
  return (
    <div class="frame">
      <a class="skip" href="#content" onClick={skip}>
        {t('frame.skip')}
      </a>
      <Navigation screens={allowed} current={name} />
      <Header />
      <main id="content" tabIndex={-1}>
        {allowed.length === 0 && <NoScreen />}
        {screen && !may(screen.right) && <NoRight right={screen.right} />}
        {screen && may(screen.right) && (
          <Guard key={screen.name}>
            <Opened screen={screen} />
          </Guard>
        )}
      </main>
    </div>
  )
}

function NoScreen() {
  return (
    <Empty title={t('session.noScreen')}>
      <p class="soft">{t('session.noScreenHint')}</p>
    </Empty>
  )
}

function skip(event: MouseEvent): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

export function App() {
  const [fault, setFault] = useState<unknown>(null)
  const recall = () => {
    setFault(null)
    recallSession().catch(setFault)
  }
  useEffect(recall, [])
  const current = session.value
  const content = () => {
    if (fault && current.is === 'unknown') return <Failed fault={fault} again={recall} />
    if (current.is === 'unknown') return <Loading />
    if (current.is === 'out') return <SignIn />
    const { operator } = person.value!
    return isTenant() ? <Opened key={operator} screen={TENANT} /> : <Workplace key={operator} />
  }
  return (
    <>
      {content()}
      {current.is === 'in' && <ReceiptSheet />}
      {current.is === 'in' && <Explanation />}
      <Toasts />
    </>
  )
}
