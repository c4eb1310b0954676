import { expect, test } from 'vitest'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'

test.each([
  ['was found', (_: string) => []],
  ['was given by a beginning of its id', (id: string) => ['-i', id.slice(0, 12)]],
])('a walk names its incident once where it %s', async (_, named) => {
  const bench = new Bench()
  const id = bench.ok('start', '--type', 'system-failure', '--title', 'Matching').trim()
  const terminal = new Terminal(bench, ['walk', ...named(id)])
  await terminal.until('2.1-assess')
  expect(terminal.text().split(id)).toHaveLength(2)
  expect(terminal.text()).toContain(`${id}  Matching`)
})
