import { grouped } from '../domain/grouped.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { type Interruption, lifecycleOf } from '../domain/incident/lifecycle.ts'
import { type Restriction, restrictionsOf } from '../domain/incident/restrictions.ts'
import type { ScopeState } from '../domain/log/scope-change.ts'
import { wholeMinute } from '../domain/time.ts'
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
  /** Whether they had been stopped, or likewise only restricted, before, and had resumed. */
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
  const groupsOf = (restrictions: readonly Restriction[]) =>
    grouped(restrictions.flatMap(beginningsOf), ({ at, isRestriction, isAgain }) => [at, isRestriction, isAgain])
  const isOfHalt = ({ isInitial, at }: Beginning) => (current.number === 1 ? isInitial : at === wholeMinute(since))
  const [first, ...others] = groupsOf(told)
  if (first === undefined || (others.length === 0 && isOfHalt(first[0]))) return []
  return groupsOf(told.map(asItIsNow))
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

/** A service that is no longer stopped, but still restricted, has been restricted since both began. */
function asItIsNow(restriction: Restriction): Restriction {
  const { to, isStoppedLast } = restriction
  return to === null && !isStoppedLast ? { ...restriction, stoppedAt: null } : restriction
}

/** What was only restricted at first, and stopped later, began twice. */
function beginningsOf({ target, from, stoppedAt, isInitial, isAgain }: Restriction): Beginning[] {
  const beginning = (at: number, isRestriction: boolean): Beginning => {
    return {
      target,
      at: wholeMinute(at),
      isRestriction,
      isAgain: isAgain && isRestriction === (stoppedAt === null),
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

/** Returns the times during which services were stopped or restricted, those with the same times together, the first first. */
export function servicePeriods(context: Context): ServicePeriods[] {
  const { incident, language } = context
  const byTarget = grouped(restrictionsOf(incident), ({ target }) => target).sort(
    ([a], [b]) => startOfPeriod(a) - startOfPeriod(b),
  )
  const timesOf = (all: readonly Restriction[]) =>
    all.map(({ from, to, isInitial }) => [isInitial || wholeMinute(from), to === null ? null : wholeMinute(to)])
  return grouped(byTarget, (all) => [kindOf(all), timesOf(all)]).map(([all, ...others]) => {
    const periods = all.map((one) => periodWords(context, one))
    const services = namesOf(context, targetsOf([all, ...others].flat()))
    return { kind: kindOf(all), services, periods: customerWordsFor(language).periods(periods) }
  })
}

/** The states in which services were, but for open: stopped, restricted or both. Empty if nobody has stated any. */
export function statesUntilNow(incident: Incident): ScopeState[] {
  return restrictionsOf(incident).flatMap(({ stoppedAt, wasStoppedThroughout }): ScopeState[] => [
    ...(stoppedAt === null ? [] : (['stopped'] as const)),
    ...(wasStoppedThroughout ? [] : (['limited'] as const)),
  ])
}

/** In milliseconds since the epoch; 0 if it is not known. */
function startOfPeriod({ from }: Restriction): number {
  return Math.max(from, 0)
}

function kindOf(restrictions: readonly Restriction[]): ServicePeriods['kind'] {
  if (restrictions.every(({ wasStoppedThroughout }) => wasStoppedThroughout)) return 'stopped'
  return restrictions.every(({ stoppedAt }) => stoppedAt === null) ? 'restricted' : 'mixed'
}

function periodWords(context: Context, { from, to, isInitial }: Restriction): string {
  const { incident, language, settings } = context
  const words = customerWordsFor(language)
  const moment = (ms: number): Moment => momentOf(ms, settings.timezone)
  const [first] = lifecycleOf(incident).interruptions
  const start = isInitial ? haltStart(incident, first) : isoOf(from, settings.timezone)
  const how = isInitial ? beginningExactness(incident, first) : 'about'
  return words.period(start === null ? null : moment(Date.parse(start)), how, to === null ? null : moment(to))
}

/** When the halt began, in words. */
function startWords({ incident, language, settings }: Context): ServiceBeginning['at'] {
  const [first] = lifecycleOf(incident).interruptions
  const start = haltStart(incident, first)
  return start === null ? null : timeWords(start, beginningExactness(incident, first), language, settings.timezone)
}

function wordsAt({ language, settings }: Context, ms: number): ServiceBeginning['at'] {
  return timeWords(isoOf(ms, settings.timezone), 'about', language, settings.timezone)
}

/**
 * Returns the interruptions before the current one that a notice is about: all if it is final, else those in which something
 * was stopped that has never resumed since; in a notice of resumption, until it did now.
 */
export function earlierCovered({ incident, stage }: Pick<Context, 'incident' | 'stage'>): Interruption[] {
  const { interruptions, current } = lifecycleOf(incident)
  const isLasting = ({ to }: Restriction) => to === null || (stage === 'resumption' && to > startOf(current))
  return interruptions
    .slice(0, -1)
    .filter((one) => stage === 'final' || restrictionsBegunIn(incident, one).some(isLasting))
}

/** Whether some services were restricted in an interruption, and none was stopped. */
export function wasRestriction(incident: Incident, interruption: Interruption): boolean {
  const begun = restrictionsBegunIn(incident, interruption)
  return begun.length > 0 && begun.every(isNoStop)
}

/** Whether an interruption began with restrictions alone, whatever was stopped later. */
export function beganAsRestriction(incident: Incident, interruption: Interruption): boolean {
  const begun = restrictionsBegunIn(incident, interruption)
  const earliest = begun.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY)
  const first = begun.filter(({ from }) => from === earliest)
  return first.length > 0 && first.every(({ from, stoppedAt }) => stoppedAt !== from)
}

function restrictionsBegunIn(incident: Incident, one: Interruption): Restriction[] {
  const next = lifecycleOf(incident).interruptions[one.number]
  return restrictionsOf(incident).filter(
    ({ from }) => (one.number === 1 || from >= startOf(one)) && (next === undefined || from < startOf(next)),
  )
}

/** In milliseconds since the epoch. */
function startOf({ startedAt }: Interruption): number {
  return Date.parse(startedAt ?? '')
}

/**
 * Returns the services that are stopped, or else restricted, again after they had resumed, and whether none of them is
 * stopped. None if others were restricted at the same time or since, or in another way: they are as much part of the halt.
 */
export function servicesStoppedAgain(incident: Incident): {
  readonly targets: string[]
  readonly isRestriction: boolean
} {
  const lasting = restrictionsOf(incident).filter(({ to }) => to === null)
  const again = lasting.filter(({ isAgain }) => isAgain)
  const since = Math.min(...again.map(({ from }) => from))
  const isRestriction = again.every(({ isStoppedLast }) => !isStoppedLast)
  const isAll = lasting.every((one) => one.from < since || (one.isAgain && one.isStoppedLast !== isRestriction))
  return { targets: isAll ? targetsOf(again) : [], isRestriction }
}

/** Whether a halt was reopened, and something was stopped or restricted again that had been before, as far as is known. */
export function isStoppedAgain(incident: Incident, interruption = lifecycleOf(incident).current): boolean {
  const isUnstated = restrictionsOf(incident).length === 0
  const begun = restrictionsBegunIn(incident, interruption)
  return interruption.number > 1 && (isUnstated || begun.some(({ isAgain }) => isAgain))
}

function isNoStop({ stoppedAt }: Restriction): boolean {
  return stoppedAt === null
}

function targetsOf(restrictions: readonly { readonly target: string }[]): string[] {
  return [...new Set(restrictions.map(({ target }) => target))]
}
