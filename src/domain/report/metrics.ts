import { factOf, isInSettings } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { Interruption, Lifecycle } from '../incident/lifecycle.ts'
import { noticesOf } from '../incident/notices.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { promisesOf } from './deviations.ts'

/** Times in seconds; null where the end of the span is not there, or lies before its beginning. */
export interface Metrics {
  readonly timeToDetectSeconds: number | null
  /** From the start to the first notice of the customers' channel that came last. */
  readonly timeToNotifySeconds: number | null
  readonly timeToNotifySecondsByChannel: Readonly<Record<string, number | null>>
  readonly timeToResumeSeconds: number | null
  /** Next reports that fell due (as promised, or by the cadence), and how many of them were kept. */
  readonly updatesDue: number
  readonly updatesKept: number
}

export function metricsOf(
  incident: Incident,
  course: Lifecycle,
  milestones: readonly Milestone[],
  now: number,
): Metrics {
  const channels = customerChannels(incident.runbook)
  const byChannel = Object.fromEntries(
    channels.map((id) => [id, milestones.find((m) => m.id === `first-notice:${id}`)?.offsetSeconds ?? null]),
  )
  const times = Object.values(byChannel)
  const complete = times.length > 0 && times.every((t) => t !== null)
  const promises = promisesOf(incident, course, now)
  return {
    timeToDetectSeconds: spanBetween(course.startedAt, factOf(incident, 'detected-at').value),
    timeToNotifySeconds: complete ? Math.max(...(times as number[])) : null,
    timeToNotifySecondsByChannel: byChannel,
    timeToResumeSeconds: spanBetween(course.startedAt, course.current.fullyResumedAt),
    updatesDue: promises.length,
    updatesKept: promises.filter(({ kept }) => kept).length,
  }
}

/** How soon a channel told customers, in seconds; null where it has not, or where the span would be negative. */
export interface Told {
  /** From the start of the halt to the first notice (manual 2.2). */
  readonly fromStartSeconds: number | null
  /** From declaring it; null for a planned halt, which is declared long before. */
  readonly fromDeclaringSeconds: number | null
  /** From the first lift of the latest interruption to the notice of resumption (manual 4.1). */
  readonly resumptionFromLiftSeconds: number | null
}

/** How customers were told. */
export interface Measured {
  readonly channels: Readonly<Record<string, Told>>
  /** Next reports that fell due, as promised or by the cadence (manual 3.2). */
  readonly promises: { readonly due: number; readonly kept: number; readonly missed: number }
  /** The facts that every customer notice states (manual 2.2): how many are known, and which are not. */
  readonly facts: {
    readonly asked: number
    readonly known: number
    readonly notYetKnown: readonly string[]
    readonly notStated: readonly string[]
  }
}

export function measuredOf(incident: Incident, course: Lifecycle, now: number): Measured {
  const milestones = milestonesOf(incident, course)
  const metrics = metricsOf(incident, course, milestones, now)
  const declared = incident.declaration?.planned === null ? incident.declaration.declaredAt : null
  const { number, liftedAt } = course.current
  const told = (channel: string): Told => {
    const first = milestones.find((m) => m.id === `first-notice:${channel}`)
    const again = milestones.find((m) => m.id === `resumption-notice:${channel}` && m.interruption === number)
    return {
      fromStartSeconds: first?.offsetSeconds ?? null,
      fromDeclaringSeconds: spanBetween(declared, first?.at ?? null),
      resumptionFromLiftSeconds: spanBetween(liftedAt, again?.at ?? null),
    }
  }
  const channels = customerChannels(incident.runbook)
  return {
    channels: Object.fromEntries(channels.map((channel) => [channel, told(channel)])),
    promises: promiseCounts(metrics),
    facts: factsOf(incident),
  }
}

function promiseCounts({ updatesDue: due, updatesKept: kept }: Metrics): Measured['promises'] {
  return { due, kept, missed: due - kept }
}

function factsOf(incident: Incident): Measured['facts'] {
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
   * Seconds from the start of the incident; null where that is not known yet, or where the time lies before it without
   * having been planned so: a clock was set back, or a time misstated.
   */
  readonly offsetSeconds: number | null
  readonly interruption: number
}

export function milestonesOf(incident: Incident, course: Lifecycle): Milestone[] {
  const found: Milestone[] = []
  const add = (id: string, at: string | null | undefined, interruption: number) => {
    if (at == null) return
    const between = id === 'declared' && incident.declaration?.planned ? secondsBetween : spanBetween
    found.push({ id, at, offsetSeconds: between(course.startedAt, at), interruption })
  }
  add('detected', factOf(incident, 'detected-at').value, 1)
  add('declared', incident.declaration?.declaredAt, 1)
  for (const interruption of course.interruptions) {
    const { number } = interruption
    add('started', interruption.startedAt, number)
    for (const [id, at] of noticeMilestones(incident, interruption)) add(id, at, number)
    add('lifted', interruption.liftedAt, number)
    for (const [target, at] of interruption.resumed) add(`resumed:${target}`, at, number)
    add('fully-resumed', interruption.fullyResumedAt, number)
  }
  add('closed', course.closedAt, course.current.number)
  return found.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** The first notice of each customers' channel, and its first of resumption. */
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

/** How long something took, in seconds; null where that is not known, as it is not where it ends before it begins. */
export function spanBetween(from: string | null, to: string | null): number | null {
  const seconds = secondsBetween(from, to)
  return seconds === null || seconds < 0 ? null : seconds
}

export function secondsBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1000
}
