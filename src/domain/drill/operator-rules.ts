import { openDeadlines } from '../deadlines.ts'
import type { ScopeStatement } from '../decide/scope.ts'
import { type Party, partiesOf } from '../incident/calls.ts'
import { phaseOf, severityOf } from '../incident/current-values.ts'
import { levelsOf } from '../incident/escalation.ts'
import { isFactInSettings, unstatedFacts } from '../incident/facts.ts'
import { unsafeReason } from '../incident/notices.ts'
import { parseTarget, restrictedScope } from '../incident/scope.ts'
import { RESOLVED_STATES, type StepView, stepsOf } from '../incident/steps.ts'
import type { EventData, ScopeChange } from '../log/event.ts'
import { owedAnswers } from '../notice/awaited-facts.ts'
import { isForFirstMinutes, plan } from '../plan.ts'
import { roleOf } from '../runbook/fact-roles.ts'
import { requiredFacts } from '../runbook/notice-facts.ts'
import { customerChannels, type Stage } from '../runbook/runbook.ts'
import { formatWithOffsetOf } from '../time.ts'
import { type Expectation, expectationMetAt, expectationsOf } from './expectations.ts'
import { dueInjects, injectsOccurredBy, isChannelFailing, isPersonSilent } from './injects.ts'
import {
  canNotifyOn,
  type Move,
  NOTICE_LEAD,
  notify,
  REASON,
  type Rule,
  record,
  type Scene,
  TAKES,
} from './operator-moves.ts'
import type { GivenFact, Inject } from './scenario.ts'

/** The rules of the simulated operator, most important first. */
export const RULES: readonly Rule[] = [
  recordInjects,
  answerInjects,
  sendNotices,
  doUrgentSteps,
  raiseLevels,
  makeCalls,
  doPlannedSteps,
  changePhase,
]

/** Moves the incident to its next phase. This is the last rule, so nothing else is left to do. */
function* changePhase(scene: Scene): Iterable<Move> {
  const phase = phaseOf(scene.incident)
  if (phase === 'scheduled') yield* beginPlanned(scene)
  else if (phase === 'initial-response') yield* advance(scene)
  const { scenario, opened, now, lifecycle } = scene
  if (scenario.injects.some(({ at }) => opened + at > now)) return
  if (lifecycle.current.liftedAt !== null) yield* closeDrill(scene)
  else if (!scenario.injects.some(({ resumes }) => resumes.length > 0) && now >= opened + scenario.lasts)
    yield record({ kind: 'lift', targets: 'all' })
}

/** Begins a planned halt at its planned time, whatever is still open. */
function* beginPlanned({ begins, now }: Scene): Iterable<Move> {
  if (now < begins) return
  yield record({ kind: 'advance' })
  yield record({ kind: 'advance', force: REASON })
}

/** Advances to the next phase. If required steps prevent that, begins them, so that they carry over into it. */
function* advance({ incident, now }: Scene): Iterable<Move> {
  yield record({ kind: 'advance' })
  for (const { step, state } of stepsOf(incident, now))
    if (step.phase === 'initial-response' && step.modality === 'must' && state === 'pending')
      yield record({ kind: 'begin', steps: [step.id] })
}

/** Closes the drill. If something prevents that, states the results that are owed, and skips notices that cannot go out. */
function* closeDrill(scene: Scene): Iterable<Move> {
  const { incident, now } = scene
  yield record({ kind: 'close', as: 'resolved', reason: null })
  const owed = owedAnswers(incident).map(({ fact, hasWords }) => {
    return { fact, known: true, value: REASON, ...(hasWords && { ja: REASON, en: REASON }) }
  })
  if (owed.length > 0) yield record({ kind: 'set', statements: owed })
  const impossible = stepsOf(incident, now).filter(
    ({ step, state }) => !RESOLVED_STATES.has(state) && step.channel !== null && !canNotifyOn(scene, step.channel),
  )
  if (impossible.length > 0)
    yield record({ kind: 'skip', steps: impossible.map(({ step }) => step.id), reason: REASON })
}

export function* endDrill({ incident, lifecycle }: Scene): Iterable<Move> {
  if (phaseOf(incident) === 'scheduled') yield record({ kind: 'advance', force: REASON })
  if (lifecycle.current.liftedAt === null || restrictedScope(incident).length > 0)
    yield record({ kind: 'lift', targets: 'all', force: REASON })
  yield record({ kind: 'close', as: 'resolved', reason: null, force: REASON })
}

