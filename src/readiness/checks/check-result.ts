import { Failed, type Problem, problem } from '../../domain/outcome.ts'
import type { Area, Level, Place, ReadinessFinding } from '../../domain/readiness/finding.ts'
import { problemWords } from '../../i18n/problems.ts'
import { errnoName } from '../../platform/errno.ts'
import type { Finding } from '../../runbook/finding.ts'
import { findingWords } from '../../runbook/words.ts'
import type { World } from '../../world.ts'
import type { DoctorText } from '../words.en.ts'

/** What a check tells: of the readiness itself, of a YAML file or template, or why a log or file could not be used. */
export type Told =
  | { readonly of: 'readiness'; readonly finding: ReadinessFinding }
  | { readonly of: 'file'; readonly finding: Finding }
  | { readonly of: 'problem'; readonly problem: Problem; readonly place: Place | null }

export const readiness = (...findings: readonly ReadinessFinding[]): Told[] =>
  findings.map((finding) => ({ of: 'readiness', finding }))

export const inFile = (findings: readonly Finding[]): Told[] => findings.map((finding) => ({ of: 'file', finding }))

/** What a check came upon, where it is an expected failure; null where it is a defect of ours. */
export function problemIn(error: unknown): Problem | null {
  if (error instanceof Failed) return error.problem
  const { code, path, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || path === undefined || syscall === undefined) return null
  return problem('unreadable', { path, why: errnoName(error) })
}

/** The failures of things that are done one after another, whatever became of those before. */
export function problemsIn(...acts: readonly (() => void)[]): Problem[] {
  return acts.flatMap((act) => {
    try {
      act()
      return []
    } catch (error) {
      const known = problemIn(error)
      if (known === null) throw error
      return known
    }
  })
}

/** A finding in words. */
export interface Ailment {
  readonly area: Area
  readonly code: string
  readonly level: Level
  readonly message: string
  /** Empty where nothing is to be done. */
  readonly mend: string
  readonly place: Place | null
}

/** What the checks told, each once, in the language of the operator. */
export async function inWords(
  { text, me }: World,
  said: DoctorText,
  all: readonly { readonly area: Area; readonly told: Told }[],
): Promise<Ailment[]> {
  const [words, problemIn] = await Promise.all([findingWords(text.language), problemWords(text.language)])
  const ailments = all.map(({ area, told }): Ailment => {
    if (told.of === 'problem') {
      const [message, mend] = problemIn(told.problem, me)
      return { area, code: told.problem.code, level: 'error', message, mend, place: told.place }
    }
    if (told.of === 'file') {
      const [message, mend] = words(told.finding)
      const { code, level, file, line, column, excerpt } = told.finding
      return { area, code, level, message, mend, place: { file, line, column, excerpt } }
    }
    const { code, level, params, place } = told.finding
    const [message, mend] = (said.findings[code] as (params: unknown, me: string) => readonly [string, string])(
      params,
      me,
    )
    return { area, code, level, message, mend, place }
  })
  return [...new Map(ailments.map((ailment) => [JSON.stringify(ailment), ailment])).values()]
}
