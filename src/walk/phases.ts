import type { Intent } from '../domain/decide/decide.ts'
import { isProblem } from '../domain/decide/decision.ts'
import { approvalOfLift } from '../domain/incident/approved-acts.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import { factOfRole } from '../domain/incident/facts.ts'
import { restrictedScope, type ScopeTarget } from '../domain/incident/scope.ts'
import { CLOSINGS, type ClosedAs } from '../domain/log/event.ts'
import { fail, type Problem, ProblemError } from '../domain/problem.ts'
import { idByName } from '../domain/runbook/names.ts'
import { wholeMinute } from '../domain/time.ts'
import { CLOSING_NAMES } from '../i18n/closing-names.ts'
import { typedTarget } from '../incident/labels.ts'
import { meansAll } from '../incident/names.ts'
import { neverRestrictedLines, restrictedWords, stillRestrictedLines } from '../incident/scope-lines.ts'
import { adoptSettings, currentSettings } from '../incident/settings-adoption.ts'
import { parseLiftTargets } from '../incident/statements.ts'
import { OPEN_STEPS_NAMED, sayUnstatedCriteria, warnAboutStepsLeftBehind } from '../incident/warnings.ts'
import { approvalsNotByAnother } from '../signing/approver.ts'
import { briefTimeText } from '../view/time-format.ts'
import { KEYS } from './actions.ts'
import { operationList, sayScopeNow, scopeIntent } from './scope.ts'
import type { Session } from './session.ts'
import { type TimedText, withItsTime } from './timed-text.ts'

/** Goes on to the next phase. A planned halt begins only once the operator has seen when it was to begin. */
export async function advance(session: Session): Promise<void> {
  if (phaseOf(session.incident) === 'scheduled' && !(await beginsNow(session))) return
  await recordForcible(session, (force) => ({ kind: 'advance', ...force }))
  warnAboutStepsLeftBehind(session.world, session, (line) => session.say(line))
}

async function beginsNow({ incident, clock, context, ask }: Session): Promise<boolean> {
  const planned = factOfRole(incident, 'planned-begin').value
  const now = clock.now()
  const minute = briefTimeText(clock.stamp(wholeMinute(now)))
  const question = context.walk.beginPlanned(planned === null ? context.walk.notStated : briefTimeText(planned), minute)
  return (await ask.key(question, 'y')) === 'y'
}

/** Records what is open again, once the operator has typed the word for it. */
export async function lift(session: Session): Promise<void> {
  const remaining = restrictedNow(session)
  const { walk, text } = session.context
  let given: TimedText = { text: '' }
  const { runbook } = session.incident
  let targets: 'all' | ReturnType<typeof parseLiftTargets> = 'all'
  await session.ask.inOrder([
    async (numbered) => {
      const question = numbered(walk.liftWhat(remaining.join(' ') || text.words.none))
      for (;;) {
        given = await session.ask.timed(question, withItsTime(given))
        const refused = session.attempt(() => {
          if (given.text === '') return
          targets = meansAll(given.text) ? 'all' : parseLiftTargets([given.text], runbook)
          mustBeForcible(session, { kind: 'lift', targets })
        })
        if (given.text === '' || (refused === null && liftsAnything(session, targets))) return
      }
    },
    async (numbered) => {
      if (given.text === '') return
      const { text: _, ...at } = given
      const force = await askForce(session, { kind: 'lift', targets, ...at }, LIFT_WORD)
      if (force === null) return
      adoptSettings(session.world, session, await currentSettings(session.world, session))
      const except = await approvalsNotByAnother(session.world, session.journal)
      const use = { now: session.clock.now(), except, ...at }
      const lifting = targets === 'all' ? restrictedScope(session.incident) : targets
      if (approvalOfLift(session.incident, lifting, use).unapproved) session.say(walk.liftUnapproved)
      sayOpenAtLift(session, { kind: 'lift', targets, ...at, ...force })
      const lifted = typedTargets(session, lifting)
      if (await session.ask.word(numbered(walk.liftWord(lifted.join(' ') || text.words.none)), LIFT_WORD))
        recordLift(session, { kind: 'lift', targets, except, ...at, ...force })
      else session.say(walk.notConfirmed)
    },
  ])
}

/** Names the first steps that a lift would leave open. */
function sayOpenAtLift(session: Session, intent: Intent): void {
  const decision = session.decision(intent)
  const lift = isProblem(decision) ? undefined : decision.events.find(({ type }) => type === 'scope.lifted')
  const open = lift?.type === 'scope.lifted' ? lift.data.open : []
  const shown = open.slice(0, OPEN_STEPS_NAMED)
  if (open.length > 0) session.say(session.context.walk.liftOpen(shown, open.length - shown.length, KEYS.list))
}

function recordLift(session: Session, intent: Intent): void {
  if (session.record(intent) === null)
    sayUnstatedCriteria({ text: session.context.text, say: (line) => session.say(line) }, session.incident)
}

function typedTargets({ incident, context }: Session, targets: readonly ScopeTarget[]): string[] {
  return targets.map((target) => typedTarget(target, incident.runbook, context.text))
}

