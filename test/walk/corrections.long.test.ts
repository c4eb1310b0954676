import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const { en } = TEXT
const TAKE_BACK = 'Take back: '
const INSTEAD = 'Take back instead'

test('the latest events are shown with their names, and corrected by the number alone', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  for (const word of ['one', 'two', 'three', 'four', 'five']) await bench.ok('note', word)
  await bench.ok('note', 'teh engine')
  const note = (await recorded(bench, 'note.added')).at(-1)
  const { err } = await walk(bench, [
    [FIRST, KEYS.correct],
    [en.correctEvent, '99'],
    [en.correctEvent, String(note?.seq)],
    [en.correctAt, ''],
    [en.correctText, 'the engine'],
    [en.why, 'typo'],
  ])
  expect(err).toContain('(unknown-event)')
  expect(err).toMatch(/note "two"[\s\S]*note "teh engine"/)
  expect(err).not.toContain('note "one"')
  const [corrected] = await recorded(bench, 'event.corrected')
  expect(corrected?.data).toMatchObject({ event: `${note?.writer}:${note?.seq}`, text: 'the engine' })
})

test('the reason of an undo is corrected without a question for its time, and Esc goes back past that', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('begin', '2.1-logs')
  await bench.ok('undo', '--reason', 'wrnog step')
  const undone = (await recorded(bench, 'event.undone')).at(-1)
  const number = String(undone?.seq)
  await walk(bench, [
    [FIRST, KEYS.correct],
    [en.correctEvent, number],
    [en.correctText, ESC],
    [en.correctEvent, number],
    [en.correctText, 'wrong step'],
    [en.why, 'typo'],
  ])
  expect((await recorded(bench, 'event.corrected'))[0]?.data).toMatchObject({ text: 'wrong step' })
})

test('the questions are numbered without a gap where one is not asked', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('begin', '2.1-logs')
  await bench.ok('undo', '--reason', 'wrnog step')
  const undone = (await recorded(bench, 'event.undone')).at(-1)
  await walk(bench, [
    [FIRST, KEYS.correct],
    [`1 of 4  ${en.correctEvent}`, String(undone?.seq)],
    [`2 of 3  ${en.correctText}`, 'wrong step'],
    [`3 of 3  ${en.why}`, ESC],
    [`2 of 3  ${en.correctText}`, ESC],
    [`1 of 4  ${en.correctEvent}`, ESC],
  ])
})

test.each([
  ['by command', (seq: string) => [[FIRST, `/undo ${seq} it never stopped`]] as const],
  [
    'by key',
    (seq: string) =>
      [
        [FIRST, KEYS.undo],
        [TAKE_BACK, `${seq} it never stopped`],
        [INSTEAD, 'y'],
      ] as const,
  ],
])('the undo of what customers were told says how to correct that as it is typed here, %s', async (_, undoing) => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('scope', 'trading=stopped')
  const [scope] = await recorded(bench, 'scope.changed')
  await bench.ok('notice', 'website', '--posted', '--force', '--reason', 'test')
  const { err } = await walk(bench, undoing(String(scope?.seq)))
  expect(unspaced(err)).toContain(
    unspaced(
      'trading: taken back, but told by website first notice no. 1. To correct what was told: /notice website --correct TEXT',
    ),
  )
})

test('a note that cannot be undone is said to be corrected instead', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  const { err } = await walk(bench, [
    [FIRST, 'oops'],
    [FIRST, KEYS.undo],
    [FIRST, ESC],
  ])
  const [note] = await recorded(bench, 'note.added')
  expect(unspaced(err)).toContain(unspaced(en.undoCorrect(String(note?.seq))))
  expect(unspaced(err)).toContain(unspaced(en.undoNothing))
})

