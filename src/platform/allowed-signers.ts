import { createHash } from 'node:crypto'
import { readBounded } from './regular-files.ts'

const MAX_BYTES = 1024 * 1024
/** Principals in quotes or without, then options and a key. */
const LINE = /^\s*(?:"([^"]*)"|([^\s"#]\S*))(\s.*)$/
const KEY = /\s(AAAA[A-Za-z0-9+/]+=*)(?:\s|$)/

/** A line of a file of allowed signers (ssh-keygen(1)). */
export interface AllowedSigner {
  /** The names in it, without patterns: nobody is called `*` or `!hana`. */
  readonly names: readonly string[]
  /** Of the key itself, or of the authority that certifies keys. */
  readonly fingerprint: string
  readonly isAuthority: boolean
}

/** Reads a file of allowed signers; lines without a key count for nothing. Throws like `readBounded`. */
export function readAllowedSigners(path: string): AllowedSigner[] {
  return readBounded(path, MAX_BYTES).split('\n').flatMap(parseLine)
}

function parseLine(line: string): AllowedSigner[] {
  const [, quoted, plain, rest = ''] = LINE.exec(line) ?? []
  const [, key] = KEY.exec(rest) ?? []
  if (key === undefined) return []
  const names = (quoted ?? plain ?? '').split(',').filter(isName)
  const isAuthority = /(?:^|[\s,])cert-authority(?:[\s,]|$)/i.test(rest.replaceAll(/"[^"]*"/g, ''))
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replaceAll('=', '')
  return [{ names, fingerprint: `SHA256:${digest}`, isAuthority }]
}

/** Whether a principal is a name, and no pattern of names. */
export function isName(principal: string): boolean {
  return principal !== '' && !/^!|[*?]/.test(principal)
}
