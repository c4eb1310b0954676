import { currentWrite, phaseOf } from '../incident/current-values.ts'
import type { Declaration, Incident } from '../incident/incident.ts'
import { wentOut } from '../incident/notice-reach.ts'
import { handleOf } from '../log/incident-key.ts'
import { type Problem, problem } from '../problem.ts'

/** Returns why `own` cannot be closed as a duplicate of `other`; null if it can, or if it has been already. */
export function joinProblem(own: Incident, other: Incident): Problem | null {
  const [ownId, otherId] = [idOf(own), idOf(other)]
  if (own.declaration?.incident === other.declaration?.incident)
    return problem('cannot-join', { id: otherId, why: 'same' })
  if (own.declaration?.drill !== other.declaration?.drill)
    return problem('cannot-join', { id: otherId, why: own.declaration?.drill ? 'real' : 'drill' })
  if (phaseOf(other) === 'closed') return problem('incident-closed', { id: otherId })
  const joined = currentWrite(own, 'phase')?.value.duplicateOf ?? ''
  // An incident that is not declared is refused above.
  const isJoined = [otherId, handleOf(other.declaration as Declaration)].includes(joined)
  return phaseOf(own) === 'closed' && !isJoined ? problem('incident-closed', { id: ownId }) : null
}

/** What stays behind when an incident's notes are copied to another: numbers, and the names of notices that went out. */
export interface LeftBehind {
  readonly privateNotes: number
  /** Attached files and the output of commands, unless removed. */
  readonly files: number
  readonly notices: readonly string[]
}

export function leftBehind({ evidence, notices }: Incident): LeftBehind {
  const kept = evidence.filter(({ removed }) => removed === null)
  const privateNotes = kept.filter(({ kind }) => kind === 'note').length
  return {
    privateNotes,
    files: kept.length - privateNotes,
    notices: notices.filter(wentOut).map(({ event }) => event),
  }
}

/** The id of an incident; empty if its declaration is missing. */
export function idOf({ declaration }: Incident): string {
  return declaration?.id ?? ''
}
