import { hash } from 'node:crypto'

/** SHA-256, in lower-case hex, of bytes or of the UTF-8 of a text. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data)
}
