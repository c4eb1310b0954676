import { randomUUID } from 'node:crypto'

/** A unique key: a random UUID (RFC 9562). */
export function uniqueKey(): string {
  return randomUUID()
}
