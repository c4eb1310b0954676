import type { Incident, Notice } from '../domain/incident/incident.ts'
import { incidentAsOf } from '../domain/incident/incident-as-of.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { lastToldOn } from '../domain/incident/notices.ts'
import { restrictionsOf } from '../domain/incident/restrictions.ts'
import { customerChannels } from '../domain/runbook/runbook.ts'
import { wholeMinute } from '../domain/time.ts'
import { haltStart } from './notice-times.ts'

/** When something began as customers were told, and as it is on record now; in milliseconds since the epoch, to the minute. */
export interface MovedStart {
  readonly told: number
  readonly now: number
}

/** The same with the channels of which customers were told so. */
export interface StartTold extends MovedStart {
  readonly channels: readonly string[]
}

/**
 * Returns the starts that customers read on some channels, and that a notice now gives otherwise; whatever was told last on a
 * channel counts, as long as it was of the same stop.
 */
export function startsTold(incident: Incident): StartTold[] {
  const { order } = lifecycleOf(incident).current
  const moved = new Map<string, StartTold>()
  for (const channel of customerChannels(incident.runbook)) {
    const last = lastToldOn(incident, channel)
    const start = last === undefined || last.order < order || !statesStart(last) ? null : movedStart(incident, last)
    if (start === null) continue
    const key = `${start.told} ${start.now}`
    moved.set(key, { ...start, channels: [...(moved.get(key)?.channels ?? []), channel] })
  }
  return [...moved.values()]
}

/** Returns how a start that a notice stated is on record now, if otherwise; null if it is not. */
export function movedStart(incident: Incident, since: Notice): MovedStart | null {
  const before = incidentAsOf(incident, since)
  const [was, is] = [startsOf(before), startsOf(incident)]
  const halt = was.get(null)
  if (halt !== undefined) {
    const now = is.size === 0 ? null : Math.min(...is.values())
    return now === null || now === halt ? null : { told: halt, now }
  }
  for (const [target, told] of was) {
    const now = is.get(target)
    if (target === null || now === undefined || now === told) continue
    if (!wasRestrictedAt(incident, target, told)) return { told, now }
  }
  return null
}

function statesStart({ stage }: Notice): boolean {
  return stage !== 'scheduled' && stage !== 'retraction'
}

/** Since when each service has been restricted; of the halt itself (`null`) where nobody has stated any. Empty if not known. */
function startsOf(incident: Incident): ReadonlyMap<string | null, number> {
  const halt = haltStart(incident)
  const restrictions = restrictionsOf(incident)
  if (restrictions.length === 0) return new Map(halt === null ? [] : [[null, wholeMinute(Date.parse(halt))]])
  const told = restrictions.filter(({ to, isInitial }) => to === null && !(isInitial && halt === null))
  return new Map(told.map(({ target, from }) => [target, wholeMinute(from)]))
}

/** Whether a service is on record to have been restricted from a minute on, be it for a time only. */
function wasRestrictedAt(incident: Incident, target: string, minute: number): boolean {
  return restrictionsOf(incident).some((one) => one.target === target && wholeMinute(one.from) === minute)
}
