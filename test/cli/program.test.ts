import { expect, it } from 'vitest'
import { CATALOGUE } from '../../src/cli/catalogue.ts'
import { newProgram } from '../../src/cli/program.ts'
import { output } from '../../src/platform/output.ts'

const HOST = { called: () => ['halt'], output, language: 'en' as const }

const namesIn = (only?: string) => newProgram(HOST, only).commands.map((command) => command.name())

it('has the one command that is asked for by its whole name', () => {
  expect(namesIn('next')).toEqual(['next'])
})

it.each([undefined, 'nex', 'help', '--lang', ''])('has all commands where %j names none', (word) => {
  expect(namesIn(word)).toEqual(CATALOGUE.map(({ name }) => name))
})
