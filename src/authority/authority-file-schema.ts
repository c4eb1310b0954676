import * as z from 'zod'
import {
  DAY_OFF_EXCEPTIONS,
  type DeadlineRule,
  type KnownAuthority,
  MAX_PERIOD_COUNT,
  PERIOD_UNITS,
  type Period,
} from '../domain/authorities/authority.ts'
import {
  ENTITY_PREFIX,
  ENTITY_VALUES,
  EVENT_PREFIX,
  FIELD_KINDS,
  FORM_PARTS,
  FORM_VALUES,
  type FormField,
} from '../domain/authorities/form.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import { findCycle } from '../runbook/cycle.ts'
import { addFieldIssue, spelled, displayLine as words } from '../runbook/field-schemas.ts'
import type { ValuePath, YamlSource } from '../runbook/finding.ts'

const bilingual = z.strictObject({ ja: words.describe('In Japanese.'), en: words.describe('In English.') })
/** An id of the file's own: it becomes a part of others. */
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/)
  .meta({ title: 'lower-case id' })
/** An id of the runbook. */
const runbookId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/)
  .meta({ title: 'id' })

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
  })
  .superRefine(oneOf(['from', 'after']))
  .superRefine(oneOf(['within', 'before']))

/** An id of a field: as the form numbers it. */
const fieldId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/)
  .meta({ title: 'id' })

const STEP = '[A-Za-z]\\w*(?:\\[(?:0|[A-Za-z]\\w*=[^\\].]+)?\\])?'
const path = z
  .string()
  .regex(new RegExp(`^${STEP}(?:\\.${STEP})*$`))
  .meta({ title: 'path' })

