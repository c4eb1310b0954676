import { Command, Option } from 'commander'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/catalogue.ts'
import { COMPLETED_BY_SHELL, offerAt, placeholderOf } from '../../src/cli/completion/candidates.ts'
import { parseShellLine, positionOf } from '../../src/cli/completion/cursor-position.ts'
import { VALUES_BY_PLACEHOLDER } from '../../src/cli/completion/placeholder-values.ts'
import { loadCommand, newProgram } from '../../src/cli/program.ts'
import { output } from '../../src/platform/output.ts'
import { definedCommands } from './defined-commands.ts'

const BREAKS = ' \t\n"\'><=;|&(:'

describe('parseShellLine', () => {
  it.each<[string, readonly string[], '"' | "'" | null, number]>([
    ['halt done 2.1', ['halt', 'done', '2.1'], null, 0],
    ['halt done ', ['halt', 'done', ''], null, 0],
    ['halt  a\\ b "c d" \'e "f\' g', ['halt', 'a b', 'c d', 'e "f', 'g'], null, 0],
    ['halt scope trading:BTC=sto', ['halt', 'scope', 'trading:BTC=sto'], null, 12],
    ['halt scope trading\\:BTC', ['halt', 'scope', 'trading:BTC'], null, 0],
    ['halt scope "trading:BTC=s', ['halt', 'scope', 'trading:BTC=s'], '"', 0],
    ["halt scope trading:'BTC=s", ['halt', 'scope', 'trading:BTC=s'], "'", 8],
    ['halt note "a\\"b\\c $x', ['halt', 'note', 'a"b\\c $x'], '"', 0],
    ["halt note 'a\\", ['halt', 'note', 'a\\'], "'", 0],
    ['halt note \\', ['halt', 'note', ''], null, 0],
    ['halt note ""', ['halt', 'note', ''], null, 0],
    ['', [''], null, 0],
  ])('parses "%s"', (line, words, quote, kept) => {
    expect(parseShellLine(line, BREAKS)).toEqual({ words, quote, keptLength: kept })
  })

  it('keeps no prefix if COMP_WORDBREAKS is only a space', () => {
    expect(parseShellLine('halt scope trading:BTC=sto', ' ')).toMatchObject({ keptLength: 0 })
  })
})

function program(): Command {
  const made = new Command('halt')
  made.addOption(new Option('-i, --incident <incident>'))
  const run = made.command('run').argument('<step>').argument('[rest...]')
  run.option('--all').option('--by <way>').option('--scope <statement...>').option('--graph [form]')
  const more = made.command('more').argument('[name]')
  more.command('less').argument('<file>')
  return made
}

async function at(...words: string[]) {
  const found = await positionOf(program(), words, async () => {})
  if (found === null) return null
  const {
    command,
    typed,
    option,
    argument,
    argumentsBefore: before,
    allowsSubcommand: subcommands,
    allowsTopic: topics,
    allowsFlag: flags,
    firstArgumentIndex: from,
  } = found
  return {
    command: command.name(),
    typed,
    ...(option !== null && { option: option.option.long, stem: option.stem }),
    ...(argument !== null && { argument: argument.name() }),
    before,
    subcommands,
    topics,
    flags,
    from,
  }
}

describe('positionOf', () => {
  it.each<[string, object | null]>([
    ['', { command: 'halt', subcommands: true, flags: true }],
    ['ru', { command: 'halt', typed: 'ru', subcommands: true }],
    ['run ', { command: 'run', argument: 'step', before: [] }],
    ['run a ', { argument: 'rest', before: ['a'] }],
    ['run a b c ', { argument: 'rest', before: ['a', 'b', 'c'], from: 1 }],
    ['run --by ', { option: '--by', stem: '' }],
    ['run --by x ', { argument: 'step', before: [] }],
    ['run --by=x ', { argument: 'step' }],
    ['run --by=', { option: '--by', stem: '--by=', typed: '--by=' }],
    ['run --by=a=b', { option: '--by', stem: '--by=' }],
    ['run --by -', { option: '--by', typed: '-' }],
    ['run --all ', { argument: 'step' }],
    ['run --all=', null],
    ['run --nope=', null],
    ['run --nope ', { argument: 'step' }],
    ['run --scope a b ', { option: '--scope', stem: '' }],
    ['run --scope a --all ', { argument: 'step' }],
    ['run --scope a --', { flags: true, typed: '--' }],
    ['run --graph ', { option: '--graph' }],
    ['run --graph --all ', { argument: 'step' }],
    ['run --graph -', { flags: true }],
    ['run -', { flags: true, typed: '-' }],
    ['run -- ', { argument: 'step', flags: false, subcommands: false }],
    ['run -- -', { argument: 'step', typed: '-', flags: false }],
    ['run -- --by=', { argument: 'step', typed: '--by=' }],
    ['run a -- --all ', { argument: 'rest', before: ['a', '--all'], from: 1 }],
    ['-i ', { command: 'halt', option: '--incident' }],
    ['-i x run ', { command: 'run' }],
    ['-ix run ', { command: 'run' }],
    ['more ', { command: 'more', argument: 'name', subcommands: true }],
    ['more less ', { command: 'less', argument: 'file' }],
    ['more -- less ', { command: 'more', before: ['less'] }],
    ['more x ', { command: 'more', before: ['x'], subcommands: false }],
    ['help ru', { command: 'halt', subcommands: true, topics: true, flags: false }],
    ['help more le', { command: 'more', subcommands: true, topics: false, flags: false }],
    ['help more less ', { command: 'less', subcommands: true, topics: false, flags: false }],
    ['nope ', null],
  ])('finds the position of the cursor after "%s"', async (line, expected) => {
    const found = await at(...line.split(' '))
    if (expected === null) expect(found).toBeNull()
    else expect(found).toMatchObject(expected)
  })
})

describe('completion of arguments and options', () => {
  it('knows every placeholder: completed by the shell, by the program, or free text', async () => {
    const all = await definedCommands('en')
    expect(all.length).toBeGreaterThan(COMMANDS.length + 10)
    const args = all.flatMap((command) =>
      command.registeredArguments.map((a) => ({ name: a.name(), choices: a.argChoices })),
    )
    const options = all.flatMap((command) =>
      command.options
        .filter((o) => o.required || o.optional)
        .map((o) => ({ name: placeholderOf(o), choices: o.argChoices })),
    )
    const names = new Set([...args, ...options].flatMap(({ name, choices }) => (choices === undefined ? [name] : [])))
    const known = [...Object.keys(COMPLETED_BY_SHELL), ...Object.keys(VALUES_BY_PLACEHOLDER)]
    expect([...names].filter((name) => !known.includes(name))).toEqual([])
    expect(known.filter((name) => !names.has(name))).toEqual([])
  })

  it('offers a flag once, unless it is repeatable', async () => {
    const offered = async (...words: string[]) => {
      const program = newProgram({ invocation: () => ['halt'], output }, { language: 'en' })
      const position = await positionOf(program, words, (command) => loadCommand(command, 'en', () => {}))
      if (position === null) return []
      const offer = await offerAt(
        position,
        async () => [],
        async () => [],
      )
      return offer.kind === 'words' ? offer.candidates.map(({ value }) => value) : []
    }
    expect(await offered('start', '--drill', '-')).not.toContain('--drill')
    expect(await offered('start', '--scope', 'trading=stopped', '-')).toContain('--scope')
    expect(await offered('init', '--head', 'legal=x', '-')).toEqual(expect.arrayContaining(['--head', '--timezone']))
    expect(await offered('init', '--head', 'legal=x', '-')).not.toContain('--input')
  })
})
