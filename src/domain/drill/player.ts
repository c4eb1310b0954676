import { clocksOf } from '../deadlines.ts'
import type { Intent } from '../decide/decide.ts'
import type { ScopeStatement } from '../decide/scope.ts'
import { type Party, partiesOf } from '../incident/calls.ts'
import { phaseOf, severityOf } from '../incident/current-values.ts'
import { levelsOf } from '../incident/escalation.ts'
import { isInSettings, unstated } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import { type Lifecycle, lifecycleOf } from '../incident/lifecycle.ts'
import { unsafeBecause } from '../incident/notices.ts'
import { restricted } from '../incident/scope.ts'
import { RESOLVED, type StepView, stepsOf, urgencyOf } from '../incident/steps.ts'
import type { EventData, ScopeChange } from '../log/event.ts'
import { plan } from '../plan.ts'
import { customerChannels, type Stage } from '../runbook/runbook.ts'
import { answeredAt, type Expectation, expectationsOf } from './answers.ts'
import { stampLike } from './clock.ts'
import { dueInjects, fails, isSilent } from './injects.ts'
import type { GivenFact, Inject, Scenario } from './scenario.ts'

/** What the simulated operator heeds, most important first. */
const RULES: readonly Rule[] = [injects, replies, notices, urgent, levels, calls, steps, turns]

/**
 * The operator of a drill that plays itself: does what the runbook's plan says, posts notices in cadence, calls and
 * escalates when that is due, and answers what comes. The next move follows from the incident, the time, and what was
 * refused since anything last changed; it ends, since every move takes time and time is up an hour after the scenario.
 */
export class Player {
  /** Milliseconds. */
  now: number
  private readonly refused = new Set<string>()
  private last: Move | null = null

  constructor(opened: number) {
    this.now = opened
  }

  /** The next move, at `now`; null when the drill is over. */
  next(incident: Incident): Move | null {
    for (;;) {
      const scene = sceneOf(incident, this.now)
      this.last = scene === null ? null : this.moveIn(scene)
      const until = scene === null || this.last !== null ? null : nextTime(scene)
      if (until === null) return this.last
      this.now = until
      this.refused.clear()
    }
  }

  private moveIn(scene: Scene): Move | null {
    const rules = isTimeUp(scene) ? [ending] : RULES
    for (const rule of rules) for (const move of rule(scene)) if (!this.refused.has(keyOf(move))) return move
    return null
  }

  /** The last move was made. */
  made(): void {
    this.now += this.last?.takes ?? 0
    this.refused.clear()
  }

  /** The last move was refused, or changed nothing: until something else is done, it is not tried again. */
  wasRefused(): void {
    if (this.last !== null) this.refused.add(keyOf(this.last))
  }
}

function keyOf(move: Move): string {
  return JSON.stringify(move)
}

/** Null where there is nothing to play, or no more. */
function sceneOf(incident: Incident, now: number): Scene | null {
  const { exercise, declaration } = incident
  if (exercise === null || declaration === null || phaseOf(incident) === 'closed') return null
  const { scenario } = exercise
  const { declaredAt } = declaration
  const opened = Date.parse(declaredAt)
  const begins = opened + (scenario.planned?.from ?? 0)
  return { incident, lifecycle: lifecycleOf(incident), scenario, opened, declaredAt, begins, now }
}

/** When something may change next; null where time is up. */
function nextTime(scene: Scene): number | null {
  const { incident, lifecycle, scenario, opened, begins, now } = scene
  const over = opened + scenario.lasts
  const times = [
    over,
    over + GRACE,
    begins,
    ...scenario.injects.flatMap(({ at, until }) => [opened + at, ...(until === null ? [] : [opened + until])]),
    ...clocksOf(incident, lifecycle, now).flatMap(({ dueAt }) => [dueAt - LEAD, dueAt + SECOND]),
    ...stepsOf(incident, now).flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt + SECOND])),
    ...answerTimes(scene),
  ].filter((time) => time > now && time <= over + GRACE)
  return times.length === 0 ? null : Math.min(...times)
}

