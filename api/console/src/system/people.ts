// Operators, roles and keys, as the server tells and takes them.

import type { Schemas } from '../../../client/client'
import { all, post, put, type Tagged } from '../api/book'
import { buildings } from '../api/buildings'
import { holds } from '../api/session'
import { word } from '../text/language'
import type { Option } from './many'

export type Operator = Schemas['Operator']
export type Role = Schemas['Role']

/** Somebody, or a program, that is not there yet. */
export function fresh(isMachine: boolean): Operator {
  const rest = { roles: [], buildings: [], accounts: [], disabled: false, keys: [] }
  return { operator: '', display_name: '', is_machine: isMachine, ...rest }
}

export const NAME = /^[A-Za-z0-9_-]{1,40}$/

export const operatorsOf = (signal: AbortSignal) => all('/v1/operators', { signal })
export const rolesOf = (signal: AbortSignal) => all('/v1/roles', { signal })

export function roleName(role: string): string {
  return word('role', role)
}

export function buildingOptions(): Option[] {
  return [...buildings.value].map(([value, text]) => ({ value, text }))
}

/** Whoever gives a role needs all of its rights, or they would make somebody who may do more. */
export function mayGive({ rights }: Role): boolean {
  return rights.every((right) => holds(right))
}

export async function addOperator(wished: Operator): Promise<void> {
  const { operator, is_machine, display_name, roles, buildings: places, accounts } = wished
  const body = { operator, is_machine, display_name, roles, buildings: places, accounts }
  await post('/v1/operators', { body })
}

export async function changeOperator({ value, tag }: Tagged<Operator>): Promise<void> {
  const { operator, display_name, roles, buildings: places, accounts, disabled } = value
  const body = { display_name, roles, buildings: places, accounts, disabled }
  await put('/v1/operators/{operator}', { path: { operator }, body, unlessEditedSince: tag })
}

export async function givePassword(operator: string, password: string): Promise<void> {
  await put('/v1/operators/{operator}/password', { path: { operator }, body: { password } })
}
