import type { Evidence, Incident } from '../incident/incident.ts'
import { writerOf } from '../log/event.ts'
import type { Knows } from '../log/known-writers.ts'

/** Never leaves the machine: private notes, facts that have to be forgotten some day, and whom a mail went to. */
const KINDS: ReadonlySet<Evidence['kind']> = new Set(['attachment', 'stdout', 'stderr'])

/**
 * The evidence of known writers that may be shared: attached files, unless the note is private, and the output of commands.
 * What one of them keeps private is so whatever another one calls the same file.
 */
export function sharedEvidence({ evidence }: Incident, knows: Knows): Evidence[] {
  const known = evidence.filter(({ event }) => knows(writerOf(event)))
  const privateNotes = new Set(known.filter(({ kind }) => kind === 'note').map(({ event }) => event))
  const isPrivate = ({ kind, event }: Evidence) => !KINDS.has(kind) || privateNotes.has(event)
  const privateFiles = new Set(known.filter(isPrivate).map(({ file }) => file))
  return known.filter(({ file, removed }) => removed === null && !privateFiles.has(file))
}
