import { signal } from '@preact/signals'
import { t } from '../text/language'
import { Icon } from './icon'
import { sentenceOf } from './states'

interface Toast {
  id: number
  text: string
  isWrong: boolean
}

const toasts = signal<Toast[]>([])
const SHOWN_MS = 5_000
let last = 0

function drop(id: number): void {
  toasts.value = toasts.value.filter((each) => each.id !== id)
}

/** Says something for five seconds; what went wrong stays until it is closed. */
export function tell(text: string, isWrong = false): void {
  const id = ++last
  const others = toasts.value.filter((each) => each.text !== text)
  toasts.value = [...others, { id, text, isWrong }]
  if (!isWrong) setTimeout(() => drop(id), SHOWN_MS)
}

export function tellFault(fault: unknown): void {
  tell(sentenceOf(fault), true)
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, isWrong }) => (
        <div key={id} class={isWrong ? 'toast wrong' : 'toast'}>
          <Icon name={isWrong ? 'bang' : 'check'} />
          <span>{text}</span>
          <button class="quiet icon" onClick={() => drop(id)} aria-label={t('action.close')}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  )
}
