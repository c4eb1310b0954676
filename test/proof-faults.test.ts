import { expect, it } from 'vitest'
import { FAULTS, type Fault, mustFind } from '../proof/faults.ts'
import { ROOT } from './bench.ts'

it.each<[string, Fault]>(Object.entries(FAULTS))('the fault %s finds the source code that it replaces', (_, fault) => {
  expect(() => mustFind(ROOT, fault)).not.toThrow()
})
