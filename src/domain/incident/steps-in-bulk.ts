import { grouped } from '../grouped.ts'
import { memoize } from '../memoize.ts'
import { registerOf } from './current-values.ts'
import type { Incident } from './incident.ts'

/** Steps that one operator recorded as done within seconds. */
export interface StepsInBulk {
  readonly by: string
  /** When the last of them was recorded. */
  readonly recordedAt: string
  /** From the first to the last, in whole seconds, at least 1. */
  readonly seconds: number
  /** In the order in which they were recorded. */
  readonly steps: readonly string[]
  /** The events that recorded them. */
  readonly events: readonly string[]
  /** The event that recorded the last of them. */
  readonly event: string
}

/** Steps are in bulk if at least this many come within this time. */
const MANY = 3
const WITHIN_MS = 10_000

/** Returns the steps done in bulk, in log order. Not counted are those that a notice, a call or an escalation completes, and those undone. */
export const stepsInBulk = memoize((incident: Incident): StepsInBulk[] => {
  return grouped(ticksOf(incident), ({ by }) => by)
    .flatMap(runsOf)
    .sort((a, b) => a.order - b.order)
    .map(({ order: _, ...run }) => run)
})

interface Tick {
  readonly step: string
  readonly event: string
  readonly order: number
  readonly by: string
  readonly recordedAt: string
}

function ticksOf(incident: Incident): Tick[] {
  return incident.runbook.steps
    .filter(({ channel, tells, escalates }) => channel === null && tells === undefined && escalates !== true)
    .flatMap(({ id }) =>
      registerOf(incident, `step:${id}`)
        .filter(({ undone, value }) => !undone && value.state === 'done')
        .map(({ event, order, by, recordedAt }) => ({ step: id, event, order, by, recordedAt })),
    )
    .sort((a, b) => a.order - b.order)
}

/** The longest runs of one operator's ticks in which any `MANY` neighbours are within `WITHIN_MS`. */
function runsOf(ticks: readonly Tick[]): (StepsInBulk & { readonly order: number })[] {
  const runs: Tick[][] = []
  for (const [i, last] of ticks.entries()) {
    const window = ticks.slice(Math.max(0, i - MANY + 1), i + 1)
    if (window.length < MANY || !isWithin(window[0] as Tick, last)) continue
    const run = runs.at(-1)
    if (run !== undefined && window.includes(run.at(-1) as Tick))
      run.push(...window.slice(window.indexOf(run.at(-1) as Tick) + 1))
    else runs.push([...window])
  }
  return runs.map((run) => {
    const [first, last] = [run[0] as Tick, run.at(-1) as Tick]
    const seconds = Math.max(1, Math.ceil(msBetween(first, last) / 1000))
    const { by, recordedAt, event, order } = last
    const [steps, events] = [run.map(({ step }) => step), run.map((tick) => tick.event)]
    return { by, recordedAt, seconds, steps, events, event, order }
  })
}

/** A clock that was set back in between tells nothing. */
function isWithin(first: Tick, last: Tick): boolean {
  const ms = msBetween(first, last)
  return ms >= 0 && ms <= WITHIN_MS
}

function msBetween(first: Tick, last: Tick): number {
  return Date.parse(last.recordedAt) - Date.parse(first.recordedAt)
}
