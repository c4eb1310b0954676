import { unapprovedActs } from '../incident/approved-acts.ts'
import { registerOf, registersByName } from '../incident/current-values.ts'
import type { Incident, LostApproval } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import type { StepView } from '../incident/steps.ts'
import { unapprovedOpenings } from '../incident/unapproved-openings.ts'
import { type LateNotice, lateNotices } from './late-notices.ts'
import { takenBackAfterLift, type UndoneEvent } from './taken-back-criteria.ts'

export const DEVIATIONS = ['skipped', 'forced', 'unapproved', 'open-at-lift', 'taken-back', 'late'] as const

/**
 * A departure from the manual: a step was skipped, a refusal overridden, steps were left open at a lift, the criteria that
 * it rested on were taken back after it, a notice was late, or nobody approved what another person had to approve.
 */
export interface Deviation {
  readonly kind: (typeof DEVIATIONS)[number]
  /** Ids of the steps, follow-ups, channels or operations, or for a notice `CHANNEL: CODE` of what was overridden. */
  readonly what: readonly string[]
  readonly reason: string | null
  /** What it rested on, and whose writer was set aside since: each approval that counted before. */
  readonly lost?: readonly LostApproval[]
  /** How late a notice was. */
  readonly late?: Pick<LateNotice, 'from' | 'afterSeconds' | 'withinSeconds'>
  /** The event that departed from the manual. */
  readonly event: string
  readonly at: string
  readonly by: string
}

/** Returns the deviations by time. `steps` are those of the incident in their current states, `undone` all that was undone. */
export function deviationsOf(
  incident: Incident,
  steps: readonly StepView[],
  undone: readonly UndoneEvent[],
): Deviation[] {
  const skipped = steps
    .filter((v) => v.state === 'skipped')
    .map(({ step, reason, event, at, by }): Deviation => {
      const skip = { event: event as string, at: at as string, by: by as string }
      return { kind: 'skipped', what: [step.id], reason, ...skip }
    })
  const phases = registerOf(incident, 'phase').flatMap(({ undone, value: { forced }, event, at, by }): Deviation[] => {
    if (undone || forced === null) return []
    const { reason, open: what } = forced
    // The fold records steps left open at a lift like an override without a reason.
    if (reason === '') return [{ kind: 'open-at-lift', what, reason: null, event, at, by }]
    return [{ kind: 'forced', what, reason, event, at, by }]
  })
  const notices = incident.notices.flatMap(({ channel, forced: first, forcedRetries = [], event, at, by }) =>
    [...(first === null ? [] : [{ forced: first, event, at, by }]), ...forcedRetries].map((one): Deviation => {
      const { forced, event, at, by } = one
      const what = forced.open.map((code) => `${channel}: ${code}`)
      return { kind: 'forced', what, reason: forced.reason, event, at, by }
    }),
  )
  const scopes = registersByName(incident, 'scope:').flatMap(([, writes]) =>
    writes.flatMap(({ undone, value: { forced }, event, at, by }): [string, Deviation][] => {
      if (undone || forced === undefined) return []
      return [[event, { kind: 'forced', what: forced.open, reason: forced.reason, event, at, by }]]
    }),
  )
  const late = lateNotices(incident, lifecycleOf(incident)).map(
    ({ step, event, at, by, from, afterSeconds, withinSeconds }): Deviation => {
      return { kind: 'late', what: [step], reason: null, late: { from, afterSeconds, withinSeconds }, event, at, by }
    },
  )
  // One event may have changed several of them.
  const opened = [...unapproved(incident), ...new Map(scopes).values(), ...takenBack(incident, undone)]
  return [...skipped, ...phases, ...notices, ...opened, ...late].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** The resumption criteria on which a lift rested, and that were taken back after it. */
function takenBack(incident: Incident, undone: readonly UndoneEvent[]): Deviation[] {
  return takenBackAfterLift(incident, undone).map(({ step, by: { event, recordedAt, by, reason } }) => {
    return { kind: 'taken-back', what: [step], reason, event, at: recordedAt, by }
  })
}

/** Notices, and whatever opens something, that another person had to approve, and nobody did who can. */
function unapproved(incident: Incident): Deviation[] {
  const deviation = { kind: 'unapproved', reason: null } as const
  const acts = unapprovedActs(incident)
  const recorded = [...incident.notices, ...registerOf(incident, 'phase')].flatMap(({ event, at, by }): Deviation[] => {
    const what = acts.get(event)
    const lost = incident.lostApprovals.filter(({ act }) => act === event)
    return what === undefined ? [] : [{ ...deviation, what, event, at, by, ...(lost.length > 0 && { lost }) }]
  })
  const openings = unapprovedOpenings(incident).map(({ targets, event, at, by }) => {
    return { ...deviation, what: targets, event, at, by }
  })
  return [...recorded, ...openings]
}
