import type { Standing } from '../incident/evidence.ts'
import type { Damage } from '../outcome.ts'
import { type Shortcoming, shortcomingOf } from './causal-heads.ts'
import { type Envelope, type Frozen, type Head, nameOf } from './event.ts'
import type { FlawedFile } from './governing-files.ts'
import { headDigest } from './line.ts'
import type { Contradicted, Noted, Survey } from './writer-audit.ts'

/** Where a log cannot be believed. */
export interface Finding {
  readonly file: string
  /** Null where it is not one writer's file that is wrong. */
  readonly writer: string | null
  readonly line: number
  /** The byte of the file that the line begins at. */
  readonly offset: number
  readonly why: Damage
}

/** Bytes after the last line feed that are no line: their place in the file, and how many. */
export interface Torn {
  readonly file: string
  readonly writer: string
  readonly offset: number
  readonly bytes: number
}

/** The head kept outside is not in the log: it was restored, cut or copied. */
export interface Behind {
  readonly kept: Head
  readonly found: Head | null
}

/** A damaged file that was given up as it is, and still is so. */
export interface FrozenFile extends Frozen {
  readonly writer: string
  readonly offset: number
  /** Name of the event that continues it. */
  readonly continuedBy: string
}

/** A writer whose clock is so far ahead that nobody follows it: its last event, and by how much. */
export interface FarAhead {
  readonly writer: string
  readonly event: string
  readonly aheadSeconds: number
}

/** A writer's file: its path relative to the workspace, and its length in bytes. */
export interface FileRead {
  readonly file: string
  readonly writer: string
  readonly bytes: number
}

/** A torn end that is kept beside the log. */
export interface Aside {
  readonly file: string
  readonly bytes: number
}

/** All that was found of one log, as it was read. */
export interface Parts {
  readonly survey: Survey
  readonly read: readonly FileRead[]
  readonly findings: readonly Finding[]
  readonly frozen: readonly FrozenFile[]
  readonly torn: readonly Torn[]
  readonly aside: readonly Aside[]
  readonly behind: Behind | null
  /** The head kept outside, where the log has it. */
  readonly agreesWith: Head | null
  /** The event at which the log had the head that it was to be compared with: null where it never had. */
  readonly anchoredAt: string | null
  /** Whether it was to be compared with a head from elsewhere. */
  readonly isCompared: boolean
  /** Files of runbook and settings that are not as the log names them. */
  readonly flawed: readonly FlawedFile[]
  /** What is there of the bytes kept beside the log. */
  readonly evidence: readonly { readonly standing: Standing }[]
}

export type FileState = 'whole' | 'torn' | 'continued' | 'frozen' | Shortcoming | 'damaged'

