import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { TYPABLE_COMMANDS } from '../../src/cli/catalogue.ts'
import { readingWrittenTimes, readsAsTime } from '../../src/incident/written-times.ts'
import { clockOf } from '../../src/platform/clock.ts'
import { ACTIONS, type ActionName, namedActions } from '../../src/walk/actions.ts'
import { argumentsOf, asTyped, completeName, readEntry } from '../../src/walk/entry-line.ts'

const NAMED = namedActions(TYPABLE_COMMANDS)
const typed = (text: string) => readEntry({ text, isPasted: false }, NAMED)
const pasted = (text: string) => readEntry({ text, isPasted: true }, NAMED)
const fullWidth = (text: string) =>
  text.replace(/[!-~]/g, (character) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0))

describe('a typed line', () => {
  it('is a note if it has two characters or more and no slash or middle dot in front', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const words = text.trim()
        fc.pre([...words].length > 1 && !/^[/／・･]/.test(words))
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
        expect(typed(`／${fullWidth(name)}\u3000`)).toEqual({ kind: 'action', action })
      }
  })

  it('offers the name after a middle dot, which the key of the slash gives before it is converted', () => {
    expect(typed('・完了')).toEqual({ kind: 'offer', action: 'done', key: '/完了' })
    expect(typed('･ｄｏｎｅ ')).toEqual({ kind: 'offer', action: 'done', key: '/done' })
  })

  it('is unclear after a middle dot if words follow the name, and a note if it is no name: the dot may be a bullet', () => {
    for (const text of ['・連絡先 確認済み', '・実行 rm -rf /', '・ログ'])
      expect(typed(text)).toEqual({ kind: 'unclear', text })
    for (const text of ['・完了したらしい', '・ 完了', '・・完了', '・電源断'])
      expect(typed(text)).toEqual({ kind: 'note', text })
    expect(pasted('・完了')).toEqual({ kind: 'note', text: '・完了' })
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

  it('answers the first question of an action that has no command', () => {
    expect(typed('/severity 2 all down')).toEqual({ kind: 'answer', action: 'severity', words: '2 all down' })
    expect(typed('/pause now')).toEqual({ kind: 'answer', action: 'pause', words: 'now' })
  })

  it('is unclear if it begins with a slash and no name that takes the words', () => {
    for (const text of ['/var/log/engine.log: No space left', '/doned', '//done'])
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
  const CLOCK = readingWrittenTimes(clockOf('Asia/Tokyo', () => Date.parse('2026-11-29T21:09:00+09:00')))
  const STEPS = ['2.1-logs', '2.1-assess']
  const argvOf = (command: string, words: string, step: string | null = '2.1-assess') =>
    argumentsOf(command, words, {
      step,
      steps: STEPS,
      isTime: (text) => readsAsTime(CLOCK, text),
      statements: () => null,
    })

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

  it('are the reason after an event', () => {
    expect(argvOf('undo', "47 didn't happen")).toEqual(['47', '--reason', "didn't happen"])
    expect(argvOf('undo', '４７　間違い')).toEqual(['４７', '--reason', '間違い'])
    expect(argvOf('undo', 'k3v9x2ab:12 rolled back -- twice')).toEqual([
      'k3v9x2ab:12',
      '--reason',
      'rolled back -- twice',
    ])
    expect(argvOf('correct', '47 --at 22:05 wrong time')).toEqual(['47', '--at', '22:05', '--reason', 'wrong time'])
    expect(argvOf('correct', '47 typo --text="the engine" of mine')).toEqual([
      '47',
      '--text',
      'the engine',
      '--reason',
      'typo of mine',
    ])
  })

  it.each([
    ['2026-11-29 20:30', 'it broke'],
    ['昨日 22:40', 'it broke'],
    ['11月28日 22時 5分', '止まった'],
    ['2026年 11月 28日 22時 5分 9秒', '止まった'],
    ['30 分前', '止まった'],
    ['1h 30m ago', 'it broke'],
    ['11/12 22:05', 'it broke'],
    ['22:05', '3 servers broke'],
    ['2026-11-29', 'it broke'],
    ['nonsense', '20:30 it broke'],
  ])('take %s after an option for a time as one, without quotes', (time, text) => {
    expect(argvOf('note', `--at ${time} ${text}`, null)).toEqual(['--at', time, ...text.split(' ')])
    expect(argvOf('note', `--at=${time} ${text}`, null)).toEqual(['--at', time, ...text.split(' ')])
    expect(argvOf('correct', `6 --at ${time} --reason wrong time`)).toEqual([
      '6',
      '--at',
      time,
      '--reason',
      'wrong time',
    ])
  })

  it('take quoted words as a shell does', () => {
    expect(argvOf('note', "--at '2026-11-29' 20:30 x", null)).toEqual(['--at', '2026-11-29', '20:30', 'x'])
    expect(argvOf('note', '--at 22:05 "30" x', null)).toEqual(['--at', '22:05', '30', 'x'])
  })

  it('are the text and the reason of a correction up to the next option', () => {
    const text = ['--text', 'disk full not network']
    expect(argvOf('correct', '6 --text disk full not network')).toEqual(['6', ...text])
    expect(argvOf('correct', '6 --text=disk full not network --reason it was typed wrong')).toEqual([
      '6',
      ...text,
      '--reason',
      'it was typed wrong',
    ])
    expect(argvOf('correct', '6 wrong --text disk full --at 2026-11-29 20:30')).toEqual([
      '6',
      '--text',
      'disk full',
      '--at',
      '2026-11-29 20:30',
      '--reason',
      'wrong',
    ])
    expect(argvOf('correct', '6 --text "disk full" typo --json')).toEqual([
      ...['6', '--text', 'disk full', '--json', '--reason', 'typo'],
    ])
    expect(argvOf('correct', '6 --text')).toEqual(['6', '--text'])
    expect(argvOf('undo', '6 --reason wrong step')).toEqual(['6', '--reason', 'wrong step'])
  })

  it('are those of the shell if no event is named, or no reason is left', () => {
    expect(argvOf('undo', '47')).toEqual(['47'])
    expect(argvOf('undo', 'returns 500')).toEqual(['returns', '500'])
    expect(argvOf('undo', '--reason x')).toEqual(['--reason', 'x'])
    expect(argvOf('correct', '47 --text "x y" --reason typo')).toEqual(['47', '--text', 'x y', '--reason', 'typo'])
    expect(argvOf('correct', '47 --text "open')).toBeNull()
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
