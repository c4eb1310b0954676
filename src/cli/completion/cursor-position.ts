import type { Argument, Command, Option } from 'commander'

/** What can be typed at the cursor, by the words before it. */
export interface CursorPosition {
  readonly command: Command
  /** The word being typed, up to the cursor. */
  readonly typed: string
  /** The option whose value is being typed; `stem` is the part of the word before the value: `--stage=`, or empty. */
  readonly option: { readonly option: Option; readonly stem: string } | null
  /** The argument being typed; null if an option is typed, or if no argument is left. */
  readonly argument: Argument | null
  readonly argumentsBefore: readonly string[]
  readonly allowsSubcommand: boolean
  /** Whether a topic of `help` can stand here. */
  readonly allowsTopic: boolean
  readonly allowsFlag: boolean
  /** The options given so far, with their last values; null for one without a value. */
  readonly givenOptions: ReadonlyMap<Option, string | null>
  /** The index of the command's first argument in the words; that of the word being typed if there is none yet. */
  readonly firstArgumentIndex: number
}

/**
 * Parses the words after the program's name, up to the cursor, as commander does; `load` defines a command. Null if the
 * command is unknown, or if an option before the `=` is unknown or takes no value.
 */
export async function positionOf(
  program: Command,
  words: readonly string[],
  load: (command: Command) => Promise<unknown>,
): Promise<CursorPosition | null> {
  const typed = words.at(-1) ?? ''
  const given = new Map<Option, string | null>()
  let command = program
  let before: string[] = []
  let from = 0
  let isHelp = false
  let isAfterDashes = false
  let pending: Option | null = null
  let variadic: Option | null = null
  for (const [place, word] of words.slice(0, -1).entries()) {
    if (pending !== null && (pending.required || !word.startsWith('-'))) {
      given.set(pending, word)
      variadic = pending.variadic ? pending : null
      pending = null
    } else if (!isAfterDashes && word === '--') {
      isAfterDashes = true
      pending = null
      variadic = null
    } else if (!isAfterDashes && word.length > 1 && word.startsWith('-')) {
      const { option, value } = parseOption(command, word)
      variadic = null
      pending = option !== undefined && takesValue(option) && value === null ? option : null
      if (option !== undefined) given.set(option, value)
    } else if (variadic === null) {
      const sub: Command | undefined = isAfterDashes || before.length > 0 ? undefined : findSubcommand(command, word)
      if (sub !== undefined) {
        command = sub
        before = []
        if (sub.parent === program) await load(sub)
      } else if (command !== program) {
        if (before.length === 0) from = place
        before.push(word)
      } else if (word === 'help') isHelp = true
      else return null
    }
  }
  if (before.length === 0) from = words.length - 1
  const nothing = { option: null, argument: null, allowsSubcommand: false, allowsTopic: false, allowsFlag: false }
  const base = { command, typed, argumentsBefore: before, givenOptions: given, firstArgumentIndex: from, ...nothing }
  if (pending?.required || (pending !== null && !typed.startsWith('-')))
    return { ...base, option: { option: pending, stem: '' } }
  const [, stem, name = ''] = isAfterDashes ? [] : (/^((--[^=]+)=)/.exec(typed) ?? [])
  if (stem !== undefined) {
    const { option } = parseOption(command, name)
    return option === undefined || !takesValue(option) ? null : { ...base, option: { option, stem } }
  }
  if (!isAfterDashes && typed.startsWith('-')) return { ...base, allowsFlag: true }
  if (variadic !== null) return { ...base, option: { option: variadic, stem: '' } }
  if (isHelp) return { ...base, allowsSubcommand: before.length === 0, allowsTopic: command === program }
  return {
    ...base,
    argument: argumentAt(command, before.length),
    allowsSubcommand: !isAfterDashes && before.length === 0,
    allowsFlag: !isAfterDashes,
  }
}

function takesValue(option: Option): boolean {
  return option.required || option.optional
}

function findSubcommand(command: Command, word: string): Command | undefined {
  return command.commands.find((sub) => sub.name() === word || sub.aliases().includes(word))
}

/** The option that a word names, and the value in the same word, as in `--incident=ID` or `-iID`. */
function parseOption(command: Command, word: string): { option: Option | undefined; value: string | null } {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1
  const name = equals < 0 ? word : word.slice(0, equals)
  const whole = command.options.find(({ long, short }) => long === name || short === name)
  if (whole !== undefined) return { option: whole, value: equals < 0 ? null : word.slice(equals + 1) }
  const short = word.startsWith('--') ? undefined : command.options.find((option) => option.short === word.slice(0, 2))
  return { option: short, value: short !== undefined && takesValue(short) ? word.slice(2) : null }
}

function argumentAt(command: Command, place: number): Argument | null {
  const { registeredArguments } = command
  const last = registeredArguments.at(-1)
  return registeredArguments[place] ?? (last?.variadic ? last : null)
}

/** A raw command line of a shell, up to the cursor. */
export interface ShellLine {
  /** Unquoted; the last one, which may be empty, is being typed. */
  readonly words: readonly string[]
  /** The quote open at the cursor. */
  readonly quote: '"' | "'" | null
  /** The length of the last word's prefix that bash will not replace. */
  readonly keptLength: number
}

/**
 * Splits a line as a shell does, without expansions. Bash does not replace the whole last word, only the part after the
 * last character of `breaks` (COMP_WORDBREAKS) or after an open quote.
 */
export function parseShellLine(line: string, breaks: string): ShellLine {
  const words = ['']
  let quote: ShellLine['quote'] = null
  let keptLength = 0
  let isWord = false
  const add = (text: string) => {
    words.push((words.pop() ?? '') + text)
    isWord = true
  }
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] as string
    const next = line[at + 1] ?? ''
    if (quote === "'" || (quote === '"' && char === '"')) {
      if (char === quote) quote = null
      else add(char)
    } else if (char === '\\' && (quote === null || '"\\$`'.includes(next))) {
      add(next)
      at += 1
    } else if (quote === null && (char === '"' || char === "'")) {
      quote = char
      add('')
      keptLength = (words.at(-1) as string).length
    } else if (quote === null && /\s/.test(char)) {
      if (isWord) words.push('')
      isWord = false
      keptLength = 0
    } else {
      add(char)
      if (quote === null && breaks.includes(char)) keptLength = (words.at(-1) as string).length
    }
  }
  return { words, quote, keptLength }
}

/** A candidate without the prefix that bash keeps, escaped, since bash inserts candidates as they are. */
export function escapeForBash(word: string, { quote, keptLength }: Omit<ShellLine, 'words'>): string {
  const rest = word.slice(keptLength)
  if (quote === '"') return rest.replaceAll(/["\\$`]/g, '\\$&')
  if (quote === "'") return rest.replaceAll("'", "'\\''")
  return rest.replaceAll(/[^\p{L}\p{N}\p{M}_@%+=:,./-]/gu, '\\$&')
}
