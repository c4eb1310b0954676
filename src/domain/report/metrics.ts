import { factOfRole, factRecord } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { planOf } from '../incident/planned-halt.ts'
import { isOfEarlierHalt, isUnknownNow } from '../notice/stated-facts.ts'
import { requiredFacts } from '../runbook/notice-facts.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { durationInSeconds, type Milestone } from './milestones.ts'
import { promisedRounds, updatePromisesOf } from './update-promises.ts'

/** Metrics of an incident. A duration is null if its beginning or end is not known, or if its end precedes its beginning. */
export type Metrics = Readonly<ReturnType<typeof metricsOf>>

export function metricsOf(incident: Incident, lifecycle: Lifecycle, milestones: readonly Milestone[], now: number) {
  const channels = customerChannels(incident.runbook)
  const byChannel = (secondsOf: (channel: string) => number | null): Readonly<Record<string, number | null>> =>
    Object.fromEntries(channels.map((id) => [id, secondsOf(id)]))
  const firstNotice = (channel: string) => milestones.find(({ id }) => id === `first-notice:${channel}`)
  const { number, liftedAt, fullyResumedAt } = lifecycle.current
  const resumptionNotice = (channel: string) =>
    milestones.find(({ id, interruption }) => id === `resumption-notice:${channel}` && interruption === number)
  const isPlanned = planOf(incident) !== null
  const declared = isPlanned ? null : (incident.declaration?.declaredAt ?? null)
  const toNotify = byChannel((channel) => firstNotice(channel)?.offsetSeconds ?? null)
  const times = Object.values(toNotify)
  const isComplete = times.length > 0 && !times.includes(null)
  const rounds = promisedRounds(updatePromisesOf(incident, lifecycle, now))
  return {
    /** Null for a planned halt, which nobody has to detect. */
    timeToDetectSeconds: isPlanned
      ? null
      : durationInSeconds(lifecycle.startedAt, factOfRole(incident, 'detected').value),
    /** From the start until every customer channel had its first notice (manual 2.2); null while one has none. */
    timeToNotifySeconds: isComplete ? Math.max(...times.map(Number)) : null,
    /** From the start to the first notice. */
    timeToNotifySecondsByChannel: toNotify,
    /** From the declaration to the first notice; null for a planned halt, which is declared long before. */
    timeFromDeclaringSecondsByChannel: byChannel((channel) =>
      durationInSeconds(declared, firstNotice(channel)?.at ?? null),
    ),
    timeToResumeSeconds: durationInSeconds(lifecycle.startedAt, fullyResumedAt),
    /** From the first lift of the latest interruption to its resumption notice (manual 4.1). */
    timeToResumptionNoticeSecondsByChannel: byChannel((channel) =>
      durationInSeconds(liftedAt, resumptionNotice(channel)?.at ?? null),
    ),
    /** Rounds of promised updates that fell due (manual 3.2), and how many of them came in time on all their channels. */
    updatesDue: rounds.length,
    updatesKept: rounds.filter(({ kept }) => kept).length,
    noticeFacts: noticeFactsOf(incident),
  }
}

/** Counts the facts that customers' notices of a halt state (manual 2.2), and names those that are not known. */
function noticeFactsOf(incident: Incident) {
  const required = requiredFacts(incident.runbook, 'first')
  const unknown = required.filter((name) => isUnknownNow(incident, name))
  const isStated = (name: string) => {
    const stated = factRecord(incident, name)
    return stated !== undefined && !isOfEarlierHalt(incident, stated)
  }
  return {
    asked: required.length,
    known: required.length - unknown.length,
    /** Stated as not known yet. */
    notYetKnown: unknown.filter(isStated),
    notStated: unknown.filter((name) => !isStated(name)),
  }
}
