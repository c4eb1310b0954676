import { describe, expect, it } from 'vitest'
import { handleOf, idInHandle, incidentKeyOf, mayDeclare } from '../../../src/domain/log/incident-key.ts'
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

describe('the handle of an incident', () => {
  it('tells it on all machines from another that was declared with the same id', () => {
    const declaredId = '20261124-221705-system-failure'
    const [his, hers] = [taro, other].map((key) => handleOf({ declaredId, incident: incidentKeyOf(RANDOM, key) }))
    expect(his).toMatch(/^20261124-221705-system-failure:[0-9a-f]{8}$/)
    expect(hers).not.toBe(his)
    expect([his, declaredId, `${declaredId}:`, ':01234567'].map((text) => idInHandle(text ?? ''))).toEqual([
      declaredId,
      null,
      null,
      null,
    ])
  })
})
