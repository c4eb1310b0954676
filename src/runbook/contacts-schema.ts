import * as z from 'zod'
import {
  CONTACT_METHODS,
  type ContactMethod,
  type Contacts,
  DAYS_OF_WEEK,
  type Person,
  type WorkingHours,
} from '../domain/contacts/contacts.ts'
import { type EscalationLevel, LEAD, type Roster } from '../domain/contacts/roster.ts'
import { ID_FORM } from '../domain/runbook/names.ts'
import { LANGUAGES, SEVERITIES } from '../domain/runbook/runbook.ts'
import { normaliseChannel, pagingSchema } from './channels-schema.ts'
import { addFieldIssue, duration, millisecondsOf, timezone, displayLine as words } from './field-schemas.ts'

const bilingual = z.strictObject({ ja: words.describe('In Japanese.'), en: words.describe('In English.') })
const id = z.string().regex(ID_FORM).meta({ title: 'id' })
const ids = z.array(id)
const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ title: 'HH:MM' })

const hours = z.strictObject({
  days: z.array(z.enum(DAYS_OF_WEEK)).min(1).describe('The days on which they begin.'),
  from: clockTime.describe('When they begin, in quotes.'),
  to: clockTime.describe('When they end, in quotes: on the next day if this is not later than `from`.'),
  timezone: timezone.optional().describe('Their time zone (default: that of the file).'),
})

const way = z
  .strictObject({
    by: z.enum(CONTACT_METHODS).describe('What kind of way it is.'),
    to: words.optional().describe('The number or address, for whoever calls. Without `send` it is required.'),
    send: pagingSchema.optional().describe('How the program pages the person. Without `to` it is required.'),
  })
  .superRefine(({ to, send }, context) => {
    if (to === undefined && send === undefined) addFieldIssue(context, 'one-of', { keys: ['to', 'send'], given: [] })
  })

const person = z.strictObject({
  name: words.or(bilingual).describe('The name, in one form or in both languages.'),
  languages: z
    .array(z.enum(LANGUAGES))
    .min(1)
    .optional()
    .meta({ description: 'The languages that the person speaks, the best first.', default: ['ja'] }),
  hours: z.array(hours).min(1).optional().describe('When the person can be called (default: at any time).'),
  reach: z.array(way).min(1).describe('The ways to reach the person, in the order to try.'),
})

const CONDITIONS = ['severity', 'types', 'after', 'unanswered'] as const

const level = z.strictObject({
  id: id.describe('The name of the level in commands and in the log.'),
  title: bilingual.describe('What the level is called.'),
  reach: ids.min(1).describe('The people and departments to call, in this order.'),
  when: z
    .strictObject({
      severity: z.enum(SEVERITIES).optional().describe('The halt has this severity or a worse one.'),
      types: ids.min(1).optional().describe('The halt is of one of these types.'),
      after: duration.optional().describe('So much time has passed since the declaration, or since the last `reopen`.'),
      unanswered: duration
        .optional()
        .describe(
          'For so long, nobody in the level before has answered a call; for the first level, nobody in a department.',
        ),
    })
    .superRefine((when, context) => {
      if (Object.keys(when).length === 0) addFieldIssue(context, 'one-of', { keys: CONDITIONS, given: [] })
    })
    .optional()
    .describe('The level is due once all of these are true. A level without it is only raised by hand.'),
  again: duration.optional().describe('How soon the level is due again while nobody in it has answered.'),
})

/** Manual chapter 6. */
export const contactsSchema = z
  .strictObject({
    reviewed: z.iso
      .date()
      .optional()
      .describe('The date on which somebody last checked that all of it is correct: YYYY-MM-DD.'),
    timezone: timezone.optional().describe('The time zone of working hours (default: that of the settings).'),
    answerWithin: duration
      .optional()
      .meta({ description: 'How long to wait for an answer before the next person is called.', default: '5m' }),
    people: z.record(id, person).describe('Everybody who may be called, by an id of your choice.'),
    departments: z
      .record(
        id,
        z.strictObject({
          head: id.describe('The person to call first.'),
          deputies: ids.optional().describe('The people to call next, in this order.'),
        }),
      )
      .describe('Who answers for each department, by the id that it has in the runbook.'),
    flow: z
      .record(id, ids)
      .optional()
      .describe(
        `Who notifies whom: by \`${LEAD}\` (who leads the halt), department or person, the ones to notify. By default, \`${LEAD}\` notifies every department.`,
      ),
    escalation: z.array(level).optional().describe('The levels to escalate to, lowest first.'),
  })
  .meta({
    title: 'Contacts: contacts.yaml',
    description: 'Whom to call in a halt, who notifies whom, and when to escalate.',
  })

export type ContactsFile = z.infer<typeof contactsSchema>

/** How long to wait for an answer, if the file does not say: after manual chapter 6 and common practice. */
const DEFAULT_ANSWER_WITHIN_MS = 5 * 60_000

/** The contacts with defaults filled in. Hours without a time zone are in that of the file, else in `timezone`. */
export function normaliseContacts(file: ContactsFile, timezone: string): Contacts {
  const defaultZone = file.timezone ?? timezone
  const people = Object.entries(file.people).map(([name, given]) => [name, personOf(given, defaultZone)])
  return { roster: rosterOf(file), people: Object.fromEntries(people), reviewed: file.reviewed ?? null }
}

export function rosterOf(file: ContactsFile): Roster {
  const people = Object.entries(file.people).map(([name, { name: said }]) => [
    name,
    typeof said === 'string' ? { ja: said, en: said } : said,
  ])
  const departments = Object.entries(file.departments).map(([id, { head, deputies = [] }]) => [id, [head, ...deputies]])
  return {
    people: Object.fromEntries(people),
    departments: Object.fromEntries(departments),
    flow: file.flow ?? { [LEAD]: Object.keys(file.departments) },
    answerWithin: millisecondsOf(file.answerWithin) ?? DEFAULT_ANSWER_WITHIN_MS,
    levels: (file.escalation ?? []).map(levelOf),
  }
}

type ConditionFile = NonNullable<z.infer<typeof level>['when']>

function levelOf({ id, title, reach, when, again }: z.infer<typeof level>): EscalationLevel {
  return { id, title, reach, when: when === undefined ? null : conditionOf(when), again: millisecondsOf(again) ?? null }
}

function conditionOf({ severity, types, after, unanswered }: ConditionFile): NonNullable<EscalationLevel['when']> {
  const afterMs = millisecondsOf(after)
  const unansweredMs = millisecondsOf(unanswered)
  return {
    ...(severity !== undefined && { severity }),
    ...(types !== undefined && { types }),
    ...(afterMs !== undefined && { after: afterMs }),
    ...(unansweredMs !== undefined && { unanswered: unansweredMs }),
  }
}

function personOf({ languages = ['ja'], hours = [], reach }: z.infer<typeof person>, timezone: string): Person {
  return { languages, hours: hours.map((entry) => hoursOf(entry, timezone)), reach: reach.map(wayOf) }
}

function hoursOf({ days, from, to, timezone: own }: z.infer<typeof hours>, timezone: string): WorkingHours {
  return { days, from: minuteOfDay(from), to: minuteOfDay(to), timezone: own ?? timezone }
}

function wayOf({ by, to, send }: z.infer<typeof way>): ContactMethod {
  return { by, to: to ?? null, send: send === undefined ? null : (normaliseChannel(send) as ContactMethod['send']) }
}

/** The minutes since midnight at `HH:MM`. */
function minuteOfDay(time: string): number {
  const [hour, minute] = time.split(':').map(Number)
  return Number(hour) * 60 + Number(minute)
}
