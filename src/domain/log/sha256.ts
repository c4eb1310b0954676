import { hash } from 'node:crypto'

/** SHA-256 (FIPS 180-4) of bytes, or of a text in UTF-8, in lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data)
}
