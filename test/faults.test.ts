import { expect, it } from 'vitest'
import { FAULTS, type Fault, mustFind } from '../proof/faults.ts'

it.each<[string, Fault]>(Object.entries(FAULTS))(
  'the proofs find the line that they break on purpose: %s',
  (_, fault) => {
    expect(() => mustFind(process.cwd(), fault)).not.toThrow()
  },
)
