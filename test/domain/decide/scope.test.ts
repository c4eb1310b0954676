import { describe, expect, it } from 'vitest'
import { decide } from '../../../src/domain/decide/decide.ts'
import { isAsset } from '../../../src/domain/decide/scope.ts'
import type { ScopeChange } from '../../../src/domain/log/event.ts'
import {
  DECLARED,
  given,
  incidentOf,
  iso,
  MINUTE,
  nth,
  planned,
  scoped,
  started,
  undone,
  withRunbook,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const say = (
  operation: string,
  asset: string | null,
  state: NonNullable<ScopeChange['state']>,
  words: string | null = null,
) => ({ operation, asset, state, words })

const scope = (...statements: readonly ReturnType<typeof say>[]) => ({ kind: 'scope', statements }) as const
const changed = (...changes: readonly ScopeChange[]) => ({ type: 'scope.changed', data: { changes } }) as const
const back = (operation: string, asset: string): ScopeChange => ({ operation, asset, state: null, words: null })

describe('decide: scope', () => {
  it('states the scope of an operation for all assets or for one', () => {
    given(started())
      .when(scope(say('trading', null, 'stopped'), say('withdrawals', 'XEM', 'cancel-only')))
      .then(changed(say('trading', null, 'stopped'), say('withdrawals', 'XEM', 'cancel-only')))
  })

  it('records the time of the statement', () => {
    given(started())
      .when({ ...scope(say('trading', null, 'stopped')), at: iso(-MINUTE) })
      .then({ ...changed(say('trading', null, 'stopped')), at: iso(-MINUTE) })
  })

  it('requires words for a limited scope, and records changed words', () => {
    given(started())
      .when(scope(say('withdrawals', null, 'limited')))
      .refused('words-needed', { operation: 'withdrawals' })
    given(started(), scoped('withdrawals', 'limited'))
      .when(scope(say('withdrawals', null, 'limited', 'JPY only')))
      .then(changed(say('withdrawals', null, 'limited', 'JPY only')))
  })

  it('reads the names of an operation as its id', () => {
    const log = withRunbook({
      ...SMALL_RUNBOOK,
      operations: { trading: { ja: '売買', en: 'Trading', also: ['取引'] } },
    })
    for (const name of ['売買', '取引', 'TRADING', 'ｔｒａｄｉｎｇ'])
      given(log)
        .when(scope(say(name, null, 'stopped')))
        .then(changed(say('trading', null, 'stopped')))
    given(log, scoped('trading', 'stopped'))
      .when(scope(say('取引', null, 'stopped')))
      .already('scope trading=stopped')
  })

  it('shows ids and names where an operation is not known', () => {
    given(started())
      .when(scope(say('lending', null, 'stopped')))
      .refused('unknown-operation', { names: { trading: { ja: 'trading', en: 'trading' } } })
  })

  it('rejects operations that the runbook lacks and malformed assets', () => {
    given(started())
      .when(scope(say('lending', null, 'stopped')))
      .refused('unknown-operation', { given: 'lending', allowed: ['trading', 'deposits', 'withdrawals'] })
    given(started())
      .when(scope(say('constructor', null, 'stopped')))
      .refused('unknown-operation')
    given(started())
      .when(scope(say('withdrawals', 'xem', 'stopped')))
      .refused('bad-asset', { given: 'xem' })
  })

  it.each([
    ['XEM', true],
    ['JPY', true],
    ['1INCH', true],
    ['BTC/JPY', true],
    ['A', true],
    ['A'.repeat(24), true],
    ['A'.repeat(25), false],
    ['/JPY', false],
    ['btc', false],
    ['*', false],
  ])('isAsset(%s) is %s', (asset, is) => {
    expect(isAsset(asset)).toBe(is)
  })

  it('records nothing if the scope is already as stated', () => {
    given(started(), scoped('trading', 'stopped'), scoped('withdrawals', 'open', 'XEM'))
      .when(scope(say('trading', null, 'stopped'), say('withdrawals', 'XEM', 'open')))
      .already('scope trading=stopped', 'scope withdrawals:XEM=open')
  })

  it('records an exception that equals its operation, so that it stays when the operation changes', () => {
    given(started(), scoped('withdrawals', 'stopped'))
      .when(scope(say('withdrawals', 'XEM', 'stopped')))
      .then(changed(say('withdrawals', 'XEM', 'stopped')))
  })

  it('removes all exceptions of one operation with *', () => {
    given(
      planned(),
      scoped('withdrawals', 'stopped'),
      scoped('withdrawals', 'open', 'XEM'),
      scoped('withdrawals', 'limited', 'JPY'),
      scoped('deposits', 'stopped', 'XEM'),
    )
      .when(scope(say('withdrawals', '*', 'open')))
      .then(changed(say('withdrawals', null, 'open'), back('withdrawals', 'JPY'), back('withdrawals', 'XEM')))
  })

  it('removes exceptions even if the operation itself does not change', () => {
    given(planned(), scoped('withdrawals', 'open'), scoped('withdrawals', 'stopped', 'XEM'))
      .when(scope(say('withdrawals', '*', 'open')))
      .then(changed(back('withdrawals', 'XEM')))
    given(started(), scoped('withdrawals', 'open'))
      .when(scope(say('withdrawals', '*', 'open')))
      .already('scope withdrawals:*=open')
  })

  it('applies the statements of one command in order, each on top of the previous ones', () => {
    given(started(), scoped('trading', 'open'))
      .when(scope(say('trading', null, 'stopped'), say('trading', null, 'open')))
      .then(changed(say('trading', null, 'stopped'), say('trading', null, 'open')))
    given(started())
      .when(scope(say('trading', null, 'stopped'), say('trading', null, 'stopped')))
      .then(changed(say('trading', null, 'stopped')))
    given(started())
      .when(scope(say('withdrawals', 'XEM', 'stopped'), say('withdrawals', '*', 'open')))
      .then(changed(say('withdrawals', 'XEM', 'stopped'), say('withdrawals', null, 'open'), back('withdrawals', 'XEM')))
    given(planned(), scoped('withdrawals', 'stopped', 'XEM'))
      .when(scope(say('withdrawals', '*', 'open'), say('withdrawals', '*', 'open')))
      .then(changed(say('withdrawals', null, 'open'), back('withdrawals', 'XEM')))
  })

  it.each([
    ['an operation', [scoped('trading', 'stopped')], say('trading', null, 'open'), ['trading']],
    [
      'one for which orders can only be cancelled',
      [scoped('trading', 'cancel-only')],
      say('trading', null, 'open'),
      ['trading'],
    ],
    ['an asset', [scoped('withdrawals', 'stopped', 'XEM')], say('withdrawals', 'XEM', 'open'), ['withdrawals:XEM']],
    [
      'an operation with its exceptions',
      [
        scoped('withdrawals', 'stopped'),
        scoped('withdrawals', 'stopped', 'XEM'),
        scoped('withdrawals', 'stopped', 'BTC/JPY'),
      ],
      say('withdrawals', '*', 'open'),
      ['withdrawals', 'withdrawals:BTC/JPY', 'withdrawals:XEM'],
    ],
    [
      'an exception of an open operation',
      [scoped('withdrawals', 'open'), scoped('withdrawals', 'stopped', 'XEM')],
      say('withdrawals', '*', 'open'),
      ['withdrawals:XEM'],
    ],
  ] as const)(
    'leaves it to a lift to say that %s is open again, unless it never was restricted',
    (_, before, statement, targets) => {
      given(started(), ...before)
        .when(scope(statement))
        .refused('lift-instead', { targets })
      const incident = incidentOf(started(), ...before)
      const decision = decide(
        incident,
        { ...scope(statement), force: 'mistyped' },
        { by: 'taro', now: DECLARED, recordedAt: iso(0), knows: () => true },
      )
      expect(decision).toMatchObject({
        events: [{ type: 'scope.changed', data: { forced: { reason: 'mistyped', open: [statement.operation] } } }],
      })
    },
  )

  it('may say what else is open, what is restricted otherwise, and anything before a planned halt begins', () => {
    const opened = scope(say('trading', null, 'open'))
    given(started())
      .when(opened)
      .then(changed(say('trading', null, 'open')))
    given(started(), scoped('trading', 'stopped'))
      .when(scope(say('trading', null, 'cancel-only')))
      .then(changed(say('trading', null, 'cancel-only')))
    // Nobody had stated the asset by itself.
    given(started(), scoped('trading', 'stopped'))
      .when(scope(say('trading', 'XEM', 'open')))
      .then(changed(say('trading', 'XEM', 'open')))
    given(started(), scoped('withdrawals', 'stopped', 'XEM'))
      .when(scope(say('withdrawals', '*', 'stopped')))
      .then(changed(say('withdrawals', null, 'stopped'), back('withdrawals', 'XEM')))
    given(planned(), scoped('trading', 'stopped'))
      .when(opened)
      .then(changed(say('trading', null, 'open')))
    // A reason for what needs none is left out.
    given(started())
      .when({ ...opened, force: 'mistyped' })
      .then(changed(say('trading', null, 'open')))
  })

  it('records a statement again after it was undone', () => {
    given(started(), scoped('trading', 'stopped'), undone(nth(2)))
      .when(scope(say('trading', null, 'stopped')))
      .then(changed(say('trading', null, 'stopped')))
  })
})
