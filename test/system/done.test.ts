import { expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'

it.each([
  ['en', 'VALUE'],
  ['ja', '値'],
])(
  'a step done without the facts that it asks for says on a line of its own what states them (%s)',
  (language, value) => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    const { code, err } = bench.haltWith({ env: { HALT_LANG: language } }, 'done', '2.1-assess')
    expect(code).toBe(0)
    const line = err.split('\n').find((line) => line.includes(' set ')) ?? ''
    const [, program = '', facts = ''] = /^(node \S+) set (.*)$/.exec(line) ?? []
    expect(PROGRAM.endsWith(program.slice(program.lastIndexOf('/')))).toBe(true)
    const stated = facts.replaceAll(value, '?').split(' ')
    expect(stated).toEqual(['started-at=?', 'detected-at=?'])
    bench.ok('set', ...stated)
    expect(bench.halt('done', '2.1-assess').err).not.toContain(' set ')
  },
)
