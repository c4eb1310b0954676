import { createHash, hash } from 'node:crypto'
import { hash as inJavaScript } from '@stablelib/sha256'

type Hash = (data: string | Uint8Array) => string

/**
 * To hash so many bytes in JavaScript takes as long as to load Node's cryptography; soon after, V8 begins to optimise what
 * hashes them, which takes longer still. A hash counts as one block more than its bytes.
 */
const FIRST_BYTES = 2048
const BLOCK_BYTES = 64

/** SHA-256, in lower-case hex, of bytes or of the UTF-8 of a text. */
export const sha256 = sparingly(hasher(() => hash))

/**
 * Hashes the first bytes in JavaScript, so that a process that reads or writes a line or two need not load Node's
 * cryptography, and all others by `inBulk`. A line is hashed as a text when it is written, and as bytes when it is read back:
 * where they are the same, so is the hash.
 */
export function sparingly(inBulk: Hash, first = FIRST_BYTES): Hash {
  let left = first
  const texts: { readonly bytes: Buffer; readonly digest: string }[] = []

  function hashed(data: string | Uint8Array): string {
    if (left <= 0) return inBulk(data)
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    left -= bytes.length + BLOCK_BYTES
    if (left < 0) return inBulk(bytes)
    const digest = Buffer.from(inJavaScript(bytes)).toString('hex')
    if (typeof data === 'string') texts.push({ bytes: bytes as Buffer, digest })
    return digest
  }

  return (data) => {
    if (texts.length === 0 || typeof data === 'string') return hashed(data)
    return texts.find(({ bytes }) => bytes.equals(data))?.digest ?? hashed(data)
  }
}

/** Node hashes a line much sooner at one go, which it can from 20.12 on. */
export function hasher(atOnce: () => typeof hash | undefined): Hash {
  return (data) => atOnce()?.('sha256', data, 'hex') ?? createHash('sha256').update(data).digest('hex')
}
