import type { Incident, Removal } from './incident.ts'

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
export function leftoversOf(incident: Incident, names: readonly string[]): Leftover[] {
  const owned = new Set(incident.evidence.map(({ file }) => file))
  return names
    .filter((file) => !owned.has(file))
    .map((file) => ({ file, ...origin(incident, file), removed: incident.discarded.get(file) ?? null }))
}

function origin({ commands, notices, pages }: Incident, file: string): Pick<Leftover, 'kind' | 'event'> {
  const command = commands.find(({ stdout, stderr }) => stdout === file || stderr === file)
  if (command !== undefined) return { kind: command.stdout === file ? 'stdout' : 'stderr', event: command.event }
  const sent =
    notices.find(({ sending }) => sending?.journals.includes(file)) ?? pages.find(({ journal }) => journal === file)
  return sent === undefined ? { kind: null, event: null } : { kind: 'journal', event: sent.event }
}
