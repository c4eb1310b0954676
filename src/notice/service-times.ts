import { grouped } from '../domain/grouped.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { type Restriction, restrictionsOf } from '../domain/incident/restrictions.ts'
import { wholeMinute } from '../domain/notice/next-report.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { isoOf, type Moment, momentOf } from '../i18n/moment.ts'
import type { NoticeRequest } from './notice.ts'
import { beginningExactness, haltStart, timeWords } from './notice-times.ts'
import { namesOf } from './scope-words.ts'

// When services were stopped or restricted, each with its own times (manual 2.2).

type Context = Pick<NoticeRequest, 'incident' | 'settings' | 'language' | 'stage'>

/** When some services were stopped or restricted. */
export interface ServiceBeginning {
  readonly isRestriction: boolean
  /** Whether they had been restricted before, and had resumed. */
  readonly isAgain: boolean
  readonly services: readonly string[]
  /** In words; null if it is not known. */
  readonly at: { readonly long: string; readonly brief: string } | null
}

/**
 * Returns when the services that a notice is about were last stopped or restricted, by time: those that are, and in a notice
 * of resumption those that resumed since the halt began or was reopened. Empty if all of them began with it.
 */
export function serviceBeginnings(context: Context): ServiceBeginning[] {
  const { incident, stage } = context
  const { current } = lifecycleOf(incident)
  const since = Date.parse(current.startedAt ?? '')
  const latest = grouped(restrictionsOf(incident), ({ target }) => target).map((all) => all.at(-1) as Restriction)
  const told = latest.filter(({ to }) => to === null || (stage === 'resumption' && to >= since))
  const groups = grouped(told.flatMap(beginningsOf), ({ at, isRestriction, isAgain }) => [at, isRestriction, isAgain])
  const isOfHalt = ({ isInitial, at }: Beginning) => (current.number === 1 ? isInitial : at === wholeMinute(since))
  const [first] = groups
  if (first === undefined || (groups.length === 1 && isOfHalt(first[0]))) return []
  return groups
    .sort(([a], [b]) => a.at - b.at)
    .map((group) => {
      const [{ isRestriction, isAgain, isInitial, at }] = group
      const services = namesOf(context, targetsOf(group))
      return { isRestriction, isAgain, services, at: isInitial ? startWords(context) : wordsAt(context, at) }
    })
}

interface Beginning extends Pick<Restriction, 'target' | 'isInitial' | 'isAgain'> {
  readonly isRestriction: boolean
  /** Milliseconds since the epoch, to the minute. */
  readonly at: number
}

/** What was only restricted at first, and stopped later, began twice. */
function beginningsOf({ target, from, stoppedAt, isInitial, isAgain }: Restriction): Beginning[] {
  const beginning = (at: number, isRestriction: boolean): Beginning => {
    return {
      target,
      at: wholeMinute(at),
      isRestriction,
      isAgain: isAgain && !isRestriction,
      isInitial: isInitial && at === from,
    }
  }
  const restricted = stoppedAt === from ? [] : [beginning(from, true)]
  return stoppedAt === null ? restricted : [...restricted, beginning(stoppedAt, false)]
}

/** The times during which some services were stopped or restricted. */
export interface ServicePeriods {
  readonly kind: 'stopped' | 'restricted' | 'mixed'
  readonly services: readonly string[]
  readonly periods: string
}

/** Returns the times during which services were stopped or restricted, those with the same times together. */
export function servicePeriods(context: Context): ServicePeriods[] {
  const { incident, language } = context
  const byTarget = grouped(restrictionsOf(incident), ({ target }) => target)
  const timesOf = (all: readonly Restriction[]) =>
    all.map(({ from, to, isInitial }) => [isInitial || wholeMinute(from), to === null ? null : wholeMinute(to)])
  return grouped(byTarget, (all) => [kindOf(all), timesOf(all)]).map(([all, ...others]) => {
    const periods = all.map((one) => periodWords(context, one))
    const services = namesOf(context, targetsOf([all, ...others].flat()))
    return { kind: kindOf(all), services, periods: customerWordsFor(language).phrase(periods) }
  })
}

function kindOf(restrictions: readonly Restriction[]): ServicePeriods['kind'] {
  if (restrictions.every(({ wasStoppedThroughout }) => wasStoppedThroughout)) return 'stopped'
  return restrictions.every(({ stoppedAt }) => stoppedAt === null) ? 'restricted' : 'mixed'
}

function periodWords(context: Context, { from, to, isInitial }: Restriction): string {
  const { incident, language, settings } = context
  const words = customerWordsFor(language)
  const moment = (ms: number): Moment => momentOf(ms, settings.timezone)
  const start = isInitial ? haltStart(incident, lifecycleOf(incident).interruptions[0]) : isoOf(from, settings.timezone)
  const how = isInitial ? beginningExactness(incident) : 'about'
  return words.period(start === null ? null : moment(Date.parse(start)), how, to === null ? null : moment(to))
}

/** When the halt began, in words. */
function startWords({ incident, language, settings }: Context): ServiceBeginning['at'] {
  const start = haltStart(incident, lifecycleOf(incident).interruptions[0])
  return start === null ? null : timeWords(start, beginningExactness(incident), language, settings.timezone)
}

function wordsAt({ language, settings }: Context, ms: number): ServiceBeginning['at'] {
  return timeWords(isoOf(ms, settings.timezone), 'about', language, settings.timezone)
}

/** Whether some service has never resumed since before the halt was reopened; in a notice of resumption, until it did now. */
export function isAnyUnbroken({ incident, stage }: Pick<Context, 'incident' | 'stage'>): boolean {
  const since = Date.parse(lifecycleOf(incident).current.startedAt ?? '')
  return restrictionsOf(incident).some(
    ({ from, to }) => from < since && (to === null || (stage === 'resumption' && to > since)),
  )
}

/** Returns the services that are restricted again after they had resumed, and whether none of them was stopped. */
export function restrictedAgain(incident: Incident): { readonly targets: string[]; readonly isRestriction: boolean } {
  const again = restrictionsOf(incident).filter(({ to, isAgain }) => to === null && isAgain)
  const stopped = again.filter(({ stoppedAt }) => stoppedAt !== null)
  return { targets: targetsOf(stopped.length > 0 ? stopped : again), isRestriction: stopped.length === 0 }
}

function targetsOf(restrictions: readonly { readonly target: string }[]): string[] {
  return [...new Set(restrictions.map(({ target }) => target))]
}