/** When the time to answer a call is over. */
function answerTimes({ incident, lifecycle, now }: Scene): number[] {
  const within = incident.settings.roster?.answerWithin ?? 0
  return partiesOf(incident, lifecycle, now).flatMap(({ calls: made }) =>
    made.flatMap(({ at }) => (at === null ? [] : [Date.parse(at) + within])),
  )
}

/** What the player does next, and how long that takes, in milliseconds. */
export type Move =
  | { readonly kind: 'record'; readonly intent: Intent; readonly takes: number }
  | {
      readonly kind: 'notify'
      readonly channels: readonly string[]
      /** Null: the stage that follows. */
      readonly stage: Stage | null
      readonly takes: number
    }

/** What the player sees; times in milliseconds. */
export interface Scene {
  readonly incident: Incident
  readonly lifecycle: Lifecycle
  readonly scenario: Scenario
  readonly opened: number
  /** The same in ISO 8601. */
  readonly declaredAt: string
  /** When the halt begins: a planned one as planned. */
  readonly begins: number
  readonly now: number
}

/** What one concern of the player would do now, best first. */
export type Rule = (scene: Scene) => Iterable<Move>

export const SECOND = 1000
export const MINUTE = 60 * SECOND
/** How long one thing takes a practised operator. */
export const TAKES = { word: 10 * SECOND, step: 20 * SECOND, call: MINUTE, notice: MINUTE } as const
/** How long before it is due a notice is written. */
export const LEAD = 3 * MINUTE
/** How long after the end of the scenario the player may take to close. */
export const GRACE = 60 * MINUTE
/** What the player gives where the log asks for a reason. */
export const REASON = 'drill'

export function record(intent: Intent, takes: number = TAKES.word): Move {
  return { kind: 'record', intent, takes }
}

export function notify(channels: readonly string[], stage: Stage | null = null): Move {
  return { kind: 'notify', channels, stage, takes: TAKES.notice }
}

export function mayTell({ incident, now }: Scene, channel: string): boolean {
  return !fails(incident, channel, now) && unsafeBecause(incident, channel) === null
}

export function comeIn({ scenario, opened, now }: Scene): Inject[] {
  return scenario.injects.filter(({ at }) => opened + at <= now)
}

/** A fact as the exercise gives it. */
export function stated({ incident, opened, declaredAt }: Scene, given: GivenFact): EventData['fact.set'] {
  const { fact, value, ja, en, from, to } = given
  const times = [from, to].flatMap((span) => (span === null ? [] : [stampLike(opened + span, declaredAt)])).join('/')
  const worded = incident.runbook.facts[fact]?.words === true
  return {
    fact,
    known: true,
    value: times !== '' ? times : (value ?? en ?? ja ?? REASON),
    ...(worded && ja !== null && { ja }),
    ...(worded && en !== null && { en }),
  }
}

/** What turns the whole incident, when nothing else is to be done. */
export function* turns(scene: Scene): Iterable<Move> {
  const phase = phaseOf(scene.incident)
  if (phase === 'scheduled') yield* beginning(scene)
  else if (phase === 'initial-response') yield* advancing(scene)
  const { scenario, opened, now, lifecycle } = scene
  if (scenario.injects.some(({ at }) => opened + at > now)) return
  if (lifecycle.current.liftedAt !== null) yield* closing(scene)
  else if (!scenario.injects.some(({ resumes }) => resumes.length > 0) && now >= opened + scenario.lasts)
    yield record({ kind: 'lift', targets: 'all' })
}

/** A planned halt begins when it was planned to, whatever stands open. */
function* beginning({ begins, now }: Scene): Iterable<Move> {
  if (now < begins) return
  yield record({ kind: 'advance' })
  yield record({ kind: 'advance', force: REASON })
}

/** What cannot be done yet is begun, so that it carries over. */
function* advancing({ incident, now }: Scene): Iterable<Move> {
  yield record({ kind: 'advance' })
  for (const { step, state } of stepsOf(incident, now))
    if (step.phase === 'initial-response' && step.modality === 'must' && state === 'pending')
      yield record({ kind: 'begin', steps: [step.id] })
}

