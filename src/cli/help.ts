import { Help, type HelpConfiguration } from 'commander'
import { columnsOf } from '../view/columns.ts'
import { wrapText } from '../view/wrap.ts'

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '使い方:',
  'Arguments:': '引数:',
  'Options:': 'オプション:',
  'Commands:': 'コマンド:',
}

/** What commander writes for the options and the command after a name. */
const PLACES: Readonly<Record<string, string>> = { '[options]': '[オプション]', '[command]': '[コマンド]' }
const withPlaces = (term: string) => term.replace(/\[(?:options|command)\]/g, (place) => PLACES[place] ?? place)
const english = new Help()

const choices = (list: readonly string[] | undefined) => (list === undefined ? '' : `（選択肢: ${list.join('、')}）`)

/** Translates what commander itself writes in help, and wraps lines by columns. Descriptions are in Japanese already. */
export const japaneseHelp: HelpConfiguration = {
  argumentDescription: ({ description, argChoices }) => `${description}${choices(argChoices)}`,
  optionDescription: ({ description, argChoices }) => `${description}${choices(argChoices)}`,
  commandUsage: (command) => withPlaces(english.commandUsage(command)),
  subcommandTerm: (command) => withPlaces(english.subcommandTerm(command)),
  styleTitle: (title) => TITLES[title] ?? title,
  displayWidth: columnsOf,
  boxWrap: (text, columns) => wrapText(text, columns).join('\n'),
}
