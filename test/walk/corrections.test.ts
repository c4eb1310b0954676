import { expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const { en } = TEXT

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
