import { FORM_PARTS } from '../domain/authorities/authority.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import { cycleIn } from '../runbook/cycle.ts'
import type { Path, Source } from '../runbook/finding.ts'
import { type AuthorityFile, filingId } from './file-schema.ts'

/** One file as it was read, with the name that its authority has from it. */
export interface ReadAuthority {
  readonly id: string
  readonly file: AuthorityFile
  readonly source: Source
}

/** What only the names together show: of one file, and of all, where a name may stand for one thing only. */
export function checkAuthorities(all: readonly ReadAuthority[]): void {
  for (const { file, source } of all) checkNames(file, source)
  const taken = new Map(all.map(({ id, source }) => [id, source.file]))
  for (const { id, file, source } of all)
    for (const name of Object.keys(file.reports)) {
      const filing = filingId(id, name)
      const first = taken.get(filing)
      if (first !== undefined) source.report('duplicate-id', { id: filing, first }, ['reports', name])
      taken.set(filing, first ?? source.file)
    }
  for (const { file, source } of all)
    for (const event of Object.keys(file.events)) {
      const first = taken.get(event)
      if (first !== undefined) source.report('duplicate-id', { id: event, first }, ['events', event])
    }
}

function checkNames({ events, reports }: AuthorityFile, source: Source): void {
  const names = Object.keys(reports)
  for (const [name, { due }] of Object.entries(reports))
    due.forEach((rule, i) => {
      const path = ['reports', name, 'due', i]
      for (const key of ['from', 'when', 'unless'] as const)
        refer('unknown-start', rule[key], Object.keys(events), source, [...path, key])
      refer('unknown-report', rule.after, names, source, [...path, 'after'])
    })
  const after = names.map((name) => [name, reports[name]?.due.flatMap((rule) => rule.after ?? []) ?? []] as const)
  const cycle = cycleIn(Object.fromEntries(after))
  if (cycle !== null) source.report('report-cycle', { path: cycle }, ['reports', cycle[0] as string])
}

/** Against the types and facts of a runbook: shipped files may name others than a team's own has. */
export function checkApplies({ applies, form = [] }: AuthorityFile, runbook: Runbook, source: Source): void {
  const { types = [], facts = [] } = applies
  for (const [i, type] of types.entries())
    refer('unknown-type', type, Object.keys(runbook.types), source, ['applies', 'types', i])
  for (const [i, fact] of facts.entries())
    refer('unknown-fact', fact, Object.keys(runbook.facts), source, ['applies', 'facts', i])
  const fillings = [...FORM_PARTS, ...Object.keys(runbook.facts)]
  for (const [i, { from = [] }] of form.entries())
    for (const [j, given] of from.entries()) refer('unknown-fact', given, fillings, source, ['form', i, 'from', j])
}

function refer(
  code: 'unknown-start' | 'unknown-report' | 'unknown-type' | 'unknown-fact',
  given: string | undefined,
  allowed: readonly string[],
  source: Source,
  path: Path,
): void {
  if (given !== undefined && !allowed.includes(given)) source.report(code, { given, allowed }, path)
}
