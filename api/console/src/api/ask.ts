// The one way to the server.

import { observe } from './clock'
import { credentials, signedOut } from './credentials'

/** What the server says when it does not do something (RFC 9457). */
export interface Problem {
  status: number
  code: string
  detail: string
  field?: string
  /** After so many seconds it may be asked for again. */
  retryAfter?: number
}

/** The server said no. */
export class Refused extends Error {
  readonly problem: Problem
  /** The whole answer, where it says more than a problem. */
  readonly answer: unknown

  constructor(problem: Problem, answer: unknown = null) {
    super(problem.detail)
    this.problem = problem
    this.answer = answer
  }
}

/** Nobody answered: whether a write was done is unknown, and the same key may be sent again. */
export class Unanswered extends Error {}

export type Query = Record<string, string | number | boolean | undefined | null>

export interface Question {
  query?: Query
  body?: unknown
  /** Instead of a body: its bytes are sent as they are. */
  file?: Blob
  /** Idempotency-Key: the same for every try of one form. */
  key?: string
  /** Done only where nobody has edited it since this tag; '' where nobody has ever written it. */
  unlessEditedSince?: string
  signal?: AbortSignal
}

export interface Page<T> {
  items: T[]
  next_cursor: string | null
}

const PATIENCE_MS = 30_000

export function target(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value != null && value !== '')
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text ? `${path}?${text}` : path
}

/** A path with its names encoded: at`/v1/meters/${meter}`. */
export function at(parts: TemplateStringsArray, ...names: (string | number)[]): string {
  return parts.reduce((path, part, i) => path + encodeURIComponent(names[i - 1]!) + part)
}

function headersOf(method: string, question: Question): Headers {
  const headers = new Headers({ Accept: 'application/json' })
  if (question.file) headers.set('Content-Type', 'application/octet-stream')
  else if (question.body !== undefined) headers.set('Content-Type', 'application/json')
  if (question.key) headers.set('Idempotency-Key', question.key)
  const tag = question.unlessEditedSince
  if (tag !== undefined) headers.set(tag ? 'If-Match' : 'If-None-Match', tag || '*')
  for (const [name, value] of credentials(method)) headers.set(name, value)
  return headers
}

let whenUnanswered = () => {}

/** Calls `what` whenever the server did not answer. */
export function onUnanswered(what: () => void): void {
  whenUnanswered = what
}

async function answered(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request)
  } catch (fault) {
    if (request.signal?.aborted && (fault as Error).name === 'AbortError') throw fault
    whenUnanswered()
    throw new Unanswered(String(fault))
  }
}

async function refusalOf(response: Response): Promise<Refused> {
  let body: Problem | null = null
  try {
    body = (await response.json()) as Problem
    const retryAfter = Number(response.headers.get('Retry-After') ?? 0)
    if (typeof body.code === 'string')
      return new Refused({ ...body, ...(retryAfter && { retryAfter }) }, body)
  } catch {
    // not ours: a proxy in between, most likely
  }
  const detail = `${response.status} ${response.statusText}`
  return new Refused({ status: response.status, code: 'service_failed', detail }, body)
}

/** A wrong password ends no session. */
function isSessionOver({ code }: Problem): boolean {
  return code !== 'sign_in_must_be_right'
}

async function accepted(method: string, path: string, question: Question): Promise<Response> {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  const response = await answered(target(path, question.query), {
    method,
    headers: headersOf(method, question),
    credentials: 'same-origin',
    signal: question.signal ? AbortSignal.any([question.signal, patience]) : patience,
    body: question.file ?? (question.body === undefined ? null : JSON.stringify(question.body)),
  })
  observe(response.headers)
  if (!response.ok) {
    const refusal = await refusalOf(response)
    if (response.status === 401 && isSessionOver(refusal.problem)) signedOut()
    throw refusal
  }
  return response
}

async function contentOf<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch (fault) {
    throw new Unanswered(String(fault)) // it was cut on its way
  }
}

export async function ask<T>(method: string, path: string, question: Question = {}): Promise<T> {
  return contentOf<T>(await accepted(method, path, question))
}

/** Something that people edit, and the tag of its newest edit. */
export interface Tagged<T> {
  value: T
  tag: string
}

export async function getTagged<T>(path: string, signal?: AbortSignal): Promise<Tagged<T>> {
  const response = await accepted('GET', path, signal ? { signal } : {})
  return { value: await contentOf<T>(response), tag: response.headers.get('ETag') ?? '' }
}

export function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return ask<T>('GET', path, { query, ...(signal && { signal }) })
}

const MOST = 1000

/** Every page of a list, one after the other. */
export async function all<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const page: Page<T> = await get(path, { limit: MOST, ...query, cursor }, signal)
    items.push(...page.items)
    cursor = page.next_cursor
  } while (cursor !== null)
  return items
}

/** One for each form that moves money, made when it opens. */
export function newKey(form: string): string {
  return `console-${form}-${crypto.randomUUID()}`
}
