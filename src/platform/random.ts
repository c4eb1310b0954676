import { randomUUID } from 'node:crypto'

/** A key that no other thing has: a random UUID (RFC 9562). */
export function uniqueKey(): string {
  return randomUUID()
}
