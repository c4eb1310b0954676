import { hash } from 'node:crypto'
import { hash as hashInJavaScript } from '@stablelib/sha256'

/** Up to so many bytes, hashing in JavaScript is faster than loading Node's cryptography (docs/dev/performance.md). */
const JAVASCRIPT_BYTES = 4096
/** Padding adds about one block to what is hashed. */
const BLOCK_BYTES = 64

let bytesLeft = JAVASCRIPT_BYTES
/** The text hashed last, with its digest: a line that is written is checked once before and once after that. */
let lastText = { bytes: Buffer.alloc(0), digest: '' }

/** SHA-256 (FIPS 180-4) of bytes, or of a text in UTF-8, in lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  if (typeof data === 'string') {
    const bytes = Buffer.from(data)
    lastText = { bytes, digest: digestOf(bytes) }
    return lastText.digest
  }
  return lastText.bytes.length > 0 && lastText.bytes.equals(data) ? lastText.digest : digestOf(data)
}

function digestOf(bytes: Uint8Array): string {
  bytesLeft -= bytes.length + BLOCK_BYTES
  return bytesLeft < 0 ? hash('sha256', bytes) : Buffer.from(hashInJavaScript(bytes)).toString('hex')
}
