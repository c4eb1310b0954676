import { attemptsOf } from '../incident/calls.ts'
import { lastWriteWhere, registerOf, severityOf } from '../incident/current-values.ts'
import { escalationDueAt } from '../incident/escalation.ts'
import { factOf, factWrites, isFactInSettings } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import { type Interruption, type Lifecycle, lifecycleOf } from '../incident/lifecycle.ts'
import { firstNoticeCountsFrom, isUpdateLate } from '../incident/notice-deadlines.ts'
import { firstNoticeDuring, noticesOf, unsafeReason } from '../incident/notices.ts'
import { type StepView, stepApplies, stepsOf } from '../incident/steps.ts'
import { updatesDueOn } from '../report/update-promises.ts'
import { requiredFacts } from '../runbook/notice-facts.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { cadenceOf } from '../settings.ts'
import { type Expectation, expectationMetAt, expectationsOf } from './expectations.ts'
import { isChannelFailing } from './injects.ts'
import type { Scenario } from './scenario.ts'

/** The sections of a score: how quickly, regularly and completely the manual was followed, and who was called in. */
export const SCORE_SECTIONS = ['latency', 'cadence', 'completeness', 'escalation'] as const
export type ScoreSectionName = (typeof SCORE_SECTIONS)[number]

/** A check that was not fully met. */
export interface LostCheck extends Omit<ScoreCheck, 'got'> {
  /** What it cost, out of the section's 100 points. */
  readonly points: number
}

export interface ScoreSection {
  readonly id: ScoreSectionName
  /** 0 to 100; null if there was nothing to judge. */
  readonly score: number | null
  readonly checks: number
  readonly lost: readonly LostCheck[]
}

export interface Score {
  /** The total needed to pass. */
  readonly mark: number
  /** The mean of the judged sections; null if there are none. */
  readonly total: number | null
  readonly passed: boolean
  readonly sections: readonly ScoreSection[]
}

const CHECKS_OF: Readonly<Record<ScoreSectionName, (judged: ScoringContext) => ScoreCheck[]>> = {
  latency: latencyChecks,
  cadence: cadenceChecks,
  completeness: completenessChecks,
  escalation: escalationChecks,
}

/** Returns the score of a drill at `now` (ms); null if the incident is not a drill of a scenario. */
export function scoreOf(incident: Incident, now: number): Score | null {
  const { exercise, declaration } = incident
  if (exercise === null || declaration === null) return null
  const lifecycle = lifecycleOf(incident)
  const isClosed = lifecycle.closedAt !== null
  const end = lifecycle.closedAt === null ? now : Math.min(now, Date.parse(lifecycle.closedAt))
  const { scenario } = exercise
  const judged = { incident, lifecycle, scenario, opened: Date.parse(declaration.declaredAt), end, isClosed }
  const sections = SCORE_SECTIONS.map((id) => sectionOf(id, CHECKS_OF[id](judged)))
  const scores = sections.flatMap(({ score }) => score ?? [])
  const total = scores.length === 0 ? null : Math.round(scores.reduce((sum, score) => sum + score, 0) / scores.length)
  return { mark: scenario.mark, total, passed: total !== null && total >= scenario.mark, sections }
}

function sectionOf(id: ScoreSectionName, checks: readonly ScoreCheck[]): ScoreSection {
  const count = checks.length
  const lost = checks
    .filter(({ got }) => got < 1)
    .map(({ got, ...check }) => ({ ...check, points: Math.round(((1 - got) * 1000) / count) / 10 }))
  const credit = checks.reduce((sum, { got }) => sum + got, 0)
  return { id, score: count === 0 ? null : Math.round((credit * 100) / count), checks: count, lost }
}

/** The drill that the checks judge; times in milliseconds. */
interface ScoringContext {
  readonly incident: Incident
  readonly lifecycle: Lifecycle
  readonly scenario: Scenario
  readonly opened: number
  /** The closing of the drill, or now. What was due only after the closing counts as not done. */
  readonly end: number
  readonly isClosed: boolean
}

export const CHECK_CODES = [
  'first-notice',
  'resumption-notice',
  'told',
  'promise',
  'step',
  'fact',
  'inject',
  'level',
  'call',
] as const

