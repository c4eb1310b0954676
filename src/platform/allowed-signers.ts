import { createHash } from 'node:crypto'
import { readBounded } from './regular-files.ts'

const MAX_BYTES = 1024 * 1024
/** Principals in quotes or without, then options and a key. */
const LINE = /^\s*(?:"([^"]*)"|([^\s"#]\S*))(\s.*)$/s
const KEY = /\s(AAAA[A-Za-z0-9+/]+=*)(?:\s|$)/

/** A line of a file of allowed signers (ssh-keygen(1)). */
export interface AllowedSigner {
  /** The names in it, without patterns: nobody is called `*` or `!hana`. */
  readonly names: readonly string[]
  /** Of the key itself, or of the authority that certifies keys. */
  readonly fingerprint: string
  readonly isAuthority: boolean
  readonly line: string
  /**
   * The line as far as it proves names: without patterns, which a key proves nobody to be called; those of an authority stay,
   * since it has certified the name. Null if nothing is left.
   */
  readonly proof: string | null
  /** The patterns of the namespaces that it is for; null if it is for all. */
  readonly namespaces: readonly string[] | null
  /** From when and until when it is valid, in milliseconds since 1970. */
  readonly validAfter: number
  readonly validBefore: number
}

/** Reads a file of allowed signers; lines without a key count for nothing. Throws like `readBounded`. */
export function readAllowedSigners(path: string): AllowedSigner[] {
  return readBounded(path, MAX_BYTES).split(/\r?\n/).flatMap(parseLine)
}

/** Whether a file has nothing but allowed signers, comments and blank lines. Throws like `readBounded`. */
export function isListOfSigners(path: string): boolean {
  const lines = readBounded(path, MAX_BYTES).split(/\r?\n/)
  return lines.every((line) => /^\s*(?:#|$)/.test(line) || parseLine(line).length > 0)
}

function parseLine(line: string): AllowedSigner[] {
  const [, quoted, plain, rest = ''] = LINE.exec(line) ?? []
  const [, key] = KEY.exec(rest) ?? []
  const option = (name: string) => new RegExp(`(?:^|[\\s,])${name}="([^"]*)"`, 'i').exec(rest)?.[1]
  if (key === undefined) return []
  const principals = (quoted ?? plain ?? '').split(',')
  const names = principals.filter(isName)
  const exact = principals.filter((principal) => isName(principal) || principal.startsWith('!'))
  const isAuthority = /(?:^|[\s,])cert-authority(?:[\s,]|$)/i.test(rest.replaceAll(/"[^"]*"/g, ''))
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replaceAll('=', '')
  const namespaces = option('namespaces')?.split(',') ?? null
  const validAfter = timeIn(option('valid-after')) ?? Number.NEGATIVE_INFINITY
  const validBefore = timeIn(option('valid-before')) ?? Number.POSITIVE_INFINITY
  const isWhole = isAuthority || exact.length === principals.length
  const proof = isWhole ? line : names.length === 0 ? null : `"${exact.join(',')}"${rest}`
  const fingerprint = `SHA256:${digest}`
  return [{ names, fingerprint, isAuthority, line, proof, namespaces, validAfter, validBefore }]
}

/** A time such as `20261124`, `202611242217` or `20261124221705Z` in milliseconds, without `Z` in the local zone. */
function timeIn(text = ''): number | null {
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = ''] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z?)$/i.exec(text) ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone.toUpperCase()}`)
  return Number.isNaN(time) ? null : time
}

/** Whether a list of patterns matches a namespace (ssh_config(5)): a negated one that does excludes it. */
export function matchesNamespace(patterns: readonly string[], namespace: string): boolean {
  const matches = (pattern: string) => {
    const source = pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    return new RegExp(`^${source}$`).test(namespace)
  }
  const isExcluded = patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1)))
  return !isExcluded && patterns.some(matches)
}

/** Whether a principal is a name, and no pattern of names. */
export function isName(principal: string): boolean {
  return principal !== '' && !/^!|[*?]/.test(principal)
}
