import type { ScopeHistory } from '../incident/scope-history.ts'
import type { TimeSpan } from '../incident/spans.ts'
import type { PhaseSpan } from './history.ts'

/** Returns when anything at all was restricted, as spans that neither overlap nor touch, by time. */
export function restrictedSpans(history: readonly ScopeHistory[]): TimeSpan[] {
  const spans = history
    .flatMap((target) => target.spans)
    .filter(({ state }) => state !== 'open')
    .sort((a, b) => a.from - b.from)
  const merged: TimeSpan[] = []
  for (const { from, to } of spans) {
    const last = merged.at(-1)
    if (last === undefined || last.to < from) merged.push({ from, to })
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) }
  }
  return merged
}

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

/** Whether a time, in milliseconds, lies in one of the spans. */
export function isWithin(time: number, spans: readonly TimeSpan[]): boolean {
  return spans.some(({ from, to }) => from <= time && time < to)
}