describe('after a record that cannot be taken back', () => {
  async function noted(): Promise<Bench> {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('set', 'started-at=22:10')
    await bench.ok('scope', 'trading=stopped')
    await bench.ok('note', 'teh engine')
    return bench
  }

  test('z says so, and takes back an older one only by its number', async () => {
    const bench = await noted()
    const [fact] = await recorded(bench, 'fact.set')
    const { err } = await walk(bench, [
      [FIRST, KEYS.undo],
      [en.undoWhich, ''],
      [FIRST, KEYS.undo],
      [en.undoWhich, 'oops'],
      [en.undoWhich, String(fact?.seq)],
      [TAKE_BACK, 'wrong time'],
    ])
    expect(err).toMatch(/your last record cannot be taken back: .*teh engine/)
    expect(err).toMatch(/'oops' has the wrong form \(bad-assignment\).*\nWrite it as: 3 wrong step/)
    expect(err).toMatch(/what can be taken back:[\s\S]*scope trading=stopped[\s\S]*started-at/)
    expect((await recorded(bench, 'event.undone')).map(({ data }) => data)).toMatchObject([
      { event: `${fact?.writer}:${fact?.seq}`, reason: 'wrong time' },
    ])
  })

  test('the number and the reason can be given at once', async () => {
    const bench = await noted()
    const [scope] = await recorded(bench, 'scope.changed')
    await walk(bench, [
      [FIRST, KEYS.undo],
      [en.undoWhich, `${scope?.seq} not stopped`],
    ])
    expect(await recorded(bench, 'event.undone')).toHaveLength(1)
  })

  test('z says how a follow-up is changed', async () => {
    const bench = await noted()
    await bench.ok('action', 'add', 'mend the engine')
    const [action] = await recorded(bench, 'action.added')
    const { err } = await walk(bench, [
      [FIRST, KEYS.undo],
      [en.undoWhich, ''],
    ])
    expect(unspaced(err)).toContain(unspaced(en.undoFollowUp(`${action?.writer}:${action?.seq}`)))
  })

  test('z says what helps against a wrong correction', async () => {
    const bench = await noted()
    const [note] = await recorded(bench, 'note.added')
    await bench.ok('correct', String(note?.seq), '--text', 'the engine', '--reason', 'typo')
    const { err } = await walk(bench, [
      [FIRST, KEYS.undo],
      [en.undoWhich, ''],
    ])
    expect(unspaced(err)).toContain(unspaced('once more: /correct EVENT'))
  })
})

test.each([
  [['set', 'cause=disk full'], "/set 'cause=disk full'"],
  [['set', 'cause=?'], "/set 'cause=?'"],
  [['set', 'cause.en=a fault'], "/set 'cause.en=a fault'"],
  [['scope', 'trading=stopped', '--at', '22:17'], '/scope trading=stopped --at 2026-11-24T22:17:05.120+09:00'],
  [['scope', 'trading=limited:sells only'], "/scope 'trading=limited:sells only' --at "],
  [['done', '2.1-logs', '--note', 'out of memory'], "/done 2.1-logs --note 'out of memory' --at "],
  [['begin', '2.1-logs'], '/begin 2.1-logs --at '],
  [['skip', '2.1-logs', '--reason', 'none'], '/skip 2.1-logs --reason none --at '],
  [['assign', '2.1-logs', '--to', 'sato'], '/assign 2.1-logs --to sato'],
])('after an undo z says how %j is recorded again', async (line, command) => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok(...line)
  await bench.ok('undo', '--reason', 'wrong event')
  const { err } = await walk(bench, [[FIRST, KEYS.undo]])
  expect(err).toContain(command)
  const typed = err.split('\n').find((text) => text.startsWith(command)) ?? ''
  await walk(bench, [[FIRST, typed]])
  expect(await recorded(bench)).toHaveLength(4)
})

test('after the undo of a posted notice z offers no command that would lose its text and link', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok(
    'notice',
    'website',
    '--posted',
    '--link',
    'https://status.example.com/1',
    '--force',
    '--reason',
    'said',
  )
  const [done] = await recorded(bench, 'step.done')
  await bench.ok('undo', `${done?.writer}:${done?.seq}`, '--reason', 'wrong channel')
  const { err } = await walk(bench, [[FIRST, KEYS.undo]])
  expect(unspaced(err)).toContain(unspaced(en.restoreAgain))
  expect(err).not.toContain('/done')
})

test('after an undo of something else z says to record it again', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('classify', '--severity', 'sev2', '--reason', 'seen')
  await bench.ok('undo', '--reason', 'wrong event')
  const { err } = await walk(bench, [[FIRST, KEYS.undo]])
  expect(unspaced(err)).toContain(unspaced(en.restoreAgain))
})

describe('k', () => {
  test('asks only what the event has, and refuses a time at its question', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('scope', 'trading=stopped')
    const [scope] = await recorded(bench, 'scope.changed')
    const { err, asked } = await walk(bench, [
      [FIRST, KEYS.correct],
      [en.correctEvent, String(scope?.seq)],
      [en.correctAt, '20:00'],
      [en.correctAt, '22:17'],
      [en.why, 'looked at the wrong clock'],
    ])
    expect(err).toContain('(before-start)')
    expect(asked[3]?.draft).toBe('20:00')
    expect(await recorded(bench, 'event.corrected')).toHaveLength(1)
  })

  test('lists times and current words', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('note', 'teh engine')
    const [note] = await recorded(bench, 'note.added')
    await bench.ok('correct', String(note?.seq), '--text', 'the engine', '--at', '22:05', '--reason', 'typo')
    const { err } = await walk(bench, [
      [FIRST, KEYS.correct],
      [en.correctEvent, String(note?.seq)],
      [en.correctAt, ''],
      [en.correctText, ''],
    ])
    expect(err).toMatch(/22:05:00 {2}\w+:\d+ {2}note "the engine"/)
    expect(unspaced(err)).toContain(unspaced(en.correctNothing))
  })
})

