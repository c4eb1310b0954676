import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { readAt } from '../platform/file-bytes.ts'
import { withRegularFile } from '../platform/regular-files.ts'

const CHUNK = 256 * 1024

/** SHA-256, in lower-case hex, of the JSON of a normalised value. */
export function jsonDigest(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

/** Length in bytes and SHA-256 (hex) of a file's first `limit` bytes. Follows no symbolic link. Throws `unreadable`. */
export function fileDigest(path: string, limit = Number.POSITIVE_INFINITY) {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(CHUNK)
  const bytes = withRegularFile(path, constants.O_NOFOLLOW, (fd) => {
    for (let at = 0; ; ) {
      const part = readAt({ fd, at }, chunk.subarray(0, Math.min(CHUNK, limit - at)))
      hash.update(part)
      at += part.length
      if (part.length < CHUNK) return at
    }
  })
  return { bytes, digest: hash.digest('hex') }
}