/** The notices of a channel that stays out of use are left out, and the drill is closed. */
function* closing(scene: Scene): Iterable<Move> {
  const { incident, now } = scene
  yield record({ kind: 'close', as: 'resolved', reason: null })
  const left = stepsOf(incident, now).filter(
    ({ step, state }) => !RESOLVED.has(state) && step.channel !== null && !mayTell(scene, step.channel),
  )
  if (left.length > 0) yield record({ kind: 'skip', steps: left.map(({ step }) => step.id), reason: REASON })
}

/** Whether the drill is to end, whatever stands open. */
export function isTimeUp({ scenario, opened, now }: Scene): boolean {
  return now >= opened + scenario.lasts + GRACE
}

export function* ending({ incident, lifecycle }: Scene): Iterable<Move> {
  if (phaseOf(incident) === 'scheduled') yield record({ kind: 'advance', force: REASON })
  if (lifecycle.current.liftedAt === null || restricted(incident).length > 0)
    yield record({ kind: 'lift', targets: 'all', force: REASON })
  yield record({ kind: 'close', as: 'resolved', reason: null, force: REASON })
}

export function* injects({ incident, now }: Scene): Iterable<Move> {
  if (dueInjects(incident, now).length > 0) yield record({ kind: 'inject' }, 0)
}

/** What has come and is not answered yet, in the order in which it came. */
export function* replies(scene: Scene): Iterable<Move> {
  for (const inject of comeIn(scene))
    for (const expected of expectationsOf(inject))
      if (answeredAt(scene.incident, scene.lifecycle, scene.opened + inject.at, expected) === null)
        yield* repliesTo(scene, inject, expected)
}

function repliesTo(scene: Scene, inject: Inject, expected: Expectation): Move[] {
  const { what } = expected
  switch (expected.kind) {
    case 'fact': {
      const given = inject.facts.filter(({ fact }) => fact === what)
      return [record({ kind: 'set', facts: given.map((fact) => stated(scene, fact)) })]
    }
    case 'scope':
      return [record({ kind: 'scope', statements: statementsOf(inject.scope) })]
    case 'severity':
      return [record({ kind: 'classify', severity: expected.what, reason: inject.id })]
    case 'step':
      return [record({ kind: 'done', steps: [what] }, TAKES.step)]
    case 'channel':
      if (!fails(scene.incident, what, scene.now)) return [notify([what])]
      return [record({ kind: 'mark-channel', channels: [what], safe: false, reason: inject.id })]
    case 'notice':
      return mayTell(scene, what) ? [notify([what])] : []
    case 'resume':
      return [record({ kind: 'lift', targets: inject.resumes.map(targetIn) })]
    // Calls go on until somebody answers, whether or not something came of it.
    case 'call':
      return []
  }
}

function targetIn(given: string): { readonly operation: string; readonly asset: string | null } {
  const [operation, asset = null] = given.split(':') as [string, string?]
  return { operation, asset }
}

function statementsOf(changes: readonly ScopeChange[]): ScopeStatement[] {
  return changes.flatMap(({ state, ...change }) => (state === null ? [] : [{ ...change, state }]))
}

/** Notices that are soon due, all together; a channel that works again is used again. */
export function* notices(scene: Scene): Iterable<Move> {
  const { incident, lifecycle, now } = scene
  const channels = customerChannels(incident.runbook)
  const mended = channels.filter((id) => unsafeBecause(incident, id) !== null && !fails(incident, id, now))
  if (mended.length > 0) yield record({ kind: 'mark-channel', channels: mended, safe: true, reason: REASON })
  const due = clocksOf(incident, lifecycle, now).flatMap(({ id, dueAt }) => {
    const [, kind, channel = ''] = NOTICE_CLOCK.exec(id) ?? []
    if (kind === undefined || !mayTell(scene, channel)) return []
    return kind === 'resumption-notice' || dueAt - LEAD <= now ? [channel] : []
  })
  if (due.length === 0) return
  yield* noticeFacts(scene)
  yield notify([...new Set(due)])
}

