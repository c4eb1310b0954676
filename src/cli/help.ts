import { type Command, Help, type HelpConfiguration, type Option } from 'commander'
import { columnsOf } from '../view/columns.ts'
import { fold } from '../view/fold.ts'
import { choices, commands, globals, titles } from './help-text.ts'
import { pathOf } from './program.ts'

/** Help in Japanese, put in place of the English that the commands themselves say. */
export const japaneseHelp: HelpConfiguration = {
  formatHelp(command, helper) {
    inJapanese(command)
    return Help.prototype.formatHelp.call(helper, command, helper)
  },
  commandDescription: (command) => commands[pathOf(command)]?.summary ?? command.description(),
  subcommandDescription: summaryOf,
  argumentDescription: ({ description, argChoices }) =>
    `${description}${argChoices === undefined ? '' : choices(argChoices)}`,
  optionDescription: (option) => `${words(option)}${option.argChoices === undefined ? '' : choices(option.argChoices)}`,
  styleTitle: (title) => titles[title] ?? title,
  displayWidth: columnsOf,
  boxWrap: (text, columns) => fold(text, columns).join('\n'),
}

/** Puts what is said of the arguments and options of a command into Japanese. */
export function inJapanese(command: Command): void {
  const { args = {}, options = {} } = commands[pathOf(command)] ?? {}
  for (const argument of command.registeredArguments)
    argument.description = args[argument.name()] ?? argument.description
  for (const option of command.options)
    option.description = options[option.long ?? ''] ?? globals[option.long ?? ''] ?? option.description
}

/** What a command is for, in Japanese. The implicit `help` has no parent. */
export function summaryOf(command: Command): string {
  return commands[pathOf(command) || command.name()]?.summary ?? command.description()
}

/** What is said of an option; `--help` is made anew each time that it is shown. */
export function words(option: Option): string {
  return option.long === '--help' ? (globals['--help'] as string) : option.description
}
