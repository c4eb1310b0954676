import { lastWriteWhere } from '../domain/incident/current-values.ts'
import { factOfRole, factRecord, factWrites, roleRecord } from '../domain/incident/facts.ts'
import { beginningOfInterruption, type Interruption, lifecycleOf, typeDuring } from '../domain/incident/lifecycle.ts'
import { happenedBefore, type Recorded } from '../domain/incident/order-of-events.ts'
import { isOfEarlierHalt } from '../domain/notice/stated-facts.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import type { FactRole } from '../domain/runbook/runbook.ts'
import { wholeMinute } from '../domain/time.ts'
import type { Exactness } from '../i18n/customer-words.en.ts'
import {
  contactWords,
  customerWordsFor,
  isStatedUnknown,
  labelOf,
  lineOrNull,
  publicWords,
  unknownFactWords,
} from '../i18n/customer-words.ts'
import type { NoticeRequest } from './notice.ts'
import {
  beginningExactness,
  type ExpectedResumption,
  expectedResumption,
  haltStart,
  isAsPlanned,
  isTypeOfEarlierHalt,
  plannedWindow,
  timeWords,
} from './notice-times.ts'

/** What a notice says of a fact, long and for short texts, and whether that is more than that it is not known yet. */
export interface Said {
  readonly value: string
  readonly brief: string
  readonly known: boolean
}

export type SaidContext = Pick<NoticeRequest, 'incident' | 'language' | 'settings'>
type StageContext = SaidContext & Pick<NoticeRequest, 'stage' | 'now'>

/** What notices say of the facts of some roles, which takes more than their value: null if they have no row for one. */
export type RoleValues = ReturnType<typeof roleValues>

/** Returns what notices say of the facts of some roles, at present and whatever the stage. */
export function roleValues(context: StageContext) {
  const { incident, settings, language } = context
  const { unknown } = customerWordsFor(language)
  const expected = expectedResumption(incident)
  const unknownEnd = unknownWords(context, 'expected-end')
  const contact = contactWords(incident, settings, language)
  return {
    began: timeSaid(context, haltStart(incident), beginningExactness(incident), unknownWords(context, 'began')),
    'planned-begin': timeSaid(context, plannedWindow(incident), 'exact', unknown.planned),
    // Stated together with the planned beginning.
    'planned-end': null,
    'expected-end': expected === null ? wordsSaid(null, unknownEnd) : expectedSaid(context, expected),
    cause: causeSaid(context),
    impact: wordsSaid(publicWordsOf(context, 'impact'), unknownWords(context, 'impact')),
    contact: contact === null ? null : wordsSaid(contact, ''),
  } as const satisfies Readonly<Partial<Record<FactRole, Said | null>>>
}

/** Returns what a notice says of a time or range `FROM/TO`, in ISO 8601. */
export function timeSaid(
  { language, settings }: SaidContext,
  value: string | null,
  how: Exactness,
  unknown: string,
): Said {
  if (value === null) return wordsSaid(null, unknown)
  const { long, brief } = timeWords(value, how, language, settings.timezone)
  return { value: long, brief, known: true }
}

/** Returns the same of a time that was only planned, and is no promise. */
export function asPlanned({ language }: SaidContext, time: Said): Said {
  const { planned } = customerWordsFor(language)
  return { ...time, value: planned(time.value), brief: planned(time.brief) }
}

/** Returns what a notice says of something that it has words for, or none. */
export function wordsSaid(words: string | null, unknown: string): Said {
  if (words !== null) return { value: words, brief: withoutFullStop(words), known: true }
  // That it is being checked is said in one sentence; a promise to tell more may follow it.
  return { value: unknown, brief: withoutFullStop(unknown.replace(/(?:。|\. ).*$/, '')), known: false }
}

/** Words without the full stop at their end, for a place where a template sets one. */
export function withoutFullStop(words: string): string {
  return words.replace(/[.。．]+$/, '')
}

/** Whether a time or range `FROM/TO` has passed, to the minute. */
export function isPast(value: string, now: number): boolean {
  return wholeMinute(now) > wholeMinute(Date.parse(value.split('/').at(-1) as string))
}

