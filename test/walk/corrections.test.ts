import { expect, test } from 'vitest'
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

test('a note that cannot be undone is said to be corrected instead', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  const { err } = await walk(bench, [
    [FIRST, 'oops'],
    [FIRST, KEYS.undo],
    [FIRST, ESC],
  ])
  expect(unspaced(err)).toContain(unspaced(en.undoNothing))
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
