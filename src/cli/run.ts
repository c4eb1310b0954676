import type { Command, CommanderError, HelpConfiguration } from 'commander'
import type { CommandAction, CommandHelp, CommandLine, ParsedCommandLine, RunFor } from '../command.ts'
import { fail, type Problem, ProblemError, problem } from '../domain/problem.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { GlobalOptions, Host, World } from '../world.ts'
import { TYPABLE_COMMANDS } from './catalogue.ts'
import { HeldOutput, withErrorOutput } from './held-output.ts'
import {
  COMPLETION_SUBCOMMAND,
  isGiven,
  isGlobalOption,
  languageFlag,
  leadingOptions,
  loadCommand,
  newProgram,
} from './program.ts'
import { refuseEmptyNames, refuseHelpOfUnknown, usageProblem, withValues } from './usage-problems.ts'

/** Runs one command line, and explains its failure if it fails. Resolves to the exit code, once all output is flushed. */
export async function run(host: Host): Promise<number> {
  const { argv, output, errorOutput } = host
  if (argv[0] === 'completion' && argv[1] === COMPLETION_SUBCOMMAND) {
    await (await import('./completion/answer.ts')).answerCompletion(host, argv.slice(2))
    await output.flush()
    return 0
  }
  // A script reads a failure as one document: what was said before it belongs to it.
  const talk = isGiven(argv, '--json') ? new HeldOutput(errorOutput) : null
  const quiet = talk === null ? host : withErrorOutput(host, talk)
  let options: GlobalOptions = { input: true, ...languageFlag(argv) }
  let world: World | null = null
  let code = 0
  const isDebug = isDebugged(host)
  try {
    const line = await parseCommandLine(quiet)
    options = line.options
    if (line.run !== null) {
      // Owners, modes, links and signals mean something else there, and what a log promises depends on them.
      if (host.platform === 'win32') fail('unsupported-system', {})
      const { newWorld, warnOfUnknownLanguage } = await import('./io/new-world.ts')
      world = await newWorld(quiet, options)
      warnOfUnknownLanguage(world)
      code = await (options.verbose || isDebug ? runVerbosely(world, line.run, isDebug) : line.run(world))
    }
  } catch (error) {
    code = await explain(error, host, options, talk)
  }
  const moments = world?.workspace.takeSigningMoments() ?? []
  if (world !== null && moments.length > 0)
    await (await import('../signing/sign-moments.ts')).signMoments(world, moments)
  const unkept = world?.workspace.unkeptState() ?? null
  if (world !== null && unkept !== null) {
    const { inertLine } = await import('../view/inert.ts')
    world.say(world.text.said.stateNotKept(inertLine(unkept.path), unkept.why))
  }
  if (world?.workspace.takeRecorded()) {
    await (await import('../relay/share-in-background.ts')).shareInBackground(world)
    await (await import('../feeds/tell-in-background.ts')).tellInBackground(world)
  }
  const outputError = await output.flush()
  if (outputError !== null && code === 0) {
    const failure = outputProblem(world?.workspace.firstRecorded ?? null, outputError)
    code = await explain(new ProblemError(failure), host, options, talk)
  }
  talk?.stopHolding()
  await errorOutput.flush()
  return code
}

/** Whether HALT_DEBUG asks for what a report of a bug needs. */
function isDebugged({ env: { HALT_DEBUG } }: Host): boolean {
  return HALT_DEBUG !== undefined && !['', '0', 'false'].includes(HALT_DEBUG)
}

async function runVerbosely(world: World, run: CommandAction, isDebug: boolean): Promise<number> {
  return (await import('./verbose/run-verbosely.ts')).runVerbosely(world, run, isDebug)
}

/** The problem if standard output failed; `incident` is the one in which something was recorded before, or null. */
function outputProblem(incident: string | null, why: string): Problem {
  return incident === null ? problem('not-shown', { why }) : problem('recorded-not-shown', { incident, why })
}

/** The only place that turns a failure into what is printed of it, and an exit code. */
async function explain(error: unknown, host: Host, options: GlobalOptions, talk: HeldOutput | null): Promise<number> {
  const [{ textOf }, { failureOf }] = await Promise.all([import('./io/new-world.ts'), import('./failure.ts')])
  const text = await textOf(host, options)
  const failure = await failureOf(error, host, text, options)
  if (talk?.isHolding) {
    const document = { schemaVersion: 1, error: failure, messages: talk.take() }
    host.errorOutput.write(`${JSON.stringify(document)}\n`)
  } else {
    const advice = failure.mend.split('\n').filter((line) => line !== '')
    const lines = await wrappedFor(host, [`halt: ${failure.message} (${failure.code})`, ...advice])
    host.errorOutput.write(`${lines.join('\n')}\n`)
  }
  if (isDebugged(host) && error instanceof ProblemError) host.errorOutput.write(`${error.stack}\n`)
  return failure.exit
}

/** Wraps lines to the terminal of standard error, if it is one; those with a command to copy stay whole. */
async function wrappedFor(host: Host, lines: readonly string[]): Promise<readonly string[]> {
  const columns = host.terminals[2] ? host.errorOutput.stream.columns : undefined
  if (!columns) return lines
  const [{ wrapIndented }, { quoteArgv }] = await Promise.all([
    import('../view/wrap.ts'),
    import('../view/shell-quote.ts'),
  ])
  const me = quoteArgv(host.invocation())
  return lines.flatMap((line) => (line.includes(`${me} `) ? [line] : wrapIndented(line, columns - 1)))
}

