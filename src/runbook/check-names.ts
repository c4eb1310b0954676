import { idTyped, namesOf } from '../domain/runbook/names.ts'
import type { Named, Runbook, Step } from '../domain/runbook/runbook.ts'
import { MAX_CLAUSES } from './check-clauses.ts'
import type { ValuePath, YamlSource } from './finding.ts'
import type { ChapterFile } from './runbook-schema.ts'

const NAMED = ['types', 'operations', 'departments', 'channels', 'facts'] as const

/** Warns of names that are read as the id of something else, since what people type is first read as an id. */
export function checkNames(vocabulary: Runbook, source: YamlSource, file: ChapterFile): void {
  // A valid chapter's own names: what another one says of the same id may be broken.
  for (const kind of NAMED)
    for (const id of Object.keys(file[kind] ?? {}))
      for (const name of namesOf(file[kind] as Readonly<Record<string, Named>>, id)) {
        const taken = idTyped(vocabulary[kind], name) ?? (kind === 'facts' ? factWithLanguage(vocabulary, name) : null)
        const isOther = taken != null && (taken !== id || /[.．]/.test(name))
        if (isOther) source.addFinding('name-is-id', { name, id: taken }, [kind, id], 'warning')
      }
}

/** The fact of which a name looks like the public words, as `cause.ja` does. */
function factWithLanguage({ facts }: Runbook, name: string): string | undefined {
  const [, fact] = /^(.*)[.．](?:ja|en)$/iu.exec(name.normalize('NFKC').trim()) ?? []
  return fact === undefined ? undefined : idTyped(facts, fact)
}

interface References {
  readonly department: string | null
  readonly channel: string | null
  readonly tells: string | null
  readonly facts: readonly string[]
  readonly types: readonly string[]
  readonly clauses: readonly string[]
}

/** The ids that a broken step refers to, so far as they are readable. */
export function referencesIn(raw: Readonly<Record<string, unknown>>): References {
  const asText = (value: unknown) => (typeof value === 'string' ? value : null)
  // Anything but a text becomes '', which is not checked, so that the others keep their positions.
  const asTexts = (value: unknown) => (Array.isArray(value) ? value : []).map((item) => asText(item) ?? '')
  const types = typeof raw.applies === 'object' && raw.applies !== null ? Object.keys(raw.applies) : []
  return {
    department: asText(raw.department),
    channel: asText(raw.channel),
    tells: asText(raw.tells),
    facts: asTexts(raw.facts),
    types: types.filter((type) => type !== 'all'),
    clauses: asTexts(raw.clauses),
  }
}

export function checkReferences(runbook: Runbook, references: References, source: YamlSource, path: ValuePath): void {
  const checkReference = (
    code: 'unknown-department' | 'unknown-channel' | 'unknown-fact' | 'unknown-type' | 'unknown-clause',
    given: string | null,
    known: object,
    at: ValuePath,
  ) => {
    if (given !== null && given !== '' && !Object.hasOwn(known, given))
      source.addFinding(code, { given, allowed: Object.keys(known) }, [...path, ...at])
  }
  const clauses = Object.fromEntries(runbook.clauses.map((c) => [c.id, c]))
  checkReference('unknown-department', references.department, runbook.departments, ['department'])
  checkReference('unknown-department', references.tells, { ...runbook.departments, all: true }, ['tells'])
  checkReference('unknown-channel', references.channel, runbook.channels, ['channel'])
  for (const [i, fact] of references.facts.entries()) checkReference('unknown-fact', fact, runbook.facts, ['facts', i])
  for (const type of references.types) checkReference('unknown-type', type, runbook.types, ['applies', type])
  for (const [i, clause] of references.clauses.entries())
    checkReference('unknown-clause', clause, clauses, ['clauses', i])
}

export function checkStep(runbook: Runbook, step: Step, source: YamlSource, path: ValuePath): void {
  const { id } = step
  checkReferences(runbook, { ...step, tells: step.tells ?? null, types: Object.keys(step.applies) }, source, path)
  const known = new Set(runbook.clauses.map((clause) => clause.id))
  step.clauses.forEach((clause, i) => {
    if (known.has(clause) && sectionOf(clause) !== step.section && step.why === null)
      source.addFinding('foreign-clause', { step: id, clause }, [...path, 'clauses', i])
  })
  const count = step.clauses.length
  if (count > MAX_CLAUSES)
    source.addFinding('too-many-clauses', { step: id, count, limit: MAX_CLAUSES }, [...path, 'clauses'])
  if (sectionOf(id) !== step.section)
    source.addFinding('section-mismatch', { step: id, section: step.section }, [...path, 'section'])
  if (step.kind === 'recurring' && step.every === null)
    source.addFinding('recurring-without-interval', { step: id }, [...path, 'kind'])
  if (step.kind === 'once' && step.every !== null)
    source.addFinding('interval-without-recurring', { step: id }, [...path, 'every'])
  if ((step.channel === null) !== (step.stage === null))
    source.addFinding('channel-without-stage', { step: id }, [...path, step.channel === null ? 'stage' : 'channel'])
  if (step.every === 'cadence' && step.channel === null)
    source.addFinding('cadence-without-channel', { step: id }, [...path, 'every'])
  checkNeverDue(runbook, step, source, path)
}

/** The section of a clause or step id: the part before its first dash. */
function sectionOf(id: string): string {
  return id.split('-', 1)[0] as string
}

/** Reports a step that can never become due in any incident. */
function checkNeverDue(runbook: Runbook, step: Step, source: YamlSource, path: ValuePath): void {
  const types = Object.keys(step.applies)
  const plannable = types.some((type) => runbook.types[type]?.planned !== 'never')
  const reportNeverDue = (why: 'no-type' | 'closed' | 'never-scheduled') =>
    source.addFinding('never-comes', { step: step.id, why }, path)
  if (types.length === 0) reportNeverDue('no-type')
  else if (step.phase === 'closed') reportNeverDue('closed')
  else if (step.phase === 'scheduled' && !plannable) reportNeverDue('never-scheduled')
}
