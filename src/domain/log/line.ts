import type { Damage } from '../problem.ts'
import { type Envelope, type Event, type Head, readEvent } from './event.ts'
import { sha256 } from './sha256.ts'
import { isSignedBy, type Signer } from './signature.ts'

/** A line of the log, including its LF, is shorter than this. */
export const MAX_LINE_BYTES = 1024 * 1024
/** Deeper nesting is refused, since it could overflow the stack of a reader. */
export const MAX_NESTING = 64

const SEAL = ',"hash":"'
const HASH = /^[0-9a-f]{64}$/
const END = '"}'
const HASH_AND_END_BYTES = 64 + END.length
/** Length of `,"hash":"` + 64 hex digits + `"}`, which ends every line. */
const SEAL_BYTES = SEAL.length + HASH_AND_END_BYTES

const SIGNATURE = ',"sig":"'
/** 64 bytes in base64. */
const SIGNATURE_LENGTH = 88
/** Length of `,"sig":"` + signature + `"`, which in a signed line precedes `SEAL`. */
const SIGNATURE_BYTES = SIGNATURE.length + SIGNATURE_LENGTH + 1

export type UnsealedEvent = Omit<Envelope, 'hash' | 'sig' | 'key' | 'introducedBy'>

/**
 * Serialises an event to a line without LF. The hash is the SHA-256 of all bytes before `,"hash":`; with a `signer`, the
 * signature is that of all bytes before `,"sig":`, and the writer's first line has its key.
 */
export function seal(event: UnsealedEvent, signer?: Signer): { readonly line: string; readonly hash: string } {
  const { v, incident, writer, seq, prev, hlc, after, at, recordedAt, by, type, critical, data } = event
  const { via, invitedBy, request } = event
  const { key, introducedBy = null } = seq === 1 && signer !== undefined ? signer : {}
  const birth = key === undefined ? {} : { key, ...(introducedBy !== null && { introducedBy }) }
  const origin = { v, incident, writer, seq, prev, hlc, ...(after && { after }), ...birth }
  const actor = { by, ...(via && { via, invitedBy, request }) }
  const content = JSON.stringify({ ...origin, at, recordedAt, ...actor, type, critical, data }).slice(0, -1)
  const body = signer === undefined ? content : `${content}${SIGNATURE}${signer.sign(content)}"`
  const hash = sha256(body)
  return { line: `${body}${SEAL}${hash}${END}`, hash }
}

/** Whether the line between two offsets of a buffer, without its LF, is signed by a key (`Signer`). */
export function isLineSignedBy(key: string, buffer: Buffer, from: number, to: number): boolean {
  const end = to - SEAL_BYTES
  const start = end - SIGNATURE_BYTES
  if (start <= from) return false
  const signature = buffer.toString('latin1', start, end)
  if (!signature.startsWith(SIGNATURE) || !signature.endsWith('"')) return false
  return isSignedBy(key, buffer.subarray(from, start), signature.slice(SIGNATURE.length, -1))
}

export type UnsealResult = { readonly event: Event | Envelope } | { readonly damage: Damage }

/** Checks the bytes of a line (without LF) against its hash, then parses the event. Nothing is re-serialised. */
export function unseal(bytes: Uint8Array): UnsealResult {
  return unsealAt(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length)
}

/** Like `unseal`, for a line between two offsets of a buffer. With `isHashChecked`, its hash is not checked again. */
export function unsealAt(buffer: Buffer, from: number, to: number, isHashChecked = false): UnsealResult {
  if (to - from <= SEAL_BYTES) return { damage: 'not-a-line' }
  const hash = isHashChecked ? null : sha256(buffer.subarray(from, to - SEAL_BYTES))
  const line = buffer.toString('utf8', from, to)
  if (line.slice(-SEAL_BYTES, -HASH_AND_END_BYTES) !== SEAL || !line.endsWith(END)) return { damage: 'not-a-line' }
  const given = line.slice(-HASH_AND_END_BYTES, -END.length)
  if (hash !== null && hash !== given) return { damage: HASH.test(given) ? 'hash-differs' : 'not-a-line' }
  if (isNestedTooDeep(line)) return { damage: 'not-an-event' }
  const value = parse(line) ?? parseStrictly(buffer.subarray(from, to))
  if (value === undefined) return { damage: 'not-json' }
  const event = readEvent(value)
  return event === null ? { damage: 'not-an-event' } : { event }
}

/** Whether brackets outside strings nest too deeply. Most lines have so few brackets that the depth need not be measured. */
export function isNestedTooDeep(line: string): boolean {
  const left = countDown(line, '[', countDown(line, '{', MAX_NESTING))
  return left < 0 && nestingOf(line) > MAX_NESTING
}

/** Subtracts the number of brackets in the line, stopping below zero. */
function countDown(line: string, bracket: string, from: number): number {
  let left = from
  for (let at = line.indexOf(bracket); at >= 0 && left >= 0; at = line.indexOf(bracket, at + 1)) left -= 1
  return left
}

const STRINGS = /"(?:[^"\\]|\\.)*(?:"|$)/gs
const NOT_BRACKETS = /[^[\]{}]+/g

/** The greatest depth of brackets outside strings. */
function nestingOf(line: string): number {
  let depth = 0
  let deepest = 0
  for (const bracket of line.replace(STRINGS, '').replace(NOT_BRACKETS, '')) {
    depth += bracket === '{' || bracket === '[' ? 1 : -1
    if (depth > deepest) deepest = depth
  }
  return deepest
}

/** Lenient decoding puts this character in place of invalid UTF-8, but a line may contain the character itself. */
const REPLACEMENT = '\ufffd'

/** Undefined if the line is not JSON, or may have been invalid UTF-8. */
function parse(line: string): unknown {
  if (line.includes(REPLACEMENT)) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Made for the first line that needs it. */
let decoder: InstanceType<typeof TextDecoder> | null = null

/** Undefined if the bytes are not UTF-8 or not JSON. */
function parseStrictly(bytes: Uint8Array): unknown {
  try {
    decoder ??= new TextDecoder('utf-8', { fatal: true })
    return JSON.parse(decoder.decode(bytes))
  } catch {
    return undefined
  }
}

/** The heads of a log of several writers as text: the lines `WRITER:SEQ:HASH\n` sorted by writer. */
export function headText(heads: Iterable<Head>): string {
  const lines = [...heads].sort((a, b) => (a.writer < b.writer ? -1 : 1)).map((h) => `${h.writer}:${h.seq}:${h.hash}\n`)
  return lines.join('')
}

/** The head of a log of several writers: the SHA-256, in lower-case hex, of `headText`. */
export function headDigest(heads: Iterable<Head>): string {
  return sha256(headText(heads))
}

/** The heads in a text as `headText` makes it, one of each writer; null if it is none. */
export function headsIn(text: string): Head[] | null {
  const lines = text.split('\n').slice(0, -1)
  const heads = lines.flatMap((line) => {
    const [, writer, seq, hash] = HEAD_LINE.exec(line) ?? []
    return writer === undefined || hash === undefined ? [] : [{ writer, seq: Number(seq), hash }]
  })
  const isOneEach = new Set(heads.map(({ writer }) => writer)).size === heads.length
  return heads.length > 0 && isOneEach && headText(heads) === text ? heads : null
}

const HEAD_LINE = /^([a-z0-9]{8}):(\d{1,16}):([0-9a-f]{64})$/
