import type { EvidenceState } from '../incident/evidence.ts'
import type { Damage } from '../problem.ts'
import { type Envelope, type FreezeRecord, type Head, nameOf } from './event.ts'
import type { FlawedFile } from './governing-files.ts'
import { headDigest } from './line.ts'
import {
  FOREIGN,
  FORKED,
  type ForeignLines,
  isLeftWhole,
  SET_ASIDE,
  type Shortcoming,
  shortcomingOf,
} from './missing-heads.ts'
import type { SetAsideWriter } from './set-aside.ts'
import type { HeadDiscrepancy, NamedMaintenance, WriterAudit } from './writer-audit.ts'

/** A place where a log is damaged. */
export interface Finding {
  /** Its path, relative to the workspace. */
  readonly file: string
  /** Null if the damage is not in the file of one writer. */
  readonly writer: string | null
  /** Counted from 1. */
  readonly line: number
  /** Byte offset of the line in the file. */
  readonly offset: number
  readonly why: Damage
}

/** A torn write at the end of a file: how many bytes after the last whole line are no line, and where they begin. */
export interface TornWrite {
  readonly file: string
  readonly writer: string
  readonly offset: number
  readonly bytes: number
}

/** Shows that the log was restored from a copy, truncated or copied: it lacks the head kept outside the workspace. */
export interface KeptHeadMismatch {
  readonly kept: Head
  /** The last head of that writer in the log; null if it has none. */
  readonly found: Head | null
}

/** A damaged file that was frozen as it was and has not changed since. `offset` is where the damage begins. */
export interface FrozenFile extends FreezeRecord {
  readonly writer: string
  readonly offset: number
  /** Name of the event that continues the log without it. */
  readonly continuedBy: string
}

