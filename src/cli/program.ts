import { Command, type HelpConfiguration, Option } from 'commander'
import { version } from '../../package.json'
import type { Defining, Run } from '../command.ts'
import type { Bilingual, Language } from '../domain/runbook/runbook.ts'
import type { Host } from '../world.ts'
import { CATALOGUE, GROUPS } from './catalogue.ts'

/** Whom the program is for: its output, its language, and how help looks in that. */
interface Making extends Pick<Host, 'called' | 'output'> {
  readonly language: Language
  readonly help?: HelpConfiguration
}

const HELP = { en: 'display help for command', ja: 'このヘルプを表示する' }

/**
 * The program with the names of its commands, or with the one alone that `only` is the name of; what a command takes is
 * added by `define`.
 */
export function newProgram({ called, output, language, help = {} }: Making, only?: string): Command {
  const say = sayIn(language)
  const program = new Command(called().join(' '))
  program.description(say('Incident runbooks for trading halts.', '取引停止への対応を、手順書に沿って進める。'))
  program.version(version, '-V, --version', say('output the version number', 'バージョンを表示する'))
  program.helpOption('-h, --help', HELP[language])
  program.helpCommand('help [command]', say(HELP.en, 'コマンドのヘルプを表示する'))
  program.enablePositionalOptions()
  addGlobals(program, language)
  // Commands take these over when they are made.
  program.exitOverride().configureHelp(help)
  // Errors are said in our own words, and help that nobody asked for in the operator's language.
  program.configureOutput({ outputError: () => {}, writeErr: () => {}, writeOut: (text) => output.write(text) })
  const isOne = CATALOGUE.some(({ name }) => name === only)
  for (const { title, entries } of GROUPS)
    for (const { name, summary } of entries)
      if (!isOne || name === only) program.command(name).description(summary[language]).helpGroup(title[language])
  return program
}

/** Loads a command, and declares what it and its subcommands take. */
export async function define(command: Command, language: Language, start: (run: Run) => void): Promise<void> {
  const module = await CATALOGUE.find((entry) => entry.name === command.name())?.load()
  module?.define(command, { start, say: sayIn(language), walk: () => import('../walk/entry.ts') })
  for (const sub of command.commands) addGlobals(sub, language)
  addGlobals(command, language)
}

function sayIn(language: Language): Defining['say'] {
  return language === 'ja' ? (_, ja) => ja : (en) => en
}

/** Options that every command takes; a command's own option of the same name goes before (`close --as`). */
function addGlobals(command: Command, language: Language): void {
  const own = new Set(command.options.map((option) => option.long))
  for (const { flags, description, choices } of GLOBALS) {
    const option = new Option(flags, description[language])
    if (own.has(option.long)) continue
    globals.add(option)
    command.addOption(choices === undefined ? option : option.choices(choices))
  }
}

const globals = new WeakSet<Option>()

export function isGlobal(option: Option): boolean {
  return globals.has(option)
}

/** The words after the program's name that call a command. */
export function pathOf(command: Command): string {
  const { parent } = command
  if (parent === null) return ''
  return [pathOf(parent), command.name()].filter((word) => word !== '').join(' ')
}

/** An option that every command takes. */
export interface GlobalFlag {
  readonly flags: string
  readonly description: Bilingual
  readonly choices?: readonly string[]
}

export const GLOBALS: readonly GlobalFlag[] = [
  { flags: '--dir <folder>', description: { en: 'workspace', ja: 'ワークスペース' } },
  {
    flags: '--lang <lang>',
    description: { en: 'language of the operator', ja: '操作する人の言語' },
    choices: ['ja', 'en'],
  },
  {
    flags: '--color <when>',
    description: { en: 'colour', ja: '色を付けるかどうか' },
    choices: ['auto', 'always', 'never'],
  },
  { flags: '--as <name>', description: { en: 'who acts', ja: '操作する人の名前' } },
  {
    flags: '-i, --incident <incident>',
    description: {
      en: 'incident: id, unique prefix, or latest',
      ja: 'インシデント。ID、その先頭の一部、または latest',
    },
  },
  {
    flags: '--json',
    description: { en: 'one JSON document on standard output', ja: '標準出力に JSON 文書を1つ出力する' },
  },
  { flags: '--no-input', description: { en: 'never ask', ja: '何も尋ねない' } },
  { flags: '--plain', description: { en: 'plain lines, no redrawing', ja: '画面を描き直さず、1行ずつ出力する' } },
]

/** The word after `completion` by which a shell asks what may follow. */
export const VALUES = 'values'

/** The language asked for, so that even a mistyped command is answered in it. */
export function languageFlag(argv: readonly string[]): { readonly lang?: Language } {
  const given = argv.find((word) => word.startsWith('--lang='))?.slice(7) ?? argv[argv.indexOf('--lang') + 1]
  return given === 'ja' || given === 'en' ? { lang: given } : {}
}
