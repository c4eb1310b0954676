import type { Command } from 'commander'
import { type Problem, ProblemError, problem } from '../domain/problem.ts'
import type { Host } from '../world.ts'
import { commandPath } from './program.ts'
import { TOPICS } from './topics/topic.ts'

// What is wrong with a command line, as a problem.

/** Commander shows the help of the program for a command or topic that it does not know. Throws `unknown-command`. */
export function mustBeCommand(given: string | undefined, program: Command): void {
  const allowed = [...program.commands.map((command) => command.name()), 'topics', ...TOPICS]
  if (given !== undefined && !given.startsWith('-') && !allowed.includes(given))
    throw new ProblemError(problem('unknown-command', { given, allowed }))
}

/** Adds, for an option that ends the line without its value, the values that completion would offer. */
export async function withValues(failure: Problem, host: Host, argv: readonly string[]): Promise<Problem> {
  if (failure.code !== 'usage' || failure.params.kind !== 'value') return failure
  const { valuesAfter } = await import('./completion/answer.ts')
  return problem('usage', { ...failure.params, allowed: await valuesAfter(host, argv) })
}

/** Turns an error of commander into a problem; what commander only says in its message is taken from there. */
export function usageProblem(code: string, message: string, command: Command): Problem {
  const quoted = /'([^']*)'/.exec(message)?.[1] ?? ''
  const detail = message.replace(/^error: /, '').split('\n')[0] ?? ''
  const of = commandPath(command)
  if (code === 'commander.unknownCommand')
    return problem('unknown-command', {
      given: quoted,
      allowed: command.commands.map((c) => c.name()),
      ...(command.parent !== null && { of }),
    })
  if (code === 'commander.unknownOption')
    return problem('unknown-option', { given: quoted, allowed: command.options.map((o) => o.long ?? o.short ?? '') })
  if (code === 'commander.missingArgument' || code === 'commander.missingMandatoryOptionValue')
    return problem('missing-argument', { name: quoted, of })
  const [excess] = command.args
  if (code === 'commander.excessArguments' && command.commands.length > 0 && excess !== undefined)
    return problem('unknown-command', {
      given: excess,
      allowed: command.commands.map((c) => c.name()),
      of,
    })
  if (code === 'commander.excessArguments') return problem('usage', { detail: of, kind: 'excess', of })
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
