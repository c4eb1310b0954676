import { sha256 } from './sha256.ts'

/** The random digits, and those of the commitment: 64 and 128 bits in hex. */
const FORM = /^([0-9a-f]{16})([0-9a-f]{32})$/
const NONCE_DIGITS = 16
const COMMITMENT_DIGITS = 32

/**
 * The id that all lines of an incident contain, made of random hex digits (at least 24). With the public key of the writer that
 * declares the incident (`Signer`), the id commits to it: 16 random digits, then the first 32 of the SHA-256 of those, a colon
 * and the key. So nobody else can declare it, not even with an earlier time.
 */
export function incidentKeyOf(random: string, key: string | null): string {
  if (key === null) return random
  const nonce = random.slice(0, NONCE_DIGITS)
  return nonce + commitmentTo(key, nonce)
}

/** Whether the writer with this public key (undefined if it does not sign) may declare the incident with this id. */
export function mayDeclare(incident: string, key: string | undefined): boolean {
  const [, nonce = '', commitment] = FORM.exec(incident) ?? []
  return commitment === undefined || (key !== undefined && commitmentTo(key, nonce) === commitment)
}

/** How many digits at the end of an incident's key tell it from others with the same id. */
const MARK_DIGITS = 8
const HANDLE = new RegExp(`^(.+):([0-9a-f]{${MARK_DIGITS}})$`)

/**
 * Names an incident on all machines alike, also where two were declared with the same id: the id that it was declared with, a
 * colon, and the end of its key.
 */
export function handleOf({ declaredId, incident }: { readonly declaredId: string; readonly incident: string }): string {
  return `${declaredId}:${incident.slice(-MARK_DIGITS)}`
}

/** The id in a handle; null if the text is none. */
export function idInHandle(text: string): string | null {
  return HANDLE.exec(text)?.[1] ?? null
}

function commitmentTo(key: string, nonce: string): string {
  return sha256(`${nonce}:${key}`).slice(0, COMMITMENT_DIGITS)
}
