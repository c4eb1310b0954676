import type { Argument, Command, Option } from 'commander'

/** Where the cursor stands in the words after the program's name. */
export interface Position {
  readonly command: Command
  /** What is being typed, from the first letter of its word to the cursor. */
  readonly typed: string
  /** The value of an option; `stem` is what of the word stands before it: `--stage=`, or nothing. */
  readonly option: { readonly option: Option; readonly stem: string } | null
  /** The argument that stands here; null where an option stands, or none is left. */
  readonly argument: Argument | null
  /** Arguments before this one. */
  readonly before: readonly string[]
  /** Whether the name of a subcommand may stand here, or a flag. */
  readonly subcommands: boolean
  readonly flags: boolean
  /** Flags that were given, with the value each had last. */
  readonly given: ReadonlyMap<Option, string | null>
  /** Where in the words the arguments of the command begin. */
  readonly from: number
}

/** Reads the words up to the cursor as commander would; `load` declares what a command takes. Null for an unknown command. */
export async function positionOf(
  program: Command,
  words: readonly string[],
  load: (command: Command) => Promise<void>,
): Promise<Position | null> {
  const typed = words.at(-1) ?? ''
  const given = new Map<Option, string | null>()
  let command = program
  let before: string[] = []
  let from = 0
  let isHelp = false
  let isEnded = false
  let pending: Option | null = null
  let open: Option | null = null
  for (const [place, word] of words.slice(0, -1).entries()) {
    if (pending !== null && (pending.required || !word.startsWith('-'))) {
      given.set(pending, word)
      open = pending.variadic ? pending : null
      pending = null
    } else if (!isEnded && word === '--') {
      isEnded = true
      pending = null
      open = null
    } else if (!isEnded && word.length > 1 && word.startsWith('-')) {
      const { option, value } = optionIn(command, word)
      open = null
      pending = option !== undefined && takesValue(option) && value === null ? option : null
      if (option !== undefined) given.set(option, value)
    } else if (open === null) {
      const sub: Command | undefined = isEnded || before.length > 0 ? undefined : subcommandOf(command, word)
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
  const none = { command, typed, option: null, argument: null, before, subcommands: false, flags: false, given, from }
  if (pending?.required || (pending !== null && !typed.startsWith('-')))
    return { ...none, option: { option: pending, stem: '' } }
  const [, stem, name = ''] = isEnded ? [] : (/^((--[^=]+)=)/.exec(typed) ?? [])
  if (stem !== undefined) {
    const { option } = optionIn(command, name)
    return option === undefined || !takesValue(option) ? null : { ...none, option: { option, stem } }
  }
  if (!isEnded && typed.startsWith('-')) return { ...none, flags: true }
  if (open !== null) return { ...none, option: { option: open, stem: '' } }
  if (isHelp) return { ...none, subcommands: command === program }
  return {
    ...none,
    argument: argumentAt(command, before.length),
    subcommands: !isEnded && before.length === 0,
    flags: !isEnded,
  }
}

export function takesValue(option: Option): boolean {
  return option.required || option.optional
}

function subcommandOf(command: Command, word: string): Command | undefined {
  return command.commands.find((sub) => sub.name() === word || sub.aliases().includes(word))
}

/** The option that a word names, and the value that stands in it; `-iID` has one as well. */
function optionIn(
  command: Command,
  word: string,
): { readonly option: Option | undefined; readonly value: string | null } {
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

/** A command line as bash hands it over: read into words, and words written so that they fit in where the cursor is. */

export interface Line {
  /** Without quotes; the last is the one that is being typed. */
  readonly words: readonly string[]
  /** The quote that is open at the cursor. */
  readonly quote: '"' | "'" | null
  /** How much of the last word stands before what bash is going to replace. */
  readonly kept: number
}

/**
 * Reads words as a shell does, expanding nothing. Bash replaces what stands after the last of `breaks`
 * (COMP_WORDBREAKS) or after the quote that is open, not the whole word.
 */
export function readLine(line: string, breaks: string): Line {
  const words = ['']
  let quote: Line['quote'] = null
  let kept = 0
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
      kept = (words.at(-1) as string).length
    } else if (quote === null && /\s/.test(char)) {
      if (isWord) words.push('')
      isWord = false
      kept = 0
    } else {
      add(char)
      if (quote === null && breaks.includes(char)) kept = (words.at(-1) as string).length
    }
  }
  return { words, quote, kept }
}

/** A word, less what is kept, as bash is to put it there: it takes what it is given as it is. */
export function written(word: string, { quote, kept }: Pick<Line, 'quote' | 'kept'>): string {
  const rest = word.slice(kept)
  if (quote === '"') return rest.replaceAll(/["\\$`]/g, '\\$&')
  if (quote === "'") return rest.replaceAll("'", "'\\''")
  return rest.replaceAll(/[^\p{L}\p{N}\p{M}_@%+=:,./-]/gu, '\\$&')
}