/** A writer whose clock is so far ahead that no other clock follows it, and the name of its last event. */
export interface FarAheadWriter {
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

/** What was found while one log was read: what `verificationOf` judges. */
export interface LogFindings {
  readonly writerAudit: WriterAudit
  readonly read: readonly FileRead[]
  readonly findings: readonly Finding[]
  /** Whether the log has two declarations, or lines of another incident. */
  readonly isDeclaredTwice: boolean
  readonly frozen: readonly FrozenFile[]
  readonly torn: readonly TornWrite[]
  readonly aside: readonly SetAsideTail[]
  readonly behind: KeptHeadMismatch | null
  /** The writers that are set aside, by name. */
  readonly setAside: ReadonlyMap<string, SetAsideWriter>
  /** Lines in the own file that this machine did not write, and that no event has named yet. */
  readonly foreign: ForeignLines | null
  /** The head kept outside the workspace, if the log has it. */
  readonly agreesWith: Head | null
  /** Name of the event at which the log had the head given for comparison; null if it never had that head. */
  readonly anchoredAt: string | null
  /** Whether a head from elsewhere was given for comparison. */
  readonly isCompared: boolean
  /** Runbook and settings files that the log names but that are missing, altered, unreadable or invalid. */
  readonly flawed: readonly FlawedFile[]
  readonly evidence: readonly { readonly standing: EvidenceState }[]
}

/**
 * `torn`: `whole` apart from a torn write; `continued`: incomplete, but the log was continued without the rest of it;
 * `foreign`: with lines that its writer did not write; `forked`: a copy of its state folder recorded too, and this is one of
 * the two; `set-aside`: a person said that nothing of it counts.
 */
export type FileState =
  | 'whole'
  | 'torn'
  | 'continued'
  | 'frozen'
  | 'foreign'
  | 'forked'
  | 'set-aside'
  | Shortcoming
  | 'damaged'

/** What is found of one writer, whose file may be missing. */
export interface FileVerification {
  /** Null if the file is missing. */
  readonly file: string | null
  readonly writer: string
  readonly state: FileState
  readonly bytes: number
  /** How many of its events count, when the first and last of these were recorded (null if none), and who acted. */
  readonly events: number
  readonly from: string | null
  readonly to: string | null
  readonly by: readonly string[]
  /** Name of the event that sets the file aside, or of the last one that continues the log without the rest; null if none does. */
  readonly continuedBy: string | null
}

/** The worst that was found; if nothing was, whether the log is `anchored` by a head from elsewhere. */
export type VerificationResult =
  | 'consistent'
  | 'anchored'
  | 'damaged'
  | 'declared-twice'
  | 'behind'
  | 'foreign-lines'
  | 'runbook-missing'
  | 'evidence-altered'
  | 'evidence-lost'
  | 'unknown-head'
  | 'not-deleted'

/** A head that others had seen of a writer and the log lacks, and the last head that is left of that writer. */
export interface MissingHeadFinding extends HeadDiscrepancy {
  readonly writer: string
  readonly found: Head | null
}

/**
 * A file that is incomplete, and without the rest of which the log was continued, or that its writer left whole since it could
 * not be written to (`isLeftWhole`). Frozen files are not among these.
 */
export type ContinuedGap = Omit<NamedMaintenance<'log.continued'>, 'frozen' | 'event'> & {
  readonly continuedBy: string
  /** Of two branches of a copied state folder (`FORKED`), whether the log has the one that whoever continued it had. */
  readonly isHere?: boolean
}

/** Foreign lines, with the name of the event that continues the log after them (null before), and whether a person knows. */
export interface ForeignFinding extends ForeignLines {
  readonly namedBy: string | null
  readonly isAcknowledged: boolean
}

/** The verdict on a log, and what it rests on. */
export interface Verification {
  readonly result: VerificationResult
  /** The head kept outside the workspace, compared with the log; `unknown` if none was kept, or its file was abandoned. */
  readonly kept: { readonly state: 'agrees' | 'behind' | 'unknown'; readonly head: Head | null }
  readonly files: readonly FileVerification[]
  readonly unmet: readonly MissingHeadFinding[]
  readonly foreign: readonly ForeignFinding[]
  /** `namedBy` is the name of the event that records the file; null if none does. */
  readonly aside: readonly (SetAsideTail & { readonly namedBy: string | null })[]
  readonly gaps: readonly ContinuedGap[]
}

/** Gives the verdict on a log. `headOf` returns the last undamaged head of a writer. */
export function verificationOf(parts: LogFindings, headOf: (writer: string) => Head | null): Verification {
  const { writerAudit, behind, agreesWith } = parts
  // What is missing of a damaged file needs no second mention.
  const damaged = new Set(parts.findings.map(({ writer }) => writer))
  const unmet = writerAudit.contradicted
    .filter(({ head }) => !damaged.has(head.writer) && !parts.setAside.has(head.writer))
    .map((found) => ({ ...found, writer: found.head.writer, found: headOf(found.head.writer) }))
  const foreign = foreignIn(parts)
  const namingEvents = new Map(writerAudit.recovered.map(({ kept, event }) => [baseName(kept), event]))
  return {
    result: resultOf(parts, unmet.length > 0, foreign),
    kept: {
      state: behind !== null ? 'behind' : agreesWith !== null ? 'agrees' : 'unknown',
      head: behind?.kept ?? agreesWith,
    },
    files: filesOf(parts, unmet, foreign),
    unmet,
    foreign,
    aside: parts.aside.map((end) => ({ ...end, namedBy: namingEvents.get(baseName(end.file)) ?? null })),
    gaps: abandonmentsIn(writerAudit)
      .filter(({ frozen, reason }) => frozen === undefined && reason !== FOREIGN)
      .map(({ event: continuedBy, ...gap }) => {
        const isHere = gap.kept !== null && headOf(gap.writer)?.hash === gap.kept.hash
        return { ...gap, continuedBy, ...(gap.reason === FORKED && { isHere }) }
      }),
  }
}

/** Foreign lines that this machine found, and those that events name; a person who gives a reason knows of them. */
export function foreignIn({
  foreign,
  writerAudit: { continued },
}: Pick<LogFindings, 'foreign' | 'writerAudit'>): ForeignFinding[] {
  const naming = continued.filter(({ reason }) => reason === FOREIGN)
  const named = [...new Set(naming.map(({ writer }) => writer))].flatMap((writer): ForeignFinding[] => {
    const ofWriter = naming.filter((gap) => gap.writer === writer)
    const [{ event: namedBy, found, kept }] = ofWriter as [(typeof ofWriter)[number]]
    const isAcknowledged = ofWriter.some(({ words }) => words !== undefined)
    return found === null || kept === null ? [] : [{ writer, found, kept, namedBy, isAcknowledged }]
  })
  return foreign === null ? named : [...named, { ...foreign, namedBy: null, isAcknowledged: false }]
}

function resultOf(parts: LogFindings, isIncomplete: boolean, foreign: readonly ForeignFinding[]): VerificationResult {
  const { findings, isDeclaredTwice, behind, anchoredAt, isCompared, flawed, evidence } = parts
  if (findings.length > 0) return 'damaged'
  if (isDeclaredTwice) return 'declared-twice'
  if (behind !== null || isIncomplete) return 'behind'
  if (foreign.some(({ isAcknowledged }) => !isAcknowledged)) return 'foreign-lines'
  if (flawed.length > 0) return 'runbook-missing'
  const has = (wanted: EvidenceState) => evidence.some(({ standing }) => standing === wanted)
  if (has('altered')) return 'evidence-altered'
  if (has('lost')) return 'evidence-lost'
  if (isCompared && anchoredAt === null) return 'unknown-head'
  if (has('undeleted')) return 'not-deleted'
  return isCompared ? 'anchored' : 'consistent'
}

function filesOf(
  parts: LogFindings,
  unmet: readonly MissingHeadFinding[],
  foreign: readonly ForeignFinding[],
): FileVerification[] {
  const { writerAudit, read, findings, behind } = parts
  const present = new Set(read.map(({ writer }) => writer))
  const incomplete = [
    ...unmet.map(({ writer }) => writer),
    ...findings.flatMap(({ writer }) => writer ?? []),
    ...(behind === null ? [] : [behind.kept.writer]),
  ]
  const missing = [...new Set(incomplete)].filter((writer) => !present.has(writer))
  const all = [...read, ...missing.map((writer) => ({ file: null, writer, bytes: 0 }))]
  const continued = abandonmentsIn(writerAudit)
  const continuedBy = new Map(continued.map(({ writer, event }) => [writer, event]))
  const stateOf = stateFinder(parts, unmet, foreign)
  return all.map(({ file, writer, bytes }) => {
    const { events = 0, from = null, to = null, by = [] } = writerAudit.writers.get(writer) ?? {}
    const state = stateOf(writer, file)
    const without = parts.setAside.get(writer)?.event ?? continuedBy.get(writer) ?? null
    return { file, writer, state, bytes, events, from, to, by, continuedBy: without }
  })
}

/** What the log was continued without; of writers that were set aside, who counts is judged elsewhere (`setAsideWriters`). */
function abandonmentsIn({ continued }: WriterAudit): WriterAudit['continued'] {
  return continued.filter(({ reason }) => reason !== SET_ASIDE)
}

/** Returns a function that gives the state of a writer's file, by its path or null if it is missing. */
function stateFinder(
  { writerAudit, setAside, findings, frozen, torn, behind }: LogFindings,
  unmet: readonly MissingHeadFinding[],
  foreign: readonly ForeignFinding[],
): (writer: string, file: string | null) => FileState {
  const writersIn = (list: readonly { readonly writer: string | null }[]) => new Set(list.map(({ writer }) => writer))
  const continued = abandonmentsIn(writerAudit)
  const incomplete = continued.filter((gap) => gap.reason !== FORKED && !isLeftWhole(gap))
  const [damaged, abandoned] = [writersIn(findings), writersIn(incomplete)]
  const forked = writersIn(continued.filter(({ reason }) => reason === FORKED))
  const others = { frozen: writersIn(frozen), foreign: writersIn(foreign), torn: writersIn(torn) }
  return (writer, file) => {
    if (setAside.has(writer)) return 'set-aside'
    if (damaged.has(writer)) return file === null ? 'missing' : 'damaged'
    const lacking = unmet.find((found) => found.writer === writer)
    if (lacking !== undefined) return file === null ? 'missing' : lacking.how
    if (behind?.kept.writer === writer) return shortcomingOfKept(behind, file)
    if (others.frozen.has(writer)) return 'frozen'
    if (others.foreign.has(writer)) return 'foreign'
    if (abandoned.has(writer)) return 'continued'
    if (forked.has(writer)) return 'forked'
    return others.torn.has(writer) ? 'torn' : 'whole'
  }
}

function shortcomingOfKept({ kept, found }: KeptHeadMismatch, file: string | null): Shortcoming {
  if (file === null) return 'missing'
  return found === null ? 'behind' : shortcomingOf(found, kept)
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The combinations of at most this many writers are tried; of more, only all together. */
const MAX_COMBINED_WRITERS = 8

/**
 * Returns the event at which a log had a head that begins so; null if it never had. A head covers the files there were when
 * it was taken, and others may have been added since, so the combinations of writers are tried.
 */
export function anchorOf(events: Iterable<Envelope>, headPrefix: string): string | null {
  const heads = new Map<string, Head>()
  for (const event of events) {
    const { writer, seq, hash, after = [] } = event
    const own = { writer, seq, hash }
    heads.set(writer, own)
    const others = [...heads.values()].filter((head) => head.writer !== writer)
    const combinations = others.length < MAX_COMBINED_WRITERS ? subsetsOf(others) : [others]
    const candidates = [[...after, own], ...combinations.map((subset) => [...subset, own])]
    if (candidates.some((heads) => headDigest(heads).startsWith(headPrefix))) return nameOf(event)
  }
  return null
}

/** Returns all subsets, the full set first. */
function subsetsOf([first, ...rest]: readonly Head[]): (readonly Head[])[] {
  if (first === undefined) return [[]]
  const withoutFirst = subsetsOf(rest)
  return [...withoutFirst.map((subset) => [first, ...subset]), ...withoutFirst]
}
