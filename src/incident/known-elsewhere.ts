import { declarerOf } from '../domain/incident/incident.ts'
import { type Acquaintance, keysOf } from '../domain/log/known-writers.ts'
import type { Journal } from '../store/journal.ts'

/** Whether a machine knows a writer of an incident for another reason than that it declared this one. */
export type KnowsElsewhere = (journal: Journal, writer: string) => boolean

/**
 * Knows the writers of this machine, those that somebody vouches for, and those that are known in another of these open
 * incidents in which this machine has recorded.
 */
export function knownElsewhere(open: readonly Journal[]): KnowsElsewhere {
  let known: { readonly id: string; readonly keys: ReadonlySet<string> }[] | null = null
  return (journal, writer) => {
    const birth = journal.incident.births.get(writer)
    if (birth === undefined) return false
    if (journal.isOwnBirth(birth) || journal.isVouchedFor(birth)) return true
    known ??= open.filter(hasRecordedIn).map((one) => ({ id: one.id, keys: keysKnownIn(one) }))
    return known.some(({ id, keys }) => id !== journal.id && keysOf(birth).some((key) => keys.has(key)))
  }
}

/** Whether this machine has recorded in an incident. */
export function hasRecordedIn(journal: Journal): boolean {
  return [...journal.incident.births.values()].some((birth) => journal.isOwnBirth(birth))
}

function keysKnownIn({ incident, knows }: Journal): ReadonlySet<string> {
  return new Set([...incident.births.values()].filter(({ writer }) => knows(writer)).flatMap(keysOf))
}

export function acquaintanceOf(journal: Journal): Acquaintance {
  const { incident } = journal
  const declarer = incident.births.get(declarerOf(incident) ?? '')
  return {
    unknown: journal.unknownWriters().length,
    declarer: declarer === undefined ? null : keysOf(declarer),
    known: hasRecordedIn(journal) ? [...keysKnownIn(journal)] : null,
  }
}
