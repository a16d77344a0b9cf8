// What was typed into a guide, kept in this tab until it is sent or given up: a reload, or a
// session that ended, loses nothing of it. Each operator finds their own.

import { useState } from 'preact/hooks'
import { person } from '../api/session'

const DRAFTS = 'meterbook.drafts'

type Draft = Record<string, unknown>

function drafts(): Record<string, Draft> {
  try {
    return (JSON.parse(sessionStorage.getItem(DRAFTS) ?? '{}') ?? {}) as Record<string, Draft>
  } catch {
    return {} // written by another version
  }
}

const own = (form: string) => `${person.peek()?.operator ?? ''} ${form}`

export function hasDraft(form: string): boolean {
  return own(form) in drafts()
}

export function keepDraft(form: string, name: string, value: unknown): void {
  const all = drafts()
  const draft = { ...all[own(form)], [name]: value }
  sessionStorage.setItem(DRAFTS, JSON.stringify({ ...all, [own(form)]: draft }))
}

export function dropDraft(form: string): void {
  const { [own(form)]: _, ...others } = drafts()
  sessionStorage.setItem(DRAFTS, JSON.stringify(others))
}

export function draftOf<T>(form: string, name: string): T | undefined {
  return drafts()[own(form)]?.[name] as T | undefined
}

/** As useState, of one field of a guide. */
export function useDraft<T>(form: string, name: string, initial: () => T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => draftOf<T>(form, name) ?? initial())
  const change = (changed: T) => {
    keepDraft(form, name, changed)
    setValue(changed)
  }
  return [value, change]
}
