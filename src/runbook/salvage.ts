import { isRecord } from '../domain/guard.ts'
import { type ChapterFile, type StepFile, stepSchema } from './runbook-schema.ts'

/** A step that is broken itself: what it refers to is still looked up. */
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
 * What can still be used of a file that breaks its schema, so that the problems of all files come at once: the names it
 * defines, its whole steps, and what its broken steps refer to.
 */
export function salvage(raw: unknown): Salvaged {
  const file = isRecord(raw) ? raw : {}
  const steps = (Array.isArray(file.steps) ? file.steps : []).map((step: unknown, index) => ({ index, raw: step }))
  const whole = steps.flatMap(({ index, raw: step }) => {
    const { data } = stepSchema.safeParse(step)
    return data === undefined ? [] : [{ index, step: data }]
  })
  const known = new Set(whole.map(({ index }) => index))
  return {
    vocabulary: vocabularyOf(file),
    steps: whole,
    broken: steps.flatMap(({ index, raw: step }) =>
      known.has(index) || !isRecord(step) ? [] : [{ index, raw: step }],
    ),
  }
}

function isWords(value: unknown): boolean {
  return Array.isArray(value) && value.every((word) => typeof word === 'string')
}

function vocabularyOf(file: Record<string, unknown>): ChapterFile {
  const entries = VOCABULARIES.map((key) => {
    const names = isRecord(file[key]) ? file[key] : {}
    const isUsable = (value: unknown) => isRecord(value) && (key !== 'places' || isWords(value.clauses))
    return [key, Object.fromEntries(Object.entries(names).filter(([, value]) => isUsable(value)))]
  })
  const clauses = (Array.isArray(file.clauses) ? file.clauses : []).filter(
    (c) => isRecord(c) && typeof c.id === 'string',
  )
  const { phase } = file
  return { ...Object.fromEntries(entries), clauses, phase } as unknown as ChapterFile
}
