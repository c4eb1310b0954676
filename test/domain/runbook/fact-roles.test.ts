import { expect, it } from 'vitest'
import { factWithRole, roleOf } from '../../../src/domain/runbook/fact-roles.ts'
import type { FactDefinition, FactRole } from '../../../src/domain/runbook/runbook.ts'

const fact = (role?: FactRole): FactDefinition => {
  return { kind: 'text', notice: true, words: false, ja: '項目', en: 'fact', ...(role !== undefined && { role }) }
}

it('gives a role to the first fact that has it', () => {
  const facts = { one: fact('cause'), two: fact('cause'), three: fact() }
  expect([factWithRole({ facts }, 'cause'), factWithRole({ facts }, 'impact')]).toEqual(['one', null])
  expect(['one', 'two', 'three'].map((name) => roleOf({ facts }, name))).toEqual(['cause', 'cause', null])
})

it('goes by the names of earlier versions where no fact has a role', () => {
  const facts = { 'started-at': fact(), other: fact() }
  expect([factWithRole({ facts }, 'began'), roleOf({ facts }, 'started-at'), roleOf({ facts }, 'other')]).toEqual([
    'started-at',
    'began',
    null,
  ])
})

it('looks at each fact a few times, however many there are', () => {
  let looks = 0
  const role = {
    enumerable: true,
    get: () => {
      looks += 1
    },
  }
  const names = Array.from({ length: 100 }, (_, i) => `fact-${i}`)
  const facts = Object.fromEntries(names.map((name) => [name, Object.defineProperty({ ...fact() }, 'role', role)]))
  for (const name of names) roleOf({ facts }, name)
  for (const _ of names) factWithRole({ facts }, 'cause')
  expect(looks).toBeLessThan(500)
})
