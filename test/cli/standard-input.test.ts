import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { replies } from '../script.ts'

it('a person who has to type on standard input is told so, and how to end', async () => {
  const here = new Bench()
  await here.ok('start', '--type', 'system-failure', '--no-walk')
  const typed = await here.haltWith({ script: replies(), input: 'words of a person' }, 'note', '-')
  expect(typed).toMatchObject({ code: 0 })
  expect(typed.err).toMatch(/^reading standard input; Ctrl-D ends it$/m)
  expect(await here.ok('log')).toContain('words of a person')
})

it('a script is told nothing of that, and neither is who types no input', async () => {
  const here = new Bench()
  await here.ok('start', '--type', 'system-failure', '--no-walk')
  expect((await here.haltWith({ input: 'piped' }, 'note', '-')).err).not.toContain('reading')
  expect((await here.haltWith({ script: replies() }, 'note', 'typed as an argument')).err).not.toContain('reading')
})
