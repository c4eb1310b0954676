import { createHash, hash } from 'node:crypto'

/** SHA-256, in lower-case hex, of bytes or of the UTF-8 of a text. */
export function sha256(data: string | Uint8Array): string {
  // Before Node 20.12 there is no `hash`, which takes half as long for a line.
  return (hash as typeof hash | undefined)?.('sha256', data) ?? createHash('sha256').update(data).digest('hex')
}
