import { describe, expect, it } from 'vitest'
import { Bench } from './halt.ts'
import { Terminal } from './terminal.ts'

const CTRL_C = '\u0003'
const CTRL_D = '\u0004'

describe('a question left without an answer', () => {
  it.each([CTRL_C, CTRL_D])(
    'as a halt is declared begins nothing: exit 130, and the line that begins anew (%j)',
    async (keys) => {
      const bench = new Bench()
      const person = new Terminal(bench, ['start'])
      await person.until(/maintenance/)
      person.type(keys)
      expect(await person.end()).toBe(130)
      expect(person.text()).toContain('(no-answer)')
      expect(person.text()).toMatch(/bin\/halt\.js start$/m)
      expect(bench.ok('list')).toBe('')
    },
  )

  it.each([CTRL_C, CTRL_D])('in the walk records nothing: exit 130, and the line that goes on (%j)', async (keys) => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    const person = new Terminal(bench, ['walk'])
    await person.until(/^\s*> ?$/m)
    person.type(keys)
    expect(await person.end()).toBe(130)
    expect(person.text()).toContain('(paused)')
    expect(person.text().replaceAll(/\s/g, '')).toContain(`walk-i${id}`)
    expect(bench.ok('log', '--json').trimEnd().split('\n')).toHaveLength(1)
  })
})