const pattern = z.string().superRefine((given, context) => {
  try {
    new RegExp(given)
  } catch {
    addFieldIssue(context, 'bad-spelling', { given, example: '^[A-Z]{3}$' })
  }
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
  pattern: pattern.optional().describe('A regular expression that the text has to match.'),
  from: z
    .array(
      z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/)
        .meta({ title: 'id' }),
    )
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
type RuleFile = z.infer<typeof rule>
type FieldFile = z.infer<typeof field>

/** Converts a file to the form that the domain uses. `id` is the file name without extension; it prefixes report ids. */
export function normaliseAuthority(id: string, file: AuthorityFile): KnownAuthority {
  const { title, verify, reviewed, events, reports, applies, dayOff, form = [], constants = {} } = file
  const filings = Object.entries(reports).map(([name, { title, due }]) => ({
    id: filingId(id, name),
    title,
    due: due.map((rule) => ruleOf(id, rule)),
  }))
  const { types = null, facts = [], byName = false, condition } = applies
  return {
    authority: {
      id,
      title,
      verify,
      reviewed,
      events,
      filings,
      ...(dayOff !== undefined && { dayOff: { at: dayOff.at, unless: dayOff.unless ?? null } }),
    },
    types,
    facts,
    byName,
    condition,
    form: form.map(normaliseField),
    constants,
  }
}

function normaliseField(file: FieldFile, i: number): FormField {
  const { id = String(i + 1), title, kind = 'text', options = [], from = [], reports = [] } = file
  const {
    internal = false,
    optional = false,
    pattern = null,
    fixed = null,
    when = null,
    currency = null,
    department = null,
  } = file
  const { path = null, otherPath = null } = file
  const places = { currency, department, path, otherPath }
  return { id, title, kind, options, pattern, from, internal, fixed, reports, when, optional, ...places }
}

function filingId(authority: string, report: string): string {
  return `${authority}-${report}`
}

function ruleOf(authority: string, { from, after, within, latest, before, when, unless }: RuleFile): DeadlineRule {
  return {
    from: from ?? null,
    after: after === undefined ? null : filingId(authority, after),
    within: within === undefined || within === 'at-once' ? null : spanOf(within),
    latest: latest === undefined ? null : spanOf(latest),
    before: before ?? null,
    when: when ?? null,
    unless: unless ?? null,
  }
}

function spanOf(file: z.infer<typeof span>): Period {
  // The schema requires exactly one unit.
  const unit = PERIOD_UNITS.find((key) => file[key] !== undefined) as Period['unit']
  return { unit, count: file[unit] as number }
}

/** One file that has the right form, with the id that its file name gives the authority. */
export interface ParsedAuthority {
  readonly id: string
  readonly file: AuthorityFile
  readonly source: YamlSource
}

/** Adds findings for unknown references within a file, and for names that mean two things across all files. */
export function checkAuthorities(authorities: readonly ParsedAuthority[]): void {
  for (const { file, source } of authorities) checkReferences(file, source)
  const taken = new Map(authorities.map(({ id, source }) => [id, source.file]))
  for (const { id, file, source } of authorities)
    for (const name of Object.keys(file.reports)) {
      const filing = filingId(id, name)
      const first = taken.get(filing)
      if (first !== undefined) source.addFinding('duplicate-id', { id: filing, first }, ['reports', name])
      taken.set(filing, first ?? source.file)
    }
  // Several authorities may have the same event, but no event may be named like an authority or a report.
  for (const { file, source } of authorities)
    for (const event of Object.keys(file.events)) {
      const first = taken.get(event)
      if (first !== undefined) source.addFinding('duplicate-id', { id: event, first }, ['events', event])
    }
}

function checkReferences({ events, reports, form = [] }: AuthorityFile, source: YamlSource): void {
  const names = Object.keys(reports)
  checkForm(form, names, source)
  for (const [name, { due }] of Object.entries(reports))
    due.forEach((rule, i) => {
      const path = ['reports', name, 'due', i]
      for (const key of ['from', 'when', 'unless'] as const)
        checkReference('unknown-start', rule[key], Object.keys(events), source, [...path, key])
      checkReference('unknown-report', rule.after, names, source, [...path, 'after'])
    })
  const edges = names.map((name) => [name, reports[name]?.due.flatMap((rule) => rule.after ?? []) ?? []] as const)
  const cycle = findCycle(Object.fromEntries(edges))
  if (cycle !== null) source.addFinding('report-cycle', { path: cycle }, ['reports', cycle[0] as string])
}

/** Checks what fields of a form refer to: reports, other fields; and that no two have one id. */
function checkForm(form: readonly FieldFile[], reports: readonly string[], source: YamlSource): void {
  const ids = form.map(({ id }, i) => id ?? String(i + 1))
  for (const [i, field] of form.entries()) {
    const at = ['form', i]
    if (ids.indexOf(ids[i] as string) < i)
      source.addFinding('duplicate-id', { id: ids[i] as string, first: source.file }, [...at, 'id'])
    for (const [j, given] of (field.reports ?? []).entries())
      checkReference('unknown-report', given, reports, source, [...at, 'reports', j])
    for (const given of Object.keys(field.fixed ?? {}))
      checkReference('unknown-report', given, reports, source, [...at, 'fixed', given])
    checkReference('unknown-form-field', field.when?.field, ids, source, [...at, 'when', 'field'])
    checkReference('unknown-form-field', field.currency, ids, source, [...at, 'currency'])
  }
}

/** Checks that a runbook has the types and facts that a team's file names. Shipped files may name some that it lacks. */
export function checkAgainstRunbook(
  { applies, events, form = [] }: AuthorityFile,
  runbook: Runbook,
  source: YamlSource,
): void {
  const { types = [], facts = [] } = applies
  for (const [i, type] of types.entries())
    checkReference('unknown-type', type, Object.keys(runbook.types), source, ['applies', 'types', i])
  for (const [i, fact] of facts.entries())
    checkReference('unknown-fact', fact, Object.keys(runbook.facts), source, ['applies', 'facts', i])
  const fillable = [
    ...FORM_PARTS,
    ...FORM_VALUES,
    ...ENTITY_VALUES.map((key) => `${ENTITY_PREFIX}${key}`),
    ...Object.keys(events).map((event) => `${EVENT_PREFIX}${event}`),
    ...Object.keys(runbook.facts),
  ]
  for (const [i, { from = [], department }] of form.entries()) {
    for (const [j, given] of from.entries())
      checkReference('unknown-fact', given, fillable, source, ['form', i, 'from', j])
    checkReference('unknown-department', department, Object.keys(runbook.departments), source, [
      'form',
      i,
      'department',
    ])
  }
}

function checkReference(
  code:
    | 'unknown-start'
    | 'unknown-report'
    | 'unknown-type'
    | 'unknown-fact'
    | 'unknown-form-field'
    | 'unknown-department',
  given: string | undefined,
  allowed: readonly string[],
  source: YamlSource,
  path: ValuePath,
): void {
  if (given !== undefined && !allowed.includes(given)) source.addFinding(code, { given, allowed }, path)
}
