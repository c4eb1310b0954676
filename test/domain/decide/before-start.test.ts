import { describe, expect, it } from 'vitest'
import type { Intent } from '../../../src/domain/decide/decide.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  advanced,
  announced,
  answered,
  begun,
  closed,
  deliveredAs,
  done,
  given,
  HOUR,
  happened,
  history,
  intended,
  iso,
  lifted,
  MINUTE,
  noted,
  nth,
  planned,
  posted,
  SECOND,
  scoped,
  started,
  stated,
  withSettings,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'

/** Declared at 22:17:05, begun at 22:05:05. */
const START = iso(-12 * MINUTE)
const BEFORE = iso(-13 * MINUTE)
const POSTED = { kind: 'posted', channels: ['website'], link: null, text: null, digest: null, next: null } as const
const STOPPED = { operation: 'trading', asset: null, state: 'stopped', words: null } as const

/** A planned halt that was announced and has begun, 20 minutes after it was declared. */
const BEGUN = [planned(), done('s-announce'), happened(20 * MINUTE, advanced('initial-response'))] as const

describe('decide: what the halt consists of', () => {
  it.each<Intent>([
    { kind: 'begin', steps: ['a-look'] },
    { kind: 'done', steps: ['a-look'] },
    { kind: 'decline', steps: ['a-ask'], reason: 'not needed' },
    { kind: 'skip', steps: ['a-look'], reason: 'no time' },
    { kind: 'scope', statements: [STOPPED] },
    POSTED,
    { ...POSTED, stage: 'first' },
    { kind: 'done', steps: ['b-website'] },
    { kind: 'advance', force: 'x' },
    { kind: 'lift', targets: 'all', force: 'x' },
    { kind: 'close', as: 'false-alarm', reason: 'x' },
    { kind: 'call', people: ['sato'], state: 'tried', way: null },
    { kind: 'call', people: ['sato'], state: 'reached', way: null },
    { kind: 'escalate', levels: ['board'], reason: 'x' },
  ])('cannot have happened before it began: %j', (intent) => {
    const halt = withSettings({ roster: ROSTER })
    given(halt)
      .when({ ...intent, at: BEFORE } as Intent)
      .refused('before-start', { at: BEFORE, startedAt: START })
    expect(given(halt).when({ ...intent, at: START } as Intent).decision).toHaveProperty('events')
  })

  it('cannot be reopened before it began', () => {
    given(started(), lifted('trading'))
      .when({ kind: 'reopen', reason: 'x', scope: [], at: BEFORE })
      .refused('before-start')
  })

  it.each<Intent>([
    { kind: 'note', text: 'memory was rising' },
    { kind: 'note', text: 'a leak?', hypothesis: true },
    { kind: 'set', statements: [{ fact: 'cause', value: 'a leak' }] },
    { kind: 'assign', steps: ['a-look'], to: 'hanako' },
    { kind: 'classify', severity: 'sev1', reason: 'x' },
    { kind: 'offer-lead', to: 'hanako' },
    { kind: 'add-action', text: 'more memory', owner: null, due: null },
  ])('does not include this, which may lie before: %j', (intent) => {
    expect(given(started()).when({ ...intent, at: BEFORE } as Intent).decision).toMatchObject({
      events: [{ at: BEFORE }],
    })
  })

  it('may be recorded with its time once the start has been moved', () => {
    given(started(), stated('started-at', { known: true, value: BEFORE }))
      .when({ kind: 'begin', steps: ['a-look'], at: BEFORE })
      .then({ ...begun('a-look'), at: BEFORE })
  })

  it('stays as it was recorded when the start is moved to after it', () => {
    const moved = { known: true, value: iso(0) }
    given(started(), happened(-5 * MINUTE, begun('a-look')))
      .when({ kind: 'set', statements: [{ fact: 'started-at', ...moved }] })
      .then(stated('started-at', moved))
  })

  it('began with the minute that was typed: a time without seconds is not before a start in that minute', () => {
    const minute = iso(-12 * MINUTE - 5 * SECOND)
    given(started())
      .when({ kind: 'scope', statements: [STOPPED], at: minute })
      .then({ ...scoped('trading', 'stopped'), at: START })
    given(started())
      .when({ kind: 'scope', statements: [STOPPED], at: iso(-12 * MINUTE - 4 * SECOND) })
      .refused('before-start')
  })
})

describe('decide: what belongs to the phase scheduled', () => {
  it('is recorded with any time before a planned halt begins', () => {
    given(planned())
      .when({ kind: 'done', steps: ['a-look'], at: iso(-HOUR) })
      .then({ ...done('a-look'), at: iso(-HOUR) })
    given(planned())
      .when({ kind: 'close', as: 'duplicate', reason: 'x', at: iso(-HOUR) })
      .then({ type: 'incident.closed', at: iso(-HOUR), data: { as: 'duplicate', reason: 'x' } })
  })

  it('may lie before the start once it has begun, too', () => {
    const early = iso(MINUTE)
    given(planned(), happened(20 * MINUTE, advanced('initial-response')))
      .when({ kind: 'done', steps: ['s-announce'], at: early }, HOUR)
      .then({ ...announced('website'), at: early }, { ...done('s-announce'), at: early })
    given(...BEGUN)
      .when({ ...POSTED, channels: ['email'], stage: 'scheduled', at: early }, HOUR)
      .then({ ...announced('email'), at: early })
    given(...BEGUN)
      .when({ kind: 'done', steps: ['a-look'], at: early }, HOUR)
      .refused('before-start', { at: early, startedAt: iso(20 * MINUTE) })
  })
})

describe('decide: a corrected time', () => {
  const correct = (log: readonly EventDraft[], event: number, at: string) =>
    given(...log).when({ kind: 'correct', target: history(...log)[event - 1] as never, at, reason: 'slip' }, 2 * HOUR)

  it.each([
    done('a-look'),
    posted('website', 'first', 1),
    intended('website', 'first', 1),
    scoped('trading', 'stopped'),
    lifted('trading'),
    advanced('during-halt'),
    closed(),
    answered('sato'),
  ])('of what the halt consists of cannot lie before it began: $type', (event) => {
    correct([started(), event], 2, BEFORE).refused('before-start', { at: BEFORE, startedAt: START })
  })

  it('of the outcome of a delivery cannot either, except for an advance notice', () => {
    const sent = (stage: 'first' | 'scheduled') => [started(), intended('website', stage, 1), deliveredAs(nth(2))]
    correct(sent('first'), 3, BEFORE).refused('before-start')
    expect(correct(sent('scheduled'), 3, BEFORE).decision).toHaveProperty('events')
  })

  it('of a note may, and so may that of the event with which a planned halt began', () => {
    expect(correct([started(), noted('x')], 2, BEFORE).decision).toHaveProperty('events')
    expect(correct(BEGUN, 3, iso(10 * MINUTE)).decision).toMatchObject({
      events: [{ data: { event: nth(3), at: iso(10 * MINUTE) } }],
    })
  })

  it('to the minute in which the halt began is the start', () => {
    expect(correct([started(), done('a-look')], 2, iso(-12 * MINUTE - 5 * SECOND)).decision).toMatchObject({
      events: [{ data: { at: START } }],
    })
  })
})
