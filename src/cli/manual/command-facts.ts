import type { Command, HelpConfiguration } from 'commander'
import type { Example } from '../../command.ts'
import type { Language } from '../../domain/runbook/runbook.ts'
import { type ExampleIds, withIds } from '../example-ids.ts'
import { japaneseHelp, programHelp } from '../help.ts'
import { commandPath, isGlobalOption, loadCommand, newProgram } from '../program.ts'
import { PROGRAM } from './manual.ts'

/** What is typed, and what it means. */
export interface Entry {
  readonly term: string
  readonly meaning: string
}

/** A command or subcommand as manuals describe it, in one language; the program itself, if the path is empty. */
export interface CommandFacts {
  /** The words that call it, such as `action add`. */
  readonly path: string
  readonly summary: string
  /** As the help begins, such as `haltctl action add [options] [text...]`. */
  readonly usage: string
  readonly arguments: readonly Entry[]
  /** Its own options, without those that every command takes. */
  readonly options: readonly Entry[]
  readonly examples: readonly Entry[]
  /** The page in `docs/` to read. */
  readonly page: string
  readonly subcommands: readonly CommandFacts[]
}

/** The program and its commands, as their help describes them; examples have these ids. */
export async function programFacts(language: Language, ids: ExampleIds): Promise<CommandFacts> {
  const help: HelpConfiguration = language === 'ja' ? japaneseHelp : {}
  const output = { write: () => {} } as never
  const program = newProgram({ invocation: () => [PROGRAM], output }, { language, help })
  const inLanguage = ([line, en, ja]: Example) => ({
    term: `${PROGRAM} ${withIds(line, ids)}`,
    meaning: language === 'ja' ? ja : en,
  })
  const subcommands: CommandFacts[] = []
  for (const command of program.commands) {
    const end = await loadCommand(command, language, () => {})
    if (end === null) continue
    const subs = command.commands.flatMap((sub) => {
      const own = end.subcommands?.[sub.name()]
      return own === undefined
        ? []
        : [{ ...ownFacts(sub, false), page: end.page, ...own, examples: own.examples.map(inLanguage), subcommands: [] }]
    })
    const { page, examples } = end
    subcommands.push({ ...ownFacts(command, false), page, examples: examples.map(inLanguage), subcommands: subs })
  }
  const { page, examples } = programHelp
  return { ...ownFacts(program, true), page, examples: examples.map(inLanguage), subcommands }
}

/** What a command declares; the program itself with the options that every command takes. */
function ownFacts(
  command: Command,
  withGlobals: boolean,
): Pick<CommandFacts, 'path' | 'summary' | 'usage' | 'arguments' | 'options'> {
  const help = command.createHelp()
  const options = help.visibleOptions(command).filter((option) => withGlobals || !isGlobalOption(option))
  return {
    path: commandPath(command),
    summary: command.description(),
    usage: help.commandUsage(command),
    arguments: help.visibleArguments(command).map((argument) => ({
      term: help.argumentTerm(argument),
      meaning: help.argumentDescription(argument),
    })),
    options: options
      .filter(({ long }) => withGlobals || long !== '--help')
      .map((option) => ({ term: help.optionTerm(option), meaning: help.optionDescription(option) })),
  }
}
