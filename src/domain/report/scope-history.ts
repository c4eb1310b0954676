import { registersOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { plannedBegin } from '../incident/scope.ts'
import type { ScopeState } from '../log/event.ts'
import { type Span, spansOf } from './spans.ts'

/** What was stated of one operation, for all assets or one, from when to when (manual 1.1). */
export interface ScopeHistory {
  /** `OPERATION` or `OPERATION:ASSET` */
  readonly target: string
  readonly spans: readonly (Span & { readonly state: ScopeState })[]
}

/** In the order of the runbook; of one operation first what holds for all assets. */
export function scopeHistory(incident: Incident, { from, to }: Span): ScopeHistory[] {
  const begin = plannedBegin(incident)
  const begun = begin === null ? from : Math.max(from, Date.parse(begin))
  const operations = Object.keys(incident.runbook.operations)
  const place = ({ target }: ScopeHistory) => operations.indexOf(target.split(':')[0] as string)
  return registersOf(incident, 'scope:')
    .flatMap(([target, writes]): ScopeHistory[] => {
      const spans = spansOf(writes, begun, to).flatMap(({ value: { state }, ...span }) =>
        state === null ? [] : { ...span, state },
      )
      return spans.length === 0 ? [] : [{ target, spans }]
    })
    .sort((a, b) => place(a) - place(b) || (a.target < b.target ? -1 : 1))
}
