import { INVOCATION, type Problem, ProblemError, problem } from '../../domain/problem.ts'
import type { FilePosition, FindingLevel, ReadinessArea, ReadinessFinding } from '../../domain/readiness/finding.ts'
import { loadProblemMessages } from '../../i18n/problems.ts'
import { errnoName } from '../../platform/errno.ts'
import type { Finding } from '../../runbook/finding.ts'
import { findingWords } from '../../runbook/words.ts'
import { withCommands } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import type { DoctorText } from '../words.en.ts'

/** A result of a check: a finding on readiness, one in a YAML file or template, or why a log or file could not be used. */
export type CheckResult =
  | { readonly of: 'readiness'; readonly finding: ReadinessFinding }
  | { readonly of: 'file'; readonly finding: Finding }
  | { readonly of: 'problem'; readonly problem: Problem; readonly place: FilePosition | null }

export const readinessResults = (...findings: readonly ReadinessFinding[]): CheckResult[] =>
  findings.map((finding) => ({ of: 'readiness', finding }))

export const fileResults = (findings: readonly Finding[]): CheckResult[] =>
  findings.map((finding) => ({ of: 'file', finding }))

/** The problem behind a `ProblemError` or an error of the file system; null for anything else, which is a bug in this program. */
export function expectedProblem(error: unknown): Problem | null {
  if (error instanceof ProblemError) return error.problem
  const { code, path, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || path === undefined || syscall === undefined) return null
  return problem('unreadable', { path, why: errnoName(error) })
}

/** Runs each action, even after one has failed, and returns the problems. An error that is a bug is thrown on. */
export function collectProblems(...actions: readonly (() => void)[]): Problem[] {
  return actions.flatMap((action) => {
    try {
      action()
      return []
    } catch (error) {
      const known = expectedProblem(error)
      if (known === null) throw error
      return known
    }
  })
}

/** A finding in the operator's language. */
export interface DoctorFinding {
  readonly area: ReadinessArea
  readonly code: string
  readonly level: FindingLevel
  readonly message: string
  /** What to do about it; empty if nothing needs doing. */
  readonly mend: string
  readonly place: FilePosition | null
}

/** The results of the checks, without duplicates, in the operator's language. */
export async function describeResults(
  { text, invocation, options }: World,
  said: DoctorText,
  results: readonly { readonly area: ReadinessArea; readonly result: CheckResult }[],
): Promise<DoctorFinding[]> {
  const { language } = text
  const [describeFinding, describeProblem] = await Promise.all([
    findingWords(language, INVOCATION),
    loadProblemMessages(language),
  ])
  const findings = results.map(({ area, result }): DoctorFinding => {
    if (result.of === 'problem') {
      const [message, mend] = describeProblem(result.problem, INVOCATION)
      return { area, code: result.problem.code, level: 'error', message, mend, place: result.place }
    }
    if (result.of === 'file') {
      const [message, mend] = describeFinding(result.finding)
      const { code, level, file, line, column, excerpt } = result.finding
      return { area, code, level, message, mend, place: { file, line, column, excerpt } }
    }
    const { code, level, params, place } = result.finding
    // TypeScript does not relate a code to the type of its parameters.
    const inWords = said.findings[code] as (params: unknown, me: string) => readonly [string, string]
    const [message, mend] = inWords(params, INVOCATION)
    return { area, code, level, message, mend, place }
  })
  const complete = findings.map((one) => ({ ...one, mend: withCommands(one.mend, invocation, options) }))
  return [...new Map(complete.map((finding) => [JSON.stringify(finding), finding])).values()]
}
