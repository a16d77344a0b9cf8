// What each operation of the API's document takes and gives, as the compiler holds every question
// of the console against it.

import type { Paths } from '../../../client/client'

export type Verb = 'get' | 'put' | 'post' | 'delete'

/** The paths that know this verb. */
export type Path<V extends Verb> = {
  [P in keyof Paths]: undefined extends Paths[P][V] ? never : P
}[keyof Paths]

type Operation<V extends Verb, P extends Path<V>> = Paths[P][V]

/** Names in the path, or the query: needed, welcome, or not known. */
type Part<O, Name extends 'path' | 'query'> = O extends {
  parameters: { [N in Name]: infer T }
}
  ? { [N in Name]: T }
  : O extends { parameters: { [N in Name]?: infer T } }
    ? { [N in Name]?: T }
    : never

interface Json<T> {
  content: { 'application/json': T }
}

type Body<O> = O extends { requestBody?: never }
  ? { body?: never }
  : O extends { requestBody: Json<infer T> }
    ? { body: T }
    : O extends { requestBody?: Json<infer T> }
      ? { body?: T }
      : never

/** Idempotency-Key: the same for every try of one form. */
type Key<O> = O extends { parameters: { header: { 'Idempotency-Key': string } } }
  ? { key: string }
  : { key?: string }

interface Beside {
  /** Done only where nobody has edited it since this tag; '' where nobody has ever written it. */
  unlessEditedSince?: string
  signal?: AbortSignal
}

type Asked<O> = O extends unknown
  ? Part<O, 'path'> & Part<O, 'query'> & Body<O> & Key<O> & Beside
  : never

export type Question<V extends Verb, P extends Path<V>> = Asked<Operation<V, P>>

type Content<R> = R extends Json<infer T> ? T : undefined

type Done<O> = O extends { responses: infer R } ? Content<R[keyof R & (200 | 201 | 204)]> : never

/** The JSON of an answer that is no refusal. */
export type Answer<V extends Verb, P extends Path<V>> = Done<Operation<V, P>>

/** What is listed page by page. */
export interface Page<T> {
  items: T[]
  next_cursor: string | null
}

export type ListPath = {
  [P in Path<'get'>]: Answer<'get', P> extends Page<unknown> ? P : never
}[Path<'get'>]

export type Item<P extends ListPath> = Answer<'get', P> extends Page<infer T> ? T : never
