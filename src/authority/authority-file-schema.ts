import * as z from 'zod'
import { DAY_OFF_EXCEPTIONS, MAX_PERIOD_COUNT, PERIOD_UNITS } from '../domain/authorities/authority.ts'
import { FIELD_KINDS, FORM_PARTS, FORM_VALUES } from '../domain/authorities/form.ts'
import { textPattern } from '../domain/authorities/text-pattern.ts'
import { ID_FORM } from '../domain/runbook/names.ts'
import { addFieldIssue, spelled, timezone, displayLine as words } from '../runbook/field-schemas.ts'

const bilingual = z.strictObject({ ja: words.describe('In Japanese.'), en: words.describe('In English.') })
/** An id of the file's own: it becomes a part of others. */
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/)
  .meta({ title: 'lower-case id' })
/** An id of the runbook. */
const runbookId = z.string().regex(ID_FORM).meta({ title: 'id' })

/** A whole number of units, from 1 to `MAX_PERIOD_COUNT`; `key` names the unit in a finding. */
const count = (key: string) =>
  z
    .number()
    .superRefine((given, context) => {
      const params = { code: 'out-of-range', key, given: String(given), least: '1', most: String(MAX_PERIOD_COUNT) }
      if (!Number.isInteger(given) || given < 1 || given > MAX_PERIOD_COUNT)
        context.addIssue({ code: 'custom', params })
    })
    .optional()

const oneOf =
  (keys: readonly string[]) =>
  (value: object, context: z.RefinementCtx): void => {
    const given = keys.filter((key) => key in value)
    if (given.length !== 1) context.addIssue({ code: 'custom', params: { code: 'one-of', keys, given } })
  }

const span = z
  .strictObject({
    hours: count('hours').describe('So many hours.'),
    days: count('days').describe('So many calendar days.'),
    months: count('months').describe('So many calendar months.'),
  })
  .superRefine(oneOf(PERIOD_UNITS))

const rule = z
  .strictObject({
    from: id
      .optional()
      .describe('The event in `events` from which it counts. Exactly one of `from` and `after` is given.'),
    after: id.optional().describe('The report in this file from whose last submission it counts.'),
    within: z
      .literal('at-once')
      .or(span)
      .optional()
      .describe('How long there is, in one unit, or `at-once`. Exactly one of `within` and `before` is given.'),
    latest: span.optional().describe('The later end, if the rule gives a range; the earlier one is due.'),
    before: bilingual.optional().describe('The deadline in words, if it is no length of time.'),
    when: id.optional().describe('The event in `events` without which the deadline does not count.'),
    unless: id.optional().describe('The event in `events` after which the deadline does not count any more.'),
    unlessLater: id
      .optional()
      .describe('The event in `events` that replaces the deadline if it occurs only after the deadline has passed.'),
  })
  .superRefine(oneOf(['from', 'after']))
  .superRefine(oneOf(['within', 'before']))

/** An id of a field: as the form numbers it. */
const fieldId = z.string().regex(ID_FORM).meta({ title: 'id' })

const STEP = '[A-Za-z]\\w*(?:\\[(?:0|[A-Za-z]\\w*=[^\\].]+)?\\])?'
const path = z
  .string()
  .regex(new RegExp(`^${STEP}(?:\\.${STEP})*$`))
  .meta({ title: 'path' })

const pattern = z.string().superRefine((given, context) => {
  if (textPattern(given) === null) addFieldIssue(context, 'bad-pattern', { given })
})

