import type { Command } from 'commander'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Act, Declaration, PlainModule } from '../../src/command.ts'
import { CATALOGUE } from '../../src/commandline/catalogue.ts'
import { GLOBALS } from '../../src/commandline/globals.ts'
import { PlainLine, readPlainly } from '../../src/commandline/plain.ts'
import { define, newProgram } from '../../src/commandline/program.ts'
import { read } from '../../src/commandline/reading.ts'

const PLAIN = CATALOGUE.filter(({ isPlain }) => isPlain).map(({ name }) => name)
const FOR_ALL = ['dir', 'lang', 'color', 'as', 'incident', 'json', 'input', 'plain']

/** What a line says: the words and options that the command's own action is given, and what is for every command. */
interface Said {
  readonly words: readonly unknown[]
  readonly own: object
  readonly forAll: object
}

/** Where what the action of a command is given is kept, once it has declared itself. */
function caught(command: Declaration): { given: readonly unknown[] | null } {
  const kept: { given: readonly unknown[] | null } = { given: null }
  const action = command.action.bind(command)
  command.action = (act: Act) =>
    action(function (...given) {
      kept.given = given
      return act.apply(this, given)
    })
  return kept
}

async function plainly([name = '', ...words]: readonly string[]): Promise<Said | null> {
  const line = new PlainLine(words)
  const kept = caught(line)
  const module = await CATALOGUE.find((entry) => entry.name === name)?.load()
  ;(module as PlainModule).define(line, () => {})
  const forAll = line.read()
  if (forAll === null) return null
  const given = kept.given ?? []
  return { words: given.slice(0, -1), own: given.at(-1) as object, forAll }
}

async function byCommander(line: readonly string[]): Promise<Said | 'refused'> {
  try {
    const { options: forAll } = await read(line, 'halt')
    const program = newProgram('halt', {}, line[0])
    const command = program.commands[0] as Command
    const kept = caught(command)
    await define(command, () => {})
    await program.parseAsync([...line], { from: 'user' })
    const given = kept.given ?? []
    const own = Object.entries(given.at(-2) as object).filter(([key]) => !FOR_ALL.includes(key))
    return { words: given.slice(0, -2), own: Object.fromEntries(own), forAll }
  } catch {
    return 'refused'
  }
}

/** Flags of these commands and others, words that are values of theirs, and what else people type. */
const WORDS = [
  ...GLOBALS.flatMap(({ flags }) => flags.replace(/ <.*/, '').split(', ')),
  ...['--all', '--check', '--note', '--at', '--to', '--reason', '--department', '--assigned', '--private', '--attach'],
  ...[
    '--hypothesis',
    '--discards',
    '--input',
    '--no-json',
    '--jso',
    '--at=10:00',
    '-ix',
    '-5',
    '-',
    '--',
    '-h',
    'help',
  ],
  ...['', 'a', '2.1-logs', '10:00', '-10m', 'ja', 'always', 'x=y', '原因=不明', '__proto__', 'constructor'],
]

describe('a plain line', () => {
  it.each([
    'status',
    'status --check --json',
    'next --all -i latest',
    'done 2.1-logs 2.1-assess --note checked --at 10:00 --as taro',
    'note the disk is full --lang ja --color never --dir x --no-input --plain',
    'set cause=disk',
    'scope',
    'log --incident 2026',
    'assign 2.1-logs --to legal',
    'begin 2.1-logs',
    'decline 3.1-faq --reason no',
    'skip 3.1-faq --reason no',
  ])('is read as commander reads it: %s', async (line) => {
    const words = line.split(' ')
    expect(await readPlainly(words)).not.toBeNull()
    expect(await plainly(words)).toEqual(await byCommander(words))
  })

  it('is read as commander reads it, or left to it, whatever its words are', async () => {
    const words = fc.tuple(fc.constantFrom(...PLAIN), fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }))
    await fc.assert(
      fc.asyncProperty(words, async ([name, rest]) => {
        const plain = await plainly([name, ...rest])
        if (plain !== null) expect(plain).toEqual(await byCommander([name, ...rest]))
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    'next --help',
    'next -h',
    'done',
    'next one',
    'note --private x',
    'note --attach file x',
    'status --lang de',
    'status --incident',
    'note --at -10m x',
    'note -- -x',
    '--json status',
    'start',
    'nex',
    '',
  ])('it is not: %s', async (line) => {
    expect(await readPlainly(line.split(' '))).toBeNull()
  })
})
