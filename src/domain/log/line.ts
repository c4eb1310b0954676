import type { Damage } from '../outcome.ts'
import { type Envelope, type Event, type Head, readEvent } from './event.ts'
import { sha256 } from './sha256.ts'

/** A line of the log, LF included, is shorter than this (contract: under 1 MiB). */
export const MAX_LINE_BYTES = 1024 * 1024
/** No event nests deeper; what reads one could run out of stack on that. */
export const MAX_NESTING = 64

const SEAL = ',"hash":"'
const HASH = /^[0-9a-f]{64}$/
const END = '"}'
/** Bytes of the hash and of what follows it. */
const HASH_BYTES = 64 + END.length
/** Bytes of `,"hash":"` + 64 hex digits + `"}`, with which every line ends. */
const SEAL_BYTES = SEAL.length + HASH_BYTES

/** What the log adds to a draft, in the order of the keys on the line. */
export type Unsealed = Omit<Envelope, 'hash'>

/** One event as a line without its LF, and its hash: SHA-256 of all bytes before the seal. */
export function seal(event: Unsealed): { readonly line: string; readonly hash: string } {
  const { v, incident, writer, seq, prev, hlc, after, at, recordedAt, by, type, critical, data } = event
  const ordered = {
    v,
    incident,
    writer,
    seq,
    prev,
    hlc,
    ...(after && { after }),
    at,
    recordedAt,
    by,
    type,
    critical,
    data,
  }
  const body = JSON.stringify(ordered).slice(0, -1)
  const hash = sha256(body)
  return { line: `${body}${SEAL}${hash}${END}`, hash }
}

export type Unsealing = { readonly event: Event | Envelope } | { readonly damage: Damage }

/** Checks the bytes of a line (without LF) against its hash, then reads the event. Nothing is re-serialised. */
export function unseal(bytes: Uint8Array): Unsealing {
  return unsealAt(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length)
}

/** The same of a line that stands in a buffer from one place to another; its hash is believed where it was checked before. */
export function unsealAt(buffer: Buffer, from: number, to: number, isChecked = false): Unsealing {
  if (to - from <= SEAL_BYTES) return { damage: 'not-a-line' }
  const hash = isChecked ? null : sha256(buffer.subarray(from, to - SEAL_BYTES))
  const line = buffer.toString('utf8', from, to)
  if (line.slice(-SEAL_BYTES, -HASH_BYTES) !== SEAL || !line.endsWith(END)) return { damage: 'not-a-line' }
  const sealed = line.slice(-HASH_BYTES, -END.length)
  if (hash !== null && hash !== sealed) return { damage: HASH.test(sealed) ? 'hash-differs' : 'not-a-line' }
  if (isTooDeep(line)) return { damage: 'not-an-event' }
  const value = parse(line) ?? parseStrictly(buffer.subarray(from, to))
  if (value === undefined) return { damage: 'not-json' }
  const event = readEvent(value)
  return event === null ? { damage: 'not-an-event' } : { event }
}

/** Whether brackets outside of texts nest deeper than they may. Few lines have so many that they have to be looked at. */
export function isTooDeep(line: string): boolean {
  const spared = spare(line, '[', spare(line, '{', MAX_NESTING))
  return spared < 0 && nestingOf(line) > MAX_NESTING
}

/** How many of so many brackets are left over, each in the line taken off. */
function spare(line: string, bracket: string, left: number): number {
  let spared = left
  for (let at = line.indexOf(bracket); at >= 0 && spared >= 0; at = line.indexOf(bracket, at + 1)) spared -= 1
  return spared
}

const TEXTS = /"(?:[^"\\]|\\.)*(?:"|$)/gs
const BETWEEN = /[^[\]{}]+/g

function nestingOf(line: string): number {
  let depth = 0
  let deepest = 0
  for (const bracket of line.replace(TEXTS, '').replace(BETWEEN, '')) {
    depth += bracket === '{' || bracket === '[' ? 1 : -1
    if (depth > deepest) deepest = depth
  }
  return deepest
}

/** What was decoded without being looked at has this in place of what is no UTF-8. */
const REPLACED = '\ufffd'

function parse(line: string): unknown {
  if (line.includes(REPLACED)) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

let decoder: InstanceType<typeof TextDecoder> | null = null

function parseStrictly(bytes: Uint8Array): unknown {
  try {
    decoder ??= new TextDecoder('utf-8', { fatal: true })
    return JSON.parse(decoder.decode(bytes))
  } catch {
    return undefined
  }
}

/** SHA-256, in lower-case hex, of the lines `WRITER:SEQ:HASH\n` sorted by writer: one digest over all writers. */
export function headDigest(heads: Iterable<Head>): string {
  const lines = [...heads].sort((a, b) => (a.writer < b.writer ? -1 : 1)).map((h) => `${h.writer}:${h.seq}:${h.hash}\n`)
  return sha256(lines.join(''))
}
