import { type CommandWord, commandWords } from '../platform/command-line.ts'
import type { InputText } from '../platform/prompter.ts'
import { type ActionName, actionOfKey, type NamedAction } from './actions.ts'
import { optionsAndReason, withWholeTimes } from './option-words.ts'

/** What a line means that was entered at the step. */
export type Entry =
  | { readonly kind: 'nothing' }
  /** Exactly a key, or `/` and a name alone. */
  | { readonly kind: 'action'; readonly action: ActionName }
  /** A key, or `/` and a name, typed with an input method that produces other characters; not obeyed, but offered. */
  | { readonly kind: 'offer'; readonly action: ActionName; readonly key: string }
  /** `/`, a name, and words for the command. */
  | { readonly kind: 'command'; readonly action: ActionName | null; readonly command: string; readonly words: string }
  /** `/`, a name of an action without a command, and words for its first question. */
  | { readonly kind: 'answer'; readonly action: ActionName; readonly words: string }
  /** Begins like a command, or is one character, but means nothing: the operator decides. */
  | { readonly kind: 'unclear'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }

/** What a Japanese input method makes of a lone key before it is converted: full-width letters are normalised. */
const HALF_COMPOSED: Readonly<Record<string, string>> = { あ: 'a', い: 'i', う: 'u', え: 'e', お: 'o', ん: 'n' }

/** The key that a character of an input method stands for; undefined if it stands for none. */
export function keyMeant(character: string): string | undefined {
  const key = HALF_COMPOSED[character] ?? character.normalize('NFKC')
  return key === character ? undefined : key
}

/** Whether a text is one key of the walk, also as an input method writes it. */
export function isLoneKey(text: string): boolean {
  return [...text].length === 1 && actionOfKey(keyMeant(text) ?? text) !== undefined
}

/** Reads a line. Only what was typed acts, and of that only a key alone or a `/` with a known name; a
 * typed beginning of a command with a pasted rest is for the operator to decide. */
export function readEntry(input: InputText, named: ReadonlyMap<string, NamedAction>): Entry {
  const text = input.text.trim()
  if (text === '') return { kind: 'nothing' }
  if (input.isPasted) return { kind: input.beginsTyped && /^[/／]\S/.test(text) ? 'unclear' : 'note', text }
  if ([...text].length === 1) return readCharacter(text)
  const [, given, words = ''] = /^[/／・･](\S+)(?:\s+(.*))?$/su.exec(text) ?? []
  const isSlash = /^[/／]/.test(text)
  const name = given?.normalize('NFKC') ?? ''
  const found = named.get(name)
  if (found === undefined) return { kind: isSlash ? 'unclear' : 'note', text }
  if (!isSlash) return readMiddleDot(text, name, words === '' ? found.action : null)
  if (words === '' && found.action !== null) return { kind: 'action', action: found.action }
  const { action, command } = found
  if (command !== null) return { kind: 'command', action, command, words }
  return action === null ? { kind: 'unclear', text } : { kind: 'answer', action, words }
}

/** A middle dot is what the key of `/` gives before it is converted, but may also be a bullet before words. */
function readMiddleDot(text: string, name: string, action: ActionName | null): Entry {
  return action === null ? { kind: 'unclear', text } : { kind: 'offer', action, key: `/${name}` }
}

/** Whether a line begins with `/` and a name, as a command does, and not like a path. */
export function looksLikeCommand(line: string): boolean {
  return /^[/／][\p{L}-]+(?=\s|$)/u.test(line)
}

function readCharacter(text: string): Entry {
  const action = actionOfKey(text)
  if (action !== undefined) return { kind: 'action', action }
  const key = keyMeant(text) ?? ''
  const offered = actionOfKey(key)
  return offered === undefined ? { kind: 'unclear', text } : { kind: 'offer', action: offered, key }
}

/** Completes `/` and the beginning of a name; the line stays as it is if no name or several begin so. */
export function completeName(line: string, named: ReadonlyMap<string, NamedAction>): string {
  const [, sign, beginning] = /^([/／])(\S*)$/u.exec(line) ?? []
  if (sign === undefined || beginning === undefined) return line
  const names = [...named.keys()].filter((name) => name.startsWith(beginning)).sort()
  const [first = ''] = names
  const last = names.at(-1) ?? ''
  if (first === '') return line
  if (names.length === 1) return `${sign}${first} `
  // What the first and the last share in sorted order, all share.
  const end = [...first].findIndex((character, i) => last[i] !== character)
  return `${sign}${end < 0 ? first : first.slice(0, end)}`
}