/** One thing that had to be done. Times are in milliseconds. */
export interface ScoreCheck {
  readonly code: (typeof CHECK_CODES)[number]
  /** A channel, department, step, fact, inject, level or person. */
  readonly what: string
  /** The response that an inject expected; null for other checks. */
  readonly expected: Expectation | null
  /** Null for a step, which is due at no particular time. */
  readonly dueAt: number | null
  /** When it was done; null if it was not. For a step, when its state was last recorded. */
  readonly at: number | null
  /** The credit for it: 1 if it was done in time, 0.5 if late or only begun, 0 if it was not done. */
  readonly got: number
}

/** Whether something that is not done yet can still be done in time. */
function isStillDue({ end, isClosed }: ScoringContext, dueAt: number): boolean {
  return !isClosed && dueAt > end
}

/** Makes a check that is met if `at` is not after `dueAt`; a promise, not after its minute. */
function timedCheck(
  code: ScoreCheck['code'],
  what: string,
  dueAt: number,
  at: number | null,
  expected: Expectation | null = null,
): ScoreCheck {
  const isLate = at !== null && (code === 'promise' ? isUpdateLate(dueAt, at) : at > dueAt)
  return { code, what, expected, dueAt, at, got: at === null ? 0 : isLate ? 0.5 : 1 }
}

/**
 * Returns when a notice was due on a channel: at `dueAt` or, if the channel failed then, `firstWithin` ms after it
 * worked again. Returns null if the channel failed to the end of the drill, or was marked as unsafe.
 */
function dueOnChannel(
  { incident, scenario, opened, end }: ScoringContext,
  channel: string,
  dueAt: number,
  firstWithin: number,
): number | null {
  const begun = scenario.injects.filter(({ fails, at }) => fails.includes(channel) && opened + at <= dueAt)
  const failing = begun.filter(({ until }) => until === null || dueAt < opened + until)
  if (failing.some(({ until }) => until === null || opened + until >= end)) return null
  const mark = lastWriteWhere(incident, `channel:${channel}`, (w) => Date.parse(w.at) <= dueAt)
  if (failing.length === 0) return mark === undefined || mark.value.safe ? dueAt : null
  return Math.max(...failing.map(({ until }) => opened + Number(until))) + firstWithin
}

/** Checks that updates came by the time that was promised or set by the cadence (manual 3.2). */
function cadenceChecks(judged: ScoringContext): ScoreCheck[] {
  const { incident, lifecycle, end } = judged
  return customerChannels(incident.runbook).flatMap((channel) => {
    const { first } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
    const promises = updatesDueOn(incident, lifecycle, channel, end).flatMap(({ dueAt, at }): ScoreCheck[] => {
      const due = dueOnChannel(judged, channel, dueAt, first)
      return due === null || (at === null && !isUpdateLate(due, end)) ? [] : [timedCheck('promise', channel, due, at)]
    })
    return [...promises, ...missedFirstUpdates(judged, channel)]
  })
}

/** A channel that had no notice at all during an interruption has missed the first update too. */
function missedFirstUpdates(judged: ScoringContext, channel: string): ScoreCheck[] {
  const { incident, lifecycle, end } = judged
  const { first, update } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
  if (update === 'on-change') return []
  return lifecycle.interruptions.flatMap((interruption): ScoreCheck[] => {
    const began = firstNoticeCountsFrom(incident, interruption)
    if (began === null || noticesOf(incident, channel, interruption).length > 0) return []
    const dueAt = dueOnChannel(judged, channel, Date.parse(began) + first + update, first)
    return dueAt === null || !isUpdateLate(dueAt, end) ? [] : [timedCheck('promise', channel, dueAt, null)]
  })
}

/** Checks that required steps were done, notice facts stated (manual 2.2), and injects answered. */
function completenessChecks(judged: ScoringContext): ScoreCheck[] {
  return [...stepChecks(judged), ...factChecks(judged), ...injectChecks(judged, ({ kind }) => !ESCALATES.has(kind))]
}

/** Expectations that the escalation section judges. */
const ESCALATES: ReadonlySet<Expectation['kind']> = new Set(['call', 'severity'])

const CREDIT: Readonly<Record<StepView['state'], number>> = {
  done: 1,
  'not-applicable': 1,
  'in-progress': 0.5,
  pending: 0,
  declined: 0,
  skipped: 0,
}

