import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evolve } from '../../../src/domain/incident/evolve.ts'
import { decodeIncident, encodeIncident } from '../../../src/domain/incident/snapshot.ts'
import { compareEvents } from '../../../src/domain/log/hybrid-clock.ts'
import { foldEvents } from '../../given.ts'
import { anyLog } from '../arbitrary.ts'

it('an incident is the same after encoding and decoding, and can be folded further', () => {
  fc.assert(
    fc.property(anyLog, fc.nat(24), (events, cut) => {
      const ordered = [...events].sort(compareEvents)
      const before = foldEvents(ordered.slice(0, cut))
      const after = decodeIncident(encodeIncident(before))
      expect(after).toEqual(before)
      expect(evolve(after, ...ordered.slice(cut))).toEqual(foldEvents(events))
    }),
    { numRuns: 300 },
  )
})
