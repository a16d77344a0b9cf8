import { computed, signal } from '@preact/signals'
import { get, post, put, remove } from './book'
import { Refused } from './refusal'
import type { Schemas } from '../../../client/client'
import { onSignedOut, setCsrfToken, setOperatorName } from './credentials'
import type { Right } from './rights'

export interface Person {
  operator: string
  name: string
  roles: string[]
  /** null: the book knows no operators yet, and whoever reaches it may do everything. */
  rights: ReadonlySet<string> | null
  /** As far as whoever may not read the site is told of it. */
  site: { name: string; zone: string; currency: string } | null
}

type State =
  | { is: 'unknown' }
  | { is: 'out'; hasExpired: boolean; hasOperators: boolean }
  | { is: 'in'; person: Person }

type CurrentSession = Schemas['Caller']

/** Who works here. */
export const session = signal<State>({ is: 'unknown' })

export const person = computed(() => (session.value.is === 'in' ? session.value.person : null))

export function holds(right: string): boolean {
  const rights = person.value?.rights
  return rights === null || (rights?.has(right) ?? false)
}

export function may(right: Right): boolean {
  return holds(right)
}

/** Who sees their own accounts and nothing else. */
export function isTenant(): boolean {
  return person.value?.rights != null && may('tenant.read') && !may('catalogue.read')
}

onSignedOut(() => {
  if (session.peek().is === 'in')
    session.value = { is: 'out', hasExpired: true, hasOperators: true }
})

const LAST = 'meterbook.last_operator'

/** What one operator was shown is forgotten before another one works in this window. */
function isSomebodyElse(operator: string): boolean {
  const last = sessionStorage.getItem(LAST)
  sessionStorage.setItem(LAST, operator)
  return last !== null && last !== operator
}

function enter(current: CurrentSession): void {
  if (isSomebodyElse(current.operator)) return location.reload()
  setCsrfToken(current.csrf_token ?? '')
  const { operator, roles = [], site } = current
  const name = current.display_name || operator
  const rights = new Set(current.rights)
  session.value = { is: 'in', person: { operator, name, roles, rights, site } }
}

const NAME = 'meterbook.operator'

/** Nothing where nobody is signed in. */
async function currentSession(): Promise<CurrentSession | null> {
  try {
    return await get('/v1/sessions/current')
  } catch (fault) {
    if (fault instanceof Refused && fault.problem.status === 401) return null
    throw fault
  }
}

/** Who is signed in already: asked once, when the console opens. */
export async function recallSession(): Promise<void> {
  const current = await currentSession()
  if (current && !current.is_built_in) return enter(current)
  const hasOperators = current === null
  const name = hasOperators ? null : sessionStorage.getItem(NAME)
  if (name) return workAs(name)
  session.value = { is: 'out', hasExpired: false, hasOperators }
}

/** Where the book knows no operators: a name that stands in the log, and nothing is proven. */
export function workAs(name: string): void {
  sessionStorage.setItem(NAME, name)
  setOperatorName(name)
  const person = { operator: name, name, roles: [], rights: null, site: null }
  session.value = { is: 'in', person }
}

export async function signIn(operator: string, password: string): Promise<void> {
  setOperatorName('')
  enter(await post('/v1/sessions', { body: { operator, password } }))
}

export async function signOut(): Promise<void> {
  const hadOperators = person.peek()?.rights !== null
  if (hadOperators) await remove('/v1/sessions/current')
  sessionStorage.removeItem(NAME)
  setCsrfToken('')
  setOperatorName('')
  session.value = { is: 'out', hasExpired: false, hasOperators: hadOperators }
}

export async function changePassword(old: string, other: string): Promise<void> {
  await put('/v1/sessions/current/password', { body: { old, new: other } })
}
