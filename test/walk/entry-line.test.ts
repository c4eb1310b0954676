import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { TYPABLE_COMMANDS } from '../../src/cli/catalogue.ts'
import { ACTIONS, type ActionName, namedActions } from '../../src/walk/actions.ts'
import { argumentsOf, asTyped, completeName, readEntry } from '../../src/walk/entry-line.ts'

const NAMED = namedActions(TYPABLE_COMMANDS)
const typed = (text: string) => readEntry({ text, isPasted: false }, NAMED)
const pasted = (text: string) => readEntry({ text, isPasted: true }, NAMED)

describe('a typed line', () => {
  it('is a note if it has two characters or more and no slash in front', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const words = text.trim()
        fc.pre([...words].length > 1 && !/^[/／]/.test(words))
        expect(typed(text)).toEqual({ kind: 'note', text: words })
      }),
    )
  })

  it('is nothing if it is blank', () => {
    for (const text of ['', ' ', '\t', '\u3000']) expect(typed(text)).toEqual({ kind: 'nothing' })
  })

  it('is an action if it is exactly its key', () => {
    for (const [action, { key }] of Object.entries(ACTIONS))
      if (key !== null) expect(typed(` ${key} `)).toEqual({ kind: 'action', action })
  })

  it('offers the key if an input method made another character of it', () => {
    for (const [character, key] of [
      ['ｄ', 'd'],
      ['＜', '<'],
      ['？', '?'],
      ['あ', 'a'],
      ['ん', 'n'],
    ] as const)
      expect(typed(character)).toMatchObject({ kind: 'offer', key })
  })

  it('is unclear if it is one character that is no key, such as a capital letter', () => {
    for (const text of ['D', 'Ｄ', '7', '火', '/', '🔥']) expect(typed(text)).toEqual({ kind: 'unclear', text })
  })

  it('is an action if it is a slash and one of its names, in either language', () => {
    for (const [action, { commands, names }] of Object.entries(ACTIONS))
      for (const name of [...commands, ...names.ja, ...names.en]) {
        expect(typed(`/${name}`)).toEqual({ kind: 'action', action })
        expect(typed(`／${name} `)).toEqual({ kind: 'action', action })
      }
  })

  it('is a command if words follow the name of one', () => {
    expect(typed('/set cause=x  impact=y')).toMatchObject({
      kind: 'command',
      command: 'set',
      words: 'cause=x  impact=y',
    })
    expect(typed('/完了\u3000確認した')).toMatchObject({
      kind: 'command',
      command: 'done',
      words: '確認した',
    })
    expect(typed('/log')).toMatchObject({ kind: 'command', action: null, command: 'log', words: '' })
  })

  it('is unclear if it begins with a slash and no name that takes the words', () => {
    for (const text of ['/var/log/engine.log: No space left', '/doned', '/pause now', '//done'])
      expect(typed(text)).toEqual({ kind: 'unclear', text })
  })
})

describe('a pasted line', () => {
  it('is always a note, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('d', 'x', '/done', '/done it', '<')),
        (text) => {
          const words = text.trim()
          expect(pasted(text)).toEqual(words === '' ? { kind: 'nothing' } : { kind: 'note', text: words })
        },
      ),
    )
  })
})

