import { Help, type HelpConfiguration } from 'commander'
import type { CommandHelp } from '../command.ts'
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

/** What the help of the program itself ends with. */
export const programHelp: CommandHelp = {
  page: 'README.md',
  examples: [
    [
      'start --type TYPE',
      'declare a halt; in a terminal, the walk begins',
      '停止を宣言する（端末では、続けて手順を1つずつ進める）',
    ],
    ['walk', 'go on step by step from where the log is', 'ログの続きから、手順を1つずつ進める'],
    ['next', 'what to do next, the most urgent first', '次にすることを、急ぐ順に表示する'],
    ['drill --list', 'which drills there are to practise with', '練習できる訓練の一覧を表示する'],
  ],
}
