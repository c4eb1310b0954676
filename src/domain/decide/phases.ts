import { currentWrite, phaseOf } from '../incident/current-values.ts'
import type { PhaseMark } from '../incident/incident.ts'
import type { Write } from '../incident/register.ts'
import { formatTarget, restrictedScope, type ScopeTarget } from '../incident/scope.ts'
import { RESOLVED_STATES, type StepView, stepsOf } from '../incident/steps.ts'
import type { ClosedAs, Force, ScopeChange } from '../log/event.ts'
import { type Problem, problem } from '../problem.ts'
import type { Decision, GivenTime, Situation } from './decision.ts'
import { accept, givenTime, isProblem, unchanged } from './decision.ts'
import { type ScopeStatement, scopeChangesFor } from './scope.ts'

interface Forcible extends GivenTime {
  /** The reason to override a refusal, which the report lists. */
  readonly force?: string
}

export type PhaseIntent =
  | ({ readonly kind: 'advance' } & Forcible)
  | ({ readonly kind: 'lift'; readonly targets: readonly ScopeTarget[] | 'all' } & Forcible)
  | ({ readonly kind: 'reopen'; readonly reason: string; readonly scope: readonly ScopeStatement[] } & GivenTime)
  | ({
      readonly kind: 'close'
      readonly as: ClosedAs
      readonly reason: string | null
      readonly duplicateOf?: string
    } & Forcible)

export const phaseDeciders = { advance, lift, reopen, close }

function advance(situation: Situation, intent: PhaseIntent & { kind: 'advance' }): Decision {
  const { incident, context } = situation
  const phase = phaseOf(incident)
  const to = phase === 'scheduled' ? 'initial-response' : phase === 'initial-response' ? 'during-halt' : null
  if (to === null) return problem('no-next-phase', { phase })
  const stepsInPhase = stepsOf(incident, context.now).filter((v) => v.step.phase === phase)
  const untouched = ids(stepsInPhase.filter(isRequiredButUntouched))
  const forced = forcedField(untouched, intent.force)
  if (forced === null) return problem('steps-pending', { steps: untouched, phase })
  return accept({ type: 'phase.advanced', ...givenTime(intent), data: { to, ...forced } })
}

function isRequiredButUntouched({ step, state, assignee }: StepView): boolean {
  return step.modality === 'must' && state === 'pending' && assignee === null
}

function lift(situation: Situation, intent: PhaseIntent & { kind: 'lift' }): Decision {
  const { incident, context } = situation
  if (phaseOf(incident) === 'scheduled') return problem('not-begun', {})
  const changes = liftChanges(situation, intent.targets)
  if (isProblem(changes)) return changes
  if (changes.length === 0 && situation.lifecycle.current.liftedAt !== null) return unchanged('lift')
  const steps = stepsOf(incident, context.now)
  const criteria = steps.filter((v) => v.step.gate === 'lift')
  // A resumption criterion cannot be skipped or declined.
  const openCriteria = ids(criteria.filter((v) => v.state !== 'done' && v.state !== 'not-applicable'))
  const forced = forcedField(openCriteria, intent.force)
  if (forced === null) return problem('criteria-open', { steps: openCriteria })
  const beforeResumption = steps.filter((v) => v.step.phase !== 'after-resumption' && v.step.kind === 'once')
  const open = ids(beforeResumption.filter((v) => !RESOLVED_STATES.has(v.state)))
  return accept({ type: 'scope.lifted', ...givenTime(intent), data: { changes, open, ...forced } })
}

/**
 * Returns the changes that open the targets; `all` is everything stated to be restricted, each by its name. A lift without
 * targets is refused with a list of what is still restricted.
 */
function liftChanges({ incident }: Situation, targets: readonly ScopeTarget[] | 'all'): ScopeChange[] | Problem {
  const restricted = restrictedScope(incident)
  if (targets.length === 0)
    return problem('still-restricted', { scope: restricted.map((e) => `${formatTarget(e)}=${e.state}`) })
  const lifted: readonly ScopeTarget[] = targets === 'all' ? restricted : targets
  const statements = lifted.map(({ operation, asset }) => ({ operation, asset, state: 'open' as const, words: null }))
  return scopeChangesFor(incident, statements)
}

function reopen(situation: Situation, intent: PhaseIntent & { kind: 'reopen' }): Decision {
  const phase = phaseOf(situation.incident)
  if (phase !== 'after-resumption') return problem('not-lifted', { phase })
  const scope = scopeChangesFor(situation.incident, intent.scope)
  if (isProblem(scope)) return scope
  return accept({ type: 'incident.reopened', ...givenTime(intent), data: { reason: intent.reason, scope } })
}

function close(situation: Situation, intent: PhaseIntent & { kind: 'close' }): Decision {
  const { incident, context } = situation
  const { as, reason, duplicateOf } = intent
  const closing = currentWrite(incident, 'phase')
  if (closing?.value.phase === 'closed') return closeAgain(situation, closing, as)
  const data = { as, reason, ...(duplicateOf !== undefined && { duplicateOf }) }
  if (as !== 'resolved') return accept({ type: 'incident.closed', ...givenTime(intent), data })
  const steps = ids(stepsOf(incident, context.now).filter((v) => !RESOLVED_STATES.has(v.state)))
  // Follow-ups may remain open, but each with an owner and a due date.
  const unplanned = incident.actions.filter((a) => a.doneAt === null && (a.owner === null || a.due === null))
  const actions = unplanned.map(({ id }) => id)
  const forced = forcedField([...steps, ...actions], intent.force)
  if (forced !== null) return accept({ type: 'incident.closed', ...givenTime(intent), data: { ...data, ...forced } })
  return steps.length > 0 ? problem('steps-open', { steps }) : problem('actions-open', { actions })
}

/** A closed incident stays closed as it is: to be closed as something else, its closing has to be taken back first. */
function closeAgain({ incident }: Situation, { event, value }: Write<PhaseMark>, given: ClosedAs): Decision {
  // A closing always says as what.
  const as = value.closedAs as string
  if (as === given) return unchanged('close')
  return problem('closed-otherwise', { id: incident.declaration?.id ?? '', event, as, given })
}

/** Returns the field that says why `open` items were overridden: none if there are none, null if no reason was given. */
function forcedField(open: readonly string[], reason: string | undefined): { readonly forced?: Force } | null {
  if (open.length === 0) return {}
  return reason === undefined ? null : { forced: { reason, open } }
}

function ids(views: readonly StepView[]): string[] {
  return views.map((v) => v.step.id)
}
