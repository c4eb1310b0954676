import { ENTITY_PREFIX, ENTITY_VALUES, EVENT_PREFIX, FORM_PARTS, FORM_VALUES } from '../domain/authorities/form.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import { findCycle } from '../runbook/cycle.ts'
import type { ValuePath, YamlSource } from '../runbook/finding.ts'
import type { AuthorityFile, FieldFile } from './authority-file-schema.ts'
import { filingId } from './normalise-authority.ts'

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

function checkReferences({ events, reports, dayOff, form = [] }: AuthorityFile, source: YamlSource): void {
  const names = Object.keys(reports)
  checkForm(form, names, source)
  for (const [i, report] of (dayOff?.unlessFor ?? []).entries())
    checkReference('unknown-report', report, names, source, ['dayOff', 'unlessFor', i])
  for (const [name, { due }] of Object.entries(reports))
    due.forEach((rule, i) => {
      const path = ['reports', name, 'due', i]
      for (const key of ['from', 'when', 'unless', 'unlessLater'] as const)
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
