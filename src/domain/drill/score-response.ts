import { attemptsOf } from '../incident/calls.ts'
import { registerOf } from '../incident/current-values.ts'
import { escalationDueAt } from '../incident/escalation.ts'
import { factOf, factWrites, isFactInSettings } from '../incident/facts.ts'
import type { Interruption } from '../incident/lifecycle.ts'
import { firstNoticeDuring, unsafeReason } from '../incident/notices.ts'
import { type StepView, stepsOf } from '../incident/steps.ts'
import { requiredFacts } from '../runbook/notice-facts.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { type Expectation, expectationMetAt, expectationsOf } from './expectations.ts'
import { isChannelFailing } from './injects.ts'
import { isStillDue, type ScoreCheck, type ScoringContext, timedCheck } from './score-check.ts'

/** Checks that required steps were done, notice facts stated (manual 2.2), and injects answered. */
export function completenessChecks(judged: ScoringContext): ScoreCheck[] {
  return [...stepChecks(judged), ...factChecks(judged), ...injectChecks(judged, ({ kind }) => !ESCALATES.has(kind))]
}

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
export function escalationChecks(judged: ScoringContext): ScoreCheck[] {
  return [...injectChecks(judged, ({ kind }) => ESCALATES.has(kind)), ...levelChecks(judged), ...callChecks(judged)]
}

/** Expectations that the escalation section judges. */
const ESCALATES: ReadonlySet<Expectation['kind']> = new Set(['call', 'severity'])

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
