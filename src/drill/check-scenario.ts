import { type FactKind, isTimeKind, type Runbook } from '../domain/runbook/runbook.ts'
import type { ValuePath, YamlSource } from '../runbook/finding.ts'
import { type FactsFile, type InjectFile, readScope, type ScenarioFile, toMs } from './scenario-schema.ts'

/** Checks the times of a scenario, and its names against the runbook in force. Adds findings to `source`. */
export function checkScenario(file: ScenarioFile, runbook: Runbook, source: YamlSource): void {
  const { type, planned, lasts } = file
  const types = Object.keys(runbook.types)
  if (!types.includes(type)) source.addFinding('unknown-type', { given: type, allowed: types }, ['type'])
  else checkPlannedWindow(file, runbook, source)
  checkScope(file.scope ?? [], runbook, source, ['scope'])
  checkFacts(file.facts ?? {}, runbook, source, ['facts'])
  if (planned !== undefined && toMs(planned.to) <= toMs(planned.from))
    source.addFinding('ends-too-early', { key: 'to', given: planned.to, after: planned.from }, ['planned', 'to'])
  file.injects.forEach((inject, index) => {
    const path = ['injects', index]
    const first = file.injects.findIndex(({ id }) => id === inject.id)
    if (first < index)
      source.addFinding('duplicate-id', { id: inject.id, first: `injects ${first + 1}` }, [...path, 'id'])
    if (toMs(inject.at) >= toMs(lasts))
      source.addFinding('after-the-end', { inject: inject.id, at: inject.at, lasts }, [...path, 'at'])
    if (inject.until !== undefined && toMs(inject.until) <= toMs(inject.at))
      source.addFinding('ends-too-early', { key: 'until', given: inject.until, after: inject.at }, [...path, 'until'])
    checkInject(inject, runbook, source, path)
  })
}

/** Whether a planned window is required, or impossible, depends on the type of halt. */
function checkPlannedWindow({ type, planned }: ScenarioFile, { types }: Runbook, source: YamlSource): void {
  const allowed = types[type]?.planned
  if (planned === undefined && allowed === 'required') source.addFinding('missing-key', { key: 'planned' }, ['type'])
  if (planned !== undefined && allowed === 'never') source.addFinding('never-planned', { type }, ['planned'])
}

function checkInject(inject: InjectFile, runbook: Runbook, source: YamlSource, path: ValuePath): void {
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
  source: YamlSource,
  code: Reference,
  allowed: readonly string[],
  given: readonly string[] = [],
  path: ValuePath,
): void {
  given.forEach((name, i) => {
    if (!allowed.includes(name)) source.addFinding(code, { given: name, allowed }, [...path, i])
  })
}

function checkScope(statements: readonly string[], runbook: Runbook, source: YamlSource, path: ValuePath): void {
  statements.forEach((given, i) => {
    const read = readScope(given, runbook)
    if (!('code' in read)) return
    const { code, params } = read
    if (code === 'unknown-operation' || code === 'unclear-name')
      source.addFinding('unknown-operation', { given: params.given, allowed: Object.keys(runbook.operations) }, [
        ...path,
        i,
      ])
    else
      source.addFinding('bad-scope', { given, state: code === 'unknown-scope-state' ? params.given : null }, [
        ...path,
        i,
      ])
  })
}

function checkFacts(given: FactsFile, { facts }: Runbook, source: YamlSource, path: ValuePath): void {
  const allowed = Object.keys(facts)
  for (const [fact, content] of Object.entries(given)) {
    const at = [...path, fact]
    const definition = Object.hasOwn(facts, fact) ? facts[fact] : undefined
    if (definition === undefined) source.addFinding('unknown-fact', { given: fact, allowed }, at)
    else if (!hasRightForm(definition.kind, definition.words !== false, content)) {
      const { kind } = definition
      const words = definition.words !== false
      const isWordless = !words && (content.ja ?? content.en) !== undefined
      source.addFinding('fact-form', { fact, kind, words, isWordless }, at)
    }
  }
}

/** How values of these kinds are recorded. */
const QUANTITIES: Readonly<Partial<Record<FactKind, RegExp>>> = {
  count: /^\d+$/,
  amount: /^\d+(?:\.\d+)? [A-Z][A-Z0-9]{1,9}$/,
}

/** Times need a span from the opening, only estimates may be ranges, and public words need a fact that has them. */
function hasRightForm(kind: FactKind, hasWords: boolean, { value, ja, en, from, to }: FactsFile[string]): boolean {
  const isTime = isTimeKind(kind)
  if ((from !== undefined) !== isTime || (value !== undefined && isTime)) return false
  if (to !== undefined && kind !== 'estimate') return false
  if (value != null && QUANTITIES[kind]?.test(value) === false) return false
  return hasWords || (ja === undefined && en === undefined)
}
