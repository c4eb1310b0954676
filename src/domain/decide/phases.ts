import { approvalOfLift, openLiftRequest } from '../incident/approved-acts.ts'
import { currentWrite, lastWriteWhere, phaseOf, registerNames } from '../incident/current-values.ts'
import { EMPTY_INCIDENT, type Incident, type PhaseMark } from '../incident/incident.ts'
import { customerLanguages } from '../incident/notices.ts'
import type { Write } from '../incident/register.ts'
import { formatTarget, restrictedScope, type ScopeTarget, scopeOf } from '../incident/scope.ts'
import { RESOLVED_STATES, type StepView, stepsOf } from '../incident/steps.ts'
import type { ClosedAs, Force, ScopeChange, ScopeState } from '../log/event.ts'
import { owedAnswers } from '../notice/awaited-facts.ts'
import { type Problem, problem } from '../problem.ts'
import { idByName } from '../runbook/names.ts'
import type { Bilingual, Phase } from '../runbook/runbook.ts'
import { requestFor } from './approvals.ts'
import type { Decision, GivenTime, Situation } from './decision.ts'
import { accept, givenTime, isProblem, unchanged } from './decision.ts'
import { openingProblem, type ScopeStatement, scopeChangesFor } from './scope.ts'

interface Forcible extends GivenTime {
  /** The reason to override a refusal, which the report lists. */
  readonly force?: string
}

export type PhaseIntent =
  | ({ readonly kind: 'advance' } & Forcible)
  /** `except`: approvals that do not count on this machine. */
  | ({
      readonly kind: 'lift'
      readonly targets: readonly ScopeTarget[] | 'all'
      readonly except?: readonly string[]
    } & Forcible)
  /** Asks for the approval of a decision to lift. */
  | { readonly kind: 'request-lift'; readonly targets: readonly ScopeTarget[] | 'all' }
  | ({ readonly kind: 'reopen'; readonly reason: string; readonly scope: readonly ScopeStatement[] } & GivenTime)
  | ({
      readonly kind: 'close'
      readonly as: ClosedAs
      readonly reason: string | null
      readonly duplicateOf?: string
    } & Forcible)

export const phaseDeciders = { advance, lift, 'request-lift': requestLift, reopen, close }

function advance(situation: Situation, intent: PhaseIntent & { kind: 'advance' }): Decision {
  const { incident, context } = situation
  const phase = phaseOf(incident)
  const to = phase === 'scheduled' ? 'initial-response' : phase === 'initial-response' ? 'during-halt' : null
  if (to === null) return problem('no-next-phase', { phase, ...phaseName(incident, phase) })
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
  const lifted = liftChanges(situation, intent.targets)
  if (isProblem(lifted)) return lifted
  const { changes, already } = lifted
  const isOver = restrictedScope(incident).length === 0
  const isMarked = situation.lifecycle.current.liftedAt !== null
  if (changes.length === 0 && (isMarked || !isOver))
    return unchanged(...(already.length > 0 ? already : ['lift --all']))
  const steps = stepsOf(incident, context.now)
  const criteria = openCriteria(steps)
  const forced = forcedField(criteria, intent.force)
  if (forced === null) return problem('criteria-open', { steps: criteria })
  const beforeResumption = steps.filter((v) => v.step.phase !== 'after-resumption' && v.step.kind === 'once')
  const open = ids(beforeResumption.filter((v) => !RESOLVED_STATES.has(v.state)))
  const approval = approvalOfLift(incident, changes, { now: context.now, at: intent.at, except: intent.except })
  const data = { changes, open, ...forced, ...approval }
  const draft = { type: 'scope.lifted', ...givenTime(intent), data } as const
  return { events: [draft], already: changes.length > 0 ? already : [] }
}

function requestLift(situation: Situation, { targets }: PhaseIntent & { kind: 'request-lift' }): Decision {
  const { incident, context } = situation
  if (phaseOf(incident) === 'scheduled') return problem('not-begun', {})
  const lifted = liftChanges(situation, targets)
  if (isProblem(lifted)) return lifted
  const { changes, already } = lifted
  if (changes.length === 0) return unchanged(...(already.length > 0 ? already : ['lift --all']))
  const open = openLiftRequest(incident, changes, context.now)
  if (open?.state === 'approved')
    return problem('approved-already', { event: open.event, lift: changes.map(formatTarget) })
  if (open !== undefined) return unchanged(`lift --request ${changes.map(formatTarget).join(' ')}`)
  const lift = changes.map(({ operation, asset }) => ({ operation, asset }))
  return { ...accept(requestFor(incident, context.by, { lift })), already }
}

/** Returns the steps on the resumption criteria that are not done. None can be skipped or declined. */
function openCriteria(steps: readonly StepView[]): string[] {
  const criteria = steps.filter((v) => v.step.gate === 'lift')
  return ids(criteria.filter((v) => v.state !== 'done' && v.state !== 'not-applicable'))
}

interface Lifted {
  readonly changes: readonly ScopeChange[]
  /** What is open already, in the words of a command. */
  readonly already: readonly string[]
}

/** Returns the changes that open the targets, also those that only writers say are open who are not known. */
function liftChanges({ incident, known }: Situation, targets: readonly ScopeTarget[] | 'all'): Lifted | Problem {
  const lifted = changesThatLift(incident, targets)
  if (known === incident) return lifted
  const ofKnown = changesThatLift(known, targets)
  if (isProblem(ofKnown)) return lifted
  if (isProblem(lifted)) return ofKnown
  const names = new Set(lifted.changes.map(formatTarget))
  return {
    changes: [...lifted.changes, ...ofKnown.changes.filter((change) => !names.has(formatTarget(change)))],
    already: lifted.already.filter((one) => ofKnown.already.includes(one)),
  }
}