function* recordInjects({ incident, now }: Scene): Iterable<Move> {
  if (dueInjects(incident, now).length > 0) yield record({ kind: 'inject' }, 0)
}

/** Responds to injects that have not been answered, in the order in which they occurred. */
function* answerInjects(scene: Scene): Iterable<Move> {
  for (const inject of injectsOccurredBy(scene.incident, scene.now))
    for (const expected of expectationsOf(inject))
      if (expectationMetAt(scene.incident, scene.lifecycle, scene.opened + inject.at, expected) === null)
        yield* movesToMeet(scene, inject, expected)
}

function movesToMeet(scene: Scene, inject: Inject, expected: Expectation): Move[] {
  const { what } = expected
  switch (expected.kind) {
    case 'fact': {
      const given = inject.facts.filter(({ fact }) => fact === what)
      return [record({ kind: 'set', statements: given.map((fact) => factAsGiven(scene, fact)) })]
    }
    case 'scope':
      return [record({ kind: 'scope', statements: statementsOf(inject.scope) })]
    case 'severity':
      return [record({ kind: 'classify', severity: expected.what, reason: inject.id })]
    case 'step':
      return [record({ kind: 'done', steps: [what] }, TAKES.step)]
    case 'channel':
      if (!isChannelFailing(scene.incident, what, scene.now)) return [{ ...notify([what]), again: inject.id }]
      return [record({ kind: 'mark-channel', channels: [what], safe: false, reason: inject.id })]
    case 'notice':
      return canNotifyOn(scene, what) ? [notify([what])] : []
    case 'resume':
      return [record({ kind: 'lift', targets: inject.resumes.map(parseTarget) })]
    // The rule `makeCalls` keeps calling until somebody answers, with or without an inject.
    case 'call':
      return []
  }
}

function statementsOf(changes: readonly ScopeChange[]): ScopeStatement[] {
  return changes.flatMap(({ state, ...change }) => (state === null ? [] : [{ ...change, state }]))
}

/** Sends the notices that are due soon, together, after marking channels that work again as safe. */
function* sendNotices(scene: Scene): Iterable<Move> {
  const { incident, lifecycle, now } = scene
  const channels = customerChannels(incident.runbook)
  const restored = channels.filter((id) => unsafeReason(incident, id) !== null && !isChannelFailing(incident, id, now))
  if (restored.length > 0) yield record({ kind: 'mark-channel', channels: restored, safe: true, reason: REASON })
  const due = openDeadlines(incident, lifecycle, now).flatMap(({ id, dueAt }) => {
    const [, kind, channel = ''] = NOTICE_DEADLINE.exec(id) ?? []
    if (kind === undefined || !canNotifyOn(scene, channel)) return []
    return kind === 'resumption-notice' || dueAt - NOTICE_LEAD <= now ? [channel] : []
  })
  if (due.length === 0) return
  yield* stateNoticeFacts(scene)
  yield notify([...new Set(due)])
}

/** States the facts that every customer notice needs, known or not (manual 2.2). */
function* stateNoticeFacts(scene: Scene): Iterable<Move> {
  const { incident } = scene
  const required = requiredFacts(incident.runbook, 'first').filter((fact) => !isFactInSettings(incident, fact))
  yield* stateFacts(scene, required)
}

function* stateFacts(scene: Scene, names: readonly string[]): Iterable<Move> {
  const missing = unstatedFacts(scene.incident, names)
  if (missing.length > 0) yield record({ kind: 'set', statements: missing.map((fact) => factSoFar(scene, fact)) })
}

const NOTICE_DEADLINE = /^(first-notice|update|resumption-notice):(.+)$/

/** Does the steps of the first minutes: assessing the situation, and the first notices. */
function* doUrgentSteps(scene: Scene): Iterable<Move> {
  for (const view of plan(scene.incident, scene.now))
    if (isForFirstMinutes(scene.incident, view)) yield* doStep(scene, view)
}

