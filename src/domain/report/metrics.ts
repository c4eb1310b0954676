import { factOf, isInSettings } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { Interruption, Lifecycle } from '../incident/lifecycle.ts'
import { noticesOf } from '../incident/notices.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { updatePromisesOf } from './deviations.ts'

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
  const declared = incident.declaration?.planned === null ? incident.declaration.declaredAt : null
  const toNotify = byChannel((channel) => firstNotice(channel)?.offsetSeconds ?? null)
  const times = Object.values(toNotify)
  const isComplete = times.length > 0 && !times.includes(null)
  const promises = updatePromisesOf(incident, lifecycle, now)
  return {
    timeToDetectSeconds: spanBetween(lifecycle.startedAt, factOf(incident, 'detected-at').value),
    /** From the start until every customer channel had its first notice (manual 2.2); null while one has none. */
    timeToNotifySeconds: isComplete ? Math.max(...times.map(Number)) : null,
    /** From the start to the first notice. */
    timeToNotifySecondsByChannel: toNotify,
    /** From the declaration to the first notice; null for a planned halt, which is declared long before. */
    timeFromDeclaringSecondsByChannel: byChannel((channel) => spanBetween(declared, firstNotice(channel)?.at ?? null)),
    timeToResumeSeconds: spanBetween(lifecycle.startedAt, fullyResumedAt),
    /** From the first lift of the latest interruption to its resumption notice (manual 4.1). */
    timeToResumptionNoticeSecondsByChannel: byChannel((channel) =>
      spanBetween(liftedAt, resumptionNotice(channel)?.at ?? null),
    ),
    /** Updates that fell due, as promised or by the cadence (manual 3.2), and how many of them came in time. */
    updatesDue: promises.length,
    updatesKept: promises.filter(({ kept }) => kept).length,
    noticeFacts: noticeFactsOf(incident),
  }
}

/** Counts the facts that every customer notice states (manual 2.2), and names those that are not known. */
function noticeFactsOf(incident: Incident) {
  const required = Object.entries(incident.runbook.facts).flatMap(([name, { notice }]) => (notice ? [name] : []))
  const unknown = required.filter((name) => !factOf(incident, name).known && !isInSettings(incident, name))
  const isStated = (name: string) => factOf(incident, name).at !== null
  return {
    asked: required.length,
    known: required.length - unknown.length,
    /** Stated as not known yet. */
    notYetKnown: unknown.filter(isStated),
    notStated: unknown.filter((name) => !isStated(name)),
  }
}

/** A time that matters in every halt, such as the first notice or the resumption. */
export interface Milestone {
  /**
   * `started` `detected` `declared` `first-notice:CHANNEL` `lifted` `resumed:OPERATION[:ASSET]` `fully-resumed`
   * `resumption-notice:CHANNEL` `closed`
   */
  readonly id: string
  readonly at: string
  /**
   * Seconds from the start of the halt; null if the start is not known yet. The declaration of a planned halt precedes the
   * start and has a negative offset. If anything else precedes it, a clock was set back or a time misstated; this is then
   * null.
   */
  readonly offsetSeconds: number | null
  /** Number of the interruption, from 1. */
  readonly interruption: number
}

/** Returns the milestones by time. What has not happened yet is left out. */
export function milestonesOf(incident: Incident, lifecycle: Lifecycle): Milestone[] {
  const found: Milestone[] = []
  const add = (id: string, at: string | null | undefined, interruption: number) => {
    if (at == null) return
    const mayPrecedeStart = id === 'declared' && incident.declaration?.planned
    const between = mayPrecedeStart ? secondsBetween : spanBetween
    found.push({ id, at, offsetSeconds: between(lifecycle.startedAt, at), interruption })
  }
  add('detected', factOf(incident, 'detected-at').value, 1)
  add('declared', incident.declaration?.declaredAt, 1)
  for (const interruption of lifecycle.interruptions) {
    const { number } = interruption
    add('started', interruption.startedAt, number)
    for (const [id, at] of noticeMilestones(incident, interruption)) add(id, at, number)
    add('lifted', interruption.liftedAt, number)
    for (const [target, at] of interruption.resumed) add(`resumed:${target}`, at, number)
    add('fully-resumed', interruption.fullyResumedAt, number)
  }
  add('closed', lifecycle.closedAt, lifecycle.current.number)
  return found.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** Returns when each customer channel had its first notice and its first resumption notice in an interruption. */
function noticeMilestones(incident: Incident, interruption: Interruption): [id: string, at: string][] {
  return customerChannels(incident.runbook).flatMap((channel) => {
    const notices = noticesOf(incident, channel, interruption)
    const first = notices[0]
    const resumption = notices.find((n) => n.stage === 'resumption')
    const found: [string, string][] = []
    if (first !== undefined) found.push([`first-notice:${channel}`, first.at])
    if (resumption !== undefined) found.push([`resumption-notice:${channel}`, resumption.at])
    return found
  })
}

/** Returns the seconds between two times as `secondsBetween` does, but null if they would be negative. */
export function spanBetween(from: string | null, to: string | number | null): number | null {
  const seconds = secondsBetween(from, to)
  return seconds === null || seconds < 0 ? null : seconds
}

/** Returns the seconds from one time to another, which may be negative; null if one is not known. A number is in ms. */
export function secondsBetween(from: string | null, to: string | number | null): number | null {
  return from === null || to === null ? null : (new Date(to).getTime() - Date.parse(from)) / 1000
}
