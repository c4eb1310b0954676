import { factOf } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { EventData } from '../log/event.ts'
import { type Problem, problem } from '../problem.ts'
import { factWithRole } from '../runbook/fact-roles.ts'
import type { FactDefinition } from '../runbook/runbook.ts'
import { endOfMinute } from '../time.ts'

type FactStatement = EventData['fact.set']

/** Refuses with `out-of-order` statements after which the planned end would not be after the planned beginning. */
export function orderProblem(incident: Incident, statements: readonly FactStatement[]): Problem | null {
  const earlier = factWithRole(incident.runbook, 'planned-begin')
  const later = factWithRole(incident.runbook, 'planned-end')
  if (earlier === null || later === null || !statements.some(({ fact }) => fact === earlier || fact === later))
    return null
  const valueAfter = (name: string) =>
    (statements.findLast(({ fact }) => fact === name) ?? factOf(incident, name)).value
  const [earlierAt, laterAt] = [valueAfter(earlier), valueAfter(later)]
  if (earlierAt == null || laterAt == null || Date.parse(laterAt) > Date.parse(earlierAt)) return null
  return problem('out-of-order', { earlier, earlierAt, later, laterAt })
}

/** Refuses with `past-time` an estimate that had passed, `FROM/TO` included, when it was stated (milliseconds). */
export function pastEstimateProblem(
  { kind }: FactDefinition,
  { value }: FactStatement,
  statedAt: number,
): Problem | null {
  if (kind !== 'estimate' || value == null) return null
  const at = value.slice(value.indexOf('/') + 1)
  return endOfMinute(Date.parse(at)) < statedAt ? problem('past-time', { given: value, at }) : null
}
