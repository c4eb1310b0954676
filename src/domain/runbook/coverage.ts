import type { Runbook } from './runbook.ts'

export interface ClauseCoverage {
  readonly id: string
  readonly covered: boolean
  /** Step ids, and `place:NAME` for carriers that are no step. */
  readonly by: readonly string[]
}

/** Which steps and places carry each clause of the manual. */
export function coverage(runbook: Runbook): ClauseCoverage[] {
  const carriers = new Map<string, string[]>(runbook.clauses.map((clause) => [clause.id, []]))
  for (const step of runbook.steps) for (const id of step.clauses) carriers.get(id)?.push(step.id)
  for (const [name, place] of Object.entries(runbook.places))
    for (const id of place.clauses) carriers.get(id)?.push(`place:${name}`)
  return [...carriers].map(([id, by]) => ({ id, covered: by.length > 0, by }))
}