/** Raises the escalation levels that are due, and calls their people. */
function* raiseLevels(scene: Scene): Iterable<Move> {
  const { incident, lifecycle, now } = scene
  for (const { level, dueAt, raised, party } of levelsOf(incident, lifecycle, now)) {
    if (dueAt !== null && dueAt <= now) yield record({ kind: 'escalate', levels: [level.id], reason: null })
    if (raised !== null) yield* callNext(scene, party)
  }
}

function* makeCalls(scene: Scene): Iterable<Move> {
  const { incident, lifecycle, now } = scene
  if (phaseOf(incident) === 'scheduled') return
  for (const party of partiesOf(incident, lifecycle, now)) yield* callNext(scene, party)
}

function* callNext({ incident, now }: Scene, { next }: Party): Iterable<Move> {
  if (next === null) return
  const state = isPersonSilent(incident, next, now) ? 'tried' : 'reached'
  yield record({ kind: 'call', people: [next], state, way: null }, TAKES.call)
}

function* doPlannedSteps(scene: Scene): Iterable<Move> {
  for (const view of plan(scene.incident, scene.now)) yield* doStep(scene, view)
}

/** Does a step, unless it is not due yet, calls complete it, or it reports on a halt of which more is to resume. */
function* doStep(scene: Scene, view: StepView): Iterable<Move> {
  const { incident } = scene
  const { step, state, overdue } = view
  if (step.every === 'cadence' && state === 'pending' && !overdue) return
  if (step.stage === 'final' && moreWillResume(scene)) return
  if (step.tells !== undefined && Object.hasOwn(incident.settings.roster?.departments ?? {}, step.tells)) return
  yield* stateFacts(scene, step.facts)
  if (step.asks.includes('severity') && severityOf(incident) === null)
    yield record({ kind: 'classify', severity: 'sev2', reason: REASON })
  const { channel, stage } = step
  if (channel === null || stage === null) yield record({ kind: 'done', steps: [step.id] }, TAKES.step)
  else yield* sendTogether(scene, channel, stage)
}

/** Whether something is to resume later in the scenario. */
function moreWillResume({ scenario, opened, now }: Scene): boolean {
  return scenario.injects.some(({ at, resumes }) => opened + at > now && resumes.length > 0)
}

/** Sends the notice of a step together with the open ones of the same stage for the same audience. */
function* sendTogether(scene: Scene, channel: string, stage: Stage): Iterable<Move> {
  const { incident, now } = scene
  const { channels } = incident.runbook
  const audience = channels[channel]?.audience
  const open = stepsOf(incident, now)
    .filter(({ step, state }) => step.channel !== null && step.stage === stage && !RESOLVED_STATES.has(state))
    .map(({ step }) => step.channel as string)
  const usable = [...new Set(open)].filter((id) => channels[id]?.audience === audience && canNotifyOn(scene, id))
  if (usable.length === 0) return
  if (audience === 'customers' && stage !== 'scheduled') yield* stateNoticeFacts(scene)
  yield notify(usable, stage)
}

/** Returns a fact as given so far; else the declaration as start and detection, and any other fact as not known yet. */
function factSoFar(scene: Scene, fact: string): EventData['fact.set'] {
  const { incident, scenario, declaredAt, now } = scene
  const facts = [...scenario.facts, ...injectsOccurredBy(incident, now).flatMap((inject) => inject.facts)]
  const given = facts.findLast((f) => f.fact === fact)
  if (given !== undefined) return factAsGiven(scene, given)
  const role = roleOf(incident.runbook, fact)
  if (role === 'detected' || role === 'began') return { fact, known: true, value: declaredAt }
  return { fact, known: false, value: null, ja: null, en: null }
}

/** Returns the data that states a fact as the scenario gives it. */
function factAsGiven({ incident, opened, declaredAt }: Scene, given: GivenFact): EventData['fact.set'] {
  const { fact, value, ja, en, from, to } = given
  const times = [from, to].flatMap((span) => (span === null ? [] : [formatWithOffsetOf(opened + span, declaredAt)]))
  const hasPublicWords = incident.runbook.facts[fact]?.words === true
  return {
    fact,
    known: true,
    value: times.length > 0 ? times.join('/') : (value ?? en ?? ja ?? REASON),
    ...(hasPublicWords && ja !== null && { ja }),
    ...(hasPublicWords && en !== null && { en }),
  }
}
