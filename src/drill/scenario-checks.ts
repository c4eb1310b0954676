import { durationOf } from '../domain/duration.ts'
import type { FactKind, Runbook } from '../domain/runbook/runbook.ts'
import type { Path, Source } from '../runbook/finding.ts'
import { changeOf, type FactsFile, type InjectFile, type ScenarioFile } from './scenario-schema.ts'

/** What only the names together show, against the runbook in force. */
export function checkScenario(file: ScenarioFile, runbook: Runbook, source: Source): void {
  const { type, planned, lasts } = file
  const types = Object.keys(runbook.types)
  if (!types.includes(type)) source.report('unknown-type', { given: type, allowed: types }, ['type'])
  else checkWindow(file, runbook, source)
  checkScope(file.scope ?? [], runbook, source, ['scope'])
  checkFacts(file.facts ?? {}, runbook, source, ['facts'])
  if (planned !== undefined && spanOf(planned.to) <= spanOf(planned.from))
    source.report('ends-too-early', { key: 'to', given: planned.to, after: planned.from }, ['planned', 'to'])
  file.injects.forEach((inject, place) => {
    const path = ['injects', place]
    const first = file.injects.findIndex(({ id }) => id === inject.id)
    if (first < place) source.report('duplicate-id', { id: inject.id, first: `injects ${first + 1}` }, [...path, 'id'])
    if (spanOf(inject.at) >= spanOf(lasts))
      source.report('after-the-end', { inject: inject.id, at: inject.at, lasts }, [...path, 'at'])
    if (inject.until !== undefined && spanOf(inject.until) <= spanOf(inject.at))
      source.report('ends-too-early', { key: 'until', given: inject.until, after: inject.at }, [...path, 'until'])
    checkInject(inject, runbook, source, path)
  })
}

function checkWindow({ type, planned }: ScenarioFile, { types }: Runbook, source: Source): void {
  const allowed = types[type]?.planned
  if (planned === undefined && allowed === 'required') source.report('missing-key', { key: 'planned' }, ['type'])
  if (planned !== undefined && allowed === 'never') source.report('never-planned', { type }, ['planned'])
}

function checkInject(inject: InjectFile, runbook: Runbook, source: Source, path: Path): void {
  const { channels, departments, operations, steps } = runbook
  checkNames(source, 'unknown-channel', Object.keys(channels), inject.fails, [...path, 'fails'])
  checkNames(source, 'unknown-channel', Object.keys(channels), inject.damaged, [...path, 'damaged'])
  checkNames(source, 'unknown-channel', Object.keys(channels), inject.notices, [...path, 'notices'])
  checkNames(source, 'unknown-department', Object.keys(departments), inject.silent, [...path, 'silent'])
  const known = steps.map(({ id }) => id)
  checkNames(source, 'unknown-step', known, inject.steps, [...path, 'steps'])
  const targets = inject.resumes?.map((target) => target.replace(/:.*/, ''))
  checkNames(source, 'unknown-operation', Object.keys(operations), targets, [...path, 'resumes'])
  checkScope(inject.scope ?? [], runbook, source, [...path, 'scope'])
  checkFacts(inject.facts ?? {}, runbook, source, [...path, 'facts'])
}

type Reference = 'unknown-channel' | 'unknown-department' | 'unknown-step' | 'unknown-operation'

function checkNames(
  source: Source,
  code: Reference,
  allowed: readonly string[],
  given: readonly string[] = [],
  path: Path,
): void {
  given.forEach((name, i) => {
    if (!allowed.includes(name)) source.report(code, { given: name, allowed }, [...path, i])
  })
}

function checkScope(statements: readonly string[], { operations }: Runbook, source: Source, path: Path): void {
  const given = statements.map((text) => changeOf(text)?.operation ?? '')
  checkNames(source, 'unknown-operation', Object.keys(operations), given, path)
}

function checkFacts(given: FactsFile, { facts }: Runbook, source: Source, path: Path): void {
  const allowed = Object.keys(facts)
  for (const [fact, said] of Object.entries(given)) {
    const at = [...path, fact]
    const definition = Object.hasOwn(facts, fact) ? facts[fact] : undefined
    if (definition === undefined) source.report('unknown-fact', { given: fact, allowed }, at)
    else if (!fits(definition.kind, definition.words, said))
      source.report('fact-form', { fact, kind: definition.kind, words: definition.words }, at)
  }
}

/** A time has its span from the opening, only an estimate a range; words for customers only where the fact has some. */
function fits(kind: FactKind, hasWords: boolean, { value, ja, en, from, to }: FactsFile[string]): boolean {
  const isTime = kind !== 'text'
  if ((from !== undefined) !== isTime || (value !== undefined && isTime)) return false
  if (to !== undefined && kind !== 'estimate') return false
  return hasWords || (ja === undefined && en === undefined)
}

function spanOf(text: string): number {
  return durationOf(text) ?? 0
}
