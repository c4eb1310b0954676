import type { CommandWord } from '../platform/command-line.ts'

// Where no shell is expected, the value of an option is as many words as belong to it, without quotes.

/** Options that take a time. */
const TIME_OPTIONS: ReadonlySet<string> = new Set(['--at', '--next', '--due', '--since', '--until'])
/** The most words of a time: `2026年 11月 28日 22時 5分 9秒`. */
const MAX_TIME_WORDS = 6
/** Options that take words, about an event. */
const WORDS_OPTIONS: ReadonlySet<string> = new Set(['--text', '--text-ja', '--text-en', '--reason'])

/** Joins the words after each option that takes a time, as many as read as one time; quotes end it, too. */
export function withWholeTimes(
  words: readonly CommandWord[],
  isTime: (text: string) => boolean,
): readonly CommandWord[] {
  const split = words.flatMap(optionAndValue)
  const joined: CommandWord[] = []
  for (let i = 0; i < split.length; ) {
    const isValue = TIME_OPTIONS.has(split[i - 1]?.text ?? '')
    const whole = isValue ? timeIn(split.slice(i, i + MAX_TIME_WORDS), isTime) : split.slice(i, i + 1)
    joined.push(whole.length === 1 ? (whole[0] as CommandWord) : { text: textOf(whole), isQuoted: false })
    i += whole.length
  }
  return joined
}

/** The longest run of the first words that reads as one time; the first word alone if none does. */
function timeIn(words: readonly CommandWord[], isTime: (text: string) => boolean): readonly CommandWord[] {
  const quoted = words.findIndex(({ isQuoted }) => isQuoted)
  for (let count = quoted < 0 ? words.length : quoted; count > 1; count -= 1) {
    const run = words.slice(0, count)
    if (isTime(textOf(run))) return run
  }
  return words.slice(0, 1)
}

/** `--at=22:05` as two words, for the options that take more words than a shell gives them. */
function optionAndValue(word: CommandWord): CommandWord[] {
  const [, option = '', value = ''] = /^(--[a-z-]+)=(.*)$/s.exec(word.text) ?? []
  if (!TIME_OPTIONS.has(option) && !WORDS_OPTIONS.has(option)) return [word]
  return [
    { text: option, isQuoted: false },
    { ...word, text: value },
  ]
}

/** The arguments of the options, without the reason; and the reason: the words of `--reason`, and those of no option. */
export function optionsAndReason(words: readonly CommandWord[]): {
  readonly options: readonly string[]
  readonly reason: string
} {
  const options: string[] = []
  const reason: CommandWord[] = []
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] as CommandWord
    if (!isOption(word)) {
      reason.push(word)
      continue
    }
    const value = valueWords(word.text, words.slice(i + 1))
    i += value.length
    if (word.text === '--reason') reason.push(...value)
    else options.push(word.text, ...(word.text.includes('=') || value.length === 0 ? [] : [textOf(value)]))
  }
  return { options, reason: textOf(reason) }
}

/** The words after an option that are its value: what is quoted or one word, else all up to the next option. */
function valueWords(option: string, following: readonly CommandWord[]): readonly CommandWord[] {
  if (option.includes('=')) return []
  if (!WORDS_OPTIONS.has(option) || following[0]?.isQuoted) return following.slice(0, 1)
  const end = following.findIndex(isOption)
  return end < 0 ? following : following.slice(0, end)
}

function isOption({ text, isQuoted }: CommandWord): boolean {
  return !isQuoted && text.startsWith('--')
}

function textOf(words: readonly CommandWord[]): string {
  return words.map(({ text }) => text).join(' ')
}
