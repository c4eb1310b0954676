import type { ScopeState } from '../log/event.ts'
import { memoize } from '../memoize.ts'
import { registersByName } from './current-values.ts'
import type { Incident } from './incident.ts'
import { parseTarget, plannedHaltStart } from './scope.ts'
import { type TimeSpan, valuesOverTime } from './spans.ts'

type StateSpan<S = ScopeState> = TimeSpan & { readonly state: S }

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
  const planned = plannedHaltStart(incident)
  const start = planned === null ? from : Math.max(from, Date.parse(planned))
  const operations = Object.keys(incident.runbook.operations)
  const place = ({ target }: ScopeHistory) => operations.indexOf(parseTarget(target).operation)
  const stated = new Map(
    registersByName(incident, 'scope:').map(([target, writes]) => [
      target,
      valuesOverTime(writes, start, to).map(({ value, ...span }) => ({ ...span, state: value.state })),
    ]),
  )
  return [...stated]
    .map(([target, spans]): ScopeHistory => {
      const { operation, asset } = parseTarget(target)
      const general = asset === null ? [] : (stated.get(operation) ?? [])
      return { target, spans: withGeneral(spans, general, { from: start, to }) }
    })
    .filter(({ spans }) => spans.length > 0)
    .sort((a, b) => place(a) - place(b) || (a.target < b.target ? -1 : 1))
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

/** A time during which a service was restricted without a break. Times are in milliseconds since the epoch. */
export interface Restriction {
  /** `OPERATION` or `OPERATION:ASSET` */
  readonly target: string
  readonly from: number
  /** Null while it lasts. */
  readonly to: number | null
  /** When it was first stopped within that time; null if it was only restricted. */
  readonly stoppedAt: number | null
  /** Whether it was stopped all that time. */
  readonly wasStoppedThroughout: boolean
  /** Whether it is part of the first statement of the scope: what was stopped when the halt began. */
  readonly isInitial: boolean
  /** Whether the service had been restricted before, and was open again. */
  readonly isAgain: boolean
}

/** Returns when services were restricted, by service in the runbook's order, then by time. */
export const restrictionsOf = memoize((incident: Incident): Restriction[] => {
  const live = registersByName(incident, 'scope:').flatMap(([, writes]) => writes.filter(({ undone }) => !undone))
  const first = live.reduce<(typeof live)[number] | undefined>(
    (a, b) => (a !== undefined && a.order <= b.order ? a : b),
    undefined,
  )
  const planned = plannedHaltStart(incident)
  const initial = Math.max(
    Date.parse(first?.at ?? ''),
    planned === null ? Number.NEGATIVE_INFINITY : Date.parse(planned),
  )
  const ever = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  return scopeHistory(incident, ever).flatMap(({ target, spans }) => {
    const periods = runsOf(
      spans.filter(({ state }) => state !== 'open'),
      () => true,
    )
    return periods.map((period, i): Restriction => {
      const { from } = period[0] as StateSpan
      const to = endOf(period)
      return {
        target,
        from,
        to: to === Number.POSITIVE_INFINITY ? null : to,
        stoppedAt: period.find(({ state }) => state === 'stopped')?.from ?? null,
        wasStoppedThroughout: period.every(({ state }) => state === 'stopped'),
        isInitial: from === initial,
        isAgain: i > 0,
      }
    })
  })
})

/** Groups spans that follow each other without a break, and belong together. */
function runsOf(
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

function endOf(run: readonly StateSpan[]): number {
  return (run.at(-1) as StateSpan).to
}
