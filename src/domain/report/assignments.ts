import { registersOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'

/** A step that was given to somebody. */
export interface Assignment {
  readonly event: string
  readonly step: string
  readonly to: string
  readonly at: string
  readonly by: string
  /** When the step was given to somebody else; null while it is theirs. */
  readonly until: string | null
}

/** Who was given which step, in the order of the log. */
export function assignmentsOf(incident: Incident): Assignment[] {
  return registersOf(incident, 'assignee:')
    .flatMap(([step, writes]) => {
      const live = writes.filter((w) => !w.undone)
      return live.map(({ event, at, by, value, order }, i) => ({
        order,
        assignment: { event, step, to: value, at, by, until: live[i + 1]?.at ?? null },
      }))
    })
    .sort((a, b) => a.order - b.order)
    .map(({ assignment }) => assignment)
}