/** When the halt is expected to end: of a range, what lies ahead. If all of it has passed, it is late. */
function expectedSaid(context: StageContext, { value, isPlanned }: ExpectedResumption): Said {
  const { language, settings, now } = context
  const [from, to] = value.split('/') as [string, string?]
  const words = customerWordsFor(language)
  const end = timeWords(to ?? from, 'about', language, settings.timezone)
  if (isPast(value, now)) {
    const { long, brief } = words.late(end.long, end.brief)
    return { value: long, brief, known: true }
  }
  const isAhead = to === undefined || wholeMinute(now) < Date.parse(from)
  const said = isAhead
    ? timeSaid(context, value, 'about', '')
    : { value: words.until(end.long), brief: words.until(end.brief), known: true }
  return isPlanned ? asPlanned(context, said) : said
}

/**
 * What a notice says of the cause of an interruption: its public words; else what the manual gives for halts of the type; else,
 * of planned work, the type.
 */
export function causeSaid(context: SaidContext, interruption = lifecycleOf(context.incident).current): Said {
  const { incident, language } = context
  const { types } = incident.runbook
  const type = typeDuring(incident, interruption)
  const words = causeStated(context, interruption)?.words ?? null
  const fact = factOfRole(incident, 'cause')
  const isPlanned = isAsPlanned(incident, interruption) && !isStatedUnknown(fact)
  const ofType = types[type]?.cause?.[language] ?? (isPlanned ? labelOf(types, type, language) : null)
  const isWithheld = isTypeOfEarlierHalt(incident, interruption)
  if (words !== null || (ofType !== null && !isWithheld)) return wordsSaid(words ?? ofType, '')
  // Nobody is investigating what was planned, or what the company knows and has no public words for.
  const isInvestigated = ofType === null && !(fact.known && !isOfEarlierHalt(incident, roleRecord(incident, 'cause')))
  return wordsSaid(null, isInvestigated ? unknownWords(context, 'cause') : customerWordsFor(language).unknown.fact)
}

/** The public words of the cause that were stated for an interruption, and where and when; null if none were. */
export function causeStated(
  { incident, language }: Omit<SaidContext, 'settings'>,
  interruption: Interruption,
): { readonly words: string; readonly stated: Recorded } | null {
  const name = factWithRole(incident.runbook, 'cause')
  if (name === null) return null
  const { number } = interruption
  const next = lifecycleOf(incident).interruptions[number]
  const stating = (words: string | null, stated: Recorded | undefined) =>
    words === null || stated === undefined ? null : { words, stated }
  if (next === undefined) {
    const stated = factRecord(incident, name)
    return isOfEarlierHalt(incident, stated) ? null : stating(publicWords(incident, name, language), stated)
  }
  const [from, to] = [interruption, next].map((one) => beginningOfInterruption(incident, one) as Recorded)
  const key = `words:${name}.${language}` as const
  const stated = lastWriteWhere(incident, key, (write) => happenedBefore(write, to as Recorded))
  const isOfThis = stated !== undefined && (number === 1 || !happenedBefore(stated, from as Recorded))
  // What was stated and then said not to be known was withdrawn.
  const value = factWrites(incident, name).findLast((one) => !one.undone && happenedBefore(one, to as Recorded))
  if (value?.value.known === false && stated !== undefined && value.order > stated.order) return null
  return isOfThis ? stating(lineOrNull(stated.value), stated) : null
}

/** Of a halt that was reopened, only what was stated since; the final notice is about the whole. */
function publicWordsOf({ incident, language, stage }: StageContext, role: FactRole): string | null {
  const name = factWithRole(incident.runbook, role)
  if (name === null || (stage !== 'final' && isOfEarlierHalt(incident, factRecord(incident, name)))) return null
  return publicWords(incident, name, language)
}

/** What a notice says of the fact of a role while it is not known. */
function unknownWords(
  { incident, language }: SaidContext,
  role: 'began' | 'expected-end' | 'impact' | 'cause',
): string {
  const name = factWithRole(incident.runbook, role)
  return name === null ? customerWordsFor(language).unknown[role] : unknownFactWords(incident.runbook, name, language)
}