describe('the table of actions', () => {
  const keys = Object.values(ACTIONS).flatMap(({ key }) => (key === null ? [] : [key]))

  it('has no key twice, and no capital letter', () => {
    expect(new Set(keys).size).toBe(keys.length)
    for (const key of keys) expect(key).toMatch(/^[^\p{Lu}]$/u)
  })

  it('has no name twice', () => {
    const names = (Object.keys(ACTIONS) as ActionName[]).flatMap((name) => [
      ...ACTIONS[name].commands,
      ...ACTIONS[name].names.ja,
      ...ACTIONS[name].names.en,
    ])
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('names only commands that can be typed', () => {
    for (const { commands } of Object.values(ACTIONS))
      for (const name of commands) expect(TYPABLE_COMMANDS).toContain(name)
  })

  it('gives every command that can be typed a Japanese name', () => {
    const japanese = new Set(
      [...NAMED].filter(([name]) => /[^\p{ASCII}]/u.test(name)).map(([, { command }]) => command),
    )
    const merged = ['decline']
    expect(TYPABLE_COMMANDS.filter((name) => !japanese.has(name) && !merged.includes(name))).toEqual([])
  })
})

describe('Tab', () => {
  test.each([
    ['/don', '/done '],
    ['/s', '/s'],
    ['/se', '/se'],
    ['/set', '/set '],
    ['／完', '／完了 '],
    ['/nothing', '/nothing'],
    ['words', 'words'],
    ['/done it', '/done it'],
  ])('completes %s to %s', (line, completed) => {
    expect(completeName(line, NAMED)).toBe(completed)
  })
})

describe('the words after a command', () => {
  const STEPS = ['2.1-logs', '2.1-assess']
  const argvOf = (command: string, words: string, step: string | null = '2.1-assess') =>
    argumentsOf(command, words, step, STEPS)

  it('are the note, the reason or the name about the step on the screen', () => {
    expect(argvOf('done', "it's back")).toEqual(['2.1-assess', '--note', "it's back"])
    expect(argvOf('begin', 'now')).toEqual(['2.1-assess', '--note', 'now'])
    expect(argvOf('skip', 'no time')).toEqual(['2.1-assess', '--reason', 'no time'])
    expect(argvOf('decline', 'not needed')).toEqual(['2.1-assess', '--reason', 'not needed'])
    expect(argvOf('assign', 'sato san')).toEqual(['2.1-assess', '--to', 'sato san'])
  })

  it('are those of the shell if the first one is a step, or no step is on the screen', () => {
    expect(argvOf('done', '2.1-logs --note "a b"')).toEqual(['2.1-logs', '--note', 'a b'])
    expect(argvOf('done', 'all of it', null)).toEqual(['all', 'of', 'it'])
    expect(argvOf('done', '2.1-logs --note "open')).toBeNull()
  })

  it('are those of the shell if the first one looks like a step', () => {
    expect(argvOf('assign', '2.9-nowhere --to system')).toEqual(['2.9-nowhere', '--to', 'system'])
    expect(argvOf('done', '3 of 4 hosts')).toEqual(['2.1-assess', '--note', '3 of 4 hosts'])
  })

  it('are flags of the step on the screen if the first one is a flag', () => {
    expect(argvOf('done', '--at 22:05')).toEqual(['2.1-assess', '--at', '22:05'])
  })

  it('are taken as they are for a note', () => {
    expect(argvOf('note', "it's  down")).toEqual(['--step', '2.1-assess', '--', "it's  down"])
    expect(argvOf('note', "it's down", null)).toEqual(['--', "it's down"])
    expect(argvOf('note', '--hypothesis "full disk"', null)).toEqual(['--hypothesis', 'full disk'])
    expect(argvOf('note', '--at 22:05 died')).toEqual(['--step', '2.1-assess', '--at', '22:05', 'died'])
    expect(argvOf('note', '--step 2.1-logs died')).toEqual(['--step', '2.1-logs', 'died'])
  })
})

describe('a text with commands', () => {
  const typedIn = (text: string) => asTyped(text, ['node bin/halt.js', 'haltctl'], TYPABLE_COMMANDS)

  it('shows them as they are typed in the walk', () => {
    expect(typedIn('Keep it with `haltctl note`, then haltctl set cause=x.')).toBe(
      'Keep it with `/note`, then /set cause=x.',
    )
    expect(typedIn('node bin/halt.js scope trading=stopped のように')).toBe('/scope trading=stopped のように')
  })

  it('keeps those that cannot be typed there', () => {
    expect(typedIn('To create one: haltctl init, or haltctl drill --list')).toBe(
      'To create one: haltctl init, or haltctl drill --list',
    )
  })
})
