import type { HelpConfiguration } from 'commander'
import { columnsOf } from '../view/columns.ts'
import { wrapText } from '../view/wrap.ts'

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '使い方:',
  'Arguments:': '引数:',
  'Options:': 'オプション:',
  'Commands:': 'コマンド:',
}

const choices = (list: readonly string[] | undefined) => (list === undefined ? '' : `（選択肢: ${list.join('、')}）`)

/** Translates what commander itself writes in help, and wraps lines by columns. Descriptions are in Japanese already. */
export const japaneseHelp: HelpConfiguration = {
  argumentDescription: ({ description, argChoices }) => `${description}${choices(argChoices)}`,
  optionDescription: ({ description, argChoices }) => `${description}${choices(argChoices)}`,
  styleTitle: (title) => TITLES[title] ?? title,
  displayWidth: columnsOf,
  boxWrap: (text, columns) => wrapText(text, columns).join('\n'),
}
