import type { EvidenceState } from '../incident/evidence.ts'
import type { Damage } from '../outcome.ts'
import { type Shortcoming, shortcomingOf } from './causal-heads.ts'
import { type Envelope, type Frozen, type Head, nameOf } from './event.ts'
import type { FlawedFile } from './governing-files.ts'
import { headDigest } from './line.ts'
import type { Contradicted, Noted, WriterAudit } from './writer-audit.ts'

/** A place where a log is damaged. */
export interface Finding {
  readonly file: string
  /** Null if the damage is not in the file of one writer. */
  readonly writer: string | null
  readonly line: number
  /** Byte offset of the line in the file. */
  readonly offset: number
  readonly why: Damage
}

/** A torn write: bytes after the last line feed that are not a line, with their offset and number. */
export interface Torn {
  readonly file: string
  readonly writer: string
  readonly offset: number
  readonly bytes: number
}

/** The log lacks the head kept outside the workspace: it was restored from a copy, truncated or copied. */
export interface Behind {
  readonly kept: Head
  readonly found: Head | null
}

/** A damaged file that was frozen as it was, and has not changed since. */
export interface FrozenFile extends Frozen {
  readonly writer: string
  readonly offset: number
  /** Name of the event that continues the log without it. */
  readonly continuedBy: string
}

/** A writer whose clock is so far ahead that no other clock follows it, with its last event. */
export interface FarAhead {
  readonly writer: string
  readonly event: string
  readonly aheadSeconds: number
}

/** The file of a writer: its path relative to the workspace, and its length in bytes. */
export interface FileRead {
  readonly file: string
  readonly writer: string
  readonly bytes: number
}

/** A torn write that is kept in a file next to the log. */
export interface SetAsideTail {
  readonly file: string
  readonly bytes: number
}

/** Everything found while one log was read. */
export interface LogFindings {
  readonly writerAudit: WriterAudit
  readonly read: readonly FileRead[]
  readonly findings: readonly Finding[]
  readonly frozen: readonly FrozenFile[]
  readonly torn: readonly Torn[]
  readonly aside: readonly SetAsideTail[]
  readonly behind: Behind | null
  /** The head kept outside the workspace, if the log has it. */
  readonly agreesWith: Head | null
  /** Name of the event at which the log had the head given for comparison; null if it never had that head. */
  readonly anchoredAt: string | null
  /** Whether a head from elsewhere was given for comparison. */
  readonly isCompared: boolean
  /** Runbook and settings files that do not match what the log names. */
  readonly flawed: readonly FlawedFile[]
  /** The state of each piece of evidence. */
  readonly evidence: readonly { readonly standing: EvidenceState }[]
}

export type FileState = 'whole' | 'torn' | 'continued' | 'frozen' | Shortcoming | 'damaged'

/** The state of the file of one writer, who may have none although others had seen events of it. */
export interface FileVerified {
  /** Null if the file is missing. */
  readonly file: string | null
  readonly writer: string
  readonly state: FileState
  readonly bytes: number
  /** How many of its events count, when the first and last of these were recorded, and who acted in them. */
  readonly events: number
  readonly from: string | null
  readonly to: string | null
  readonly by: readonly string[]
  /** Name of the event that continues the log without the rest of this file. */
  readonly continuedBy: string | null
}

export type Result =
  | 'consistent'
  | 'anchored'
  | 'damaged'
  | 'behind'
  | 'runbook-missing'
  | 'evidence-altered'
  | 'evidence-lost'
  | 'unknown-head'
  | 'not-deleted'

/** What others had seen of a writer, and the last head that is left of it. */
export interface UnmetFound extends Contradicted {
  readonly writer: string
  readonly found: Head | null
}

/** A gap after which the log was continued without freezing a file. */
export type Gap = Omit<Noted<'log.continued'>, 'frozen' | 'event'> & { readonly continuedBy: string }

export interface Verification {
  readonly result: Result
  readonly kept: { readonly state: 'agrees' | 'behind' | 'unknown'; readonly head: Head | null }
  readonly files: readonly FileVerified[]
  readonly unmet: readonly UnmetFound[]
  readonly aside: readonly (SetAsideTail & { readonly namedBy: string | null })[]
  readonly gaps: readonly Gap[]
}

