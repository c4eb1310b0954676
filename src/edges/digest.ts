import { createHash } from 'node:crypto'
import { closeSync, constants, readSync } from 'node:fs'
import { openRegular } from './bounded.ts'

const CHUNK = 256 * 1024

/** SHA-256, in lower-case hex, of what is normalised, as JSON. */
export function digestOf(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

/**
 * Length of a file and the SHA-256 of all its bytes, in lower-case hex; of no more than the first `most` bytes. Follows no
 * symbolic link.
 */
export function digestOfFile(
  path: string,
  most = Number.POSITIVE_INFINITY,
): { readonly bytes: number; readonly digest: string } {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(CHUNK)
  const fd = openRegular(path, constants.O_NOFOLLOW)
  let bytes = 0
  try {
    const next = () => readSync(fd, chunk, 0, Math.min(CHUNK, most - bytes), null)
    for (let count = next(); count > 0; count = next()) {
      hash.update(chunk.subarray(0, count))
      bytes += count
    }
  } finally {
    closeSync(fd)
  }
  return { bytes, digest: hash.digest('hex') }
}