/** Whether a lift records anything; says so if everything that it names is open already. */
function liftsAnything(session: Session, targets: 'all' | readonly ScopeTarget[]): boolean {
  const decision = session.decision({ kind: 'lift', targets })
  if (isProblem(decision) || decision.events.length > 0) return true
  const { walk, text } = session.context
  const restricted = restrictedNow(session)
  const what = typedTargets(session, targets === 'all' ? [] : targets)
  session.say(walk.liftNothing(what.join(' '), restricted.join(' ') || text.words.none))
  return false
}

/** Records that operations have stopped again: asks for the reason and for what is stopped. */
export async function reopen(session: Session): Promise<void> {
  const { walk } = session.context
  let reason: TimedText = { text: '' }
  await session.ask.inOrder([
    async (numbered) => {
      reason = await session.ask.timed(numbered(walk.reopenReason), withItsTime(reason))
    },
    async (numbered) => {
      if (reason.text === '') return
      const { text, ...at } = reason
      sayScopeNow(session)
      for (let draft = ''; ; ) {
        const given = await session.ask.line(numbered(walk.reopenScope(operationList(session))), { draft })
        const stated = () => (given === '' ? [] : scopeIntent(session, given).statements)
        const refused = session.attempt(() => session.append({ kind: 'reopen', reason: text, scope: stated(), ...at }))
        if (refused === null || given === '') return
        draft = given
      }
    },
  ])
}

/** Closes the incident once the operator has typed the word for it. */
export async function close(session: Session): Promise<void> {
  const { walk } = session.context
  let kind = ''
  let as: ClosedAs = 'resolved'
  let reason = ''
  await session.ask.inOrder([
    async (numbered) => {
      kind = await session.ask.untilAccepted(
        numbered(walk.closeKind),
        (given) => {
          as = closingNamed(given, walk.closeKinds)
        },
        kind,
      )
      if (kind === '') as = 'resolved'
    },
    async (numbered) => {
      if (as !== 'resolved') {
        reason = await session.ask.line(numbered(walk.why), { draft: reason, laterWord: CLOSE_WORD })
        if (reason === '') return
      }
      const intent: Intent = { kind: 'close', as, reason: reason === '' ? null : reason }
      for (const line of stillRestrictedLines(session.world, session.incident)) session.say(line)
      const force = await askForce(session, intent, CLOSE_WORD)
      if (force === null) return
      if (!(await session.ask.word(walk.closeWord, CLOSE_WORD))) return session.say(walk.notConfirmed)
      const before = restrictedNow(session)
      if (session.record({ ...intent, ...force }) === null) session.isOver = true
      for (const line of neverRestrictedLines(session.world, session.journal, before)) session.say(line)
    },
  ])
}

function restrictedNow({ world, incident }: Session): string[] {
  return restrictedWords(world, incident)
}

/** How an incident ends, in a word of either language. Throws `bad-assignment` with the words that are `allowed`. */
function closingNamed(given: string, allowed: string): ClosedAs {
  const named = idByName(CLOSING_NAMES, given)
  return CLOSINGS.find((as) => as === named) ?? fail('bad-assignment', { given, example: allowed })
}

/**
 * Asks for a reason to force an intent that would be refused; `laterWord` confirms it later. {} if none is needed, null if it
 * stays refused.
 */
async function askForce(session: Session, intent: Intent, laterWord: string): Promise<{ force?: string } | null> {
  const refused = session.refusal(intent)
  if (refused === null) return {}
  // The question that follows is the way to force it.
  session.complain(refused, isForcible(refused) ? withoutForcing : undefined)
  if (!isForcible(refused)) return null
  const force = await session.ask.line(session.context.walk.force, { laterWord })
  return force === '' ? null : { force }
}

/** Advice without the command that forces what was refused. */
function withoutForcing(line: string): string {
  return line.replace(/(?:; or|。または) [^;。]*--force --reason .*$/u, '')
}

/** What is still open, for which closing would be refused, and how it is settled, as that is typed at the step. */
export function openAtClosing({ context, world }: Session, refusal: Problem): string[] {
  const [what, then] = context.problem(refusal, world.invocation)
  return [what, ...then.split('\n').map((line) => context.asTyped(withoutForcing(line)))]
}

/** Throws what the intent would be refused for even with force. */
function mustBeForcible(session: Session, intent: Intent): void {
  const refused = session.refusal(intent)
  if (refused !== null && !isForcible(refused)) throw new ProblemError(refused)
}

/** Records an intent; if the state of the incident refuses it, offers to force it with a reason. */
async function recordForcible(session: Session, intent: (force: { force?: string }) => Intent): Promise<void> {
  const force = await askForce(session, intent({}), FORCE_WORD)
  if (force === null) return
  const { walk } = session.context
  if (force.force !== undefined && !(await session.ask.word(walk.forceWord(FORCE_WORD), FORCE_WORD)))
    return session.say(walk.notConfirmed)
  session.record(intent(force))
}

/** The words that confirm a lift, a closing, and what the state of the incident refuses. */
const LIFT_WORD = 'lift'
const CLOSE_WORD = 'close'
const FORCE_WORD = 'force'

/** Whether the operator may override a refusal, with a reason. */
function isForcible({ code }: Problem): boolean {
  return FORCIBLE.has(code)
}

const FORCIBLE: ReadonlySet<string> = new Set([
  'steps-pending',
  'criteria-open',
  'steps-open',
  'actions-open',
  'answer-awaited',
])
