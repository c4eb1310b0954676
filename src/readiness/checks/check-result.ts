import { Failed, type Problem, problem } from '../../domain/outcome.ts'
import type { Place, ReadinessFinding } from '../../domain/readiness/finding.ts'
import { errnoName } from '../../platform/errno.ts'
import type { Finding } from '../../runbook/finding.ts'

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
