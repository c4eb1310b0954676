import { restrictedSpans } from '../incident/restrictions.ts'
import type { ScopeHistory } from '../incident/scope-history.ts'
import { isWithin } from '../incident/spans.ts'
import type { PhaseSpan } from './history.ts'

/** A phase, or a part of `after-resumption` in which something was restricted all the time or nothing was. */
export interface PhasePart extends PhaseSpan {
  readonly restricted: boolean
}

/** Splits the time after resumption by whether something was still, or again, restricted. */
export function phaseParts(phases: readonly PhaseSpan[], history: readonly ScopeHistory[]): PhasePart[] {
  const restricted = restrictedSpans(history)
  return phases.flatMap((span): PhasePart[] => {
    if (span.phase !== 'after-resumption') return [{ ...span, restricted: false }]
    const inside = restricted.filter(({ from, to }) => to > span.from && from < span.to)
    const edges = inside.flatMap(({ from, to }) => [Math.max(from, span.from), Math.min(to, span.to)])
    const cuts = [...new Set([span.from, ...edges, span.to])]
    return cuts.slice(1).map((to, i): PhasePart => {
      const from = cuts[i] as number
      return { phase: span.phase, from, to, restricted: isWithin(from, inside) }
    })
  })
}
