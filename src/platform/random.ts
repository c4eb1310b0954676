import { randomBytes, randomUUID } from 'node:crypto'

/** A unique key: a random UUID (RFC 9562). */
export function uniqueKey(): string {
  return randomUUID()
}

/** 32 random bytes as base64url: 43 characters that nobody can guess. */
export function secret(): string {
  return randomBytes(32).toString('base64url')
}
