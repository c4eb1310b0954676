import { type Problem, problem } from '../outcome.ts'
import type { Evidence, Incident, Removal } from './incident.ts'

/**
 * What is there of bytes that the log speaks of. `absent` where they were kept on another machine, `lost` where they
 * were kept on this one and are gone, `removed` where they went on purpose, `undeleted` where the log says that they went and they are still there.
 */
export const STANDINGS = ['intact', 'altered', 'unreadable', 'absent', 'lost', 'removed', 'undeleted'] as const
export type Standing = (typeof STANDINGS)[number]

/** What shows that bytes are not those that were kept, or what of them is missing. */
export const FLAWS = ['not-a-folder', 'not-a-file', 'salt-length', 'length', 'digest', 'no-salt', 'no-bytes'] as const
export type Flaw = (typeof FLAWS)[number]

/** A piece of evidence, and what was found of it. */
export interface Examined extends Evidence {
  readonly standing: Standing
  /** What is wrong with it where it is altered, what is missing where only half of it is. */
  readonly flaw: Flaw | null
  /** The system's error where it cannot be read, `EACCES`. */
  readonly why: string | null
}

/**
 * A file in `evidence/` that no event owns: of a command or a sending whose outcome was never recorded, of a note that
 * was never recorded, of an event after the damage in a frozen file. There is no digest to compare it with.
 */
export interface Leftover {
  readonly file: string
  /** What it is and the event that gave it its name; null where no event that counts speaks of it. */
  readonly kind: 'stdout' | 'stderr' | 'journal' | null
  readonly event: string | null
  /** The event that says it was removed, although it is there. */
  readonly removed: Removal | null
}

/** The same, and its length in bytes; null where only a salt is there. */
export interface LeftoverFound extends Leftover {
  readonly bytes: number | null
}

/** Which of the names in `evidence/` are owned by no event. */
export function orphanedEvidenceOf(incident: Incident, names: readonly string[]): Leftover[] {
  const owned = new Set(incident.evidence.map(({ file }) => file))
  const left = names.filter((file) => !owned.has(file))
  const origins = left.length === 0 ? new Map<string, Origin>() : originsIn(incident)
  return left.map((file) => {
    const origin = origins.get(file) ?? { kind: null, event: null }
    return { file, ...origin, removed: incident.discarded.get(file) ?? null }
  })
}

type Origin = Pick<Leftover, 'kind' | 'event'>

/** By name, the event that gave a file its name: the first that did. */
function originsIn({ commands, notices, pages }: Incident): Map<string, Origin> {
  const origins = new Map<string, Origin>()
  const add = (file: string, origin: Origin) => {
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

/** What is deleted for good is named by no fewer letters. */
export const LEAST_TO_REMOVE = 4

/** The one piece of evidence that is meant: by its name, or by a beginning of at least `least` letters that no other has. */
export function pieceNamed(all: readonly string[], given: string, least = 1): string | Problem {
  if (all.includes(given)) return given
  const matches = given === '' ? [] : all.filter((file) => file.startsWith(given))
  const [only] = matches
  if (only === undefined) return problem('unknown-evidence', { given, allowed: all })
  if (given.length < least) return problem('evidence-too-short', { given, least })
  return matches.length === 1 ? only : problem('ambiguous-evidence', { given, matches })
}
