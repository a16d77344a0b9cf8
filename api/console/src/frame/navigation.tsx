import { useState } from 'preact/hooks'
import { Icon } from '../parts/icon'
import { t } from '../text/language'
import { link } from './route'
import type { Screen } from './screens'

const NARROW = 'meterbook.narrow'

export function Navigation({ screens, current }: { screens: Screen[]; current: string }) {
  const [isNarrow, setNarrow] = useState(localStorage.getItem(NARROW) === 'yes')
  const toggle = () => {
    localStorage.setItem(NARROW, isNarrow ? 'no' : 'yes')
    setNarrow(!isNarrow)
  }
  return (
    <nav class={isNarrow ? 'navigation narrow' : 'navigation'} aria-label={t('nav.label')}>
      <a class="brand" href="#/overview">
        <Icon name="book" />
        <span>Meterbook</span>
      </a>
      <ul>
        {screens.map((screen) => (
          <li key={screen.name}>
            <a
              href={link(screen.name)}
              aria-current={screen.name === current ? 'page' : undefined}
              title={isNarrow ? t(screen.title) : undefined}
            >
              <Icon name={screen.icon} />
              <span>{t(screen.title)}</span>
            </a>
          </li>
        ))}
      </ul>
      <button class="quiet fold" onClick={toggle} aria-expanded={!isNarrow}>
        <Icon name={isNarrow ? 'unfold' : 'fold'} />
        <span>{t('nav.fold')}</span>
      </button>
    </nav>
  )
}