const field = z.strictObject({
  id: fieldId
    .optional()
    .describe('The number of the field in the form, by which it is answered (default: its position).'),
  title: bilingual.describe('What the field is called.'),
  kind: z.enum(FIELD_KINDS).optional().meta({
    description:
      'What the field takes. A duration is DDD:HH:MM; a choice is one of `options`, `choices` are one or more of them.',
    default: 'text',
  }),
  options: z
    .array(spelled(/^[^,\s]+$/, 'not_available'))
    .min(1)
    .optional()
    .describe('What may be chosen, as the form spells it.'),
  pattern: pattern
    .optional()
    .describe('A regular expression that the text has to match, without lookaround, `\\b` and references to groups.'),
  from: z
    .array(z.string().regex(ID_FORM).meta({ title: 'id' }))
    .optional()
    .describe(
      `What fills the field: facts, parts of the report (${FORM_PARTS.join(', ')}), single values (${FORM_VALUES.join(', ')}), what halt.yaml says of the company (entity.name, …), or when an event in \`events\` occurred (event.ID). A field that takes no text gets the first that is known. Without it, only a person can answer.`,
    ),
  internal: z.boolean().optional().meta({
    description: 'Whether a text takes what operators recorded of a fact, rather than its public words.',
    default: false,
  }),
  fixed: z.record(id, z.string().min(1)).optional().describe('What the field always says, by report in `reports`.'),
  reports: z.array(id).min(1).optional().describe('The reports that ask for the field (default: all).'),
  when: z
    .strictObject({
      field: fieldId.describe('Another field.'),
      is: z.array(z.string()).min(1).describe('Its values.'),
    })
    .optional()
    .describe('The field is asked for only if another one has one of these values; `yes` or `no` of a boolean.'),
  optional: z.boolean().optional().meta({
    description: 'The form is complete without the field, which is filled in where it applies.',
    default: false,
  }),
  currency: fieldId.optional().describe('Of an amount: the field that has the currency of the form.'),
  department: runbookId.optional().describe('Whom to ask for it: a department of the runbook.'),
  path: path.optional().describe('Where it stands in the JSON document of the form, such as `incident.cause`.'),
  otherPath: path.optional().describe('Where it stands if it does not match `pattern`.'),
})

export const authoritySchema = z
  .strictObject({
    reviewed: z.iso.date().describe('The date on which it was written, or last reviewed: YYYY-MM-DD.'),
    verify: z.boolean().describe('True until somebody has checked the file; it is then marked wherever it is shown.'),
    source: z.literal('extension').describe('Reports to authorities are always beyond the manual.'),
    title: bilingual.describe('What the authority is called.'),
    applies: z
      .strictObject({
        types: z
          .array(runbookId)
          .min(1)
          .optional()
          .describe('The halt types to which it may apply (default: every type).'),
        facts: z
          .array(runbookId)
          .min(1)
          .optional()
          .describe('It is proposed once one of these facts is known (default: at once).'),
        byName: z.boolean().optional().meta({
          description:
            'Clocks are started by the name of the authority only, since somebody has to decide that it applies.',
          default: false,
        }),
        condition: bilingual.describe('When it applies, in words.'),
      })
      .describe('When the authority is to be informed.'),
    events: z.record(id, bilingual).describe('What deadlines count from, by an id of your choice.'),
    reports: z
      .record(
        id,
        z.strictObject({
          title: bilingual.describe('What the report is called.'),
          due: z.array(rule).min(1).describe('Its deadlines, of which the earliest counts.'),
        }),
      )
      .describe('The reports, by an id of your choice. Commands put the name of the file before it.'),
    timezones: z
      .array(timezone)
      .min(1)
      .optional()
      .describe(
        "The time zones of the companies that it is responsible for (default: all). A deadline counts in the company's; if that is none of these, the earliest in any of them is due.",
      ),
    dayOff: z
      .strictObject({
        at: z
          .string()
          .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
          .meta({ title: 'HH:MM' })
          .describe('The time of the next working day.'),
        unless: z
          .enum(DAY_OFF_EXCEPTIONS)
          .optional()
          .describe('To whom this does not apply: `systemic` companies (`entity` in halt.yaml).'),
        unlessFor: z
          .array(id)
          .min(1)
          .optional()
          .describe('The reports in this file to whose deadlines `unless` is limited (default: all).'),
      })
      .optional()
      .describe(
        'A deadline that falls on a Saturday, a Sunday or a holiday (`entity.holidays` in halt.yaml) moves to the next working day. Without it, deadlines run on.',
      ),
    form: z.array(field).optional().describe("The fields of the authority's form, in its order."),
    constants: z
      .record(path, z.string())
      .optional()
      .describe(
        'What the JSON document of the form has beside its fields, by path; set where the object around it is.',
      ),
  })
  .meta({
    title: 'Authority: runbooks/authorities/*.yaml',
    description: 'The reports that an authority requires, and their deadlines.',
  })

export type AuthorityFile = z.infer<typeof authoritySchema>
export type DayOffFile = NonNullable<AuthorityFile['dayOff']>
export type RuleFile = z.infer<typeof rule>
export type FieldFile = z.infer<typeof field>
export type SpanFile = z.infer<typeof span>