/**
 * Returns the changes that open the targets; `all` is everything stated to be restricted, each by its name. Refused are a
 * lift without targets, with a list of what is still restricted, and a lift of what nobody states to be restricted, unless
 * the scope was never stated at all.
 */
function changesThatLift(incident: Incident, targets: readonly ScopeTarget[] | 'all'): Lifted | Problem {
  const restricted = restrictedScope(incident)
  const scope = restricted.map((e) => `${formatTarget(e)}=${e.state}`)
  if (targets.length === 0) return problem('still-restricted', { scope })
  const { operations } = incident.runbook
  const meant = (targets === 'all' ? restricted : targets).map((target) => {
    const named = { ...target, operation: idByName(operations, target.operation) ?? target.operation }
    return { ...named, state: stateOf(incident, named) }
  })
  const toOpen = meant.filter(({ state }) => state !== 'open')
  const changes = scopeChangesFor(
    incident,
    toOpen.map(({ operation, asset }) => ({ operation, asset, state: 'open', words: null })),
  )
  if (isProblem(changes)) return changes
  const unstated = toOpen.filter(({ state }) => state === null).map(formatTarget)
  if (unstated.length > 0 && registerNames(incident, 'scope:').length > 0)
    return problem('not-restricted', { targets: unstated, scope })
  const open = meant.filter(({ state }) => state === 'open')
  return { changes, already: open.map((target) => `lift ${formatTarget(target)}`) }
}

/** The stated state of a target: an asset is as its operation, and `*` as the most restricted asset. Null if not stated. */
function stateOf(incident: Incident, { operation, asset }: ScopeTarget): ScopeState | null {
  const entries = scopeOf(incident).filter((entry) => entry.operation === operation)
  const whole = entries.find((entry) => entry.asset === null)
  const own = asset === '*' ? entries.find(({ state }) => state !== 'open') : entries.find((e) => e.asset === asset)
  return (own ?? whole)?.state ?? null
}

/** What the manual calls a phase, if it has a name of its own for it. */
function phaseName({ runbook }: Incident, phase: Phase): { readonly name?: Bilingual } {
  const name = runbook.names?.phases?.[phase]
  return name === undefined ? {} : { name }
}

function reopen(situation: Situation, intent: PhaseIntent & { kind: 'reopen' }): Decision {
  const { incident } = situation
  const phase = phaseOf(incident)
  if (!isLifted(situation)) return problem('not-lifted', { phase, ...phaseName(incident, phase) })
  // Where it is only strangers who say that the halt goes on, nothing that they say of its scope holds already.
  const before = phase === 'after-resumption' ? incident : { ...EMPTY_INCIDENT, runbook: incident.runbook }
  const scope = scopeChangesFor(before, intent.scope)
  if (isProblem(scope)) return scope
  const refusal = openingProblem(incident, scope)
  if (refusal !== null) return refusal
  return accept({ type: 'incident.reopened', ...givenTime(intent), data: { reason: intent.reason, scope } })
}

/** Whether the halt is lifted, but for what writers who are not known say of going on: deadlines are reckoned without that. */
function isLifted({ incident, context: { knows } }: Situation): boolean {
  const last = lastWriteWhere(
    incident,
    'phase',
    ({ value, writer }) => value.phase === 'after-resumption' || knows(writer),
  )
  return last?.value.phase === 'after-resumption'
}

function close(situation: Situation, intent: PhaseIntent & { kind: 'close' }): Decision {
  const { incident } = situation
  const { as, reason, duplicateOf } = intent
  const closing = currentWrite(incident, 'phase')
  if (closing?.value.phase === 'closed') return closeAgain(situation, closing, as)
  const data = { as, reason, ...(duplicateOf !== undefined && { duplicateOf }) }
  const { open, refusal } = as === 'resolved' ? unfinished(situation) : NOTHING_OPEN
  const forced = forcedField(open, intent.force)
  if (refusal !== null && forced === null) return refusal
  return accept({ type: 'incident.closed', ...givenTime(intent), data: { ...data, ...forced } })
}

interface OpenAtClosing {
  /** Ids of the steps, follow-ups and facts. */
  readonly open: readonly string[]
  readonly refusal: Problem | null
}

const NOTHING_OPEN: OpenAtClosing = { open: [], refusal: null }

/** What speaks against closing a halt as resolved, whose end is told to customers once it is recorded. */
function unfinished({ incident, context }: Situation): OpenAtClosing {
  const steps = ids(stepsOf(incident, context.now).filter((v) => !RESOLVED_STATES.has(v.state)))
  // Follow-ups may remain open, but each with an owner and a due date.
  const unplanned = incident.actions.filter((a) => a.doneAt === null && (a.owner === null || a.due === null))
  const actions = unplanned.map(({ id }) => id)
  const facts = owedAnswers(incident)
  const owed = facts.map(({ fact }) => fact)
  const open = [...steps, ...actions, ...owed]
  if (steps.length > 0) return { open, refusal: problem('steps-open', { steps, also: { actions, facts: owed } }) }
  if (actions.length > 0)
    return { open, refusal: problem('actions-open', { actions, also: { actions: [], facts: owed } }) }
  if (facts.length === 0) return { open, refusal: null }
  return { open, refusal: problem('answer-awaited', { facts, languages: customerLanguages(incident) }) }
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