/** Gives the verdict on a log. `headOf` returns the last undamaged head of a writer. */
export function verificationOf(parts: LogFindings, headOf: (writer: string) => Head | null): Verification {
  const { writerAudit, behind, agreesWith } = parts
  const damaged = new Set(parts.findings.map(({ writer }) => writer))
  const unmet = writerAudit.contradicted
    .filter(({ head }) => !damaged.has(head.writer))
    .map((found) => ({ ...found, writer: found.head.writer, found: headOf(found.head.writer) }))
  const namingEvents = new Map(writerAudit.recovered.map(({ kept, event }) => [baseName(kept), event]))
  return {
    result: resultOf(parts, unmet.length > 0),
    kept: {
      state: behind !== null ? 'behind' : agreesWith !== null ? 'agrees' : 'unknown',
      head: behind?.kept ?? agreesWith,
    },
    files: filesOf(parts, unmet),
    unmet,
    aside: parts.aside.map((end) => ({ ...end, namedBy: namingEvents.get(baseName(end.file)) ?? null })),
    gaps: writerAudit.continued
      .filter(({ frozen }) => frozen === undefined)
      .map(({ event: continuedBy, ...gap }) => ({ ...gap, continuedBy })),
  }
}

function resultOf(
  { findings, behind, anchoredAt, isCompared, flawed, evidence }: LogFindings,
  isShort: boolean,
): Result {
  if (findings.length > 0) return 'damaged'
  if (behind !== null || isShort) return 'behind'
  if (flawed.length > 0) return 'runbook-missing'
  const has = (wanted: EvidenceState) => evidence.some(({ standing }) => standing === wanted)
  if (has('altered')) return 'evidence-altered'
  if (has('lost')) return 'evidence-lost'
  if (isCompared && anchoredAt === null) return 'unknown-head'
  if (has('undeleted')) return 'not-deleted'
  return isCompared ? 'anchored' : 'consistent'
}

function filesOf(parts: LogFindings, unmet: readonly UnmetFound[]): FileVerified[] {
  const { writerAudit, read, findings, behind } = parts
  const present = new Set(read.map(({ writer }) => writer))
  const incomplete = [
    ...unmet.map(({ writer }) => writer),
    ...findings.flatMap(({ writer }) => writer ?? []),
    ...(behind === null ? [] : [behind.kept.writer]),
  ]
  const missing = [...new Set(incomplete)].filter((writer) => !present.has(writer))
  const all = [...read, ...missing.map((writer) => ({ file: null, writer, bytes: 0 }))]
  return all.map(({ file, writer, bytes }) => {
    const { events = 0, from = null, to = null, by = [] } = writerAudit.writers.get(writer) ?? {}
    const continuedBy = writerAudit.continued.findLast((gap) => gap.writer === writer)?.event ?? null
    return { file, writer, state: stateOf(writer, file, parts, unmet), bytes, events, from, to, by, continuedBy }
  })
}

function stateOf(writer: string, file: string | null, parts: LogFindings, unmet: readonly UnmetFound[]): FileState {
  const isIn = (list: readonly { readonly writer: string | null }[]) => list.some((item) => item.writer === writer)
  if (isIn(parts.findings)) return file === null ? 'missing' : 'damaged'
  const short = unmet.find((found) => found.writer === writer)
  if (short !== undefined) return file === null ? 'missing' : short.how
  if (parts.behind?.kept.writer === writer) return shortcomingOfKept(parts.behind, file)
  if (isIn(parts.frozen)) return 'frozen'
  if (isIn(parts.writerAudit.continued)) return 'continued'
  return isIn(parts.torn) ? 'torn' : 'whole'
}

function shortcomingOfKept({ kept, found }: Behind, file: string | null): Shortcoming {
  if (file === null) return 'missing'
  return found === null ? 'behind' : shortcomingOf(found, kept)
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Above this many writers, not every combination of them is tried: only all together. */
const MOST_WRITERS = 8

/**
 * Returns the name of the event at which a log had the given head, or null if it never had it. The first digits of the
 * head are enough. A head covers the writers whose files were there when it was taken; since files may have been put
 * together later, the combinations of writers are tried.
 */
export function anchorOf(events: Iterable<Envelope>, given: string): string | null {
  const heads = new Map<string, Head>()
  for (const event of events) {
    const { writer, seq, hash, after = [] } = event
    const own = { writer, seq, hash }
    heads.set(writer, own)
    const others = [...heads.values()].filter((head) => head.writer !== writer)
    const candidates = [[...after, own], ...combinationsOf(others).map((some) => [...some, own])]
    if (candidates.some((heads) => headDigest(heads).startsWith(given))) return nameOf(event)
  }
  return null
}

function combinationsOf(heads: readonly Head[]): (readonly Head[])[] {
  return heads.length < MOST_WRITERS ? subsetsOf(heads) : [heads]
}

/** Returns all subsets, the full set first. */
function subsetsOf([first, ...rest]: readonly Head[]): (readonly Head[])[] {
  if (first === undefined) return [[]]
  const withoutFirst = subsetsOf(rest)
  return [...withoutFirst.map((some) => [first, ...some]), ...withoutFirst]
}
