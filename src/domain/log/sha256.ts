import { hash } from 'node:crypto'
import { hash as hashInJavaScript } from '@stablelib/sha256'

/**
 * To hash so many bytes in JavaScript takes less than to load Node's cryptography; from some more on V8 begins to optimise
 * what hashes them, which takes longer than either (docs/dev/performance.md).
 */
const FIRST_BYTES = 4096
const BLOCK_BYTES = 64

let left = FIRST_BYTES
/** The text that was hashed last: a line that was written is read back twice. */
let written = { bytes: Buffer.alloc(0), digest: '' }

/** SHA-256 (FIPS 180-4), in lower-case hex, of bytes or of the UTF-8 of a text. */
export function sha256(data: string | Uint8Array): string {
  if (typeof data === 'string') {
    const bytes = Buffer.from(data)
    written = { bytes, digest: hashed(bytes) }
    return written.digest
  }
  return written.bytes.length > 0 && written.bytes.equals(data) ? written.digest : hashed(data)
}

function hashed(bytes: Uint8Array): string {
  left -= bytes.length + BLOCK_BYTES
  return left < 0 ? hash('sha256', bytes) : Buffer.from(hashInJavaScript(bytes)).toString('hex')
}
