// What goes along with a request to say who asks. The session itself is an HttpOnly cookie that no
// script sees; the token against forged requests stands in the answer to signing in.

let csrfToken = ''
let operatorName = ''
let whenSignedOut = () => {}

export function setCsrfToken(token: string): void {
  csrfToken = token
}

/** Where the book knows no operators, whoever sits here says who they are. */
export function setOperatorName(name: string): void {
  operatorName = name
}

export function onSignedOut(what: () => void): void {
  whenSignedOut = what
}

export function signedOut(): void {
  whenSignedOut()
}

export function credentials(method: string): [string, string][] {
  const headers: [string, string][] = []
  if (csrfToken && method !== 'GET') headers.push(['X-CSRF-Token', csrfToken])
  if (operatorName) headers.push(['X-Operator', operatorName])
  return headers
}
