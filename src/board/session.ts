import { createHash, timingSafeEqual } from 'node:crypto'
import type { Invitation } from '../domain/invitation.ts'
import { type Invitations, sessionOf } from '../store/invitations.ts'
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

/** Who is let in: whoever has the address may read everything, and a guest what they were invited to. */
export type Visitor = { readonly kind: 'reader' } | Guest

export interface Guest {
  readonly kind: 'guest'
  /** Names their link, without the code. */
  readonly id: string
  readonly invitation: Invitation
}

/** Lets in whoever has the code of this run, or of a link; a link that was ended, or is over, lets in nobody any more. */
export class Gate {
  private readonly keys: BoardKeys
  private readonly invitations: Invitations
  private readonly now: () => number
  /** What goes on for guests, and what ends it. */
  private readonly visits = new Set<{ readonly id: string; readonly end: () => void }>()

  /** `now` returns milliseconds since 1970. */
  constructor(keys: BoardKeys, invitations: Invitations, now: () => number) {
    this.keys = keys
    this.invitations = invitations
    this.now = now
  }

  /** The code in the address of the board. */
  get token(): string {
    return this.keys.token
  }

  /** Who sends a request, by its cookies or, from a script, by the code as `Authorization: Bearer` (RFC 6750); null for nobody. */
  visitorOf({ headers }: BoardRequest): Visitor | null {
    const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
    if (bearer !== undefined) return this.visitorWith(bearer)
    const [guest] = cookiesNamed(this.guestCookie, headers.cookie).flatMap((session) => this.guestOf(session) ?? [])
    if (guest !== undefined) return guest
    const isReader = cookiesNamed(this.readerCookie, headers.cookie).some((value) => isSame(value, this.keys.session))
    return isReader ? { kind: 'reader' } : null
  }

  /** Exchanges a code for cookies; null if it is none. Whoever enters by one code is no longer in by another. */
  enter(code: string, isSecure: boolean): string[] | null {
    const visitor = this.visitorWith(code.trim())
    if (visitor === null) return null
    const ended = (name: string) => cookie(name, '', isSecure, 'Max-Age=0')
    if (visitor.kind === 'reader')
      return [cookie(this.readerCookie, this.keys.session, isSecure), ended(this.guestCookie)]
    const seconds = Math.ceil((visitor.invitation.expiresAt - this.now()) / 1000)
    const session = sessionOf(code.trim())
    return [cookie(this.guestCookie, session, isSecure, `Max-Age=${seconds}`), ended(this.readerCookie)]
  }

  /** Whether a guest is still let in. */
  isGood({ id }: Guest): boolean {
    return this.invitations.isGood(id, this.now())
  }

  /** Has `end` called once a guest is no longer let in; the returned function forgets that. */
  whileInvited({ id }: Guest, end: () => void): () => void {
    const visit = { id, end }
    this.visits.add(visit)
    return () => this.visits.delete(visit)
  }

  /** Ends what goes on for guests who are no longer let in. Called every second. */
  endVisits(): void {
    const now = this.now()
    const guests = new Set([...this.visits].map(({ id }) => id))
    const good = new Set([...guests].filter((id) => this.invitations.isGood(id, now)))
    for (const { id, end } of this.visits) if (!good.has(id)) end()
  }

  private visitorWith(code: string): Visitor | null {
    return isSame(code, this.keys.token) ? { kind: 'reader' } : this.guestOf(sessionOf(code))
  }

  private guestOf(session: string): Guest | null {
    const kept = this.invitations.ofSession(session, this.now())
    return kept === null ? null : { kind: 'guest', ...kept }
  }

  /** Outlives the run of a board, as the link does. */
  private get guestCookie(): string {
    return `halt-guest-${this.invitations.workspace.slice(0, 8)}`
  }

  /** Cookies are not kept apart by port: that of each run has a name of its own. */
  private get readerCookie(): string {
    return `halt-${this.keys.run}`
  }
}

function cookiesNamed(name: string, header = ''): string[] {
  return header.split(';').flatMap((part) => {
    const [key, value] = part.trim().split('=')
    return key === name && value !== undefined ? [value] : []
  })
}

function cookie(name: string, value: string, isSecure: boolean, ...more: readonly string[]): string {
  return [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', ...more, ...(isSecure ? ['Secure'] : [])].join(
    '; ',
  )
}

/** How long it takes to find out does not depend on how much of it is right. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
