import { type Incident, registersOf } from '../incident/incident.ts'
import type { ScopeState } from '../log/event.ts'
import { type Span, spansOf } from './spans.ts'

/** What was stated of one operation, for all assets or one, from when to when (manual 1.1). */
export interface ScopeHistory {
  /** `OPERATION` or `OPERATION:ASSET` */
  readonly target: string
  readonly spans: readonly (Span & { readonly state: ScopeState })[]
}

export function scopeHistory(incident: Incident, { from, to }: Span): ScopeHistory[] {
  return registersOf(incident, 'scope:').flatMap(([target, writes]) => {
    const spans = spansOf(writes, from, to).flatMap(({ value: { state }, ...span }) =>
      state === null ? [] : { ...span, state },
    )
    return spans.length === 0 ? [] : { target, spans }
  })
}
