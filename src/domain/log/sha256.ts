import { createHash, hash } from 'node:crypto'

type Hash = (data: string | Uint8Array) => string

/** SHA-256, in lower-case hex, of bytes or of the UTF-8 of a text. */
export const sha256 = hasher(hash)

/** Node hashes a line much sooner at one go, which it can from 20.12 on. */
export function hasher(atOnce: typeof hash | undefined): Hash {
  if (atOnce === undefined) return (data) => createHash('sha256').update(data).digest('hex')
  return (data) => atOnce('sha256', data, 'hex')
}
