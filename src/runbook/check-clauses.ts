import { type Clause, clauseCoverage, type Modality, type Runbook } from '../domain/runbook/runbook.ts'
import type { Chapter, DefinedStep } from './chapter.ts'
import type { YamlSource } from './finding.ts'
import type { ChapterFile } from './runbook-schema.ts'

/** Modalities weaker than `must`. */
const SOFT: readonly Modality[] = ['effort', 'consider', 'if-needed']

/** Reports clauses that nothing covers, and those whose steps all have another modality. */
export function checkCoverage(runbook: Runbook, defined: readonly DefinedStep[], chapters: readonly Chapter[]): void {
  const byId = new Map(defined.map((d) => [d.step.id, d]))
  const clauses = new Map(runbook.clauses.map((c) => [c.id, c]))
  for (const { id, by } of clauseCoverage(runbook)) {
    if (by.length === 0) reportNotCarried(id, chapters)
    const steps = by.flatMap((name) => byId.get(name) ?? [])
    if (steps.length > 0) checkModality(clauses.get(id) as Clause, steps, clauses)
  }
}

/**
 * Reports a clause that requires an action none of whose steps is required, and one that is worded less strictly than all
 * of them, unless another clause that one of them carries has its modality.
 */
function checkModality(clause: Clause, steps: readonly DefinedStep[], clauses: ReadonlyMap<string, Clause>): void {
  const [first] = steps as [DefinedStep]
  const isAction = clause.kind === 'procedure' || clause.kind === 'channel'
  const isRequired = clause.modality.includes('must')
  const soft = SOFT.filter((modality) => clause.modality.includes(modality))
  const path = [...first.path, 'modality']
  if (isAction && isRequired && !steps.some(({ step }) => step.modality === 'must')) {
    const by = steps.map(({ step }) => step.id).join(', ')
    first.source.addFinding('clause-softened', { clause: clause.id, by }, path)
  }
  const isJustified = ({ step }: DefinedStep) =>
    step.clauses.some((id) => clauses.get(id)?.modality.includes(step.modality) === true)
  if (soft.length > 0 && !steps.some(isJustified)) {
    const { id, modality } = first.step
    first.source.addFinding('clause-hardened', { clause: clause.id, asks: soft.join(', '), step: id, modality }, path)
  }
}

/** Reports a clause that nothing covers, where it is defined. */
function reportNotCarried(clause: string, chapters: readonly Chapter[]): void {
  for (const { source, value } of chapters) {
    const index = value.clauses?.findIndex(({ id }) => id === clause) ?? -1
    if (index >= 0) source.addFinding('clause-not-carried', { clause }, ['clauses', index])
  }
}

/** Reports clauses of a chapter that ask for a fact no chapter defines. */
export function checkClauses({ facts }: Runbook, source: YamlSource, { clauses = [] }: ChapterFile): void {
  for (const [i, { fact }] of clauses.entries())
    if (fact !== undefined && !Object.hasOwn(facts, fact))
      source.addFinding('unknown-fact', { given: fact, allowed: Object.keys(facts) }, ['clauses', i, 'fact'])
}

/** Reports places of a chapter that cite a clause no chapter defines. */
export function checkPlaces(runbook: Runbook, source: YamlSource, file: ChapterFile): void {
  const known = new Set(runbook.clauses.map((c) => c.id))
  for (const [name, place] of Object.entries(file.places ?? {}))
    place.clauses.forEach((clause, i) => {
      if (!known.has(clause))
        source.addFinding('unknown-clause', { given: clause, allowed: [...known] }, ['places', name, 'clauses', i])
    })
}

export const MAX_CLAUSES = 9
