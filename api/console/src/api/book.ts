// The one way to the server: the client that is made of the API's document, and the session.

import { meterbook } from '../../../client/client'
import { observe } from './clock'
import { credentials, signedOut } from './credentials'
import type { Answer, Item, ListPath, Page, Path, Question, Verb } from './operations'
import { Refused, refusalOf, Unanswered } from './refusal'

const PATIENCE_MS = 30_000

type Parameters = Record<string, unknown>

/** Parameters that nothing was typed for are left out. */
export function queryText(query: Parameters): string {
  const given = Object.entries(query).filter(([, value]) => value != null && value !== '')
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}

function patiently(request: Request): Promise<Response> {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  return fetch(request, { signal: AbortSignal.any([request.signal, patience]) })
}

/** What asks without an end of its patience names its own fetch. */
export const client = meterbook({ baseUrl: '', fetch: patiently, querySerializer: queryText })

client.use({
  onRequest({ request }) {
    for (const [name, value] of credentials(request.method)) request.headers.set(name, value)
  },
  onResponse({ response }) {
    observe(response.headers)
  },
})

let whenUnanswered = () => {}

/** Calls `what` whenever the server did not answer. */
export function onUnanswered(what: () => void): void {
  whenUnanswered = what
}

/** A wrong password ends no session. */
function isSessionOver({ problem }: Refused): boolean {
  return problem.status === 401 && problem.code !== 'sign_in_must_be_right'
}

function headersOf({ key, unlessEditedSince: tag, file }: Asked): Record<string, string> {
  return {
    Accept: 'application/json',
    ...(file && { 'Content-Type': 'application/octet-stream' }),
    ...(key && { 'Idempotency-Key': key }),
    ...(tag !== undefined && { [tag ? 'If-Match' : 'If-None-Match']: tag || '*' }),
  }
}

/** A question of whichever operation. */
interface Asked {
  path?: Parameters
  query?: Parameters
  body?: unknown
  file?: Blob
  key?: string
  unlessEditedSince?: string
  signal?: AbortSignal
}

interface Answered {
  data?: unknown
  error?: unknown
  response: Response
}

/** Each operation has types of its own; the client takes what `Question` lets through. */
const request = client.request as unknown as (
  verb: Verb,
  path: string,
  init: object,
) => Promise<Answered>

async function answered(verb: Verb, path: string, asked: Asked): Promise<Answered> {
  const { path: names, query, file, signal } = asked
  try {
    return await request(verb, path, {
      params: { path: names, query },
      headers: headersOf(asked),
      body: file ?? asked.body,
      signal,
      ...(file && { bodySerializer: () => file }),
    })
  } catch (fault) {
    if (signal?.aborted && (fault as Error).name === 'AbortError') throw fault
    whenUnanswered()
    throw new Unanswered(String(fault))
  }
}

async function accepted(verb: Verb, path: string, asked: Asked): Promise<Answered> {
  const answer = await answered(verb, path, asked)
  if (answer.response.ok) return answer
  const refusal = refusalOf(answer.response, answer.error)
  if (isSessionOver(refusal)) signedOut()
  throw refusal
}

/** Left out where nothing need be said. */
type Given<Q> = {} extends Q ? [question?: Q] : [question: Q]

function askedIn([question = {}]: unknown[]): Asked {
  return question as Asked
}

/** Asks operations of the document: each takes and answers what stands there. */
function asker<V extends Verb>(verb: V) {
  return async <P extends Path<V>>(
    path: P,
    ...question: Given<Question<V, P>>
  ): Promise<Answer<V, P>> =>
    (await accepted(verb, path, askedIn(question))).data as Answer<V, P>
}

export const get = asker('get')
export const put = asker('put')
export const post = asker('post')
export const remove = asker('delete')

export type ImportQuery = Question<'post', '/v1/imports'>['query']

type Imported = Answer<'post', '/v1/imports'>

/** A file as it is, whose kind the server finds out. */
export async function sendFile(file: Blob, query: ImportQuery): Promise<Imported> {
  const answer = await accepted('post', '/v1/imports', { file, query: { ...query } })
  return answer.data as Imported
}

/** Something that people edit, and the tag of its newest edit. */
export interface Tagged<T> {
  value: T
  tag: string
}

export async function getTagged<P extends Path<'get'>>(
  path: P,
  ...question: Given<Question<'get', P>>
): Promise<Tagged<Answer<'get', P>>> {
  const { data, response } = await accepted('get', path, askedIn(question))
  return { value: data as Answer<'get', P>, tag: response.headers.get('ETag') ?? '' }
}

const MOST = 1000

/** Every page of a list, one after the other. */
export async function all<P extends ListPath>(
  path: P,
  ...question: Given<Question<'get', P>>
): Promise<Item<P>[]> {
  const items: Item<P>[] = []
  const { query, ...rest } = askedIn(question)
  let cursor: string | null = null
  do {
    const asked: Asked = { ...rest, query: { limit: MOST, ...query, cursor } }
    const page = (await accepted('get', path, asked)).data as Page<Item<P>>
    items.push(...page.items)
    cursor = page.next_cursor
  } while (cursor !== null)
  return items
}

/** One for each form that moves money, made when it opens. */
export function newKey(form: string): string {
  return `console-${form}-${crypto.randomUUID()}`
}
