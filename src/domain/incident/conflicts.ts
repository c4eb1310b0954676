import type { Incident } from './incident.ts'
import { frontier, type Write } from './register.ts'

/** Two or more decisions on one thing, each made without knowing the other; the last in the log's order counts. */
export interface Conflict {
  /** Key of what they are about: `step:ID`, `fact:NAME`, `scope:OPERATION[:ASSET]`, `phase`, `type`, … */
  readonly target: string
  readonly events: readonly string[]
}

export function conflictsOf(incident: Incident): Conflict[] {
  if (incident.heads.size < 2) return []
  return [...incident.registers.keys()].flatMap((target) => {
    const writers = incident.registers.writersOf(target)
    // One knows what one has written.
    if (writers?.length === 1) return []
    const open = frontier(incident.registers.back(target), writers)
    return differ(open) ? [{ target, events: open.map((w) => w.event) }] : []
  })
}

function differ(writes: readonly Write<unknown>[]): boolean {
  return new Set(writes.map((w) => essence(w.value)).filter((value) => value !== '"in-progress"')).size > 1
}

/** What two decisions are compared by: the state of a step without its note, a phase without its reasons. */
function essence(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if ('note' in value && 'state' in value) return JSON.stringify(value.state)
  return JSON.stringify('phase' in value ? value.phase : value)
}
