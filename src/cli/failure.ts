import { dirname } from 'node:path'
import { EXIT_CODES, INVOCATION, type Problem, ProblemError, problem } from '../domain/problem.ts'
import type { Text } from '../i18n/text.ts'
import type { GlobalOptions, Host } from '../world.ts'

/** What went wrong, for people and for scripts. */
export interface Failure {
  /** A stable word, listed in docs/errors.md; `defect` for a bug. */
  readonly code: string
  readonly message: string
  /** What to do about it, maybe in several lines; empty if there is nothing to do. */
  readonly mend: string
  readonly exit: number
}

/** Returns what an error amounts to, in the operator's language. */
export async function failureOf(error: unknown, host: Host, text: Text, options: GlobalOptions): Promise<Failure> {
  const failed = error instanceof ProblemError ? error.problem : await unreadableFile(error)
  if (failed === null) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const { quoteArgv } = await import('../view/shell-quote.ts')
    const mend = text.said.reportDefect(quoteArgv(host.invocation()))
    return { code: 'defect', message: text.said.defect(detail), mend, exit: 1 }
  }
  const [{ explainProblem }, { quoteArgv }, { withCommands }, { inertLine, inertLines }] = await Promise.all([
    import('../i18n/problems.ts'),
    import('../view/shell-quote.ts'),
    import('../view/resume-command.ts'),
    import('../view/inert.ts'),
  ])
  const me = quoteArgv(host.invocation())
  const described = await explainProblem(withUnquotedTime(failed, host.argv), text, INVOCATION)
  const [message = '', advice = ''] = described.map((part) => withCommands(part, me, options))
  const { code } = failed
  return { code, message: inertLine(message), mend: inertLines(advice).join('\n'), exit: EXIT_CODES[code] }
}

/** A date and a time of day that were not quoted are two words: the problem of the date alone also names the time. */
function withUnquotedTime(failure: Problem, argv: readonly string[]): Problem {
  if (failure.code !== 'time-unclear' || failure.params.why !== 'day') return failure
  const { given } = failure.params
  const time = argv[argv.findIndex((word) => word.endsWith(given)) + 1] ?? ''
  return /^\d{1,2}(?:[:時]|$)/.test(time.normalize('NFKC'))
    ? problem(failure.code, { ...failure.params, time })
    : failure
}

/** The problem if the system refused access to a file or folder, such as one that has disappeared; null for a bug. */
async function unreadableFile(error: unknown): Promise<Problem | null> {
  const { code, path, syscall } = error as NodeJS.ErrnoException
  if (syscall === 'uv_cwd') return problem('no-directory', {})
  if (code === undefined || path === undefined || syscall === undefined) return null
  const why = (await import('../platform/errno.ts')).errnoName(error)
  if (syscall === 'mkdtemp') return problem('no-temporary-folder', { path: dirname(path), why })
  return problem('unreadable', { path, why })
}
