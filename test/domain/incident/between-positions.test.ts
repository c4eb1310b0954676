import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { betweenPositions } from '../../../src/domain/incident/register.ts'

describe('betweenPositions', () => {
  it('returns the same items as a full scan', () => {
    const things = fc.array(fc.nat(30), { maxLength: 12 }).map((orders) => orders.sort((a, b) => a - b))
    const place = fc.oneof(fc.integer({ min: -1, max: 32 }), fc.constant(Number.POSITIVE_INFINITY))
    fc.assert(
      fc.property(things, place, place, (orders, after, before) => {
        const all = orders.map((order) => ({ order }))
        const found = all.filter(({ order }) => order > after && order < before)
        expect(betweenPositions(all, after, before)).toEqual(found)
      }),
    )
  })
})