/** What every customer notice states is stated first, known or not (manual 2.2). */
function* noticeFacts(scene: Scene): Iterable<Move> {
  const { facts } = scene.incident.runbook
  const asked = Object.keys(facts).filter((fact) => facts[fact]?.notice && !isInSettings(scene.incident, fact))
  yield* stating(scene, asked)
}

function* stating(scene: Scene, names: readonly string[]): Iterable<Move> {
  const open = unstated(scene.incident, names)
  if (open.length > 0) yield record({ kind: 'set', facts: open.map((fact) => known(scene, fact)) })
}

const NOTICE_CLOCK = /^(first-notice|update|resumption-notice):(.+)$/

/** What the type makes most urgent: the situation, and the first notices. */
export function* urgent(scene: Scene): Iterable<Move> {
  for (const view of plan(scene.incident, scene.now))
    if (urgencyOf(scene.incident, view.step) === 'now') yield* doing(scene, view)
}

export function* levels(scene: Scene): Iterable<Move> {
  const { incident, lifecycle, now } = scene
  for (const { level, dueAt, raised, party } of levelsOf(incident, lifecycle, now)) {
    if (dueAt !== null && dueAt <= now) yield record({ kind: 'escalate', levels: [level.id], reason: null })
    if (raised !== null) yield* calling(scene, party)
  }
}

export function* calls(scene: Scene): Iterable<Move> {
  const { incident, lifecycle, now } = scene
  if (phaseOf(incident) === 'scheduled') return
  for (const party of partiesOf(incident, lifecycle, now)) yield* calling(scene, party)
}

function* calling({ incident, now }: Scene, { next }: Party): Iterable<Move> {
  if (next === null) return
  const state = isSilent(incident, next, now) ? 'tried' : 'reached'
  yield record({ kind: 'call', people: [next], state, way: null }, TAKES.call)
}

/** The runbook's plan, as far as it does not wait. */
export function* steps(scene: Scene): Iterable<Move> {
  for (const view of plan(scene.incident, scene.now)) yield* doing(scene, view)
}

function* doing(scene: Scene, view: StepView): Iterable<Move> {
  const { incident } = scene
  const { step, state, overdue } = view
  if (step.every === 'cadence' && state === 'pending' && !overdue) return
  if (step.tells !== undefined && Object.hasOwn(incident.settings.roster?.departments ?? {}, step.tells)) return
  yield* stating(scene, step.facts)
  if (step.asks.includes('severity') && severityOf(incident) === null)
    yield record({ kind: 'classify', severity: 'sev2', reason: REASON })
  const { channel, stage } = step
  if (channel === null || stage === null) yield record({ kind: 'done', steps: [step.id] }, TAKES.step)
  else yield* telling(scene, { channel, stage })
}

/** The notice of a step goes out with those of the same stage, for the same audience, that are open. */
function* telling(scene: Scene, { channel, stage }: Told): Iterable<Move> {
  const { incident, now } = scene
  const { channels } = incident.runbook
  const audience = channels[channel]?.audience
  const open = stepsOf(incident, now)
    .filter(({ step, state }) => step.channel !== null && step.stage === stage && !RESOLVED.has(state))
    .map(({ step }) => step.channel as string)
  const usable = [...new Set(open)].filter((other) => channels[other]?.audience === audience && mayTell(scene, other))
  if (usable.length === 0) return
  if (audience === 'customers' && stage !== 'scheduled') yield* noticeFacts(scene)
  yield notify(usable, stage)
}

interface Told {
  readonly channel: string
  readonly stage: Stage
}

/** The fact as the exercise gives it, as far as it has come; else it is not known yet. */
function known(scene: Scene, fact: string): EventData['fact.set'] {
  const { scenario, declaredAt } = scene
  const given = [...scenario.facts, ...comeIn(scene).flatMap((inject) => inject.facts)].findLast((f) => f.fact === fact)
  if (given !== undefined) return stated(scene, given)
  const isOpening = fact === 'detected-at' || fact === 'started-at'
  if (isOpening) return { fact, known: true, value: declaredAt }
  return { fact, known: false, value: null, ja: null, en: null }
}
