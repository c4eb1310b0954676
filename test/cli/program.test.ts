import { expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/catalogue.ts'
import { newProgram } from '../../src/cli/program.ts'
import { parseCommandLine } from '../../src/cli/run.ts'
import { output } from '../../src/platform/output.ts'
import type { Host } from '../../src/world.ts'
import { ROOT } from '../bench.ts'

const HOST = { invocation: () => ['halt'], output }

const namesIn = (only?: string) => newProgram(HOST, { language: 'en' }, only).commands.map((command) => command.name())

it('newProgram adds only the command whose full name is given', () => {
  expect(namesIn('next')).toEqual(['next'])
})

it.each([undefined, 'nex', 'help', '--lang', ''])(
  'newProgram adds all commands if %j is not the name of one',
  (word) => {
    expect(namesIn(word)).toEqual(COMMANDS.map(({ name }) => name))
  },
)

it.each([['--version'], ['--help'], ['action']])(
  'parseCommandLine does not open standard input for %s',
  async (...argv) => {
    const written: string[] = []
    const write = (text: string) => written.push(text) > 0
    const host = {
      ...HOST,
      root: ROOT,
      argv,
      env: {},
      output: { write },
      errorOutput: { write },
      get input(): never {
        throw new Error('standard input was opened')
      },
    } as unknown as Host
    await parseCommandLine(host)
    expect(written.join('')).not.toBe('')
  },
)
