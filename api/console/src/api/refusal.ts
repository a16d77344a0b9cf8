// What there is instead of an answer.

import type { Problem as Told } from '../../../client/client'

/** What the server says when it does not do something (RFC 9457). */
export type Problem = Pick<Told, 'status' | 'code' | 'detail' | 'field'> & {
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

function isProblem(answer: unknown): answer is Problem {
  return typeof (answer as Partial<Problem> | null)?.code === 'string'
}

export function refusalOf({ status, statusText, headers }: Response, answer: unknown): Refused {
  const retryAfter = Number(headers.get('Retry-After') ?? 0)
  const later = retryAfter && { retryAfter }
  if (isProblem(answer)) return new Refused({ ...answer, ...later }, answer)
  // not ours: a proxy in between, most likely
  return new Refused({ status, code: 'service_failed', detail: `${status} ${statusText}` }, answer)
}
