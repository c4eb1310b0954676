import { describe, expect, it } from 'vitest'
import { concurrentNotices } from '../../../src/domain/incident/concurrent-notices.ts'
import { conflictsOf } from '../../../src/domain/incident/conflicts.ts'
import { deliveredAs, foldEvents, intended, MINUTE, posted, started, Writer } from '../../given.ts'

/** An incident of two people; what each has recorded is known to the other only if it is said. */
class Halt {
  readonly taro = new Writer()
  readonly hanako = new Writer('bbbbbbbb', 'hanako')
  readonly start = this.taro.write(started())

  get concurrent() {
    const incident = foldEvents([...this.taro.events, ...this.hanako.events])
    expect(conflictsOf(incident)).toEqual(
      concurrentNotices(incident).map(({ channel, events }) => ({ target: `notice:${channel}`, events })),
    )
    return concurrentNotices(incident)
  }
}

const first = () => intended('website', 'first', 1)

describe('two notices on one channel', () => {
  it('may have told customers twice, if neither person knew of the other', () => {
    const halt = new Halt()
    halt.taro.write(posted('website', 'first', 1), MINUTE)
    halt.hanako.write(posted('website', 'first', 1), 2 * MINUTE, [halt.start])
    expect(halt.concurrent).toEqual([{ channel: 'website', events: ['aaaaaaaa:2', 'bbbbbbbb:1'] }])
  })

  it('are shown also while it is unknown whether one went out, but not if it reached nobody', () => {
    const halt = new Halt()
    const his = halt.taro.write(first(), MINUTE)
    halt.hanako.write(posted('website', 'first', 1), 2 * MINUTE, [halt.start])
    expect(halt.concurrent).toHaveLength(1)
    halt.taro.write(deliveredAs(`${his.writer}:${his.seq}`, 'failed'), 3 * MINUTE)
    expect(halt.concurrent).toEqual([])
  })

  it('are in order if one was made with knowledge of the other, or on another channel', () => {
    const halt = new Halt()
    const his = halt.taro.write(posted('website', 'first', 1), MINUTE)
    halt.hanako.write(posted('website', 'update', 2), 2 * MINUTE, [his])
    halt.hanako.write(posted('email', 'first', 1), 2 * MINUTE, [his])
    expect(halt.concurrent).toEqual([])
  })

  it('are settled by whoever knew of both and told the channel something later', () => {
    const halt = new Halt()
    halt.taro.write(posted('website', 'first', 1), MINUTE)
    const hers = halt.hanako.write(posted('website', 'first', 1), 2 * MINUTE, [halt.start])
    halt.taro.write(posted('website', 'update', 2), 3 * MINUTE)
    expect(halt.concurrent).toHaveLength(1)
    halt.taro.write(posted('website', 'update', 3), 4 * MINUTE, [hers])
    expect(halt.concurrent).toEqual([])
  })

  it('may also be two attempts to send one that did not go out before', () => {
    const halt = new Halt()
    const sent = halt.taro.write(first(), MINUTE)
    const notice = `${sent.writer}:${sent.seq}`
    const failed = halt.taro.write(deliveredAs(notice, 'failed'), 2 * MINUTE)
    const again = halt.taro.write(intended('website', 'first', 1, { retries: notice }), 3 * MINUTE)
    halt.taro.write(deliveredAs(`${again.writer}:${again.seq}`), 3 * MINUTE)
    expect(halt.concurrent).toEqual([])
    halt.hanako.write(intended('website', 'first', 1, { retries: notice }), 4 * MINUTE, [failed])
    expect(halt.concurrent).toEqual([{ channel: 'website', events: ['aaaaaaaa:4', 'bbbbbbbb:1'] }])
  })

  it('are not settled by an unknown writer, unless one of them is its own', () => {
    const halt = new Halt()
    const stranger = new Writer('zzzzzzzz', 'mallory')
    const his = halt.taro.write(posted('website', 'first', 1), MINUTE)
    const hers = halt.hanako.write(posted('website', 'first', 1), 2 * MINUTE, [halt.start])
    stranger.write(posted('website', 'update', 2), 3 * MINUTE, [his, hers])
    const incident = foldEvents([...halt.taro.events, ...halt.hanako.events, ...stranger.events])
    expect(conflictsOf(incident)).toEqual([])
    const both = [{ target: 'notice:website', events: ['aaaaaaaa:2', 'bbbbbbbb:1'] }]
    expect(conflictsOf(incident, { unknown: new Set(['zzzzzzzz']), incident })).toEqual(both)
    const unknown = new Set(['zzzzzzzz', 'bbbbbbbb'])
    expect(conflictsOf(incident, { unknown, incident })).toEqual(both)
    halt.hanako.write(posted('website', 'update', 2), 4 * MINUTE, [his])
    const settled = foldEvents([...halt.taro.events, ...halt.hanako.events])
    expect(conflictsOf(settled, { unknown, incident: settled })).toEqual([])
  })
})
