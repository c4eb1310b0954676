import { describe, expect, it } from 'vitest'
import { scopeOf } from '../../../src/domain/incident/scope.ts'
import { scopeGroups } from '../../../src/domain/notice/scope-groups.ts'
import { incidentOf } from '../../given.ts'
import { at, halt, RUNBOOK, requestOf, type Scope, textOf } from '../../notice/halts.ts'

/** The scope rows of the notice on the website. */
function rows(language: 'ja' | 'en', ...scope: Scope): string[] {
  const { text } = textOf(requestOf(incidentOf(halt({ scope }))), 'website', 'first', language)
  const row =
    language === 'ja'
      ? /(?:対象サービス|(ご利用いただける)サービス)：(.*)/g
      : /(?:Services affected|(Available)): (.*)/g
  return [...text.matchAll(row)].map(([, open, words = '']) => (open === undefined ? words : `${open}: ${words}`))
}

describe('scope in notice texts', () => {
  it('groups deposits and withdrawals of yen, and of crypto', () => {
    const all = [at('trading', 'stopped'), at('deposits', 'stopped'), at('withdrawals', 'stopped')]
    expect(rows('ja', ...all)).toEqual(['売買、日本円の入出金、暗号資産の預入・送付（いずれも停止）'])
    expect(rows('en', ...all)).toEqual([
      'trading, yen deposits and withdrawals, crypto deposits and withdrawals (all suspended)',
    ])
  })

  it('separates yen from crypto if one of them is stated', () => {
    expect(rows('ja', at('deposits', 'stopped', 'JPY'))).toEqual(['日本円の入金（停止）'])
    expect(rows('ja', at('withdrawals', 'stopped'), at('withdrawals', 'open', 'JPY'))).toEqual([
      '暗号資産の送付（停止）',
      'ご利用いただける: 日本円の出金',
    ])
  })

  it('names exceptions, and what is still available for them', () => {
    expect(rows('ja', at('withdrawals', 'stopped'), at('withdrawals', 'open', 'XEM'))).toEqual([
      '日本円の出金、暗号資産の送付（XEMを除く）（いずれも停止）',
      'ご利用いただける: XEMの送付',
    ])
    expect(rows('en', at('withdrawals', 'stopped'), at('withdrawals', 'open', 'XEM'))).toEqual([
      'yen withdrawals; crypto withdrawals except XEM (both suspended)',
      'Available: XEM withdrawals',
    ])
  })

  it('lists suspended operations first, then lesser restrictions, with the words of a limited one', () => {
    expect(
      rows(
        'ja',
        at('trading', 'limited', null, '売却のみ / sells only'),
        at('deposits', 'stopped'),
        at('withdrawals', 'cancel-only'),
      ),
    ).toEqual([
      '日本円の入金、暗号資産の預入（いずれも停止）',
      '日本円の出金、暗号資産の送付（いずれもご注文の取消のみ可能）',
      '売買（一部制限：売却のみ）',
    ])
  })

  it('joins several assets, and omits an exception that equals its operation', () => {
    const scope = [at('trading', 'stopped', 'BTC'), at('trading', 'stopped', 'ETH')]
    expect(rows('ja', ...scope)).toEqual(['BTC・ETHの売買（停止）'])
    expect(rows('en', ...scope)).toEqual(['trading of BTC and ETH (suspended)'])
    expect(rows('ja', at('trading', 'stopped'), at('trading', 'stopped', 'BTC'))).toEqual(['売買（停止）'])
  })

  it('joins deposits and withdrawals of one asset', () => {
    expect(rows('ja', at('deposits', 'stopped', 'XEM'), at('withdrawals', 'stopped', 'XEM'))).toEqual([
      'XEMの預入・送付（停止）',
    ])
  })

  it('is given as being confirmed if no scope was stated', () => {
    expect(scopeGroups([], scopeOf(incidentOf(halt())))).toEqual([])
    expect(rows('ja')).toEqual(['確認中'])
  })

  it('lists custom operations separately, and joins deposits and withdrawals in either order', () => {
    const entry = (operation: string, asset: string | null = null) =>
      ({ operation, asset, state: 'stopped', words: null, since: '2026-01-05T09:00:00+09:00' }) as const
    const [group] = scopeGroups(RUNBOOK.services ?? [], [
      entry('lending', 'BTC'),
      entry('staking', 'ETH'),
      entry('lending', 'XEM'),
      entry('withdrawals', 'XEM'),
      entry('deposits', 'XEM'),
    ])
    expect(group?.items.map(({ operations, assets }) => [operations, assets])).toEqual([
      [['lending'], ['BTC', 'XEM']],
      [['staking'], ['ETH']],
      [['deposits', 'withdrawals'], ['XEM']],
    ])
  })
})
