import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'

it.each([
  ['en', 'VALUE'],
  ['ja', '値'],
])(
  'done prints a set command for the facts that the step asks for, on a line of its own (%s)',
  async (language, value) => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    const { code, err } = await bench.haltWith({ env: { HALT_LANG: language } }, 'done', '2.1-assess')
    expect(code).toBe(0)
    const line = err.split('\n').find((line) => line.includes(' set ')) ?? ''
    const [, facts = ''] = /^haltctl set (.*)$/.exec(line) ?? []
    const statements = facts.replaceAll(value, '?').split(' ')
    expect(statements).toEqual(['started-at=?', 'detected-at=?'])
    await bench.ok('set', ...statements)
    expect((await bench.halt('done', '2.1-assess')).err).not.toContain(' set ')
  },
)

it('done asks for no detection in a planned halt', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'maintenance', '--planned', '2099-01-10T02:00/2099-01-10T04:00')
  await bench.ok('advance', '--force', '--reason', 'a test')
  const { code, err } = await bench.halt('done', '2.1-assess')
  expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining('detected-at') })
})
