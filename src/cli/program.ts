import { Command, type HelpConfiguration, Option } from 'commander'
import { version } from '../../package.json'
import type { CommandAction, CommandContext, CommandHelp, CommandLine } from '../command.ts'
import type { Bilingual, Language } from '../domain/runbook/runbook.ts'
import type { Host } from '../world.ts'
import { COMMAND_GROUPS, COMMANDS } from './catalogue.ts'

const HELP = { en: 'display help for command', ja: 'このヘルプを表示する' }

/**
 * Creates the program with all commands, or with just the one called `only` if there is one. The commands have no arguments
 * and options until `define` adds them.
 */
export function newProgram(
  { invocation, output }: Pick<Host, 'invocation' | 'output'>,
  { language, help = {} }: { readonly language: Language; readonly help?: HelpConfiguration },
  only?: string,
): Command {
  const say = sayIn(language)
  const program = new Command(invocation().join(' '))
  program.description(
    say('Incident runbooks for halts of a service.', 'サービス停止への対応を、手順書に沿って進める。'),
  )
  program.version(version, '-V, --version', say('output the version number', 'バージョンを表示する'))
  program.helpOption('-h, --help', HELP[language])
  program.helpCommand('help [command]', say(HELP.en, 'コマンドのヘルプを表示する'))
  program.addHelpText(
    'after',
    say(
      '\nhelp topics: environment variables, exit codes, times, JSON and more',
      '\nhelp topics: 環境変数、終了コード、時刻の書き方、JSONなど',
    ),
  )
  program.enablePositionalOptions()
  addGlobals(program, language)
  // Commands inherit these when they are created.
  program.exitOverride().configureHelp(help)
  // `run` prints errors, and `parseCommandLine` prints the help for a missing subcommand.
  program.configureOutput({ outputError: () => {}, writeErr: () => {}, writeOut: (text) => output.write(text) })
  const isCommand = COMMANDS.some(({ name }) => name === only)
  for (const { title, entries } of COMMAND_GROUPS)
    for (const { name, summary } of entries)
      if (!isCommand || name === only) program.command(name).description(summary[language]).helpGroup(title[language])
  return program
}

/** For commands that are defined, but not run. */
const NOT_RUN: ForCommands = {
  commandLine: { names: [], parse: async () => ({ run: null, options: { input: true } }) },
  runFor: async () => ({ code: 0, out: '', said: [], failure: null }),
  parse: async () => ({ run: null, options: { input: true } }),
}

/** What the walk, the board and the server for assistants run the commands with. */
interface ForCommands extends Pick<CommandContext, 'runFor' | 'parse'> {
  readonly commandLine: CommandLine
}

/**
 * Loads a command, and declares the arguments and options of it and its subcommands. Resolves to what its help ends with; to
 * null if there is no such command.
 */
export async function loadCommand(
  command: Command,
  language: Language,
  start: (run: CommandAction) => void,
  { commandLine, runFor, parse }: ForCommands = NOT_RUN,
): Promise<CommandHelp | null> {
  const module = await COMMANDS.find((entry) => entry.name === command.name())?.load()
  module?.define(command, {
    start,
    say: sayIn(language),
    walk: async () => (await import('../walk/entry.ts')).walkWith(commandLine),
    runFor,
    parse,
    authorities: () => import('../authority/reminder.ts'),
    deadlines: async () => ({
      ...(await import('../incident/incident-index.ts')),
      ...(await import('../incident/labels.ts')),
    }),
  })
  for (const sub of command.commands) addGlobals(sub, language)
  addGlobals(command, language)
  return module?.help ?? null
}

function sayIn(language: Language): CommandContext['say'] {
  return language === 'ja' ? (_, ja) => ja : (en) => en
}

/** Adds the global options, except those that the command redefines (such as `close --as`). */
function addGlobals(command: Command, language: Language): void {
  const ownFlags = new Set(command.options.map((option) => option.long))
  for (const { flags, description, choices } of GLOBAL_OPTIONS) {
    const option = new Option(flags, description[language])
    if (ownFlags.has(option.long)) continue
    globalOptions.add(option)
    command.addOption(choices === undefined ? option : option.choices(choices))
  }
}

const globalOptions = new WeakSet<Option>()

/** Whether an option is one of the global options, not one that a command redefines. */
export function isGlobalOption(option: Option): boolean {
  return globalOptions.has(option)
}

/** The words that call a command, such as `action add`. */
export function commandPath(command: Command): string {
  const { parent } = command
  return parent === null ? '' : `${commandPath(parent)} ${command.name()}`.trim()
}

/** An option that every command takes; `GlobalOptions` has its value. */
interface GlobalOption {
  readonly flags: string
  readonly description: Bilingual
  readonly choices?: readonly string[]
}

const GLOBAL_OPTIONS: readonly GlobalOption[] = [
  { flags: '--dir <folder>', description: { en: 'workspace folder', ja: 'ワークスペース' } },
  {
    flags: '--lang <lang>',
    description: { en: 'language of the operator', ja: '操作する人の言語' },
    choices: ['ja', 'en'],
  },
  {
    flags: '--color <when>',
    description: { en: 'when to use colour', ja: '色を付けるかどうか' },
    choices: ['auto', 'always', 'never'],
  },
  { flags: '--as <name>', description: { en: 'name of the person acting', ja: '操作する人の名前' } },
  {
    flags: '-i, --incident <incident>',
    description: {
      en: 'incident: id, unique prefix, or latest',
      ja: 'インシデント。ID、その先頭の一部、または latest',
    },
  },
  {
    flags: '--json',
    description: { en: 'print one JSON document to standard output', ja: '標準出力にJSON文書を1つ出力する' },
  },
  {
    flags: '-q, --quiet',
    description: {
      en: 'no receipts and hints, only warnings and failures',
      ja: '警告と失敗以外のメッセージを表示しない',
    },
  },
  {
    flags: '--verbose',
    description: { en: 'say what is read, and why', ja: '何をなぜ読み込むかを表示する' },
  },
  { flags: '--no-input', description: { en: 'never prompt', ja: '何も尋ねない' } },
  { flags: '--no-pager', description: { en: 'show long output without a pager', ja: 'ページャーを使わない' } },
  {
    flags: '--plain',
    description: { en: 'print plain lines, without redrawing', ja: '画面を描き直さず、1行ずつ出力する' },
  },
]

/** How many words stand before the command: global options and their values. */
export function leadingOptions(argv: readonly string[]): number {
  let count = 0
  for (let word = argv[0]; word?.startsWith('-'); word = argv[count]) count += takesNextWord(word) ? 2 : 1
  return Math.min(count, argv.length)
}

/** Whether a word is a global option whose value is the next word. */
function takesNextWord(word: string): boolean {
  return GLOBAL_OPTIONS.some(({ flags }) => flags.includes('<') && flags.split(/[ ,]+/).includes(word))
}

/** The subcommand of `completion` that the shell scripts call for candidates. */
export const COMPLETION_SUBCOMMAND = 'values'

/** The language that `--lang` asks for, even on a command line that cannot be parsed; empty if it asks for none. */
export function languageFlag(argv: readonly string[]): { readonly lang?: Language } {
  const value = argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length)
  const language = value ?? argv[argv.indexOf('--lang') + 1]
  return language === 'ja' || language === 'en' ? { lang: language } : {}
}

/** Whether the command itself is given one of these flags, and not one that it is to run. */
export function isGiven(argv: readonly string[], ...flags: readonly string[]): boolean {
  return argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length).some((word) => flags.includes(word))
}
