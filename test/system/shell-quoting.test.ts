import { execFileSync, spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeForBash, parseShellLine } from '../../src/cli/completion/cursor-position.ts'
import { quoteArg } from '../../src/view/shell-quote.ts'
import { HOSTILE } from '../view/hostile.ts'

/** Words that would end the quotes of one shell or another, or that one replaces. */
const ENDING_QUOTES = [
  "a\\'; printf ran; #",
  "a\\\\'; printf ran; #",
  "'\\'(printf ran)'\\",
  'a\\',
  '=ls',
  '%self',
  "\u001b\\'; printf ran; #",
  "\u001b'; printf ran; #'",
]

const BREAKS = ' \t\n"\'><=;|&(:'

describe('completion of a bash line', () => {
  it('escapes any word so that bash reads it back unchanged', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\u0000-\u001f\u007f]/.test(text))
    const quote = fc.constantFrom(null, '"' as const, "'" as const)
    const given = fc.sample(fc.tuple(word, quote), { numRuns: 400, seed: 1 })
    const line = given
      .map(([text, quote]) => `${quote ?? ''}${escapeForBash(text, { quote, keptLength: 0 })}${quote ?? ''}`)
      .join(' ')
    const read = execFileSync('bash', ['-c', `set -f +H; printf '%s\\0' ${line}`], { encoding: 'utf8' })
    expect(read.split('\0').slice(0, -1)).toEqual(given.map(([text]) => text))
  })

  it('splits a line into the same words as bash', () => {
    const part = fc.constantFrom(
      'a',
      'é',
      '花',
      '.',
      '\\ ',
      '\\"',
      "\\'",
      '\\\\',
      '"b c"',
      '"d\\"e"',
      '"f\\g"',
      "'h \"i'",
      "'j\\'",
      '""',
    )
    const words = fc.array(
      fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 5 },
    )
    const lines = fc.sample(words, { numRuns: 60, seed: 1 }).map((given) => given.join(' '))
    const script = lines.map((line) => `printf '%s\\0' ${line} "$END"`).join('\n')
    const read = execFileSync('bash', ['-c', script], { env: { ...process.env, END: '\n' }, encoding: 'utf8' })
    const asBash = read.split('\n\0').slice(0, -1)
    expect(lines.map((line) => parseShellLine(line, BREAKS).words)).toEqual(
      asBash.map((line) => line.split('\0').slice(0, -1)),
    )
  })
})

describe('quoteArg', () => {
  const words = [
    ...HOSTILE,
    ...ENDING_QUOTES,
    ...fc.sample(fc.string({ unit: 'grapheme' }), 200),
    ...fc.sample(fc.string({ unit: 'binary' }), 200),
  ].map((word) => Buffer.from(word.replaceAll('\u0000', '')).toString())

  const readBy = (shell: string, given: readonly string[]) =>
    execFileSync(shell, ['-c', `printf '%s\\0' ${given.map(quoteArg).join(' ')}`], { encoding: 'utf8' })
      .split('\u0000')
      .slice(0, -1)

  it.each(['bash', 'zsh'])('quotes any word so that %s reads it back unchanged', (shell) => {
    expect(readBy(shell, words)).toEqual(words)
  })

  it.each(['fish', 'dash'])('quotes any word without hidden characters so that %s reads it back unchanged', (shell) => {
    const shown = words.filter((word) => !quoteArg(word).startsWith('$'))
    expect(shown).toEqual(expect.arrayContaining(ENDING_QUOTES.slice(0, 6)))
    expect(readBy(shell, shown)).toEqual(shown)
  })

  it.each(['fish', 'dash'])('lets %s run nothing in a word with hidden characters', (shell) => {
    for (const word of [...HOSTILE, ...ENDING_QUOTES].filter((one) => quoteArg(one).startsWith('$'))) {
      const { stdout, stderr } = spawnSync(shell, ['-c', `printf '%s' ${quoteArg(word)}`], { encoding: 'utf8' })
      expect([stdout.startsWith('$') || stderr.includes('Expected a variable name'), stdout]).toEqual([
        true,
        expect.not.stringMatching(/ran$/),
      ])
    }
  })
})
