import { createHash, timingSafeEqual } from 'node:crypto'
import type { BoardRequest } from './http.ts'

/** What lets somebody in: the token of the address, once, and from then on the cookie. Both end with this run of the board. */
export interface BoardKeys {
  readonly run: string
  readonly token: string
  readonly session: string
}

/** Makes the keys of a run from `secret`, which returns 32 random bytes as base64url. */
export function newBoardKeys(secret: () => string): BoardKeys {
  return {
    run: secret()
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 8),
    token: secret(),
    session: secret(),
  }
}

/** Whether a request may read: it has the cookie of this run or, from a script, the token as `Authorization: Bearer` (RFC 6750). */
export function isAdmitted({ headers }: BoardRequest, keys: BoardKeys): boolean {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return isSame(bearer, keys.token)
  const name = cookieName(keys)
  const values = (headers.cookie ?? '').split(';').flatMap((part) => {
    const [key, value] = part.trim().split('=')
    return key === name && value !== undefined ? [value] : []
  })
  return values.some((value) => isSame(value, keys.session))
}

/** Whether this is the token; how long it takes to find out does not depend on how much of it is right. */
export function isToken(given: string, { token }: BoardKeys): boolean {
  return isSame(given.trim(), token)
}

/** Cookies are not kept apart by port: that of each run has a name of its own. */
export function sessionCookie(keys: BoardKeys, isSecure: boolean): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', ...(isSecure ? ['Secure'] : [])]
  return [`${cookieName(keys)}=${keys.session}`, ...attributes].join('; ')
}

function cookieName({ run }: BoardKeys): string {
  return `halt-${run}`
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
