import { lastWriteWhere, registerOf, severityOf } from '../incident/current-values.ts'
import type { Interruption } from '../incident/lifecycle.ts'
import { firstNoticeCountsFrom, isUpdateLate } from '../incident/notice-deadlines.ts'
import { firstNoticeDuring, noticesOf } from '../incident/notices.ts'
import { stepApplies } from '../incident/steps.ts'
import { updatesDueOn } from '../report/update-promises.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { cadenceOf } from '../settings.ts'
import { isStillDue, type ScoreCheck, type ScoringContext, timedCheck } from './score-check.ts'

/** Checks how soon customers were notified of the halt and its end on each channel, and how soon departments were. */
export function latencyChecks(judged: ScoringContext): ScoreCheck[] {
  const { incident } = judged
  const channels = customerChannels(incident.runbook)
  return [...channels.flatMap((channel) => channelLatency(judged, channel)), ...departmentLatency(judged)]
}

/** Milliseconds from the start within which departments must be notified (manual 2.3: 速やかに, promptly). */
const NOTIFY_DEPARTMENTS_WITHIN = 15 * 60_000

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

/** Checks that updates came by the time that was promised or set by the cadence (manual 3.2). */
export function cadenceChecks(judged: ScoringContext): ScoreCheck[] {
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
