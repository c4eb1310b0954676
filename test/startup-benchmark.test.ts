import { describe, expect, it } from 'vitest'
import { linesOf } from '../bench/startup/lines.ts'
import { COMMANDS } from '../src/cli/catalogue.ts'

const NAMES = COMMANDS.map(({ name }) => name)

describe('the start-up benchmark', () => {
  it('measures the daily commands', () => {
    const measured = new Set(linesOf(NAMES).map(({ words }) => words.split(' ')[0]))
    for (const name of ['--version', 'start', 'status', 'next', 'done', 'note']) expect(measured).toContain(name)
  })

  it('fails if it would measure a command that the program does not have', () => {
    expect(() => linesOf(NAMES.filter((name) => name !== 'lift'))).toThrow('does not have: lift')
  })
})