/** One writer's file, or that there is none of a writer whom others had seen. */
export interface FileVerified {
  /** Null where it is missing. */
  readonly file: string | null
  readonly writer: string
  readonly state: FileState
  readonly bytes: number
  /** How many of its events count, when the first and the last of them were recorded, and who acted. */
  readonly events: number
  readonly from: string | null
  readonly to: string | null
  readonly by: readonly string[]
  /** Name of the event that goes on where this file was given up. */
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

/** What others had seen of a writer, and what is there. */
export interface UnmetFound extends Contradicted {
  readonly writer: string
  readonly found: Head | null
}

/** A gap that the log has been continued over, without a file that was frozen. */
export type Gap = Omit<Noted<'log.continued'>, 'frozen' | 'event'> & { readonly continuedBy: string }

export interface Verification {
  readonly result: Result
  readonly kept: { readonly state: 'agrees' | 'behind' | 'unknown'; readonly head: Head | null }
  readonly files: readonly FileVerified[]
  readonly unmet: readonly UnmetFound[]
  readonly aside: readonly (Aside & { readonly namedBy: string | null })[]
  readonly gaps: readonly Gap[]
}

/** What the parts come to; `headOf` gives the last head of a writer that can be believed. */
export function verificationOf(parts: Parts, headOf: (writer: string) => Head | null): Verification {
  const { survey, behind, agreesWith } = parts
  const damaged = new Set(parts.findings.map(({ writer }) => writer))
  const unmet = survey.contradicted
    .filter(({ head }) => !damaged.has(head.writer))
    .map((found) => ({ ...found, writer: found.head.writer, found: headOf(found.head.writer) }))
  const known = new Map(survey.recovered.map(({ kept, event }) => [nameIn(kept), event]))
  return {
    result: resultOf(parts, unmet.length > 0),
    kept: {
      state: behind !== null ? 'behind' : agreesWith !== null ? 'agrees' : 'unknown',
      head: behind?.kept ?? agreesWith,
    },
    files: filesOf(parts, unmet),
    unmet,
    aside: parts.aside.map((end) => ({ ...end, namedBy: known.get(nameIn(end.file)) ?? null })),
    gaps: survey.continued
      .filter(({ frozen }) => frozen === undefined)
      .map(({ event: continuedBy, ...gap }) => ({ ...gap, continuedBy })),
  }
}

function resultOf({ findings, behind, anchoredAt, isCompared, flawed, evidence }: Parts, isShort: boolean): Result {
  if (findings.length > 0) return 'damaged'
  if (behind !== null || isShort) return 'behind'
  if (flawed.length > 0) return 'runbook-missing'
  const has = (wanted: Standing) => evidence.some(({ standing }) => standing === wanted)
  if (has('altered')) return 'evidence-altered'
  if (has('lost')) return 'evidence-lost'
  if (isCompared && anchoredAt === null) return 'unknown-head'
  if (has('undeleted')) return 'not-deleted'
  return isCompared ? 'anchored' : 'consistent'
}

function filesOf(parts: Parts, unmet: readonly UnmetFound[]): FileVerified[] {
  const { survey, read, findings, behind } = parts
  const there = new Set(read.map(({ writer }) => writer))
  const lost = [
    ...unmet.map(({ writer }) => writer),
    ...findings.flatMap(({ writer }) => writer ?? []),
    ...(behind === null ? [] : [behind.kept.writer]),
  ]
  const missing = [...new Set(lost)].filter((writer) => !there.has(writer))
  const all = [...read, ...missing.map((writer) => ({ file: null, writer, bytes: 0 }))]
  return all.map(({ file, writer, bytes }) => {
    const { events = 0, from = null, to = null, by = [] } = survey.writers.get(writer) ?? {}
    const continuedBy = survey.continued.findLast((gap) => gap.writer === writer)?.event ?? null
    return { file, writer, state: stateOf(writer, file, parts, unmet), bytes, events, from, to, by, continuedBy }
  })
}

function stateOf(writer: string, file: string | null, parts: Parts, unmet: readonly UnmetFound[]): FileState {
  const of = (list: readonly { readonly writer: string | null }[]) => list.some((item) => item.writer === writer)
  if (of(parts.findings)) return file === null ? 'missing' : 'damaged'
  const short = unmet.find((found) => found.writer === writer)
  if (short !== undefined) return file === null ? 'missing' : short.how
  if (parts.behind?.kept.writer === writer) return shortOf(parts.behind, file)
  if (of(parts.frozen)) return 'frozen'
  if (of(parts.survey.continued)) return 'continued'
  return of(parts.torn) ? 'torn' : 'whole'
}

function shortOf({ kept, found }: Behind, file: string | null): Shortcoming {
  if (file === null) return 'missing'
  return found === null ? 'behind' : shortcomingOf(found, kept)
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Of more writers than these, only all together are compared. */
const MOST_WRITERS = 8

/**
 * The event at which a log had the given head (its first digits will do), null where it never had. A head was taken of
 * what was there at that time and place: of any of the writers whose files have been put together since.
 */
export function anchorOf(events: Iterable<Envelope>, given: string): string | null {
  const heads = new Map<string, Head>()
  for (const event of events) {
    const { writer, seq, hash, after = [] } = event
    const own = { writer, seq, hash }
    heads.set(writer, own)
    const others = [...heads.values()].filter((head) => head.writer !== writer)
    const views = [[...after, own], ...subsetsOf(others).map((some) => [...some, own])]
    if (views.some((view) => headDigest(view).startsWith(given))) return nameOf(event)
  }
  return null
}

/** All of them first. */
function subsetsOf(heads: readonly Head[]): (readonly Head[])[] {
  return heads.length < MOST_WRITERS ? withoutAny(heads) : [heads]
}

function withoutAny([first, ...rest]: readonly Head[]): (readonly Head[])[] {
  if (first === undefined) return [[]]
  const without = withoutAny(rest)
  return [...without.map((some) => [first, ...some]), ...without]
}
