import { expect, it } from 'vitest'
import { headOf } from '../../../src/domain/incident/incident.ts'
import type { Event } from '../../../src/domain/log/event.ts'
import { remoteEventsSince } from '../../../src/domain/log/remote-events.ts'
import { noted, SECOND, started, Writer } from '../../given.ts'

it('remoteEventsSince counts, for each other writer, what is new since this machine last recorded', () => {
  const taro = new Writer('ttttaaaa')
  const hanako = new Writer('hhhhaaaa', 'hanako')
  const before = new Writer('bbbbaaaa')
  taro.write(started(), 0)
  hanako.write(noted('hers 1'), SECOND, taro.events)
  before.write(noted('mine, before the machine was started anew'), SECOND)
  const last = taro.write(noted('his'), 2 * SECOND, hanako.events) as Event
  hanako.write(noted('hers 2'), 3 * SECOND, taro.events)
  const stranger = new Writer('zzzzaaaa', 'taro')
  stranger.write(noted('forged 1'), 4 * SECOND, taro.events)
  stranger.write(noted('forged 2'), 5 * SECOND, taro.events)
  const all = [taro, hanako, before, stranger].flatMap(({ events }) => events)
  expect(remoteEventsSince(all, headOf(last), (writer) => writer === 'bbbbaaaa')).toEqual([
    { writer: 'hhhhaaaa', known: 1, events: 1, by: ['hanako'] },
    { writer: 'zzzzaaaa', known: 0, events: 2, by: ['taro'] },
  ])
  expect(remoteEventsSince(taro.events, headOf(last), () => false)).toEqual([])
  expect(remoteEventsSince(hanako.events, headOf(last), () => false)).toEqual([])
})
