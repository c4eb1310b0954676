import { parseTarget } from '../incident/scope.ts'
import type { ScopeHistory } from '../incident/scope-history.ts'
import { isWithin, type TimeSpan } from '../incident/spans.ts'

/** A time during which the same number of operations was restricted, wholly or for single assets. Times in milliseconds. */
export interface RestrictionStep extends TimeSpan {
  readonly restricted: number
}

/**
 * Returns how many operations were restricted over time. Times at which nothing was stated of any of them are left out:
 * nobody knows.
 */
export function restrictionCurve(history: readonly ScopeHistory[]): RestrictionStep[] {
  const spans = history.flatMap((one) => one.spans)
  const edges = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const steps: RestrictionStep[] = []
  for (const [i, from] of edges.slice(0, -1).entries()) {
    if (!isWithin(from, spans)) continue
    const to = edges[i + 1] as number
    const restricted = restrictedAt(history, from)
    const last = steps.at(-1)
    if (last !== undefined && last.to === from && last.restricted === restricted)
      steps[steps.length - 1] = { ...last, to }
    else steps.push({ from, to, restricted })
  }
  return steps
}

function restrictedAt(history: readonly ScopeHistory[], time: number): number {
  const restricted = history.filter(({ spans }) =>
    isWithin(
      time,
      spans.filter(({ state }) => state !== 'open'),
    ),
  )
  return new Set(restricted.map(({ target }) => parseTarget(target).operation)).size
}
