import { factOf, isInSettings } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { Interruption, Lifecycle } from '../incident/lifecycle.ts'
import { noticesOf } from '../incident/notices.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { updatePromisesOf } from './deviations.ts'

/** Metrics of an incident. Times in seconds; null if the end of a span is missing, or precedes its beginning. */
export type Metrics = Readonly<ReturnType<typeof metricsOf>>

export function metricsOf(incident: Incident, lifecycle: Lifecycle, milestones: readonly Milestone[], now: number) {
  const channels = customerChannels(incident.runbook)
  const byChannel = (of: (channel: string) => number | null): Readonly<Record<string, number | null>> =>
    Object.fromEntries(channels.map((id) => [id, of(id)]))
  const first = (channel: string) => milestones.find(({ id }) => id === `first-notice:${channel}`)
  const { number, liftedAt, fullyResumedAt } = lifecycle.current
  const resumption = (channel: string) =>
    milestones.find(({ id, interruption }) => id === `resumption-notice:${channel}` && interruption === number)
  const declared = incident.declaration?.planned === null ? incident.declaration.declaredAt : null
  const toNotify = byChannel((channel) => first(channel)?.offsetSeconds ?? null)
  const times = Object.values(toNotify)
  const complete = times.length > 0 && times.every((t) => t !== null)
  const promises = updatePromisesOf(incident, lifecycle, now)
  return {
    timeToDetectSeconds: spanBetween(lifecycle.startedAt, factOf(incident, 'detected-at').value),
    /** From the start until every customer channel had its first notice (manual 2.2). */
    timeToNotifySeconds: complete ? Math.max(...(times as number[])) : null,
    timeToNotifySecondsByChannel: toNotify,
    /** From the declaration to the first notice; null for a planned halt, which is declared long before. */
    timeFromDeclaringSecondsByChannel: byChannel((channel) => spanBetween(declared, first(channel)?.at ?? null)),
    timeToResumeSeconds: spanBetween(lifecycle.startedAt, fullyResumedAt),
    /** From the first lift of the latest interruption to its resumption notice (manual 4.1). */
    timeToResumptionNoticeSecondsByChannel: byChannel((channel) =>
      spanBetween(liftedAt, resumption(channel)?.at ?? null),
    ),
    /** Updates that fell due, as promised or by the cadence (manual 3.2), and how many of them came in time. */
    updatesDue: promises.length,
    updatesKept: promises.filter(({ kept }) => kept).length,
    noticeFacts: noticeFactsOf(incident),
  }
}

/** The facts that every customer notice states (manual 2.2): how many are known, and which are not. */
function noticeFactsOf(incident: Incident) {
  const asked = Object.entries(incident.runbook.facts).flatMap(([name, { notice }]) => (notice ? [name] : []))
  const of = (name: string) => factOf(incident, name)
  const open = asked.filter((name) => !of(name).known && !isInSettings(incident, name))
  return {
    asked: asked.length,
    known: asked.length - open.length,
    notYetKnown: open.filter((name) => of(name).at !== null),
    notStated: open.filter((name) => of(name).at === null),
  }
}

export interface Milestone {
  /**
   * `started` `detected` `declared` `first-notice:CHANNEL` `lifted` `resumed:OPERATION[:ASSET]` `fully-resumed`
   * `resumption-notice:CHANNEL` `closed`
   */
  readonly id: string
  readonly at: string
  /**
   * Seconds from the start of the incident; null if the start is not known yet, or if the time precedes it without having
   * been planned to: a clock was set back, or a time misstated.
   */
  readonly offsetSeconds: number | null
  readonly interruption: number
}

export function milestonesOf(incident: Incident, lifecycle: Lifecycle): Milestone[] {
  const found: Milestone[] = []
  const add = (id: string, at: string | null | undefined, interruption: number) => {
    if (at == null) return
    const between = id === 'declared' && incident.declaration?.planned ? secondsBetween : spanBetween
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

/** Returns the first notice of each customer channel, and its first resumption notice. */
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

/** Returns a duration in seconds; null if it is not known, or if it would be negative. */
export function spanBetween(from: string | null, to: string | number | null): number | null {
  const seconds = secondsBetween(from, to)
  return seconds === null || seconds < 0 ? null : seconds
}

/** `to` is in ISO 8601 or in milliseconds. */
export function secondsBetween(from: string | null, to: string | number | null): number | null {
  return from === null || to === null ? null : (new Date(to).getTime() - Date.parse(from)) / 1000
}
