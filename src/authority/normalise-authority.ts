import {
  type DayOffRule,
  type DeadlineRule,
  type KnownAuthority,
  PERIOD_UNITS,
  type Period,
} from '../domain/authorities/authority.ts'
import type { FormField } from '../domain/authorities/form.ts'
import type { AuthorityFile, DayOffFile, FieldFile, RuleFile, SpanFile } from './authority-file-schema.ts'

/** Converts a file to the form that the domain uses. `id` is the file name without extension; it prefixes report ids. */
export function normaliseAuthority(id: string, file: AuthorityFile): KnownAuthority {
  const { title, verify, reviewed, events, reports, applies, timezones, dayOff, form = [], constants = {} } = file
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
      ...(timezones !== undefined && { timezones }),
      ...(dayOff !== undefined && { dayOff: dayOffRuleOf(id, dayOff) }),
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

/** The id of a report: that of the authority's file, and the report's own in it. */
export function filingId(authority: string, report: string): string {
  return `${authority}-${report}`
}

function dayOffRuleOf(authority: string, { at, unless, unlessFor }: DayOffFile): DayOffRule {
  return {
    at,
    unless: unless ?? null,
    ...(unlessFor !== undefined && { unlessFor: unlessFor.map((report) => filingId(authority, report)) }),
  }
}

function ruleOf(authority: string, file: RuleFile): DeadlineRule {
  const { from, after, within, latest, before, when, unless, unlessLater } = file
  return {
    from: from ?? null,
    after: after === undefined ? null : filingId(authority, after),
    within: within === undefined || within === 'at-once' ? null : spanOf(within),
    latest: latest === undefined ? null : spanOf(latest),
    before: before ?? null,
    when: when ?? null,
    unless: unless ?? null,
    ...(unlessLater !== undefined && { unlessLater }),
  }
}

function spanOf(file: SpanFile): Period {
  // The schema requires exactly one unit.
  const unit = PERIOD_UNITS.find((key) => file[key] !== undefined) as Period['unit']
  return { unit, count: file[unit] as number }
}
