import { describe, expect, it } from 'vitest'
import { highestTurn, lastUnwaitedTurn, stateOfTurn } from '../../../src/domain/incident/sending-turns.ts'
import { nameOf } from '../../../src/domain/log/event.ts'
import {
  composed,
  deliveredAs,
  foldEvents,
  given,
  incidentOf,
  intended,
  nth,
  posted,
  started,
  Writer,
} from '../../given.ts'

const alone = (...open: ['email' | 'website', 'being-sent' | 'relay-unreachable'][]) => ({
  alone: { reason: 'the others are asleep', open: new Map(open) },
})
const forced = (...open: string[]) => ({ forced: { reason: 'the others are asleep', open } })

describe('decide: sending among machines', () => {
  it('records the turn that was taken on each channel', () => {
    given(started())
      .when({
        kind: 'intend-notices',
        notices: [composed('website', 'first', 1), composed('email', 'first', 1)],
        turns: new Map([['website', 3]]),
      })
      .then(intended('website', 'first', 1, { turn: 3 }), intended('email', 'first', 1))
  })

  it('records the reason to send without agreement only where something was in the way of it', () => {
    const notices = [composed('website', 'first', 1), composed('email', 'first', 1)]
    given(started())
      .when({ kind: 'intend-notices', notices, ...alone(['website', 'relay-unreachable']) })
      .then(intended('website', 'first', 1, forced('relay-unreachable')), intended('email', 'first', 1))
  })

  it('records the reason given for the text beside the one for the other machines, once if it is the same', () => {
    const open = new Map([['website', ['too-long']]])
    const notices = [composed('website', 'first', 1)]
    const reasons = (force: string, reason: string) =>
      given(started())
        .when({ kind: 'intend-notices', notices, open, force, ...alone(['website', 'being-sent']) })
        .then(intended('website', 'first', 1, { forced: { reason, open: ['too-long', 'being-sent'] } }))
    reasons('it fits', 'it fits / the others are asleep')
    reasons('the others are asleep', 'the others are asleep')
  })

  it('records turn and reason of another attempt, not those of the first', () => {
    const first = intended('website', 'first', 1, { turn: 1, ...forced('relay-unreachable') })
    const notices = [{ notice: nth(2), via: 'webhook', journal: 'journal' }]
    const failed = [started(), first, deliveredAs(nth(2), 'failed')]
    given(...failed)
      .when({ kind: 'retry-notices', notices })
      .then(intended('website', 'first', 1, { retries: nth(2) }))
    given(...failed)
      .when({ kind: 'retry-notices', notices, turns: new Map([['website', 2]]), ...alone(['website', 'being-sent']) })
      .then(intended('website', 'first', 1, { retries: nth(2), turn: 2, ...forced('being-sent') }))
  })
})

describe('highestTurn', () => {
  it('is the highest number on the channel, also of another attempt, and 0 where no turn was taken', () => {
    const alone = [started(), intended('website', 'first', 1)]
    const sent = [started(), intended('website', 'first', 1, { turn: 2 }), deliveredAs(nth(2), 'failed')]
    const again = [...sent, intended('website', 'first', 1, { turn: 5, retries: nth(2) })]
    expect([alone, sent, again].map((events) => highestTurn(incidentOf(...events), 'website'))).toEqual([0, 2, 5])
    expect(highestTurn(incidentOf(...again), 'email')).toBe(0)
  })
})

describe('stateOfTurn', () => {
  const sent = [started(), intended('website', 'first', 1, { turn: 1 })]
  const again = intended('website', 'first', 1, { turn: 2, retries: nth(2) })

  it.each([
    ['unused where nobody began anything with it', [started(), posted('website', 'first', 1)], 1, 'unused'],
    ['unused if it is another turn', sent, 2, 'unused'],
    ['open until there is an outcome', sent, 1, 'open'],
    ['ended with any outcome', [...sent, deliveredAs(nth(2), 'unknown')], 1, 'ended'],
    ['open again with another attempt', [...sent, deliveredAs(nth(2), 'failed'), again], 2, 'open'],
    [
      'ended with the outcome of that',
      [...sent, deliveredAs(nth(2), 'failed'), again, deliveredAs(nth(4))],
      2,
      'ended',
    ],
  ] as const)('is %s', (_, events, turn, state) => {
    expect(stateOfTurn(incidentOf(...events), 'website', turn)).toBe(state)
    expect(stateOfTurn(incidentOf(...events), 'email', turn)).toBe('unused')
  })
})

describe('the words of writers that do not count', () => {
  const isTaro = (writer: string) => writer === 'aaaaaaaa'
  const taro = new Writer()
  const stranger = new Writer('zzzzzzzz', 'mallory')
  taro.write(started())
  const his = taro.write(intended('website', 'first', 1, { turn: 2, ...forced('being-sent') }))
  const events = [...taro.events, stranger.write(intended('website', 'first', 1, { turn: 1, ...forced('being-sent') }))]

  it('leave a turn unused in which they say that they sent', () => {
    expect(stateOfTurn(foldEvents(events), 'website', 1)).toBe('open')
    expect(stateOfTurn(foldEvents(events), 'website', 1, isTaro)).toBe('unused')
    expect(stateOfTurn(foldEvents(events), 'website', 2, isTaro)).toBe('open')
    expect(stateOfTurn(foldEvents(events), 'website', 2, () => false)).toBe('unused')
  })

  it('pass over no turn', () => {
    expect(lastUnwaitedTurn(foldEvents(events), 'website', isTaro)).toBe(2)
    expect(lastUnwaitedTurn(foldEvents(events), 'website', () => false)).toBe(0)
    expect(nameOf(his)).toBe(nth(2))
  })
})

describe('lastUnwaitedTurn', () => {
  const unwaited = forced('nothing-new', 'being-sent')

  it('is that of the last notice that was sent though an earlier turn was open', () => {
    expect(lastUnwaitedTurn(incidentOf(started()), 'website')).toBe(0)
    const incident = incidentOf(
      started(),
      intended('website', 'first', 1, { turn: 2, ...unwaited }),
      deliveredAs(nth(2)),
      intended('website', 'update', 2, { turn: 3, ...forced('nothing-new') }),
    )
    expect(lastUnwaitedTurn(incident, 'website')).toBe(2)
    expect(lastUnwaitedTurn(incident, 'email')).toBe(0)
  })

  it('may be that of another attempt', () => {
    const failed = [started(), intended('website', 'first', 1, { turn: 1 }), deliveredAs(nth(2), 'failed')]
    const again = (more: object) => intended('website', 'first', 1, { retries: nth(2), ...more })
    expect(lastUnwaitedTurn(incidentOf(...failed, again({ turn: 2 })), 'website')).toBe(0)
    expect(lastUnwaitedTurn(incidentOf(...failed, again({ turn: 3, ...unwaited })), 'website')).toBe(3)
  })

  it('is none where a notice went out without a turn', () => {
    const byHand = [started(), posted('website', 'first', 1), intended('website', 'update', 2, unwaited)]
    expect(lastUnwaitedTurn(incidentOf(...byHand), 'website')).toBe(0)
  })
})
