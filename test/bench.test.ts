import { describe, expect, it } from 'vitest'
import { linesOf } from '../bench/startup/lines.ts'
import { CATALOGUE } from '../src/cli/catalogue.ts'

const COMMANDS = CATALOGUE.map(({ name }) => name)

describe('the benchmark of start-up', () => {
  it('has a line for every command of the program, and for no other', () => {
    const measured = new Set(linesOf(COMMANDS).map(({ words }) => words.split(' ')[0]))
    expect([...measured].sort()).toEqual([...COMMANDS, '--version', '--help'].filter((n) => n !== 'watch').sort())
  })

  it('refuses where a command has none, or a line is of none', () => {
    expect(() => linesOf([...COMMANDS, 'resume'])).toThrow('differ in: resume')
    expect(() => linesOf(COMMANDS.filter((name) => name !== 'lift'))).toThrow('differ in: lift')
  })
})
