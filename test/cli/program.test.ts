import { expect, it } from 'vitest'
import { CATALOGUE } from '../../src/cli/catalogue.ts'
import { newProgram } from '../../src/cli/program.ts'
import { output } from '../../src/platform/output.ts'

const HOST = { called: () => ['halt'], output, language: 'en' as const }

const namesIn = (only?: string) => newProgram(HOST, only).commands.map((command) => command.name())

it('has only the command whose full name is given', () => {
  expect(namesIn('next')).toEqual(['next'])
})

it.each([undefined, 'nex', 'help', '--lang', ''])('has all commands if %j is not the name of one', (word) => {
  expect(namesIn(word)).toEqual(CATALOGUE.map(({ name }) => name))
})
