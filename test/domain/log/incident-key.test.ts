import { describe, expect, it } from 'vitest'
import { incidentKeyOf, mayDeclare } from '../../../src/domain/log/incident-key.ts'
import { newSigner } from '../../sealing.ts'

const RANDOM = '0123456789abcdef01234567'
const [taro, other] = [newSigner().key, newSigner().key]

describe('the id in the lines of an incident', () => {
  it('commits to the key of the writer that declares it: no other may', () => {
    const id = incidentKeyOf(RANDOM, taro)
    expect(id).toMatch(/^0123456789abcdef[0-9a-f]{32}$/)
    expect(mayDeclare(id, taro)).toBe(true)
    expect(mayDeclare(id, other)).toBe(false)
    expect(mayDeclare(id, undefined)).toBe(false)
  })

  it('differs from incident to incident of the same writer', () => {
    expect(incidentKeyOf(`f${RANDOM.slice(1)}`, taro)).not.toBe(incidentKeyOf(RANDOM, taro))
  })

  it('commits to nothing where the writer does not sign, or in a log of an earlier version', () => {
    expect(incidentKeyOf(RANDOM, null)).toBe(RANDOM)
    expect(mayDeclare(RANDOM, undefined)).toBe(true)
    expect(mayDeclare(RANDOM, other)).toBe(true)
  })
})
