import { RIGHTS, type Right } from '../api/rights'
import type { Key } from '../text/language'

export interface Group {
  title: Key
  rights: Right[]
}

/** Where the rights of a subject stand; what is only looked at stands together. */
const GROUP_OF: Record<string, Key> = {
  money: 'roles.group.money',
  shift: 'roles.group.money',
  adjustment: 'roles.group.money',
  limit: 'roles.group.money',
  fee: 'roles.group.money',
  period: 'roles.group.money',
  customer: 'roles.group.accounts',
  account: 'roles.group.accounts',
  tariff: 'roles.group.accounts',
  place: 'roles.group.field',
  meter: 'roles.group.field',
  reading: 'roles.group.field',
  charge: 'roles.group.field',
  power: 'roles.group.field',
  notice: 'roles.group.field',
}

const ORDER: Key[] = [
  'roles.group.look',
  'roles.group.money',
  'roles.group.accounts',
  'roles.group.field',
  'roles.group.house',
]

function groupOf(right: string): Key {
  const [subject = '', deed] = right.split('.')
  if (deed === 'read') return 'roles.group.look'
  return GROUP_OF[subject] ?? 'roles.group.house'
}

/** Rights as people look for them; those that this console has never heard of are there too. */
export function groupsOf(rights: Right[]): Group[] {
  const known: readonly string[] = RIGHTS
  const rank = (right: string) => (known.includes(right) ? known.indexOf(right) : known.length)
  const sorted = [...rights].sort((a, b) => rank(a) - rank(b))
  return ORDER.map((title) => ({
    title,
    rights: sorted.filter((right) => groupOf(right) === title),
  })).filter((group) => group.rights.length > 0)
}
