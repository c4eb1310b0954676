import { describe, expect, it } from 'vitest'
import { linesOf } from '../bench/startup/lines.ts'
import { CATALOGUE } from '../src/cli/catalogue.ts'

const COMMANDS = CATALOGUE.map(({ name }) => name)

describe('the benchmark of start-up', () => {
  it('measures the daily commands', () => {
    const measured = new Set(linesOf(COMMANDS).map(({ words }) => words.split(' ')[0]))
    for (const name of ['--version', 'start', 'status', 'next', 'done', 'note']) expect(measured).toContain(name)
  })

  it('refuses to measure a command that the program does not have', () => {
    expect(() => linesOf(COMMANDS.filter((name) => name !== 'lift'))).toThrow('does not have: lift')
  })
})
