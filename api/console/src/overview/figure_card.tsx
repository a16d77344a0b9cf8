import type { ComponentChildren } from 'preact'
import { t, type Key } from '../text/language'

interface CardProps {
  title: Key
  /** Where it is looked into. */
  to?: string
  note?: ComponentChildren
  children: ComponentChildren
}

/** One figure that counts, with its name above it. */
export function FigureCard({ title, to, note, children }: CardProps) {
  return (
    <div class="figure-card">
      {to ? <a href={to}>{t(title)}</a> : <span>{t(title)}</span>}
      <b>{children}</b>
      {note && <small class="soft">{note}</small>}
    </div>
  )
}
