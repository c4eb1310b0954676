import { createHash } from 'node:crypto'

/** SHA-256, in lower-case hex, of what is normalised, as JSON. */
export function digestOf(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
