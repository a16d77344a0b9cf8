// A form that moves money and was not answered yet is remembered in this tab, so that neither a
// lost connection nor a reload makes a second one of it: it is sent again with the same key.

import { Refused } from '../api/refusal'

export interface PendingSale {
  key: string
  wallet: string
  amount: string
  method: string
}

const SALES = 'meterbook.pending_sales'
const KEYS = 'meterbook.pending_keys'

function stored<T>(name: string): Record<string, T> {
  try {
    return (JSON.parse(sessionStorage.getItem(name) ?? '{}') ?? {}) as Record<string, T>
  } catch {
    return {} // written by another version
  }
}

function keep<T>(name: string, all: Record<string, T>): void {
  sessionStorage.setItem(name, JSON.stringify(all))
}

function without<T>(all: Record<string, T>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([each]) => each !== name))
}

export function remember(sale: PendingSale): void {
  keep(SALES, { ...stored<PendingSale>(SALES), [sale.wallet]: sale })
}

export function forget(wallet: string): void {
  keep(SALES, without(stored<PendingSale>(SALES), wallet))
}

/** Of this wallet, or of any. */
export function remembered(wallet?: string): PendingSale | null {
  const all = stored<PendingSale>(SALES)
  const found = wallet === undefined ? Object.values(all)[0] : all[wallet]
  const { key, amount, method } = found ?? {}
  return found && key && found.wallet && amount && method ? found : null
}

/** The key of a form that was sent and not answered, by what the form is about. */
export function keyOf(form: string): string | undefined {
  return stored<string>(KEYS)[form]
}

export function rememberKey(form: string, key: string): void {
  keep(KEYS, { ...stored<string>(KEYS), [form]: key })
}

export function forgetKey(form: string): void {
  keep(KEYS, without(stored<string>(KEYS), form))
}

/** It was not done, and that is certain: no other answer to the same key is on its way. */
export function isCertain(fault: unknown): boolean {
  if (!(fault instanceof Refused)) return false
  const { status, code } = fault.problem
  return status < 500 && !['key_is_in_flight', 'service_failed'].includes(code)
}
