import { EXIT_CODES, type Problem, ProblemError, problem } from '../domain/problem.ts'
import type { GlobalOptions, Host, World } from '../world.ts'
import { parseCommandLine } from './parse.ts'
import { COMPLETION_SUBCOMMAND, languageFlag } from './program.ts'

/** Runs one command line, and explains its failure if it fails. Resolves to the exit code, once all output is flushed. */
export async function run(host: Host): Promise<number> {
  const { argv, output, errorOutput } = host
  if (argv[0] === 'completion' && argv[1] === COMPLETION_SUBCOMMAND) {
    await (await import('./completion/answer.ts')).answerCompletion(host, argv.slice(2))
    await output.flush()
    return 0
  }
  let options: GlobalOptions = { input: true, ...languageFlag(argv) }
  let world: World | null = null
  let code = 0
  try {
    const line = await parseCommandLine(host)
    options = line.options
    if (line.run !== null) {
      const { newWorld } = await import('./io/new-world.ts')
      world = await newWorld(host, options)
      code = await line.run(world)
    }
  } catch (error) {
    code = await explain(error, host, options)
  }
  const outputError = await output.flush()
  if (outputError !== null && code === 0) {
    const failure = outputProblem(world?.workspace.firstRecorded ?? null, outputError)
    code = await explain(new ProblemError(failure), host, options)
  }
  await errorOutput.flush()
  return code
}

/** The problem if standard output failed; `incident` is the one in which something was recorded before, or null. */
function outputProblem(incident: string | null, why: string): Problem {
  return incident === null ? problem('not-shown', { why }) : problem('recorded-not-shown', { incident, why })
}

/** The only place that turns a failure into a message and an exit code. */
async function explain(error: unknown, host: Host, options: GlobalOptions): Promise<number> {
  const { textOf } = await import('./io/new-world.ts')
  const text = await textOf(host, options)
  const failure = error instanceof ProblemError ? error.problem : await unreadableFile(error)
  if (failure === null) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    host.errorOutput.write(`halt: ${text.said.defect(detail)} (defect)\n`)
    return 1
  }
  const [{ describeProblem }, { quoteArgv }, { inertLine, inertLines }] = await Promise.all([
    import('../i18n/problems.ts'),
    import('../view/shell-quote.ts'),
    import('../view/inert.ts'),
  ])
  const [message, advice] = await describeProblem(failure, text, quoteArgv(host.invocation()))
  host.errorOutput.write(`${[inertLine(message), ...inertLines(advice)].join('\n')}\n`)
  return EXIT_CODES[failure.code]
}

/** The problem if the system refused access to a file or folder, such as one that has disappeared; null for a bug. */
async function unreadableFile(error: unknown): Promise<Problem | null> {
  const { code, path, syscall } = error as NodeJS.ErrnoException
  if (syscall === 'uv_cwd') return problem('no-directory', {})
  if (code === undefined || path === undefined || syscall === undefined) return null
  const { errnoName } = await import('../platform/errno.ts')
  return problem('unreadable', { path, why: errnoName(error) })
}
