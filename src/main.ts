import { basename, relative } from 'node:path'
import type { Command, CommanderError, HelpConfiguration } from 'commander'
import type { Run } from './command.ts'
import { EXIT, Failed, type Problem, problem } from './domain/outcome.ts'
import type { Language } from './domain/runbook/runbook.ts'
import { isTerminal, output, talk } from './edges/output.ts'
import { define, isGlobal, newProgram, VALUES } from './program.ts'
import type { GlobalOptions, World } from './world.ts'

/**
 * Runs the program on the real world; `root` is the folder it was installed to. `ahead` is called before more of it is
 * loaded than the command needs.
 */
export async function main(root: string, ahead: () => void = () => {}): Promise<void> {
  const terminals = [0, 1, 2].filter(isTerminal)
  const called = nameOf(process.argv[1] ?? 'halt')
  const argv = process.argv.slice(2)
  if (argv[0] === 'completion' && argv[1] === VALUES) {
    await (await import('./completion/answer.ts')).answer(root, called, argv.slice(2))
    return
  }
  let options: GlobalOptions = { input: true, ...languageFlag(argv) }
  let world: World | null = null
  try {
    const { run, ...read } = await parse(argv, called.join(' '))
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
  if (!terminals.every(isTerminal)) hangUp()
}

/** A terminal is gone: ends as its hang-up does. A normal end would abort, since Node sets terminals back first. */
function hangUp(): void {
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}

/** The language asked for, so that even a mistyped command is answered in it. */
function languageFlag(argv: readonly string[]): { readonly lang?: Language } {
  const given = argv.find((word) => word.startsWith('--lang='))?.slice(7) ?? argv[argv.indexOf('--lang') + 1]
  return given === 'ja' || given === 'en' ? { lang: given } : {}
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

interface Parsed {
  readonly run: Run | null
  readonly options: GlobalOptions
}

async function parse(argv: readonly string[], me: string): Promise<Parsed> {
  let run: Run | null = null
  let chosen: Command | null = null
  const program = asksHelp(argv) ? newProgram(me, await helpIn(argv)) : newProgram(me, {}, argv[0])
  program.hook('preSubcommand', async (_, command) => {
    chosen = command
    await define(command, (start) => {
      run = start
    })
  })
  try {
    await program.parseAsync(helpFirst(argv), { from: 'user' })
  } catch (error) {
    const { exitCode, code, message } = error as CommanderError
    if (code === undefined) throw error
    if (exitCode === 0) return { run: null, options: { input: true } }
    if (code === 'commander.help') {
      const asked = (chosen ?? program).configureHelp(await helpIn(argv))
      talk.write(asked.helpInformation({ error: true }))
      return { run: async () => 2, options: { input: true } }
    }
    throw new Failed(usageProblem(code, message, chosen ?? program))
  }
  return { run, options: globalsOf(program) }
}

/** Options given before the command's name, after it, or after a subcommand's; the last place wins. */
function globalsOf(program: Command): GlobalOptions {
  const found: Record<string, unknown> = { input: true }
  const gather = (command: Command) => {
    for (const option of command.options) {
      const key = option.attributeName()
      const given = isGlobal(option) && !['default', undefined].includes(command.getOptionValueSource(key))
      if (given) found[key] = command.getOptionValue(key)
    }
    for (const sub of command.commands) if (sub.args.length > 0 || sub.processedArgs !== undefined) gather(sub)
  }
  gather(program)
  return found as unknown as GlobalOptions
}

function asksHelp(argv: readonly string[]): boolean {
  return argv[0] === 'help' || argv.some((word) => word === '--help' || word === '-h')
}

/** How help is shown to this operator: commander's own words are English. */
async function helpIn(argv: readonly string[]): Promise<HelpConfiguration> {
  const { operatorLanguage } = await import('./edges/real.ts')
  if (operatorLanguage({ input: true, ...languageFlag(argv) }) === 'en') return {}
  return (await import('./help.ts')).japaneseHelp
}

/** `help COMMAND` is `COMMAND --help`, so that the command is loaded and can say what it takes. */
function helpFirst([first, ...rest]: readonly string[]): string[] {
  return first === 'help' ? [...rest, '--help'] : first === undefined ? [] : [first, ...rest]
}

/** The words that call a command, without the program's own: `action done`. */
function pathOf(command: Command): string {
  return command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim()
}

function usageProblem(code: string, message: string, command: Command): Problem {
  const given = /'([^']*)'/.exec(message)?.[1] ?? ''
  const detail = message.replace(/^error: /, '').split('\n')[0] ?? ''
  if (code === 'commander.unknownCommand')
    return problem('unknown-command', { given, allowed: command.commands.map((c) => c.name()) })
  if (code === 'commander.unknownOption')
    return problem('unknown-option', { given, allowed: command.options.map((o) => o.long ?? o.short ?? '') })
  if (code === 'commander.missingArgument' || code === 'commander.missingMandatoryOptionValue')
    return problem('missing-argument', { name: given, of: pathOf(command) })
  const choice =
    /option '(?<flag>--[\w-]+)[^']*' argument '(?<value>[^']*)' is invalid\. Allowed choices are (?<allowed>.*)\./.exec(
      message,
    ) ??
    /value '(?<value>[^']*)' is invalid for argument '(?<flag>[^']*)'\. Allowed choices are (?<allowed>.*)\./.exec(
      message,
    )
  if (choice !== null) {
    const { flag = '', value = '', allowed = '' } = choice.groups ?? {}
    return problem('bad-flag', { flag, given: value, allowed: allowed.split(', ') })
  }
  return problem('usage', { detail, kind: code })
}

/** The only place where a failure becomes words and an exit code. */
async function explain(error: unknown, called: readonly string[], options: GlobalOptions): Promise<number> {
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
  const [what, then] = await explained(failure, text, shellWords(called))
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
