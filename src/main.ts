import { basename, relative } from 'node:path'
import { languageFlag, VALUES } from './commandline/globals.ts'
import { readPlainly } from './commandline/plain.ts'
import { EXIT, Failed, type Problem, problem } from './domain/outcome.ts'
import { isTerminal, output, talk } from './edges/output.ts'
import type { Called, GlobalOptions, World } from './world.ts'

/**
 * Runs the program on the real world; `root` is the folder it was installed to. `ahead` is called before more of it is
 * loaded than the command needs.
 */
export async function main(root: string, ahead: () => void = () => {}): Promise<void> {
  const terminals = [0, 1, 2].filter(isTerminal)
  const called = () => nameOf(process.argv[1] ?? 'halt')
  const argv = process.argv.slice(2)
  if (argv[0] === 'completion' && argv[1] === VALUES) {
    await (await import('./completion/answer.ts')).answer(root, called, argv.slice(2))
    await output.lost()
    return
  }
  let options: GlobalOptions = { input: true, ...languageFlag(argv) }
  let world: World | null = null
  try {
    const { run, ...read } =
      (await readPlainly(argv)) ?? (await (await import('./commandline/reading.ts')).read(argv, called().join(' ')))
    options = read.options
    if (run !== null) {
      const [{ realWorld }, { loadAhead }] = await Promise.all([import('./edges/real.ts'), import('./edges/ahead.ts')])
      world = await realWorld(root, called, options)
      process.exitCode = await run(world).finally(loadAhead(root, ahead))
    }
  } catch (error) {
    process.exitCode = await explain(error, called, options)
  }
  const why = await output.lost()
  if (why !== null && (process.exitCode ?? 0) === 0)
    process.exitCode = await explain(new Failed(unshown(world?.workspace.recorded ?? null, why)), called, options)
  await talk.lost()
  if (!terminals.every(isTerminal)) hangUp()
}

/** A terminal is gone: ends as its hang-up does. A normal end would abort, since Node sets terminals back first. */
function hangUp(): void {
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}

/** The words the program was called by, for every hint it gives. */
function nameOf(script: string): readonly string[] {
  const name = basename(script)
  return name.endsWith('.js') ? ['node', fromHere(script) || name] : [name]
}

/** The path from the working directory; as it is where that has been deleted. */
function fromHere(path: string): string {
  try {
    return relative(process.cwd(), path)
  } catch {
    return path
  }
}

/** What a failed output means depends on whether something was recorded before. */
function unshown(incident: string | null, why: string): Problem {
  return incident === null ? problem('not-shown', { why }) : problem('recorded-not-shown', { incident, why })
}

/** The only place where a failure becomes words and an exit code. */
async function explain(error: unknown, called: Called, options: GlobalOptions): Promise<number> {
  const { textOf } = await import('./edges/real.ts')
  const text = await textOf(options)
  const failure = error instanceof Failed ? error.problem : await unreadableFile(error)
  if (failure === null) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    talk.write(`halt: ${text.said.defect(detail)} (defect)\n`)
    return 1
  }
  const [{ explained }, { shellWords }, { inert, inertLines }] = await Promise.all([
    import('./app/dialog/explaining.ts'),
    import('./render/shell.ts'),
    import('./render/inert.ts'),
  ])
  const [what, then] = await explained(failure, text, shellWords(called()))
  talk.write(`${[inert(what), ...inertLines(then)].join('\n')}\n`)
  return EXIT[failure.code]
}

/** A file or folder that the system does not let us read, or that is gone from under us: not a defect of ours. */
async function unreadableFile(error: unknown): Promise<Problem | null> {
  const { code, path, syscall } = error as NodeJS.ErrnoException
  if (syscall === 'uv_cwd') return problem('no-directory', {})
  if (code === undefined || path === undefined || syscall === undefined) return null
  const { errnoName } = await import('./edges/errno.ts')
  return problem('unreadable', { path, why: errnoName(error) })
}
