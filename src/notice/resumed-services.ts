import { grouped } from '../domain/grouped.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { restrictionsOf } from '../domain/incident/restrictions.ts'
import { formatTarget, openScope, scopeOf } from '../domain/incident/scope.ts'
import { wholeMinute } from '../domain/time.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { isoOf } from '../i18n/moment.ts'
import type { NoticeRequest } from './notice.ts'
import { timeWords } from './notice-times.ts'
import { namesOf, type ScopeContext } from './scope-words.ts'

/** Services that have resumed, and when, in words. */
export interface Resumed {
  /** Whether they had only been restricted. */
  readonly isRestriction: boolean
  readonly targets: readonly string[]
  /** None if nothing has resumed. */
  readonly names: readonly string[]
  readonly services: string
  readonly at: string
  readonly atBrief: string
  /** The services and when they resumed. */
  readonly withTime: string
  readonly withTimeBrief: string
}

/**
 * The services that have resumed and are open, in the order in which they did, those of one minute together. If there are
 * none, that is said, but in a retraction, which is about more than what has resumed.
 */
export function resumedServices(request: ScopeContext & Pick<NoticeRequest, 'stage'>): Resumed[] {
  const { incident, language, settings } = request
  const { interruptions, current } = lifecycleOf(incident)
  // What is retracted is all that was told of the halt, from its beginning.
  const told = request.stage === 'retraction' ? interruptions : [current]
  const resumed = new Map(told.flatMap((one) => [...one.resumed]))
  const all = scopeOf(incident)
  const open = openScope(incident, [...resumed.keys()]).map(formatTarget)
  const groups = grouped(open, (target) => [
    wholeMinute(Date.parse(resumed.get(target) as string)),
    wasOnlyRestricted(incident, target),
  ])
  const { list, everything, nothing, unknown, resumedThen } = customerWordsFor(language)
  if (groups.length === 0) {
    if (request.stage === 'retraction' && all.length > 0) return []
    const { lastLiftAt } = current
    const at = lastLiftAt === null ? null : timeWords(lastLiftAt, 'about', language, settings.timezone)
    // Without any scope, all that there was has been lifted.
    const names = all.length === 0 && at !== null ? [everything] : []
    const [long, brief] = [at?.long ?? unknown.resumed, at?.brief ?? unknown.resumed]
    const services = all.length === 0 ? everything : nothing
    const [withTime, withTimeBrief] = [resumedThen([services], long), resumedThen([services], brief)]
    return [{ isRestriction: false, targets: [], names, services, at: long, atBrief: brief, withTime, withTimeBrief }]
  }
  const at = ([target]: readonly [string, ...string[]]) => wholeMinute(Date.parse(resumed.get(target) as string))
  return groups
    .sort((a, b) => at(a) - at(b))
    .map((targets) => {
      const { long, brief } = timeWords(isoOf(at(targets), settings.timezone), 'about', language, settings.timezone)
      const isRestriction = wasOnlyRestricted(incident, targets[0])
      const names = namesOf(request, targets)
      const [withTime, withTimeBrief] = [resumedThen(names, long), resumedThen(names, brief)]
      return { isRestriction, targets, names, services: list(names), at: long, atBrief: brief, withTime, withTimeBrief }
    })
}

/** What a short text says of services that have resumed, or are no longer restricted. */
export interface ResumedPoint {
  readonly label: string
  readonly services: string
  readonly withTimes: string
}

/** The same for short texts: without times, all that have resumed are one list. */
export function resumedPoints(
  request: ScopeContext,
  resumed: readonly Resumed[],
  isLifted: (one: Resumed) => boolean,
): ResumedPoint[] {
  const { list, groups, resumption } = customerWordsFor(request.language)
  return grouped(resumed, isLifted).map((all) => {
    const [first, ...others] = all
    const targets = all.flatMap((one) => one.targets)
    return {
      label: resumption(isLifted(first)).brief,
      services: others.length === 0 ? first.services : list(namesOf(request, targets)),
      withTimes: groups(all.map(({ withTimeBrief }) => withTimeBrief)),
    }
  })
}

/** Whether a service was restricted before it last resumed, and never stopped. */
function wasOnlyRestricted(incident: Incident, target: string): boolean {
  const last = restrictionsOf(incident).findLast((one) => one.target === target && one.to !== null)
  return last !== undefined && last.stoppedAt === null
}
