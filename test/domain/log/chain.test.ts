import { describe, expect, it } from 'vitest'
import { advanceChain, type ChainState } from '../../../src/domain/log/chain.ts'
import type { Event } from '../../../src/domain/log/event.ts'
import { compareClocks, FAR_AHEAD_MS, isFarAhead, nextClock } from '../../../src/domain/log/hybrid-clock.ts'
import { done, history, started } from '../../given.ts'

const [first, second, third] = history(started(), done('a-look'), done('a-ask')) as [Event, Event, Event]

function chainOf(...events: readonly Event[]): ChainState {
  return events.reduce<ChainState>((state, event) => {
    const followed = advanceChain(state, event)
    if ('damage' in followed) throw new Error(followed.damage)
    return followed.next
  }, null)
}

describe('advanceChain', () => {
  it('begins with the first event and links each to the hash of the one before', () => {
    const { writer, seq, hash, incident, hlc } = third
    expect(chainOf(first, second, third)).toEqual({ writer, seq, hash, incident, hlc, key: null })
  })

  it('keeps the key of the first event, whatever later ones say', () => {
    expect(chainOf({ ...first, key: 'one' }, { ...second, key: 'two' })).toMatchObject({ seq: 2, key: 'one' })
    expect(chainOf(first, { ...second, key: 'two' })).toMatchObject({ seq: 2, key: null })
  })

  it('rejects a chain that does not begin with the first event', () => {
    expect(advanceChain(null, second)).toEqual({ damage: 'chain-broken' })
    expect(advanceChain(null, { ...first, prev: 'x' })).toEqual({ damage: 'chain-broken' })
  })

  it('rejects gaps, repetitions and a wrong previous hash', () => {
    expect(advanceChain(chainOf(first), third)).toEqual({ damage: 'chain-broken' })
    expect(advanceChain(chainOf(first, second), second)).toEqual({ damage: 'chain-broken' })
    expect(advanceChain(chainOf(first), { ...second, prev: 'x' })).toEqual({ damage: 'chain-broken' })
  })

  it('rejects another writer or another incident', () => {
    expect(advanceChain(chainOf(first), { ...second, writer: 'bbbbbbbb' })).toEqual({ damage: 'wrong-writer' })
    expect(advanceChain(chainOf(first), { ...second, incident: 'another' })).toEqual({ damage: 'wrong-incident' })
  })

  it('rejects a clock that does not move forward', () => {
    expect(advanceChain(chainOf(first), { ...second, hlc: first.hlc })).toEqual({ damage: 'clock-runs-back' })
  })
})

describe('the hybrid clock', () => {
  it('moves to the next millisecond once the counter is used up', () => {
    expect(nextClock([5, Number.MAX_SAFE_INTEGER], [], 4)).toEqual([6, 0])
  })

  it('counts milliseconds, then events within one', () => {
    expect(compareClocks([5, 0], [4, 9])).toBeGreaterThan(0)
    expect(compareClocks([5, 1], [5, 2])).toBeLessThan(0)
    expect(compareClocks([5, 1], [5, 1])).toBe(0)
  })

  it('follows the wall clock, but never falls behind what was seen', () => {
    expect(nextClock(null, [], 100)).toEqual([100, 0])
    expect(nextClock([90, 7], [], 100)).toEqual([100, 0])
    expect(nextClock([100, 7], [], 100)).toEqual([100, 8])
    expect(nextClock([7_200_000, 0], [[7_200_000, 4]], 100)).toEqual([7_200_000, 5])
    expect(nextClock([7_200_000, 6], [[7_200_000, 4]], 100)).toEqual([7_200_000, 7])
  })

  it('ignores another clock that is more than a day ahead, but not its own', () => {
    const end = [8_640_000_000_000_000, Number.MAX_SAFE_INTEGER] as const
    expect(isFarAhead([100 + FAR_AHEAD_MS, 0], 100)).toBe(false)
    expect(isFarAhead([101 + FAR_AHEAD_MS, 0], 100)).toBe(true)
    expect(nextClock([90, 0], [end, [95, 1]], 100)).toEqual([100, 0])
    expect(nextClock([90, 0], [[100 + FAR_AHEAD_MS, 3]], 100)).toEqual([100 + FAR_AHEAD_MS, 4])
    expect(nextClock(end, [], 100)).toEqual([end[0] + 1, 0])
  })

  it('is null once it cannot advance', () => {
    expect(nextClock([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER], [], 100)).toBeNull()
  })
})
