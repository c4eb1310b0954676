import type { Evidence, Incident } from '../incident/incident.ts'

/** Never leaves the machine: private notes, facts that have to be forgotten some day, and whom a mail went to. */
const KINDS: ReadonlySet<Evidence['kind']> = new Set(['attachment', 'stdout', 'stderr'])

/** The evidence that may be shared: attached files, unless the note is private, and the output of commands. */
export function sharedEvidence({ evidence }: Incident): Evidence[] {
  const privateNotes = new Set(evidence.filter(({ kind }) => kind === 'note').map(({ event }) => event))
  return evidence.filter(({ kind, event, removed }) => KINDS.has(kind) && removed === null && !privateNotes.has(event))
}
