import type { Command } from 'commander'
import { type Problem, ProblemError, problem } from '../domain/problem.ts'
import type { Host } from '../world.ts'
import { commandPath } from './program.ts'
import { TOPICS } from './topics/topic.ts'

// What is wrong with a command line, as a problem.

/** Commander shows the help of the program for a command or topic that it does not know. Throws `unknown-command`. */
export function mustBeCommand(given: string | undefined, program: Command): void {
  const allowed = [...commandNames(program), 'topics', ...TOPICS]
  if (given !== undefined && !given.startsWith('-') && !allowed.includes(given))
    throw new ProblemError(problem('unknown-command', { given, allowed }))
}

/**
 * Commander shows the help of a command for a subcommand that it does not know. From now on, that throws `unknown-command`,
 * unless the word may be an argument.
 */
export function refuseHelpOfUnknown(command: Command): void {
  command.addHelpText('before', () => {
    const given = command.args.find((word) => word !== 'help' && !word.startsWith('-'))
    if (command.parent === null) mustBeCommand(given, command)
    else mustBeSubcommand(given, command)
    return ''
  })
}

function mustBeSubcommand(given: string | undefined, command: Command): void {
  const allowed = commandNames(command)
  const takesWords = command.commands.length === 0 || command.registeredArguments.length > 0
  if (given !== undefined && !takesWords && !allowed.includes(given))
    throw new ProblemError(problem('unknown-command', { given, allowed, of: commandPath(command) }))
}

/** The placeholders of what names a place or an incident. */
const NAMES_ONE = /^(?:file|folder|path|incident)$/

/**
 * Refuses an empty name of a file, a folder or an incident, as `-i "$UNSET"` in a script gives it: left out, another one
 * would be meant. Throws `usage` or `missing-argument`.
 */
export function refuseEmptyNames(command: Command): void {
  const of = commandPath(command)
  for (let at: Command | null = command; at !== null; at = at.parent)
    for (const option of at.options) {
      const values = [at.getOptionValue(option.attributeName())].flat()
      if (NAMES_ONE.test(/<(.*)>/.exec(option.flags)?.[1] ?? '') && values.includes(''))
        throw new ProblemError(problem('usage', { detail: option.long ?? '', kind: 'value', of }))
    }
  command.registeredArguments.forEach((argument, index) => {
    if (NAMES_ONE.test(argument.name()) && command.args[index] === '')
      throw new ProblemError(problem('missing-argument', { name: argument.name(), of }))
  })
}

/** Adds, for an option that ends the line without its value, the values that completion would offer. */
export async function withValues(failure: Problem, host: Host, argv: readonly string[]): Promise<Problem> {
  if (failure.code !== 'usage' || failure.params.kind !== 'value') return failure
  const { valuesAfter } = await import('./completion/answer.ts')
  return problem('usage', { ...failure.params, allowed: await valuesAfter(host, argv) })
}

/** What may stand after the name of the program; commander does not count its own `help` among the commands. */
function commandNames(program: Command): string[] {
  return [...program.commands.map((command) => command.name()), 'help']
}

/** Turns an error of commander into a problem; what commander only says in its message is taken from there. */
export function usageProblem(code: string, message: string, command: Command): Problem {
  const quoted = /'([^']*)'/.exec(message)?.[1] ?? ''
  const detail = message.replace(/^error: /, '').split('\n')[0] ?? ''
  const of = commandPath(command)
  if (code === 'commander.unknownCommand')
    return problem('unknown-command', {
      given: quoted,
      allowed: commandNames(command),
      ...(command.parent !== null && { of }),
    })
  if (code === 'commander.unknownOption')
    return problem('unknown-option', {
      given: quoted,
      allowed: command.options.map((o) => o.long ?? o.short ?? ''),
      of,
    })
  if (code === 'commander.missingArgument' || code === 'commander.missingMandatoryOptionValue')
    return problem('missing-argument', { name: quoted, of })
  const [excess] = command.args
  if (code === 'commander.excessArguments' && command.commands.length > 0 && excess !== undefined)
    return problem('unknown-command', {
      given: excess,
      allowed: commandNames(command),
      of,
    })
  if (code === 'commander.excessArguments') return problem('usage', { detail: of, kind: 'excess', of })
  if (code === 'commander.conflictingOption')
    return problem('usage', { detail: (message.match(/--[\w-]+/g) ?? []).join(', '), kind: 'conflict', of })
  if (code === 'commander.optionMissingArgument')
    return problem('usage', { detail: /--[\w-]+/.exec(message)?.[0] ?? quoted, kind: 'value', of })
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
  return problem('usage', { detail, kind: code, of })
}
