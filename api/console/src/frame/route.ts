// Where one is: the part of the address behind #, such as #/accounts/A101?tab=entries.

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

export interface Route {
  screen: string
  /** What stands behind the screen's name. */
  names: string[]
  query: Record<string, string>
}

export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?')
  const [screen = '', ...names] = path.split('/').filter(Boolean).map(decodeURIComponent)
  return { screen, names, query: Object.fromEntries(new URLSearchParams(query)) }
}

type Query = Record<string, string>

export function link(screen: string, names: string[] = [], query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== '')
  const text = new URLSearchParams(given).toString()
  const path = [screen, ...names].map(encodeURIComponent).join('/')
  return `#/${path}${text ? '?' + text : ''}`
}

export const route = signal<Route>(routeOf(location.hash))

type Asking = (go: () => void) => void

let shown = location.hash
let asking: Asking | null = null

function show(): void {
  shown = location.hash
  route.value = routeOf(shown)
}

addEventListener('hashchange', () => {
  if (asking === null || location.hash === shown) return show()
  const wanted = location.hash
  history.pushState(null, '', shown)
  asking(() => go(wanted))
})

/** From now on `ask` is asked before another place is shown, also by the browser's own buttons; it
 * is given what goes there. */
export function holdHere(ask: Asking): () => void {
  asking = ask
  return () => {
    if (asking === ask) asking = null
  }
}

export function go(to: string): void {
  location.hash = to
}

/** Changes the query of this place, without a step in the browser's history. */
export function refine(changes: Record<string, string>): void {
  const { screen, names, query } = route.peek()
  history.replaceState(null, '', link(screen, names, { ...query, ...changes }))
  show()
}

/** Calls `leave` when somebody goes to another place, also by the browser's own buttons. */
export function useLeaving(leave: () => void): void {
  const { screen, names } = route.value
  useEffect(() => leave, [screen, names.join('/')])
}
