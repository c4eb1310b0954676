import { describe, expect, it } from 'vitest'
import { type Event, nameOf } from '../../../src/domain/log/event.ts'
import { compareEvents, merge } from '../../../src/domain/log/order.ts'
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

  it('is by number within one writer and one tick', () => {
    const [event] = taro.events as [Event]
    expect(compareEvents({ ...event, seq: 2 }, { ...event, seq: 1 })).toBeGreaterThan(0)
    expect(compareEvents(event, { ...event, writer: 'bbbbbbbb' })).toBeLessThan(0)
    expect(compareEvents({ ...event, writer: 'bbbbbbbb' }, event)).toBeGreaterThan(0)
  })

  it('is what merging their files gives', () => {
    const files = [hanako.events.values(), [].values(), taro.events.values()]
    expect([...merge<Event>(files)]).toEqual([...taro.events, ...hanako.events].sort(compareEvents))
    expect([...merge([])]).toEqual([])
  })
})
