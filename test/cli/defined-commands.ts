import { type Command, Help } from 'commander'
import { japaneseHelp } from '../../src/cli/help.ts'
import { loadCommand, newProgram } from '../../src/cli/program.ts'
import type { Language } from '../../src/domain/runbook/runbook.ts'

/** The program and all its commands and subcommands, fully defined. */
export async function definedCommands(language: Language): Promise<Command[]> {
  const output = { write: () => true } as never
  const help = language === 'ja' ? japaneseHelp : {}
  const program = newProgram({ invocation: () => ['halt'], output }, { language, help })
  program.configureOutput({ getOutHelpWidth: () => 80 })
  for (const command of program.commands) {
    command.configureOutput({ getOutHelpWidth: () => 80 })
    await loadCommand(command, language, () => {})
  }
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)]
  return all(program)
}

/** The descriptions in the help of a command. */
export function helpSentences(command: Command): string[] {
  const options = new Help().visibleOptions(command).map(({ description }) => description)
  return [command.description(), ...command.registeredArguments.map(({ description }) => description), ...options]
}
