import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC, type Reply } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT } from './operator.ts'
import { type Recorded, recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const PLAIN = { args: ['walk', '--plain'] }
const { en, ja } = TEXT

async function begun(): Promise<Bench> {
  const bench = new Bench({ NO_COLOR: '1' })
  await bench.ok('start', '--type', 'system-failure')
  return bench
}

/** What was recorded after the beginning. */
const added = async (bench: Bench): Promise<Recorded[]> => (await recorded(bench)).slice(1)

describe('Enter after a refused answer', () => {
  const REFUSED: readonly (readonly [key: string, question: string, refused: string])[] = [
    [KEYS.severity, en.severity, '9 far too much'],
    [KEYS.correct, en.correctEvent, '99'],
    [KEYS.promise, en.promise, '28:00'],
    [KEYS.close, en.closeKind, 'over'],
  ]

  test.each(REFUSED)('at %s does in plain lines what its prompt says', async (key, question, refused) => {
    const bench = await begun()
    const after: Reply[] = key === KEYS.close ? [[en.force, '']] : [[FIRST, KEYS.help]]
    const { asked, screen } = await walk(bench, [[FIRST, key], [question, refused], [question, ''], ...after], PLAIN)
    expect(asked[2]?.text).toContain(en.refusedPlain(refused))
    expect(screen).not.toContain(`[${refused}]`)
    expect(await added(bench)).toEqual([])
  })

  test('in a line that is redrawn gives it again, since it stands there', async () => {
    const { asked, err } = await walk(await begun(), [
      [FIRST, KEYS.promise],
      [en.promise, '28:00'],
      [en.promise, ''],
      [en.promise, ESC],
    ])
    expect(asked[2]).toMatchObject({ draft: '28:00', text: expect.stringContaining(en.refused) })
    expect(err.split('(bad-time)')).toHaveLength(3)
  })

  test('at the step sends neither the refused command nor the refused time again in plain lines', async () => {
    const bench = await begun()
    const { err } = await walk(
      bench,
      [
        [FIRST, '/scope trade=stopped'],
        [FIRST, ''],
        [FIRST, '@28:00 engine died'],
        [FIRST, ''],
      ],
      PLAIN,
    )
    expect(err.match(/\((?:unknown-operation|bad-time)\)/g)).toHaveLength(2)
    expect(await added(bench)).toEqual([])
  })

  test('keeps an answer to which the operator went back', async () => {
    const bench = await begun()
    const { asked } = await walk(
      bench,
      [
        [FIRST, KEYS.done],
        [en.doneNote, 'looked'],
        ['[started-at]', ESC],
        [en.doneNote, ''],
        ['[started-at]', ESC],
      ],
      PLAIN,
    )
    expect(asked[3]).toMatchObject({ draft: 'looked', text: expect.stringContaining(en.standing) })
  })
})

describe('a key at a question for words', () => {
  test.each(['d', 'ｄ', 'x', '？'])('%s is an answer only with another Enter', async (key) => {
    const bench = await begun()
    const { asked, err } = await walk(bench, [
      [FIRST, KEYS.begin],
      [en.noteText, key],
      [en.noteText, ESC],
      [FIRST, KEYS.begin],
      [en.noteText, key],
      [en.noteText, ''],
    ])
    expect(err).toContain(en.keyAsAnswer(key))
    expect(asked[2]?.draft).toBe(key)
    expect(await added(bench)).toMatchObject([{ type: 'step.begun', data: { note: key } }])
  })

  test('is an answer where one character is, such as ? for a fact that is not known yet', async () => {
    const bench = await begun()
    await walk(bench, [
      [FIRST, KEYS.done],
      [en.doneNote, '-'],
      ['[started-at]', '?'],
      ['[detected-at]', '？'],
      ['What is stopped?', ESC],
      ['[detected-at]', ESC],
      ['[started-at]', ESC],
      [en.doneNote, ESC],
      [FIRST, KEYS.help],
    ])
  })
})

describe('words at a question for keys', () => {
  test('become a note, which is said, and the keys are shown again', async () => {
    const bench = await begun()
    const { asked, screen } = await walk(bench, [
      [FIRST, KEYS.notice],
      ['none is known yet', 'yes'],
      ['none is known yet', ESC],
    ])
    expect(screen).toMatch(new RegExp(`${en.noKeyButNote}\\n.*note 2\\.1-assess "yes"`))
    expect(asked).toHaveLength(4)
    expect(await added(bench)).toMatchObject([{ type: 'note.added', data: { text: 'yes' } }])
  })

  test('may begin with the time at which it happened, if typed', async () => {
    const bench = await begun()
    await walk(bench, [
      [FIRST, KEYS.notice],
      ['none is known yet', '@22:05 engine died'],
      ['none is known yet', { pasted: '@22:05 engine died' }],
      ['none is known yet', ESC],
    ])
    const [typed, pasted] = await added(bench)
    expect(typed).toMatchObject({ at: '2026-11-24T22:05:00.000+09:00', data: { text: 'engine died' } })
    expect(pasted).toMatchObject({ data: { text: '@22:05 engine died' } })
  })

  test('come back at the step if their time is refused', async () => {
    const bench = await begun()
    const { asked, err } = await walk(bench, [
      [FIRST, KEYS.notice],
      ['none is known yet', '@28:00 engine died'],
      ['none is known yet', ESC],
    ])
    expect(err).toContain('(bad-time)')
    expect(asked.at(-1)?.draft).toBe('@28:00 engine died')
    expect(await added(bench)).toEqual([])
  })

  test.each([
    ['yes', true],
    ['はい', true],
    ['no', false],
    ['いいえ', false],
  ])('%s answers a question for yes or no', async (word, isYes) => {
    const bench = await begun()
    const { asked } = await walk(bench, [
      [FIRST, KEYS.fact],
      [en.factStatement, 'cause=disk a=b'],
      ['another statement', word],
      ...(isYes ? [] : ([[en.factStatement, ESC]] as const)),
    ])
    expect(asked).toHaveLength(isYes ? 4 : 5)
    expect((await added(bench)).map(({ type }) => type)).toEqual(isYes ? ['fact.set'] : [])
  })

  test.each([
    ['done', en.nameButNote('done', 'd, /done'), 'en'],
    ['完了', ja.nameButNote('完了', 'd, /完了'), 'ja'],
  ] as const)('%s alone at the step is a note, with a hint', async (word, hint, language) => {
    const bench = await begun()
    const { err } = await walk(bench, [[FIRST, word]], { env: { HALT_LANG: language } })
    expect(err).toContain(hint)
    expect(await added(bench)).toMatchObject([{ type: 'note.added', data: { text: word } }])
  })
})

test('what stands in the line as a note stays while something else is typed, and < drops it', async () => {
  const bench = await begun()
  const { asked } = await walk(bench, [
    [FIRST, { line: KEYS.begin, ahead: 'engine-3 is down\n' }],
    [en.noteText, ESC],
    [FIRST, KEYS.list],
    [FIRST, 'another note'],
    [FIRST, '<'],
    [FIRST, ''],
  ])
  expect(asked.map(({ draft }) => draft)).toEqual(['', '', ...Array(3).fill('engine-3 is down'), '', ''])
  expect(await added(bench)).toMatchObject([{ type: 'note.added', data: { text: 'another note' } }])
})

test('a key alone as the title of a new halt is asked about', async () => {
  const bench = new Bench()
  const answers: readonly Reply[] = [
    [en.chooseType, 'system-failure'],
    [en.title, 'd'],
    [en.title, ''],
    [en.sinceWhen, ''],
  ]
  const { err } = await walk(bench, answers, { args: ['start'] })
  expect(err).toContain(en.keyAsAnswer('d'))
  expect(await recorded(bench)).toMatchObject([{ data: { title: 'd' } }])
})

describe('a refused line at the step', () => {
  test('comes back alone, before a text that is offered as a note', async () => {
    const bench = await begun()
    const { asked } = await walk(bench, [
      [FIRST, { line: KEYS.severity, ahead: 'engine-3 is back' }],
      [en.severity, ''],
      [FIRST, '/scope trading=limited'],
      [FIRST, '/scope trading=stopped'],
    ])
    expect(asked.slice(2).map(({ draft }) => draft)).toEqual([
      'engine-3 is back',
      '/scope trading=limited',
      'engine-3 is back',
    ])
    expect((await added(bench)).map(({ type }) => type)).toEqual(['scope.changed'])
  })
})
