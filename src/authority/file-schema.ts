import * as z from 'zod'
import { type KnownAuthority, MAX_COUNT, type Rule, SPAN_UNITS, type Span } from '../domain/authorities/authority.ts'
import { line as words } from '../runbook/field-schemas.ts'

const bilingual = z.strictObject({ ja: words, en: words })
const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/)

const count = (key: string) =>
  z
    .number()
    .superRefine((given, context) => {
      const params = { code: 'out-of-range', key, given: String(given), least: '1', most: String(MAX_COUNT) }
      if (!Number.isInteger(given) || given < 1 || given > MAX_COUNT) context.addIssue({ code: 'custom', params })
    })
    .optional()

/** Exactly one of several keys. */
const oneOf =
  (keys: readonly string[]) =>
  (value: object, context: z.RefinementCtx): void => {
    const given = keys.filter((key) => key in value)
    if (given.length !== 1) context.addIssue({ code: 'custom', params: { code: 'one-of', keys, given } })
  }

const span = z
  .strictObject({ hours: count('hours'), days: count('days'), months: count('months') })
  .superRefine(oneOf(SPAN_UNITS))

/** Counted from an event of `events`, or from when a report of the file was last made. */
const rule = z
  .strictObject({
    from: id.optional(),
    after: id.optional(),
    within: z.literal('at-once').or(span).optional(),
    latest: span.optional(),
    before: bilingual.optional(),
    when: id.optional(),
    unless: id.optional(),
  })
  .superRefine(oneOf(['from', 'after']))
  .superRefine(oneOf(['within', 'before']))

/** `runbooks/authorities/ID.yaml`: what one authority wants to be told, and by when. */
export const authoritySchema = z.strictObject({
  reviewed: z.iso.date(),
  /** Whether somebody has yet to check it; then it is said wherever it is shown. */
  verify: z.boolean(),
  source: z.literal('extension'),
  title: bilingual,
  applies: z.strictObject({
    types: z.array(id).min(1).optional(),
    facts: z.array(id).min(1).optional(),
    byName: z.boolean().optional(),
    condition: bilingual,
  }),
  events: z.record(id, bilingual),
  reports: z.record(id, z.strictObject({ title: bilingual, due: z.array(rule).min(1) })),
  /** Fields of its form, each filled from facts and parts of the report. */
  form: z.array(z.strictObject({ title: bilingual, from: z.array(id).optional() })).optional(),
})

export type AuthorityFile = z.infer<typeof authoritySchema>
type RuleFile = z.infer<typeof rule>

/** `id` is the name of the file; its reports are named after it. */
export function normaliseAuthority(id: string, file: AuthorityFile): KnownAuthority {
  const { title, verify, reviewed, events, reports, applies, form = [] } = file
  const filings = Object.entries(reports).map(([name, { title, due }]) => ({
    id: filingId(id, name),
    title,
    due: due.map((one) => ruleOf(id, one)),
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

export function filingId(authority: string, report: string): string {
  return `${authority}-${report}`
}

function ruleOf(authority: string, { from, after, within, latest, before, when, unless }: RuleFile): Rule {
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

function spanOf(file: z.infer<typeof span>): Span {
  const unit = SPAN_UNITS.find((one) => file[one] !== undefined) as Span['unit']
  return { unit, count: file[unit] as number }
}
