import { writerOf } from '../log/event.ts'
import { type Problem, problem } from '../problem.ts'
import { factWrites, statedFactNames } from './facts.ts'
import type { Evidence, Incident, Removal } from './incident.ts'

/** `absent`: kept on another machine; `lost`: gone from this one; `undeleted`: still there, although the log removed it. */
export const EVIDENCE_STATES = ['intact', 'altered', 'unreadable', 'absent', 'lost', 'removed', 'undeleted'] as const
export type EvidenceState = (typeof EVIDENCE_STATES)[number]

/** How bytes differ from those that were kept, or which part of them is missing. */
export const EVIDENCE_FLAWS = [
  'not-a-folder',
  'not-a-file',
  'salt-length',
  'length',
  'digest',
  'no-salt',
  'no-bytes',
] as const
export type EvidenceFlaw = (typeof EVIDENCE_FLAWS)[number]

/** What only a writer says whom this machine does not know: that something was removed. Null if there is no such word. */
export interface ClaimedRemoval {
  readonly claimed: Removal | null
}

export interface ExaminedEvidence extends Evidence, ClaimedRemoval {
  readonly standing: EvidenceState
  /** What is wrong if it is `altered`, or which half is missing; else null. */
  readonly flaw: EvidenceFlaw | null
  /** The system's error if it cannot be read, such as `EACCES`. */
  readonly why: string | null
}

/** A file in `evidence/` that no event owns: the end of a command, delivery or note was not recorded, or is after damage. */
export interface Leftover {
  readonly file: string
  /** What it is, and the event that gave it its name; both null if no event that counts mentions it. */
  readonly kind: 'stdout' | 'stderr' | 'journal' | null
  readonly event: string | null
  /** The event that says it was removed, although it is still there; null if none does. */
  readonly removed: Removal | null
}

/** A leftover with its length in bytes; null if only the salt is there. */
export interface SizedLeftover extends Leftover, ClaimedRemoval {
  readonly bytes: number | null
}

/** Returns those of the file names in `evidence/` that no event owns. */
export function leftoversAmong(incident: Incident, names: readonly string[]): Leftover[] {
  const owned = new Set(incident.evidence.map(({ file }) => file))
  const orphans = names.filter((file) => !owned.has(file))
  const origins = orphans.length === 0 ? new Map<string, LeftoverOrigin>() : originsIn(incident)
  return orphans.map((file) => {
    const origin = origins.get(file) ?? { kind: null, event: null }
    return { file, ...origin, removed: incident.discarded.get(file) ?? null }
  })
}

type LeftoverOrigin = Pick<Leftover, 'kind' | 'event'>

/** Maps each file name to the first event that assigned it. */
function originsIn({
  commands,
  notices,
  pages,
}: Pick<Incident, 'commands' | 'notices' | 'pages'>): Map<string, LeftoverOrigin> {
  const origins = new Map<string, LeftoverOrigin>()
  const add = (file: string, origin: LeftoverOrigin) => {
    if (!origins.has(file)) origins.set(file, origin)
  }
  for (const { event, stdout, stderr } of commands) {
    add(stdout, { kind: 'stdout', event })
    add(stderr, { kind: 'stderr', event })
  }
  for (const { event, sending } of notices)
    for (const file of sending?.journals ?? []) add(file, { kind: 'journal', event })
  for (const { event, journal } of pages) if (journal !== null) add(journal, { kind: 'journal', event })
  return origins
}

/** The files that other writers than the `unknown` ones have kept, or have named for what they were about to keep. */
export function filesOfOthers(incident: Incident, unknown: ReadonlySet<string>): ReadonlySet<string> {
  const isKnown = ({ event }: { readonly event: string }) => !unknown.has(writerOf(event))
  const { evidence, commands, notices, pages } = incident
  const outputs = originsIn({
    commands: commands.filter(isKnown),
    notices: notices.filter(isKnown),
    pages: pages.filter(isKnown),
  })
  return new Set([...evidence.filter(isKnown).map(({ file }) => file), ...outputs.keys()])
}

/** The length of the shortest prefix that may name evidence to be deleted for good. */
export const MIN_PREFIX_TO_REMOVE = 4

/** Finds a piece of evidence by its name, or by a unique prefix of at least `least` characters. */
export function findEvidence(names: readonly string[], given: string, least = 1): string | Problem {
  if (names.includes(given)) return given
  const matches = given === '' ? [] : names.filter((name) => name.startsWith(given))
  const [first] = matches
  if (first === undefined) return problem('unknown-evidence', { given, allowed: names })
  if (given.length < least) return problem('evidence-too-short', { given, least })
  return matches.length === 1 ? first : problem('ambiguous-evidence', { given, matches })
}

/** By fact, the pieces that are still kept with values of it that are older than one in a piece of `files`. */
export function earlierValuesKept(incident: Incident, files: readonly string[]): Map<string, string[]> {
  const facts = new Map(
    statedFactNames(incident).flatMap((fact) => factWrites(incident, fact).map(({ event }) => [event, fact] as const)),
  )
  const values = incident.evidence.flatMap((piece) => {
    const fact = piece.kind === 'fact' ? facts.get(piece.event) : undefined
    return fact === undefined ? [] : [{ ...piece, fact }]
  })
  const earlier = new Map<string, string[]>()
  for (const [place, { fact, file, removed }] of values.entries()) {
    const isEarlier = values.slice(place + 1).some((later) => later.fact === fact && files.includes(later.file))
    if (removed === null && isEarlier) earlier.set(fact, [...(earlier.get(fact) ?? []), file])
  }
  return earlier
}