/**
 * Parses the command line, and prints help and version if it asks for them. Rejects with `ProblemError` if it is
 * invalid. A missing command or subcommand gives its help on standard error and a `run` that resolves to 2.
 */
export async function parseCommandLine(host: Host, argv = host.argv): Promise<ParsedCommandLine> {
  let run: CommandAction | null = null
  let chosen: Command | null = null
  const before = leadingOptions(argv)
  if (argv[before] === 'help') {
    const { answerHelp } = await import('./help-command.ts')
    return answerHelp(host, argv.toSpliced(before, 1), await languageOf(host), parseCommandLine)
  }
  const isHelp = isGiven(argv, '--help', '-h')
  // Here the language matters only if help is asked for, and finding it out takes time.
  const language = isHelp ? await languageOf(host) : 'en'
  const help = await helpConfigurationIn(language)
  const program = newProgram(host, { language, help }, isHelp ? undefined : argv[0])
  const endHelpOf = async (command: Command, end: CommandHelp) =>
    (await import('./help-end.ts')).endHelp(command, end, host, language)
  program.hook('preSubcommand', async (_, command) => {
    chosen = command
    refuseHelpOfUnknown(command)
    const start = (action: CommandAction) => {
      run = action
    }
    const parse = parseQuietly(host)
    const forCommands = { commandLine: commandLineOf(host), runFor: runForGuests(host), parse }
    const commandHelp = await loadCommand(command, language, start, forCommands)
    if (isHelp && commandHelp !== null) await endHelpOf(command, commandHelp)
  })
  program.hook('preAction', (_, command) => refuseEmptyNames(command))
  refuseHelpOfUnknown(program)
  if (isHelp) await endHelpOf(program, (await import('./help.ts')).programHelp)
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    const { exitCode, code, message } = error as CommanderError
    if (code === undefined) throw error
    if (exitCode === 0) return { run: null, options: { input: true } }
    if (code === 'commander.help') {
      host.errorOutput.write(await helpText(host, chosen))
      return { run: async () => 2, options: { input: true } }
    }
    const failure = usageProblem(code, message, chosen ?? program)
    throw new ProblemError(await withValues(failure, host, argv))
  }
  return { run, options: globalsOf(program) }
}

/** What the walk runs when somebody types a command there. */
function commandLineOf(host: Host): CommandLine {
  return { names: TYPABLE_COMMANDS, parse: (argv) => parseCommandLine(host, argv) }
}

/** Parses command lines without writing the help that they may ask for. */
function parseQuietly(host: Host): CommandLine['parse'] {
  return async (argv) => {
    const { CapturedOutput } = await import('../platform/captured-output.ts')
    const [output, errorOutput] = [new CapturedOutput(), new CapturedOutput()]
    const quiet = Object.create(host, Object.getOwnPropertyDescriptors({ output, errorOutput })) as Host
    return parseCommandLine(quiet, argv)
  }
}

/** Runs command lines for others in this process, as `run` does. */
function runForGuests(host: Host): RunFor {
  return async (guest, argv, env) => {
    const [{ CapturedOutput }, { lineOutcome }] = await Promise.all([
      import('../platform/captured-output.ts'),
      import('./line-outcome.ts'),
    ])
    const [output, errorOutput] = [new CapturedOutput(), new CapturedOutput()]
    const given = {
      ...{ guest, argv, output, errorOutput },
      ...{ env: { ...host.env, ...env }, terminals: [false, false, false], input: nothing() },
    }
    const asGuest = Object.create(host, Object.getOwnPropertyDescriptors(given)) as Host
    return lineOutcome(await run(asGuest), output.text, errorOutput.text)
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** The help to show when a command or subcommand is missing. */
async function helpText(host: Host, chosen: Command | null): Promise<string> {
  const language = await languageOf(host)
  const program = newProgram(host, { language, help: await helpConfigurationIn(language) })
  const command = program.commands.find((candidate) => candidate.name() === chosen?.name())
  if (command !== undefined) await loadCommand(command, language, () => {})
  return (command ?? program).helpInformation({ error: true })
}

/** The global options, given before or after a command or subcommand; the innermost wins. */
function globalsOf(program: Command): GlobalOptions {
  const found: Record<string, unknown> = { input: true }
  const collect = (command: Command) => {
    for (const option of command.options) {
      const key = option.attributeName()
      const isGiven = isGlobalOption(option) && !['default', undefined].includes(command.getOptionValueSource(key))
      if (isGiven) found[key] = command.getOptionValue(key)
    }
    for (const sub of command.commands) collect(sub)
  }
  collect(program)
  return found as unknown as GlobalOptions
}

/** The operator's language, even if the command line cannot be parsed. */
async function languageOf(host: Host): Promise<Language> {
  const { operatorLanguage } = await import('./io/new-world.ts')
  return operatorLanguage(host, { input: true, ...languageFlag(host.argv) })
}

/** Commander's own texts are in English. */
async function helpConfigurationIn(language: Language): Promise<HelpConfiguration> {
  return language === 'en' ? {} : (await import('./help.ts')).japaneseHelp
}
