import { grouped } from '../domain/grouped.ts'
import { namedWriters } from '../incident/new-writers.ts'
import type { ReportContext } from './context.ts'
import { personName } from './wording.ts'

/** The writers whose events the report tells although nobody has said that they may write; null if there are none. */
export function unknownWriterWords(context: ReportContext): string | null {
  const all = context.unknownWriters ?? []
  if (all.length === 0) return null
  const { named, more } = namedWriters(all)
  return context.labels.unknownWriters(
    named.map((one) => ({ ...one, by: personName(one.by, context) })),
    more,
  )
}

/** The same for the first page: by the names of people, of whom at most `NAMED_PEOPLE` are named. */
export function unknownPeopleWords(context: ReportContext): string | null {
  const writers = context.unknownWriters ?? []
  if (writers.length === 0) return null
  const people = grouped(writers, ({ by }) => [by]).map((own) => ({
    by: personName(own[0].by, context),
    events: own.reduce((sum, { events }) => sum + events, 0),
  }))
  return context.labels.unknownPeople(people.slice(0, NAMED_PEOPLE), Math.max(0, people.length - NAMED_PEOPLE))
}

const NAMED_PEOPLE = 5
