import { register } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { Phase } from '../runbook/runbook.ts'
import { type Span, spansOf } from './spans.ts'
import { declaredOf } from './whole.ts'

/** How long an incident was in a phase. */
export interface PhaseSpan extends Span {
  /** Null before the halt was declared. */
  readonly phase: Phase | null
}

/** The phases of an incident within a span; `now` is in milliseconds. */
export function phasesOf(incident: Incident, { from, to }: Span, now: number): PhaseSpan[] {
  const spans = spansOf(register(incident, 'phase'), from, to).map(({ value: { phase, by }, ...span }) => ({
    phase,
    from: by === 'declared' ? declaredOf(incident, now) : span.from,
    to: span.to,
  }))
  const known = together(spans.filter((span) => span.from < span.to))
  const begun = known[0]?.from ?? to
  // Before it was declared, a halt was in no phase, unless a phase was said to have begun earlier.
  return from < begun ? [{ from, to: begun, phase: null }, ...known] : known
}

/** Each lift says the phase anew; what it went on with is one stretch. */
function together(spans: readonly PhaseSpan[]): PhaseSpan[] {
  const stretches: PhaseSpan[] = []
  for (const span of spans) {
    const last = stretches.at(-1)
    if (last?.phase !== span.phase || last.to !== span.from) stretches.push(span)
    else stretches[stretches.length - 1] = { ...last, to: span.to }
  }
  return stretches
}
