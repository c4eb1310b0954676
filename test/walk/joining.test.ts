import { expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { type Reply, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { recorded } from './walk.ts'

const FIRST = '2.1-assess'

test('a halt that somebody declares meanwhile is shown once, and joined by the line that is shown', async () => {
  const bench = new Bench()
  const own = (await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
  let other = ''
  const declared: Reply = [
    FIRST,
    async () => {
      bench.pass(60_000)
      other = (await bench.ok('start', '--type', 'system-failure', '--title', 'No orders')).trim()
      return 'orders time out'
    },
  ]
  const script = replies(declared, [FIRST, KEYS.list], [FIRST, () => `/join ${other}`])
  const { code, err } = await bench.haltWith({ script }, 'walk', '-i', own, '--lang', 'en', '--plain')
  expect(code).toBe(0)
  expect(err.split(`/join ${other}`)).toHaveLength(2)
  expect(err).toContain(`/join ${other}\n`)
  expect(err).toContain(`walk -i ${other}`)
  const notes = await recorded(bench, 'note.added')
  expect(notes.at(-1)?.data).toMatchObject({ text: 'orders time out', source: { id: own } })
})
