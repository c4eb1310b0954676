import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Event, nameOf } from '../../../src/domain/log/event.ts'
import { compareEvents, mergeInOrder } from '../../../src/domain/log/order.ts'
import { begun, done, started, Writer } from '../../given.ts'

const taro = new Writer('aaaaaaaa', 'taro')
const hanako = new Writer('bbbbbbbb', 'hanako')
taro.write(started(), 0)
hanako.write(begun('a-look'), 0)
taro.write(done('a-look'), 2000)
hanako.write(begun('a-ask'), 1000)

describe('the order of several writers', () => {
  it('is by the clock, then by the writer', () => {
    const sorted = [...hanako.events, ...taro.events].sort(compareEvents)
    expect(sorted.map(nameOf)).toEqual(['aaaaaaaa:1', 'bbbbbbbb:1', 'bbbbbbbb:2', 'aaaaaaaa:2'])
  })

  it('is by sequence number within one writer and tick', () => {
    const [event] = taro.events as [Event]
    expect(compareEvents({ ...event, seq: 2 }, { ...event, seq: 1 })).toBeGreaterThan(0)
    expect(compareEvents(event, { ...event, writer: 'bbbbbbbb' })).toBeLessThan(0)
    expect(compareEvents({ ...event, writer: 'bbbbbbbb' }, event)).toBeGreaterThan(0)
  })

  it('is the order in which their files are merged', () => {
    const files = [hanako.events.values(), [].values(), taro.events.values()]
    expect([...mergeInOrder<Event>(files)]).toEqual([...taro.events, ...hanako.events].sort(compareEvents))
    expect([...mergeInOrder([])]).toEqual([])
  })

  it('is the order of merging any number of writers, however their events interleave', () => {
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

  it('ends when one writer fails, and the others are closed', () => {
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
