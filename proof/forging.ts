import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Line, sealed } from './chain.ts'
import type { Attack } from './proof.ts'

/** What somebody can do who can write to the folder of a log, and to nothing else. */

/** A key of the attacker's own. */
export interface ForgersKey {
  readonly key: string
  sign(text: string): string
}

export function newKey(): ForgersKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  return { key, sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64') }
}

export function newWriter(): string {
  return nameOf(randomBytes(5))
}

/** The name that a writer with this key has. */
export function writerOf({ key }: ForgersKey): string {
  return nameOf(createHash('sha256').update(key).digest())
}

/** The first 40 bits in base 32. */
function nameOf(bytes: Buffer): string {
  const digits = bytes.readUIntBE(0, 5).toString(32).padStart(8, '0')
  return [...digits].map((digit) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(digit, 32)]).join('')
}

/** What an event is, apart from its place in a chain. */
export interface Draft {
  readonly type: string
  readonly data: object
}

/** How a forged line is signed: by a key, by words that are no signature of it, or not at all. */
export type Signing = ForgersKey | string | null

/**
 * Lines with hashes that are right, after a line of the same writer or, without one, as the first of another. `over` replaces
 * fields of the lines.
 */
export function forgedLines(
  log: Line,
  before: Line | null,
  drafts: readonly Draft[],
  signing: Signing,
  over: object = {},
): string {
  let { seq, hash: prev }: { seq: number; hash: string | null } = before ?? { seq: 0, hash: null }
  let [ms, count] = (before ?? log).hlc
  const lines = drafts.map(({ type, data }) => {
    seq += 1
    count += 1
    const { v, incident, at, recordedAt } = { v: 2, ...log }
    const origin = { v, incident, writer: before?.writer, seq, prev, hlc: [ms, count] }
    const event = { ...origin, at, recordedAt, by: 'mallory', type, critical: false, data, ...over }
    ;[ms, count] = event.hlc as [number, number]
    const made = sealed(signed(JSON.stringify(event).slice(0, -1), signing))
    prev = made.hash
    return `${made.line}\n`
  })
  return lines.join('')
}

function signed(body: string, signing: Signing): string {
  if (signing === null) return body
  return `${body},"sig":"${typeof signing === 'string' ? signing : signing.sign(body)}"`
}

/** A line, with another line before it: its hash is right again, and its signature is the one that it had. */
export function rechained(line: Line, before: Line): { readonly line: string; readonly hash: string } {
  const body = line.raw.slice(0, line.raw.lastIndexOf(',"hash":"'))
  const moved = body
    .replace(`"prev":"${line.prev}"`, `"prev":"${before.hash}"`)
    .replace(`"seq":${line.seq},`, `"seq":${before.seq + 1},`)
  return sealed(moved)
}

/** One event of every type, with the least that the published schema asks for. */
export function anEventOfEachType({ program }: Attack): Draft[] {
  const { oneOf } = JSON.parse(readFileSync(resolve(program, '../../schemas/event.schema.json'), 'utf8')) as {
    oneOf: { properties: { type: { const: string }; data: Schema } }[]
  }
  return oneOf.map(({ properties: { type, data } }) => ({ type: type.const, data: exampleOf(data) as object }))
}

interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly pattern?: string
  readonly minimum?: number
}

const WORDS = ['x', '2026-11-24T22:05:00+09:00', '2026-11-24']

function exampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.anyOf !== undefined) return exampleOf(schema.anyOf[0] as Schema)
  switch (schema.type) {
    case 'object': {
      const { properties = {}, required = [] } = schema
      return Object.fromEntries(required.map((key) => [key, exampleOf(properties[key] as Schema)]))
    }
    case 'array':
      return []
    case 'string':
      return WORDS.find((word) => new RegExp(schema.pattern ?? '').test(word))
    case 'boolean':
      return false
    default:
      return Math.max(schema.minimum ?? 0, 1)
  }
}