/** Checks each required step that applies, except for notices on a channel that is out of use. */
function stepChecks({ incident, end }: ScoringContext): ScoreCheck[] {
  const isUsable = (channel: string) =>
    unsafeReason(incident, channel) === null && !isChannelFailing(incident, channel, end)
  return stepsOf(incident, end)
    .filter(({ step, state }) => step.modality === 'must' && state !== 'not-applicable')
    .filter(({ step: { channel }, state }) => state === 'done' || channel === null || isUsable(channel))
    .map(({ step, state, at: time }) => {
      const at = time === null ? null : Date.parse(time)
      return { code: 'step', what: step.id, expected: null, dueAt: null, at, got: CREDIT[state] }
    })
}

/** Checks that each notice fact was stated, as known or not, before the last channel had its first notice. */
function factChecks({ incident, lifecycle }: ScoringContext): ScoreCheck[] {
  // There is always a first one.
  const [interruption] = lifecycle.interruptions as [Interruption]
  const channels = customerChannels(incident.runbook)
  const firstNotices = channels.flatMap((channel) => firstNoticeDuring(incident, channel, interruption) ?? [])
  if (firstNotices.length === 0) return []
  const dueAt = Math.max(...firstNotices.map(({ at }) => Date.parse(at)))
  return requiredFacts(incident.runbook, 'first').map((fact) => {
    // Notices state what the settings say, so nobody has to.
    if (factOf(incident, fact).at === null && isFactInSettings(incident, fact))
      return timedCheck('fact', fact, dueAt, dueAt)
    const writes = [
      ...factWrites(incident, fact),
      ...registerOf(incident, `words:${fact}.ja`),
      ...registerOf(incident, `words:${fact}.en`),
    ]
    const times = writes.filter((w) => !w.undone).map((w) => Date.parse(w.at))
    return timedCheck('fact', fact, dueAt, times.length === 0 ? null : Math.min(...times))
  })
}

/** Checks the expected responses that were due, except those that nothing in this runbook can meet. */
function injectChecks(judged: ScoringContext, isIncluded: (expected: Expectation) => boolean): ScoreCheck[] {
  const { incident, lifecycle, scenario, opened, end } = judged
  return scenario.injects.flatMap((inject) => {
    const since = opened + inject.at
    return expectationsOf(inject)
      .filter(isIncluded)
      .flatMap((expected): ScoreCheck[] => {
        const at = expectationMetAt(incident, lifecycle, since, expected)
        const dueAt = since + inject.within
        if (at === Number.POSITIVE_INFINITY || since > end || (at === null && isStillDue(judged, dueAt))) return []
        return [timedCheck('inject', inject.id, dueAt, at, expected)]
      })
  })
}

/** Checks that due levels were raised, and the next person called after an unanswered call (manual chapter 6). */
function escalationChecks(judged: ScoringContext): ScoreCheck[] {
  return [...injectChecks(judged, ({ kind }) => ESCALATES.has(kind)), ...levelChecks(judged), ...callChecks(judged)]
}

/** Checks that each level that was due was raised within `answerWithin`. */
function levelChecks(judged: ScoringContext): ScoreCheck[] {
  const { incident, lifecycle, opened, end } = judged
  const { roster } = incident.settings
  if (roster === undefined) return []
  const ended = lifecycle.current.fullyResumedAt ?? lifecycle.closedAt
  const haltEnd = ended === null ? end : Math.min(end, Date.parse(ended))
  return roster.levels.flatMap((level, index): ScoreCheck[] => {
    const conditionsMetAt = escalationDueAt(incident, lifecycle, roster, level, index)
    const raised = registerOf(incident, `level:${level.id}`).find((w) => !w.undone && w.order > lifecycle.current.order)
    if (conditionsMetAt === null || conditionsMetAt > haltEnd) return []
    const dueAt = Math.max(conditionsMetAt, opened) + roster.answerWithin
    if (raised === undefined && isStillDue(judged, dueAt)) return []
    return [timedCheck('level', level.id, dueAt, raised === undefined ? null : Date.parse(raised.at))]
  })
}