/** A text in which the commands of a command line stand as they are typed in the walk, with a `/` and without the program. */
export function asTyped(text: string, programs: readonly string[], commands: readonly string[]): string {
  return programs.reduce((whole, program) => {
    const [before = '', ...parts] = whole.split(`${program} `)
    return parts.reduce((sofar, part) => {
      const name = /^[a-z-]*/.exec(part)?.[0] ?? ''
      return `${sofar}${commands.includes(name) ? '/' : `${program} `}${part}`
    }, before)
  }, text)
}

/** A mistyped step id is refused as such, rather than taken as words. */
const LIKE_STEP = /^\d+(?:\.\d+)*-[a-z]/

const HAS_OPTION = /(?:^|\s)--?[a-z]/i

/** Commands about a step, with the flag that takes what else is typed. */
const FLAG_OF_WORDS: Readonly<Record<string, string>> = {
  done: '--note',
  begin: '--note',
  skip: '--reason',
  decline: '--reason',
  assign: '--to',
}

/** What the words after a command depend on: the step on the screen, all steps, what reads as a time, and facts. */
interface Surroundings {
  readonly step: string | null
  readonly steps: readonly string[]
  readonly isTime: (text: string) => boolean
  /** The statements of `/set`, whose values need no quotes; null if they do. */
  readonly statements: (words: string) => readonly string[] | null
}

/**
 * The arguments of a typed command; null if a quote is left open. Where it wants a step and the first word is none, the step
 * on the screen is meant, and all words are its note, its reason, or who takes it; the words of a note are taken as they are.
 * Where it wants an event, the words after that are the reason. A time needs no quotes.
 */
export function argumentsOf(
  command: string,
  words: string,
  { step, steps, isTime, statements }: Surroundings,
): readonly string[] | null {
  const isFlag = words.startsWith('--')
  const flag = FLAG_OF_WORDS[command]
  const given = commandWords(words)
  const parts = given === null ? null : withWholeTimes(given, isTime)
  const split = parts?.map(({ text }) => text) ?? null
  if (command === 'note') {
    const about = step === null ? [] : ['--step', step]
    if (!isFlag) return [...about, '--', words]
    return split?.includes('--step') ? split : split && [...about, ...split]
  }
  if (command === 'set' && split !== null && !HAS_OPTION.test(words)) return statements(words) ?? split
  if (command === 'undo' || command === 'correct' || command === 'refuse') return withReason(words, parts)
  if (flag !== undefined && stepIn(words, steps) !== null)
    return stepsAndWords(words, split, (word) => stepIn(word, steps) !== null, flag)
  if (flag === undefined || step === null) return split
  return isFlag ? split && [step, ...split] : [step, flag, words]
}

/** The step that words begin with, or what looks like the id of one; null if they don't. */
export function stepIn(words: string, steps: readonly string[]): string | null {
  const first = words.split(/\s/, 1)[0] ?? ''
  return steps.includes(first) || LIKE_STEP.test(first) ? first : null
}

/** The steps that a command names first, and all words after them, without an option, as what its flag takes. */
function stepsAndWords(
  words: string,
  split: readonly string[] | null,
  isStep: (word: string) => boolean,
  flag: string,
): readonly string[] | null {
  const given = words.trim().split(/\s+/)
  const count = given.findIndex((word) => !isStep(word))
  if (count === -1 || HAS_OPTION.test(words)) return split
  const rest = given.slice(0, count).reduce((left, word) => left.slice(left.indexOf(word) + word.length), words)
  return [...given.slice(0, count), flag, rest.trim()]
}

/** The name of an event, or the number of one's own. */
export const EVENT = /^(?:[a-z0-9]+[:：])?\p{Nd}+$/iu

/** The arguments of a command about an event, in which all words after that without an option are the reason. */
function withReason(words: string, parts: readonly CommandWord[] | null): readonly string[] | null {
  const [, event = '', rest = ''] = /^(\S+)\s+(.*)$/su.exec(words) ?? []
  if (!EVENT.test(event)) return parts?.map(({ text }) => text) ?? null
  if (!/(?:^|\s)--\w/.test(rest)) return [event, '--reason', rest]
  if (parts === null) return null
  const { options, reason } = optionsAndReason(parts.slice(1))
  return [event, ...options, ...(reason === '' ? [] : ['--reason', reason])]
}
