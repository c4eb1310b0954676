import { factOf } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { EventData } from '../log/event.ts'
import { type Problem, problem } from '../problem.ts'
import { factWithRole } from '../runbook/fact-roles.ts'
import type { FactDefinition } from '../runbook/runbook.ts'
import { endOfMinute } from '../time.ts'

type FactStatement = EventData['fact.set']

/**
 * Pairs of facts, by their roles, of which the later cannot precede the earlier, and, if `apart`, cannot be at the same time. What a planned
 * halt is for was noticed before the halt began.
 */
const ORDERED = [
  { earlier: 'began', later: 'detected', apart: false, ifPlanned: false },
  { earlier: 'planned-begin', later: 'planned-end', apart: true, ifPlanned: true },
] as const

/** Refuses with `out-of-order` statements after which one fact would precede another that must come before it. */
export function orderProblem(incident: Incident, statements: readonly FactStatement[]): Problem | null {
  const statedFor = (fact: string) => statements.findLast((s) => s.fact === fact && s.value != null)?.value ?? null
  const valueAfter = (fact: string) => {
    const isRetracted = statements.some((s) => s.fact === fact && s.known === false)
    return statedFor(fact) ?? (isRetracted ? null : factOf(incident, fact).value)
  }
  for (const { apart, ifPlanned, ...roles } of ORDERED) {
    const earlier = factWithRole(incident.runbook, roles.earlier)
    const later = factWithRole(incident.runbook, roles.later)
    if (earlier === null || later === null) continue
    if (!ifPlanned && incident.declaration?.planned != null) continue
    if (statedFor(earlier) === null && statedFor(later) === null) continue
    const [earlierAt, laterAt] = [valueAfter(earlier), valueAfter(later)]
    if (earlierAt === null || laterAt === null) continue
    const between = Date.parse(laterAt) - Date.parse(earlierAt)
    if (between < 0 || (apart && between === 0)) return problem('out-of-order', { earlier, earlierAt, later, laterAt })
  }
  return null
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
