import { createHash } from 'node:crypto'
import type { Damage } from '../outcome.ts'
import { type Envelope, type Event, type Head, readEvent } from './event.ts'

/** A line of the log, LF included, is shorter than this (contract: under 1 MiB). */
export const MAX_LINE_BYTES = 1024 * 1024
/** No event nests deeper; what reads one could run out of stack on that. */
export const MAX_NESTING = 64

const SEAL = ',"hash":"'
/** Bytes of `,"hash":"` + 64 hex digits + `"}`, with which every line ends. */
const SEAL_BYTES = SEAL.length + 64 + 2

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
  const hash = createHash('sha256').update(body).digest('hex')
  return { line: `${body}${SEAL}${hash}"}`, hash }
}

export type Unsealing = { readonly event: Event | Envelope } | { readonly damage: Damage }

/** Checks the bytes of a line (without LF) against its hash, then reads the event. Nothing is re-serialised. */
export function unseal(bytes: Uint8Array): Unsealing {
  const seal = sealOf(bytes)
  if (seal === null) return { damage: 'not-a-line' }
  const hash = createHash('sha256')
    .update(bytes.subarray(0, bytes.length - SEAL_BYTES))
    .digest('hex')
  if (hash !== seal) return { damage: 'hash-differs' }
  if (nestingOf(bytes) > MAX_NESTING) return { damage: 'not-an-event' }
  const value = parse(bytes)
  if (value === undefined) return { damage: 'not-json' }
  const event = readEvent(value)
  return event === null ? { damage: 'not-an-event' } : { event }
}

function sealOf(bytes: Uint8Array): string | null {
  if (bytes.length <= SEAL_BYTES) return null
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset + bytes.length - SEAL_BYTES, SEAL_BYTES).toString('latin1')
  const digits = tail.slice(SEAL.length, SEAL.length + 64)
  return tail.startsWith(SEAL) && tail.endsWith('"}') && /^[0-9a-f]{64}$/.test(digits) ? digits : null
}

const [QUOTE, BACKSLASH, OPEN, OPEN_LIST, CLOSE, CLOSE_LIST] = Buffer.from('"\\{[}]')

/** How deep the brackets outside of texts nest. */
function nestingOf(bytes: Uint8Array): number {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === QUOTE) quoted = !quoted
    else if (quoted) i += byte === BACKSLASH ? 1 : 0
    else if (byte === OPEN || byte === OPEN_LIST) deepest = Math.max(deepest, ++depth)
    else if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1
  }
  return deepest
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch {
    return undefined
  }
}

/** SHA-256, in lower-case hex, of the lines `WRITER:SEQ:HASH\n` sorted by writer: one digest over all writers. */
export function headDigest(heads: Iterable<Head>): string {
  const lines = [...heads].sort((a, b) => (a.writer < b.writer ? -1 : 1)).map((h) => `${h.writer}:${h.seq}:${h.hash}\n`)
  return createHash('sha256').update(lines.join('')).digest('hex')
}
