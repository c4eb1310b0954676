import { factOf, isInSettings } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import type { Course } from '../incident/lifecycle.ts'
import { customerChannels } from '../runbook/runbook.ts'
import { type Metrics, metricsOf } from './metrics.ts'
import { milestonesOf, spanBetween } from './milestones.ts'

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

export function measuredOf(incident: Incident, course: Course, now: number): Measured {
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
    promises: promisesOf(metrics),
    facts: factsOf(incident),
  }
}

function promisesOf({ updatesDue: due, updatesKept: kept }: Metrics): Measured['promises'] {
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
