import { clocksOf } from '../../deadlines.ts'
import { type Party, partiesOf } from '../../incident/calls.ts'
import { phaseOf, severityOf } from '../../incident/current-values.ts'
import { levelsOf } from '../../incident/escalation.ts'
import { isInSettings, unstated } from '../../incident/facts.ts'
import { unsafeBecause } from '../../incident/notices.ts'
import { RESOLVED, type StepView, stepsOf, urgencyOf } from '../../incident/steps.ts'
import type { EventData } from '../../log/event.ts'
import { plan } from '../../plan.ts'
import { customerChannels, type Stage } from '../../runbook/runbook.ts'
import { fails, isSilent } from '../injects.ts'
import { comeIn, LEAD, type Move, mayTell, notify, REASON, record, type Scene, stated, TAKES } from './scene.ts'

/** Notices that are soon due, all together; a channel that works again is used again. */
export function* notices(scene: Scene): Iterable<Move> {
  const { incident, course, now } = scene
  const channels = customerChannels(incident.runbook)
  const mended = channels.filter((id) => unsafeBecause(incident, id) !== null && !fails(incident, id, now))
  if (mended.length > 0) yield record({ kind: 'mark-channel', channels: mended, safe: true, reason: REASON })
  const due = clocksOf(incident, course, now).flatMap(({ id, dueAt }) => {
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
  const { incident, course, now } = scene
  for (const { level, dueAt, raised, party } of levelsOf(incident, course, now)) {
    if (dueAt !== null && dueAt <= now) yield record({ kind: 'escalate', levels: [level.id], reason: null })
    if (raised !== null) yield* calling(scene, party)
  }
}

export function* calls(scene: Scene): Iterable<Move> {
  const { incident, course, now } = scene
  if (phaseOf(incident) === 'scheduled') return
  for (const party of partiesOf(incident, course, now)) yield* calling(scene, party)
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
