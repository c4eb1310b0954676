import { phaseOf, severityOf, titleOf, typeOf } from '../incident/current-values.ts'
import { restricted, type Target, targetOf } from '../incident/scope.ts'
import { RESOLVED, type StepView, stepsOf } from '../incident/steps.ts'
import type { Closing, Force, ScopeChange } from '../log/event.ts'
import { type Problem, problem } from '../outcome.ts'
import { SEVERITIES, type Severity } from '../runbook/runbook.ts'
import {
  accept,
  beforeStartProblem,
  type Decision,
  type GivenTime,
  givenTime,
  isProblem,
  type Situation,
  unchanged,
} from './decision.ts'
import { changesOf, type ScopeStatement } from './scope.ts'

/** `force` is the reason to override a refusal; the report lists it. */
interface Forcible extends GivenTime {
  readonly force?: string
}

export type PhaseIntent =
  | ({ readonly kind: 'advance' } & Forcible)
  | ({ readonly kind: 'lift'; readonly targets: readonly Target[] | 'all' } & Forcible)
  | ({ readonly kind: 'reopen'; readonly reason: string; readonly scope: readonly ScopeStatement[] } & GivenTime)
  | ({ readonly kind: 'close'; readonly as: Closing; readonly reason: string | null } & Forcible)
  | ({
      readonly kind: 'classify'
      readonly type?: string
      readonly severity?: Severity
      readonly title?: string
      readonly reason: string
    } & GivenTime)

export const phases = { advance, lift, reopen, close, classify }

function advance(situation: Situation, intent: PhaseIntent & { kind: 'advance' }): Decision {
  const { incident, context } = situation
  const early = beforeStartProblem(situation, intent)
  if (early !== null) return early
  const phase = phaseOf(incident)
  const to = phase === 'scheduled' ? 'initial-response' : phase === 'initial-response' ? 'during-halt' : null
  if (to === null) return problem('no-next-phase', { phase })
  const steps = stepsOf(incident, context.now).filter((v) => v.step.phase === phase && isUntouched(v))
  const forced = overrideOf(steps, intent.force)
  if (forced === null) return problem('steps-pending', { steps: ids(steps), phase })
  return accept({ type: 'phase.advanced', ...givenTime(intent), data: { to, ...forced } })
}

/** Returns whether a step is required and neither begun nor assigned. */
function isUntouched({ step, state, assignee }: StepView): boolean {
  return step.modality === 'must' && state === 'pending' && assignee === null
}

function lift(situation: Situation, intent: PhaseIntent & { kind: 'lift' }): Decision {
  const { incident, context } = situation
  if (phaseOf(incident) === 'scheduled') return problem('not-begun', {})
  const early = beforeStartProblem(situation, intent)
  if (early !== null) return early
  const changes = liftChanges(situation, intent.targets)
  if (isProblem(changes)) return changes
  if (changes.length === 0 && situation.lifecycle.current.liftedAt !== null) return unchanged('lift')
  const steps = stepsOf(incident, context.now)
  const gates = steps.filter((v) => v.step.gate === 'lift' && v.state !== 'done' && v.state !== 'not-applicable')
  const forced = overrideOf(gates, intent.force)
  if (forced === null) return problem('criteria-open', { steps: ids(gates) })
  const beforeResumption = steps.filter((v) => v.step.phase !== 'after-resumption' && v.step.kind === 'once')
  const open = ids(beforeResumption.filter((v) => !RESOLVED.has(v.state)))
  return accept({ type: 'scope.lifted', ...givenTime(intent), data: { changes, open, ...forced } })
}

function liftChanges({ incident }: Situation, targets: readonly Target[] | 'all'): ScopeChange[] | Problem {
  const everything = Object.keys(incident.runbook.operations).map((operation) => ({ operation, asset: '*' }))
  const lifted = targets === 'all' ? everything : targets
  if (lifted.length === 0)
    return problem('still-restricted', { scope: restricted(incident).map((e) => `${targetOf(e)}=${e.state}`) })
  return changesOf(
    incident,
    lifted.map((target) => ({ ...target, state: 'open', words: null })),
  )
}

function reopen(situation: Situation, intent: PhaseIntent & { kind: 'reopen' }): Decision {
  const phase = phaseOf(situation.incident)
  if (phase !== 'after-resumption') return problem('not-lifted', { phase })
  const early = beforeStartProblem(situation, intent)
  if (early !== null) return early
  const scope = changesOf(situation.incident, intent.scope)
  if (isProblem(scope)) return scope
  return accept({ type: 'incident.reopened', ...givenTime(intent), data: { reason: intent.reason, scope } })
}

function close(situation: Situation, intent: PhaseIntent & { kind: 'close' }): Decision {
  const { incident, context } = situation
  const { as, reason } = intent
  const early = beforeStartProblem(situation, intent)
  if (early !== null) return early
  const data = { as, reason }
  if (as !== 'resolved') return accept({ type: 'incident.closed', ...givenTime(intent), data })
  const steps = stepsOf(incident, context.now).filter((v) => !RESOLVED.has(v.state))
  const unplanned = incident.actions.filter((a) => a.doneAt === null && (a.owner === null || a.due === null))
  const open = [...ids(steps), ...unplanned.map((a) => a.id)]
  if (open.length === 0 || intent.force !== undefined) {
    const forced: { forced?: Force } = open.length === 0 ? {} : { forced: { reason: intent.force as string, open } }
    return accept({ type: 'incident.closed', ...givenTime(intent), data: { ...data, ...forced } })
  }
  if (steps.length > 0) return problem('steps-open', { steps: ids(steps) })
  return problem('actions-open', { actions: unplanned.map((a) => a.id) })
}

function classify({ incident }: Situation, intent: PhaseIntent & { kind: 'classify' }): Decision {
  const { types } = incident.runbook
  const { type, severity, title, reason } = intent
  if (type !== undefined && !Object.hasOwn(types, type))
    return problem('unknown-type', { given: type, allowed: Object.keys(types) })
  if (severity !== undefined && !SEVERITIES.includes(severity))
    return problem('unknown-severity', { given: severity, allowed: SEVERITIES })
  const data = {
    ...(type !== undefined && type !== typeOf(incident) && { type }),
    ...(severity !== undefined && severity !== severityOf(incident) && { severity }),
    ...(title !== undefined && title !== titleOf(incident) && { title }),
  }
  if (Object.keys(data).length === 0) return unchanged('classify')
  return accept({ type: 'incident.classified', ...givenTime(intent), data: { ...data, reason } })
}

/** Returns the override of a refusal: empty if no steps are open, null if they are and no reason was given. */
function overrideOf(open: readonly StepView[], reason: string | undefined): { forced?: Force } | null {
  if (open.length === 0) return {}
  return reason === undefined ? null : { forced: { reason, open: ids(open) } }
}

function ids(views: readonly StepView[]): string[] {
  return views.map((v) => v.step.id)
}
