import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Event, nameOf } from '../../../src/domain/log/event.ts'
import { compareEvents, mergeInOrder } from '../../../src/domain/log/hybrid-clock.ts'
import { begun, done, started, Writer } from '../../given.ts'

const taro = new Writer('aaaaaaaa', 'taro')
const hanako = new Writer('bbbbbbbb', 'hanako')
taro.write(started(), 0)
hanako.write(begun('a-look'), 0)
taro.write(done('a-look'), 2000)
hanako.write(begun('a-ask'), 1000)

describe('compareEvents and mergeInOrder', () => {
  it('sort by clock, then by writer', () => {
    const sorted = [...hanako.events, ...taro.events].sort(compareEvents)
    expect(sorted.map(nameOf)).toEqual(['aaaaaaaa:1', 'bbbbbbbb:1', 'bbbbbbbb:2', 'aaaaaaaa:2'])
  })

  it('sort by sequence number within one writer and tick', () => {
    const [event] = taro.events as [Event]
    expect(compareEvents({ ...event, seq: 2 }, { ...event, seq: 1 })).toBeGreaterThan(0)
    expect(compareEvents(event, { ...event, writer: 'bbbbbbbb' })).toBeLessThan(0)
    expect(compareEvents({ ...event, writer: 'bbbbbbbb' }, event)).toBeGreaterThan(0)
  })

  it('merge files in the same order', () => {
    const files = [hanako.events.values(), [].values(), taro.events.values()]
    expect([...mergeInOrder<Event>(files)]).toEqual([...taro.events, ...hanako.events].sort(compareEvents))
    expect([...mergeInOrder([])]).toEqual([])
  })

  it('merge any number of writers in the same order, however their events interleave', () => {
    const writer = fc.array(fc.nat(50), { maxLength: 8 })
    fc.assert(
      fc.property(fc.array(writer, { maxLength: 12 }), (writers) => {
        const all = writers.map((times, w) => {
          const one = new Writer(`w${String(w).padStart(7, '0')}`)
          for (const time of times.sort((a, b) => a - b)) one.write(begun('a-look'), time)
          return one.events
        })
        const merged = mergeInOrder<Event>(all.map((events) => events.values()))
        expect([...merged]).toEqual(all.flat().sort(compareEvents))
      }),
      { numRuns: 50 },
    )
  })

  it('stop merging when one file fails, and close the others', () => {
    const ended: string[] = []
    function* reading(events: readonly Event[], fails = false): Generator<Event> {
      try {
        yield* events
        if (fails) throw new Error('cannot be read on')
      } finally {
        ended.push(events[0]?.writer ?? '')
      }
    }
    const [first, ...rest] = taro.events as [Event, ...Event[]]
    expect(() => [...mergeInOrder([reading(hanako.events), reading([first], true)])]).toThrow('cannot be read on')
    expect(ended.splice(0)).toEqual(['aaaaaaaa', 'bbbbbbbb'])
    expect(() => [...mergeInOrder([reading(rest), reading([], true)])]).toThrow('cannot be read on')
    expect(ended).toEqual(['', 'aaaaaaaa'])
  })
})
