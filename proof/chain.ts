import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The parts of an event that proofs look at, as `JSON.parse` gives them. */
export interface Line {
  readonly writer: string
  readonly seq: number
  readonly prev: string | null
  readonly hash: string
  readonly incident: string
  readonly hlc: readonly [number, number]
  readonly recordedAt: string
  readonly at: string
  readonly by: string
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  /** The line as it is in the file, without its LF. */
  readonly raw: string
}

export interface Checked {
  /** Lines that verify, from the first on. */
  readonly lines: readonly Line[]
  /** What is wrong with the line after them; null where nothing is. */
  readonly fault: string | null
  /** Bytes after the last LF. */
  readonly tail: Buffer
}

const SEAL = /,"hash":"([0-9a-f]{64})"\}$/

/**
 * Checks one writer's file by the rules of docs/log.md alone. It shares nothing with `src/`, since a proof must not
 * believe the code that it tries.
 */
export function checkFile(path: string): Checked {
  return checkBytes(readFileSync(path))
}

export function checkBytes(bytes: Buffer): Checked {
  const end = bytes.lastIndexOf(0x0a) + 1
  const lines: Line[] = []
  let fault: string | null = null
  for (const raw of end === 0 ? [] : bytes.toString('latin1', 0, end - 1).split('\n')) {
    const read = lineOf(raw, lines.at(-1) ?? null)
    if (typeof read === 'string') {
      fault = `line ${lines.length + 1}: ${read}`
      break
    }
    lines.push(read)
  }
  return { lines, fault, tail: bytes.subarray(end) }
}

/** The line, whose bytes come as Latin-1, or what is wrong with it. */
function lineOf(bytes: string, before: Line | null): Line | string {
  const seal = SEAL.exec(bytes)
  if (seal === null) return 'no seal'
  const hash = createHash('sha256').update(bytes.slice(0, seal.index), 'latin1').digest('hex')
  if (hash !== seal[1]) return 'not what was sealed'
  const raw = Buffer.from(bytes, 'latin1').toString('utf8')
  const line = { ...(JSON.parse(raw) as Omit<Line, 'raw'>), raw }
  if (line.seq !== (before?.seq ?? 0) + 1) return `seq ${line.seq} after ${before?.seq ?? 'nothing'}`
  if (line.prev !== (before?.hash ?? null)) return 'not in its chain'
  if (before !== null && line.writer !== before.writer) return 'of another writer'
  return line
}

/** The files beside the log that lines name: `runbook.DIGEST.json`, `settings.DIGEST.json`. */
export function namedIn(lines: readonly Line[]): { readonly name: string; readonly digest: string }[] {
  const adopting = lines.filter(({ type }) => type === 'incident.started' || type.endsWith('.adopted'))
  return adopting.flatMap(({ data }) =>
    ['runbook', 'settings'].flatMap((kind) => {
      const digest = data[`${kind}Digest`]
      return typeof digest === 'string' ? [{ name: `${kind}.${digest}.json`, digest }] : []
    }),
  )
}

export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A line, without its LF, of the text of an event that lacks its last bracket. */
export function sealed(text: string): { readonly line: string; readonly hash: string } {
  const hash = createHash('sha256').update(text).digest('hex')
  return { line: `${text},"hash":"${hash}"}`, hash }
}
