import { isRecord } from '../domain/guard.ts'
import type { Language, Step } from '../domain/runbook/runbook.ts'
import type { ValuePath, YamlSource } from './finding.ts'
import { type ChapterFile, chapterSchema, type StepFile, stepSchema } from './runbook-schema.ts'
import type { ParsedManualFile } from './yaml.ts'

/** A chapter file: all of it if it is valid, else what could be salvaged of it. */
export interface Chapter {
  readonly source: YamlSource
  readonly value: ChapterFile
  /** The only language of its texts; null if it has both. */
  readonly language: Language | null
  readonly steps: readonly { readonly index: number; readonly step: StepFile }[]
  readonly broken: readonly BrokenStep[]
  readonly isValid: boolean
  /** Whether it defines things that could not be read: nobody knows then what others may refer to. */
  readonly hidesNames: boolean
}

export function chapterFrom({ source, value, raw, language }: ParsedManualFile<ChapterFile>): Chapter {
  if (value !== null) {
    const steps = (value.steps ?? []).map((step, index) => ({ index, step }))
    return { source, value, language, steps, broken: [], isValid: true, hidesNames: false }
  }
  const { vocabulary, steps, broken } = salvage(raw)
  return { source, value: vocabulary, language, steps, broken, isValid: false, hidesNames: hidesNames(source, raw) }
}

/** A step that breaks the schema. The ids that it refers to are checked even so. */
export interface BrokenStep {
  readonly index: number
  readonly raw: Readonly<Record<string, unknown>>
}

/** What is still usable of a file that breaks the schema. */
interface Salvaged {
  readonly vocabulary: ChapterFile
  readonly steps: readonly { readonly index: number; readonly step: StepFile }[]
  readonly broken: readonly BrokenStep[]
}

const VOCABULARIES = ['types', 'operations', 'channels', 'facts', 'departments', 'places'] as const

/** Salvages names and steps from a file that breaks the schema, so that problems of all files are reported at once. */
function salvage(raw: unknown): Salvaged {
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

/** Keys of which others use what they define. */
const DEFINING: readonly string[] = [...VOCABULARIES, 'clauses']

function hidesNames({ findings }: YamlSource, raw: unknown): boolean {
  if (!isRecord(raw)) return true
  const isMisshapen = (key: string) => (key === 'clauses' ? !Array.isArray(raw[key]) : !isRecord(raw[key]))
  const isMistyped = findings.some(
    ({ code, params }) => code === 'unknown-key' && DEFINING.includes(params.meant ?? ''),
  )
  return isMistyped || DEFINING.some((key) => Object.hasOwn(raw, key) && isMisshapen(key))
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((word) => typeof word === 'string')
}

/** The names that a file defines, so far as they can be used. Despite the cast, nothing else of the file is there. */
function definitionsIn(file: Record<string, unknown>): ChapterFile {
  const entries = VOCABULARIES.map((key) => {
    const names = isRecord(file[key]) ? file[key] : {}
    const usable = Object.entries(names).flatMap(([id, value]) =>
      isRecord(value) && (key !== 'places' || isTextList(value.clauses))
        ? [[id, { ...value, ...namesIn(value, id) }]]
        : [],
    )
    return [key, Object.fromEntries(usable)]
  })
  const { clauses, phase } = file
  const states = chapterSchema.shape.states.safeParse(file.states).data
  const known = Array.isArray(clauses) ? clauses.filter((c) => isRecord(c) && typeof c.id === 'string') : []
  return { ...Object.fromEntries(entries), clauses: known, phase, states } as unknown as ChapterFile
}

/** The names of a definition, its id in place of those that are missing or no texts. */
function namesIn({ ja, en, also }: Readonly<Record<string, unknown>>, id: string) {
  return {
    ja: typeof ja === 'string' ? ja : id,
    en: typeof en === 'string' ? en : id,
    also: isTextList(also) ? also : undefined,
  }
}

export interface DefinedStep {
  readonly step: Step
  readonly source: YamlSource
  readonly path: ValuePath
}
