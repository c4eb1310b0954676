import { lastWriteWhere, registerOf } from '../domain/incident/current-values.ts'
import { type FactView, factOfRole, roleRecord } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf, typeDuring } from '../domain/incident/lifecycle.ts'
import { planOf } from '../domain/incident/planned-halt.ts'
import { isOfEarlierHalt } from '../domain/notice/stated-facts.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { Exactness } from '../i18n/customer-words.en.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { momentOf } from '../i18n/moment.ts'

/** Puts a time, or a range `FROM/TO`, into words, long and brief. Times are ISO 8601. */
export function timeWords(value: string, how: Exactness, language: Language, zone: string) {
  const words = customerWordsFor(language)
  const [from, to] = value.split('/', 2).map((at) => momentOf(Date.parse(at), zone))
  if (from === undefined || to === undefined) {
    const at = from ?? momentOf(Date.parse(value), zone)
    return { long: words.moment(at, how), brief: words.brief(at, how) }
  }
  return { long: words.range(from, to, how), brief: words.briefRange(from, to, how) }
}

/** When an interruption began: if reopened, as recorded; else as stated; else, if planned, as recorded. Null: not known. */
export function haltStart(incident: Incident, interruption = lifecycleOf(incident).current): string | null {
  if (interruption.number > 1) return interruption.startedAt
  const fact = factOfRole(incident, 'began')
  if (fact.at !== null) return fact.value
  return incident.declaration?.planned == null ? null : interruption.startedAt
}

/** Whether a planned halt was closed before it began. */
export function isCalledOff(incident: Incident): boolean {
  const { closedAt, current } = lifecycleOf(incident)
  return closedAt !== null && current.startedAt === null
}

/** A planned halt begins at the minute; the beginning of others, and of a reopened one, is as people noticed it. */
export function beginningExactness(incident: Incident, { number } = lifecycleOf(incident).current): Exactness {
  return incident.declaration?.planned != null && number === 1 ? 'exact' : 'about'
}

/** A time or range `FROM/TO` (ISO 8601), and whether it is only what was planned, which nobody has confirmed since. */
export interface ExpectedResumption {
  readonly value: string
  readonly isPlanned: boolean
}

/**
 * The expected resumption as stated, else the planned end. Null if not known, stated to be unknown, or said of the halt
 * before it was reopened.
 */
export function expectedResumption(incident: Incident): ExpectedResumption | null {
  const fact = factOfRole(incident, 'expected-end')
  if (isOfEarlierHalt(incident, roleRecord(incident, 'expected-end'))) return null
  if (fact.value !== null) return { value: fact.value, isPlanned: false }
  const end = factOfRole(incident, 'planned-end')
  if (fact.at !== null || end.value === null || isOfEarlierHalt(incident, roleRecord(incident, 'planned-end')))
    return null
  return { value: end.value, isPlanned: true }
}

/** Whether the halt was reopened, and nobody has said of what type it has been since. */
export function isTypeOfEarlierHalt(incident: Incident, interruption = lifecycleOf(incident).current): boolean {
  const { number, order, endOrder } = interruption
  const stated = lastWriteWhere(incident, 'type', (write) => write.order < endOrder)
  return number > 1 && stated !== undefined && stated.order < order
}

/** Whether an interruption is the one that was planned: the halt had not been reopened then, and is of no other type. */
export function isAsPlanned(incident: Incident, interruption = lifecycleOf(incident).current): boolean {
  if (incident.declaration?.planned == null || interruption.number > 1) return false
  const declared = registerOf(incident, 'type').find(({ undone }) => !undone)
  return typeDuring(incident, interruption) === declared?.value
}

/** The window `FROM/TO` of a planned halt, or only its start. Null if the start is not known. */
export function plannedWindow(incident: Incident): string | null {
  const { from = null, to = null } = planOf(incident) ?? {}
  return from === null || to === null ? from : `${from}/${to}`
}

/** Whether the value of a fact is a time or a range of times. */
export function isTimeFact({ value }: FactView): boolean {
  const parts = value?.split('/') ?? ['']
  return parts.every((part) => /^\d{4}-\d\d-\d\dT/.test(part) && !Number.isNaN(Date.parse(part)))
}
