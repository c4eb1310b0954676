import { register } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { nextNoticeDue } from '../incident/notice-deadlines.ts'
import { noticesOf } from '../incident/notices.ts'
import type { StepView } from '../incident/steps.ts'
import type { Force } from '../log/event.ts'
import { coverage, customerChannels } from '../runbook/runbook.ts'

/** A departure from the manual: a step skipped, a refusal forced, or steps left open at a lift. */
export interface Deviation {
  readonly kind: 'skipped' | 'forced' | 'open-at-lift'
  readonly what: readonly string[]
  readonly reason: string | null
  readonly at: string
  readonly by: string
}

export function deviationsOf(incident: Incident, steps: readonly StepView[]): Deviation[] {
  const skipped = steps
    .filter((v) => v.state === 'skipped')
    .map(({ step, reason, at, by }): Deviation => {
      return { kind: 'skipped', what: [step.id], reason, at: at as string, by: by as string }
    })
  const phases = register(incident, 'phase').filter((w) => !w.undone && w.value.forced !== null)
  const forced = phases.map(({ value, at, by }): Deviation => {
    const { reason, open: what } = value.forced as Force
    return reason === ''
      ? { kind: 'open-at-lift', what, reason: null, at, by }
      : { kind: 'forced', what, reason, at, by }
  })
  const notices = incident.notices.flatMap(({ channel, forced, at, by }): Deviation[] => {
    if (forced === null) return []
    return [{ kind: 'forced', what: forced.open.map((code) => `${channel}: ${code}`), reason: forced.reason, at, by }]
  })
  return [...skipped, ...forced, ...notices].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

export interface ClauseState {
  readonly id: string
  readonly state: 'done' | 'declined' | 'skipped' | 'open' | 'not-applicable' | 'carried'
  /** Step ids, and `place:NAME`. */
  readonly by: readonly string[]
  readonly reason: string | null
}

/** Returns the state of each clause of the manual: the worst of its steps' states; places carry clauses without a step. */
export function clauseStates(incident: Incident, views: readonly StepView[]): ClauseState[] {
  const byId = new Map(views.map((v) => [v.step.id, v]))
  return coverage(incident.runbook).map(({ id, by }) => {
    const steps = by.flatMap((name) => byId.get(name) ?? [])
    const state = worstState(steps, by.length > 0)
    const reason = steps.find((v) => v.state === state && v.reason !== null)?.reason ?? null
    return { id, state, by, reason }
  })
}

function worstState(steps: readonly StepView[], isCarried: boolean): ClauseState['state'] {
  if (steps.length === 0) return isCarried ? 'carried' : 'open'
  if (steps.some((v) => v.state === 'pending' || v.state === 'in-progress')) return 'open'
  for (const state of ['skipped', 'done', 'declined'] as const) if (steps.some((v) => v.state === state)) return state
  return 'not-applicable'
}

/** An update that customers were promised, or that was due by the cadence. */
export interface UpdatePromise {
  readonly channel: string
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  /** When the update came, in milliseconds; null if it did not. */
  readonly at: number | null
  readonly kept: boolean
}

/**
 * Returns whether each notice to customers was followed by the next in time. There is one promise per notice, counted once
 * it is kept or falls due during the halt (manual 3.2).
 */
export function updatePromisesOf(incident: Incident, lifecycle: Lifecycle, now: number): UpdatePromise[] {
  return customerChannels(incident.runbook).flatMap((channel) => promisesOfChannel(incident, lifecycle, channel, now))
}

export function promisesOfChannel(
  incident: Incident,
  lifecycle: Lifecycle,
  channel: string,
  now: number,
): UpdatePromise[] {
  return lifecycle.interruptions.flatMap((interruption, number) => {
    const ended = interruption.fullyResumedAt ?? lifecycle.interruptions[number + 1]?.startedAt ?? lifecycle.closedAt
    const end = ended === null ? now : Date.parse(ended)
    const notices = noticesOf(incident, channel, interruption)
    return notices.flatMap((notice, i) => {
      const following = notices[i + 1]
      const dueAt = nextNoticeDue(incident, notice, following)
      if (dueAt === null || Date.parse(notice.at) > end) return []
      const at = following === undefined ? null : Date.parse(following.at)
      const kept = at !== null && at <= dueAt
      return kept || dueAt <= end ? [{ channel, dueAt, at, kept }] : []
    })
  })
}