test('another own event is taken back by its number alone, once it was shown', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('done', '2.1-logs')
  await bench.ok('scope', 'trading=stopped')
  const done = (await recorded(bench, 'step.done')).at(-1)
  const { err, asked } = await walk(bench, [
    [FIRST, KEYS.undo],
    [TAKE_BACK, '99 wrong step'],
    [TAKE_BACK, `${done?.seq} engines were fine`],
    [INSTEAD, ''],
    [TAKE_BACK, `${done?.seq} wrong step`],
    [INSTEAD, 'y'],
  ])
  expect(err).toContain('(unknown-event)')
  expect(asked.filter(({ draft }) => draft?.endsWith('engines were fine'))).toHaveLength(1)
  expect((await recorded(bench, 'event.undone')).map(({ data }) => data)).toMatchObject([
    { event: `${done?.writer}:${done?.seq}`, reason: 'wrong step' },
  ])
})

test('a command takes the words after an event as the reason', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('note', 'teh engine')
  await bench.ok('done', '2.1-logs')
  const [note, done] = await recorded(bench, 'note.added', 'step.done')
  await walk(bench, [
    ['', `/correct ${note?.seq} --text "the engine" typo of mine`],
    ['', `/取り消し ${done?.seq} wrong step`],
    ['', '/ヘルプ'],
  ])
  const [corrected, undone] = await recorded(bench, 'event.corrected', 'event.undone')
  expect(corrected?.data).toMatchObject({ text: 'the engine', reason: 'typo of mine' })
  expect(undone?.data).toMatchObject({ event: `${done?.writer}:${done?.seq}`, reason: 'wrong step' })
})

test('a command that is typed where words are asked for is no answer, unless it is said to be', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('done', '2.1-logs')
  const { asked } = await walk(bench, [
    [FIRST, KEYS.undo],
    [TAKE_BACK, '/undo 99 oops'],
    [en.commandAsAnswer.split('   ')[0] ?? '', ESC],
    [TAKE_BACK, ESC],
    [FIRST, KEYS.done],
    [en.doneNote, '/var/log/engine.log was full'],
    ['[started-at]', ESC],
    [en.doneNote, '/done was the button'],
    [en.commandAsAnswer.split('   ')[0] ?? '', 'n'],
    ['[started-at]', ESC],
  ])
  expect(asked[3]).toMatchObject({ draft: '/undo 99 oops', text: expect.stringContaining(en.refused) })
  expect(await recorded(bench, 'event.undone')).toEqual([])
})

test('times and texts of typed commands need no quotes; a reason that is missing is asked for in the line', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--at', '3h ago')
  await bench.ok('note', 'network')
  const seq = (await recorded(bench, 'note.added')).at(-1)?.seq
  const { err } = await walk(bench, [
    [FIRST, '/note --at 2026-11-24 20:30 it broke'],
    [FIRST, `/correct ${seq} --at 2026-11-24 20:40 wrong time`],
    [FIRST, `/correct ${seq} --text disk full not network`],
    [FIRST, `/correct ${seq} --text disk full not network --reason found later`],
  ])
  expect(err).toContain('(missing-answer)')
  expect((await recorded(bench, 'note.added')).at(-1)).toMatchObject({
    at: '2026-11-24T20:30:00.000+09:00',
    data: { text: 'it broke' },
  })
  expect((await recorded(bench, 'event.corrected')).map(({ data }) => data)).toMatchObject([
    { at: '2026-11-24T20:40:00.000+09:00', reason: 'wrong time' },
    { text: 'disk full not network', reason: 'found later' },
  ])
})

describe('correcting a fact', () => {
  async function stated(): Promise<readonly [Bench, string]> {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '22:00')
    await bench.ok('set', 'cause=disk full')
    return [bench, String((await recorded(bench, 'fact.set')).at(-1)?.seq)]
  }

  test('asks when it was stated, and says that its value is stated anew elsewhere', async () => {
    const [bench, seq] = await stated()
    const { err } = await walk(bench, [
      [FIRST, KEYS.correct],
      [en.correctEvent, seq],
      [/When was it stated\?[\s\S]*not the value:[\s\S]*press f/, '22:10'],
      [en.why, 'said on the phone'],
    ])
    expect(err.match(/22:10 is/g)).toHaveLength(1)
    expect((await recorded(bench, 'event.corrected'))[0]?.data).toMatchObject({ at: '2026-11-24T22:10:00.000+09:00' })
  })

  test('is said to be dropped where no reason is given', async () => {
    const [bench, seq] = await stated()
    const { err } = await walk(bench, [
      [FIRST, KEYS.correct],
      [en.correctEvent, seq],
      [/When was it stated/, '22:10'],
      [en.why, ''],
    ])
    expect(err).toContain(en.notConfirmed)
    expect(await recorded(bench, 'event.corrected')).toEqual([])
  })
})
