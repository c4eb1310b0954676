import type { ScopeState } from '../log/event.ts'
import type { Incident } from './incident.ts'
import { parseTarget, plannedHaltStart, scopeWrites } from './scope.ts'
import { type TimeSpan, valuesOverTime } from './spans.ts'

export type StateSpan<S = ScopeState> = TimeSpan & { readonly state: S }

/** The states of one operation over time, for all assets or for one (manual 1.1). */
export interface ScopeHistory {
  /** `OPERATION` or `OPERATION:ASSET` */
  readonly target: string
  readonly spans: readonly StateSpan[]
}

/**
 * Returns scope histories, in the runbook's order, all assets first. An asset is as its operation while nothing is stated
 * about the asset. Nothing is restricted before a planned start.
 */
export function scopeHistory(incident: Incident, { from, to }: TimeSpan): ScopeHistory[] {
  // What was stated in the very millisecond that is told of counts, too.
  const span = { from, to: Math.max(to, from + 1) }
  const whole = { from: haltStart(incident, span), to: span.to }
  const operations = Object.keys(incident.runbook.operations)
  const place = ({ target }: ScopeHistory) => operations.indexOf(parseTarget(target).operation)
  const stated = statedStates(incident, span)
  return [...stated]
    .map(([target, spans]): ScopeHistory => {
      const { operation, asset } = parseTarget(target)
      const general = asset === null ? [] : (stated.get(operation) ?? [])
      return { target, spans: withGeneral(spans, general, whole) }
    })
    .filter(({ spans }) => spans.length > 0)
    .sort((a, b) => place(a) - place(b) || (a.target < b.target ? -1 : 1))
}

/** By target, what was stated of it alone over time; null where that was withdrawn. */
export function statedStates(
  incident: Incident,
  span: TimeSpan,
): ReadonlyMap<string, readonly StateSpan<ScopeState | null>[]> {
  const from = haltStart(incident, span)
  return new Map(
    scopeWrites(incident).map(([target, writes]) => [
      target,
      valuesOverTime(writes, from, span.to).map(({ value, ...part }) => ({ ...part, state: value.state })),
    ]),
  )
}

function haltStart(incident: Incident, { from }: TimeSpan): number {
  const planned = plannedHaltStart(incident)
  return planned === null ? from : Math.max(from, Date.parse(planned))
}

/** Fills the times about which nothing is stated with what holds in general, and joins spans of one state. */
function withGeneral(
  own: readonly StateSpan<ScopeState | null>[],
  general: readonly StateSpan<ScopeState | null>[],
  whole: TimeSpan,
): StateSpan[] {
  const isStated = (span: StateSpan<ScopeState | null>): span is StateSpan => span.state !== null
  const stated = own.filter(isStated)
  const gaps = [...stated, { from: whole.to, to: whole.to }].map(({ from }, i): TimeSpan => {
    return { from: stated[i - 1]?.to ?? whole.from, to: from }
  })
  const filled = gaps.flatMap((gap) =>
    general
      .filter(isStated)
      .map(({ from, to, state }) => ({ from: Math.max(from, gap.from), to: Math.min(to, gap.to), state })),
  )
  const spans = [...stated, ...filled].filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)
  return runsOf(spans, (last, span) => last.state === span.state).map((run) => ({
    ...(run[0] as StateSpan),
    to: endOf(run),
  }))
}

/** Groups spans that follow each other without a break, and belong together. */
export function runsOf(
  spans: readonly StateSpan[],
  belongs: (last: StateSpan, next: StateSpan) => boolean,
): (readonly StateSpan[])[] {
  const runs: StateSpan[][] = []
  for (const span of spans) {
    const last = runs.at(-1)?.at(-1)
    if (last !== undefined && last.to === span.from && belongs(last, span)) runs.at(-1)?.push(span)
    else runs.push([span])
  }
  return runs
}

export function endOf(run: readonly StateSpan[]): number {
  return (run.at(-1) as StateSpan).to
}
