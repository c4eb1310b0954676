import * as z from 'zod'
import {
  type DeadlineRule,
  FORM_PARTS,
  type KnownAuthority,
  MAX_PERIOD_COUNT,
  PERIOD_UNITS,
  type Period,
} from '../domain/authorities/authority.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import { findCycle } from '../runbook/cycle.ts'
import { displayLine as words } from '../runbook/field-schemas.ts'
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
    form: z
      .array(
        z.strictObject({
          title: bilingual.describe('What the field is called.'),
          from: z
            .array(runbookId)
            .optional()
            .describe(
              `What fills the field: facts, and parts of the report (${FORM_PARTS.join(', ')}). Without it, it is filled in by hand.`,
            ),
        }),
      )
      .optional()
      .describe("The fields of the authority's form, in its order."),
  })
  .meta({
    title: 'Authority: runbooks/authorities/*.yaml',
    description: 'The reports that an authority requires, and their deadlines.',
  })

export type AuthorityFile = z.infer<typeof authoritySchema>
type RuleFile = z.infer<typeof rule>

/** Converts a file to the form that the domain uses. `id` is the file name without extension; it prefixes report ids. */
export function normaliseAuthority(id: string, file: AuthorityFile): KnownAuthority {
  const { title, verify, reviewed, events, reports, applies, form = [] } = file
  const filings = Object.entries(reports).map(([name, { title, due }]) => ({
    id: filingId(id, name),
    title,
    due: due.map((rule) => ruleOf(id, rule)),
  }))
  const { types = null, facts = [], byName = false, condition } = applies
  return {
    authority: { id, title, verify, reviewed, events, filings },
    types,
    facts,
    byName,
    condition,
    form: form.map(({ title, from = [] }) => ({ title, from })),
  }
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

function checkReferences({ events, reports }: AuthorityFile, source: YamlSource): void {
  const names = Object.keys(reports)
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

/** Checks that a runbook has the types and facts that a team's file names. Shipped files may name some that it lacks. */
export function checkAgainstRunbook({ applies, form = [] }: AuthorityFile, runbook: Runbook, source: YamlSource): void {
  const { types = [], facts = [] } = applies
  for (const [i, type] of types.entries())
    checkReference('unknown-type', type, Object.keys(runbook.types), source, ['applies', 'types', i])
  for (const [i, fact] of facts.entries())
    checkReference('unknown-fact', fact, Object.keys(runbook.facts), source, ['applies', 'facts', i])
  const fillable = [...FORM_PARTS, ...Object.keys(runbook.facts)]
  for (const [i, { from = [] }] of form.entries())
    for (const [j, given] of from.entries())
      checkReference('unknown-fact', given, fillable, source, ['form', i, 'from', j])
}

function checkReference(
  code: 'unknown-start' | 'unknown-report' | 'unknown-type' | 'unknown-fact',
  given: string | undefined,
  allowed: readonly string[],
  source: YamlSource,
  path: ValuePath,
): void {
  if (given !== undefined && !allowed.includes(given)) source.addFinding(code, { given, allowed }, path)
}