/** Checks that within `answerWithin` after a call has gone unanswered, somebody in the department is called or answers. */
function callChecks(judged: ScoringContext): ScoreCheck[] {
  const { incident, lifecycle } = judged
  const { roster } = incident.settings
  if (roster === undefined) return []
  return Object.values(roster.departments).flatMap((people) => {
    const attempts = people
      .flatMap((person) => attemptsOf(incident, person, lifecycle.current.order).map((call) => ({ ...call, person })))
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    return attempts.flatMap(({ state, person, at }, i): ScoreCheck[] => {
      const isReached = attempts.slice(0, i).some((call) => call.state === 'reached')
      if (state === 'reached' || isReached) return []
      // Once for the answer that did not come, and once to call the next person.
      const dueAt = Date.parse(at) + 2 * roster.answerWithin
      const next = attempts[i + 1]
      if (next === undefined && isStillDue(judged, dueAt)) return []
      return [timedCheck('call', person, dueAt, next === undefined ? null : Date.parse(next.at))]
    })
  })
}

/** Milliseconds from the start within which departments must be notified (manual 2.3: 速やかに, promptly). */
const NOTIFY_DEPARTMENTS_WITHIN = 15 * 60_000

/** Checks how soon customers were notified of the halt and its end on each channel, and how soon departments were. */
function latencyChecks(judged: ScoringContext): ScoreCheck[] {
  const { incident } = judged
  const channels = customerChannels(incident.runbook)
  return [...channels.flatMap((channel) => channelLatency(judged, channel)), ...departmentLatency(judged)]
}

function channelLatency(judged: ScoringContext, channel: string): ScoreCheck[] {
  const { incident, lifecycle } = judged
  const { first } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
  const check = (code: ScoreCheck['code'], from: string | null, at: string | undefined): ScoreCheck[] => {
    if (from === null) return []
    const dueAt = dueOnChannel(judged, channel, Date.parse(from) + first, first)
    if (dueAt === null || (at === undefined && isStillDue(judged, dueAt))) return []
    return [timedCheck(code, channel, dueAt, at === undefined ? null : Date.parse(at))]
  }
  return lifecycle.interruptions.flatMap((interruption) => {
    const { liftedAt, lastLiftAt } = interruption
    const first = firstNoticeDuring(incident, channel, interruption)
    const notices = noticesOf(incident, channel, interruption)
    const resumptionAfter = (lift: string) =>
      notices.find(({ stage, at }) => stage === 'resumption' && Date.parse(at) >= Date.parse(lift))?.at
    const lifts = [...new Set([liftedAt, lastLiftAt])].filter((lift) => lift !== null)
    return [
      ...check('first-notice', firstNoticeCountsFrom(incident, interruption), first?.at),
      ...lifts.flatMap((lift) => check('resumption-notice', lift, resumptionAfter(lift))),
    ]
  })
}

/** Checks the channels for departments, and the steps that notify them. */
function departmentLatency(judged: ScoringContext): ScoreCheck[] {
  const { incident, lifecycle } = judged
  // There is always a first one.
  const [interruption] = lifecycle.interruptions as [Interruption]
  const began = firstNoticeCountsFrom(incident, interruption)
  if (began === null) return []
  const dueAt = Date.parse(began) + NOTIFY_DEPARTMENTS_WITHIN
  const { channels, steps } = incident.runbook
  const byChannels = Object.keys(channels)
    .filter((id) => channels[id]?.audience === 'departments')
    .filter((id) => steps.some((step) => step.channel === id && step.stage === 'first' && stepApplies(incident, step)))
    .map((channel) => [channel, firstNoticeDuring(incident, channel, interruption)?.at] as const)
  const bySteps = steps.flatMap((step) => {
    const { id, tells } = step
    // Each department has a step of its own, or none.
    if (tells === undefined || tells === 'all' || !stepApplies(incident, step)) return []
    const done = registerOf(incident, `step:${id}`).find((w) => !w.undone && w.value.state === 'done')
    return [[tells, done?.at] as const]
  })
  return [...byChannels, ...bySteps]
    .map(([what, at]) => timedCheck('told', what, dueAt, at === undefined ? null : Date.parse(at)))
    .filter(({ at }) => at !== null || !isStillDue(judged, dueAt))
}
