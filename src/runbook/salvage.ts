import { isRecord } from '../domain/guard.ts'
import { type ChapterFile, type StepFile, stepSchema } from './runbook-schema.ts'

/** A step that breaks the schema; the ids it refers to are still checked. */
export interface BrokenStep {
  readonly index: number
  readonly raw: Readonly<Record<string, unknown>>
}

export interface Salvaged {
  readonly vocabulary: ChapterFile
  readonly steps: readonly { readonly index: number; readonly step: StepFile }[]
  readonly broken: readonly BrokenStep[]
}

const VOCABULARIES = ['types', 'operations', 'channels', 'facts', 'departments', 'places'] as const

/**
 * What is still usable of a file that breaks the schema: the names it defines, its valid steps, and what its broken steps
 * refer to. With it, the problems of all files can be reported at once.
 */
export function salvage(raw: unknown): Salvaged {
  const file = isRecord(raw) ? raw : {}
  const steps = (Array.isArray(file.steps) ? file.steps : []).map((step: unknown, index) => ({ index, raw: step }))
  const valid = steps.flatMap(({ index, raw: step }) => {
    const { data } = stepSchema.safeParse(step)
    return data === undefined ? [] : [{ index, step: data }]
  })
  const validIndexes = new Set(valid.map(({ index }) => index))
  return {
    vocabulary: definitionsIn(file),
    steps: valid,
    broken: steps.flatMap(({ index, raw: step }) =>
      validIndexes.has(index) || !isRecord(step) ? [] : [{ index, raw: step }],
    ),
  }
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((word) => typeof word === 'string')
}

function definitionsIn(file: Record<string, unknown>): ChapterFile {
  const entries = VOCABULARIES.map((key) => {
    const names = isRecord(file[key]) ? file[key] : {}
    const isUsable = (value: unknown) => isRecord(value) && (key !== 'places' || isTextList(value.clauses))
    return [key, Object.fromEntries(Object.entries(names).filter(([, value]) => isUsable(value)))]
  })
  const clauses = (Array.isArray(file.clauses) ? file.clauses : []).filter(
    (c) => isRecord(c) && typeof c.id === 'string',
  )
  const { phase } = file
  return { ...Object.fromEntries(entries), clauses, phase } as unknown as ChapterFile
}
