import { expect } from 'vitest'
import { Registers } from '../src/domain/incident/registers.ts'

/** Registers are equal if they contain the same writes, whatever their internal structure. */
expect.addEqualityTesters([
  function (a, b) {
    if (!(a instanceof Registers && b instanceof Registers)) return undefined
    return this.equals(written(a), written(b), [])
  },
])

function written(registers: Registers): Record<string, unknown> {
  return Object.fromEntries([...registers.keys()].map((key) => [key, registers.get(key)]))
}
