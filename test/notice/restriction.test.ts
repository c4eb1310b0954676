import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Stage } from '../../src/domain/runbook/runbook.ts'
import { classified, HOUR, happened, incidentOf, iso, lifted, scoped } from '../given.ts'
import { at, CHANNELS, FIRST, halt, requestOf, type Scope, textOf } from './halts.ts'

type Language = 'ja' | 'en'
const read = (drafts: readonly EventDraft[], stage: Stage, language: Language = 'ja', channel = 'website') => {
  const { subject, text } = textOf(requestOf(incidentOf(...drafts)), channel, stage, language)
  return `${subject}\n${text}`
}
const LIMITED = at('withdrawals', 'limited', null, '1日100万円まで / up to one million yen a day')
const restricted = (...scope: Scope) => [halt({ scope }), ...FIRST]
const planned = (...scope: Scope) => [
  halt({ type: 'maintenance', startedAt: null, scope, planned: { from: iso(HOUR), to: iso(2 * HOUR) } }),
  ...FIRST,
]

describe('notices of services that were restricted, never stopped', () => {
  const over = [...restricted(at('trading', 'cancel-only')), happened(HOUR, lifted('trading'))]

  it('say that the restriction is lifted, not that services are available again', () => {
    for (const channel of CHANNELS.filter((one) => one !== 'internal')) {
      expect(read(over, 'resumption', 'ja', channel)).not.toContain('再開')
      expect(read(over, 'resumption', 'en', channel)).not.toMatch(/resum/i)
    }
    expect(read(over, 'resumption', 'ja', 'internal')).toContain('\nサービスの制限は、すべて解除いたしました。\n')
    const page = read(over, 'resumption')
    expect(page).toContain('サービスの制限を、下記のとおりすべて解除いたしました。')
    expect(page).toContain('\n・解除日時：2026年11月24日(火)23時17分頃\n・制限を解除したサービス：売買\n')
    expect(read(over, 'resumption', 'ja', 'social')).toContain('\n制限解除：売買（11月24日(火)23時17分頃）\n')
    expect(read(over, 'resumption', 'en')).toContain(
      'All restrictions imposed because of a system failure have been lifted.',
    )
    expect(read(over, 'final')).toContain('・制限期間：2026年11月24日(火)22時05分頃から23時17分頃まで\n')
  })

  it('say when the suspension began if services were stopped first and are only restricted now', () => {
    const eased = [...restricted(at('trading', 'stopped')), scoped('trading', 'cancel-only')]
    expect(read(eased, 'update')).toContain('\n・停止開始日時：2026年11月24日(火)22時05分頃\n')
    expect(read(eased, 'update', 'en')).toContain('\n- Suspension began: about 22:05 JST')
    expect(read(eased, 'update', 'ja', 'social')).toContain('\n停止開始：11月24日(火)22時05分頃\n')
  })

  it('do not say when a suspension began that has ended', () => {
    const stopped = happened(HOUR, scoped('trading', 'stopped'))
    const eased = happened(2 * HOUR, scoped('trading', 'cancel-only'))
    const turns = [...restricted(at('trading', 'cancel-only')), stopped]
    const both =
      '\n・制限開始日時：2026年11月24日(火)22時05分頃（売買）\n・停止開始日時：2026年11月24日(火)23時17分頃（売買）\n'
    const now = read([...turns, eased], 'update')
    expect(now).toContain('\n・制限開始日時：2026年11月24日(火)22時05分頃\n')
    expect(now).not.toContain('停止開始')
    expect(read([...turns, eased], 'update', 'ja', 'social')).toContain('\n制限開始：11月24日(火)22時05分頃\n')
    expect(read(turns, 'update')).toContain(both)
    const more = [...restricted(at('trading', 'stopped')), happened(HOUR, scoped('withdrawals', 'stopped')), eased]
    const [trading, withdrawals] = ['22時05分頃（売買）', '23時17分頃（日本円の出金、暗号資産の送付）']
    expect(read(more, 'update')).toContain(
      `\n・制限開始日時：2026年11月24日(火)${trading}\n・停止開始日時：2026年11月24日(火)${withdrawals}\n`,
    )
    // What has resumed had both.
    expect(read([...turns, eased, happened(3 * HOUR, lifted('trading'))], 'resumption')).toContain(both)
  })

  it('do not call what is still restricted closed', () => {
    const part = [...restricted(at('trading', 'cancel-only'), LIMITED), happened(HOUR, lifted('trading'))]
    const page = read(part, 'resumption')
    expect(page).toContain('一部サービス制限解除のお知らせ')
    expect(page).toContain('一部のサービスの制限を、下記のとおり解除いたしました。')
    expect(page).toContain('・引き続き制限しているサービス：日本円の出金、暗号資産の送付（')
    expect(page).toContain('・その他のサービスの制限解除の見込み：未定\n')
    expect(read(part, 'resumption', 'en')).toContain('Some restrictions have been lifted')
  })

  it('expect the end of the restriction', () => {
    const first = restricted(LIMITED)
    expect(read(first, 'first')).toContain('・制限解除の見込み：未定\n')
    expect(read(first, 'first', 'ja', 'internal')).toContain('\n制限解除の見込みは、現時点では未定でございます。\n')
    expect(read(first, 'first', 'en')).toContain('- Expected end of the restriction: not yet known\n')
  })
})

describe('notices of services of which some were stopped and some only restricted', () => {
  const both = [
    ...restricted(at('trading', 'cancel-only'), at('deposits', 'stopped')),
    happened(HOUR, lifted('trading')),
  ]

  it('tell departments of each whether it has resumed or is no longer restricted', () => {
    const over = [...both, happened(2 * HOUR, lifted('deposits'))]
    const english = read(over, 'resumption', 'en', 'internal')
    expect(english).toMatch(/\n- No longer restricted: trading \(about 23:17/)
    expect(english).toMatch(/\n- Services resumed: .*deposits.* \(.*about 00:17/)
    const japanese = read(over, 'resumption', 'ja', 'internal')
    expect(japanese).toContain('\n・制限を解除したサービス：売買（')
    expect(japanese).toMatch(/\n・再開したサービス：.*入金/)
  })

  it('expect the end of the restrictions where nothing is stopped any more', () => {
    const eased = [
      ...restricted(at('trading', 'stopped'), at('deposits', 'stopped')),
      happened(HOUR, lifted('deposits')),
      happened(HOUR, scoped('trading', 'cancel-only')),
    ]
    expect(read(eased, 'resumption', 'en')).toContain('\n- Expected end of the remaining restrictions: not yet known\n')
    expect(read(eased, 'resumption')).toContain('\n・その他のサービスの制限解除の見込み：未定\n')
    expect(read(eased, 'update', 'en')).toContain('\n- Expected end of the restriction: not yet known\n')
    expect(read(eased, 'update', 'en', 'internal')).toContain('\n- Expected end of the restriction: not yet known (')
    // What is still stopped is expected to resume.
    expect(read(both, 'resumption', 'en')).toContain('\n- Expected resumption of the rest: not yet known\n')
  })
})

describe('an advance notice of both', () => {
  it('does not announce a suspension of what will only be restricted', () => {
    const both = planned(at('trading', 'stopped'), LIMITED)
    expect(read(both, 'scheduled')).toMatch(/、\S+の停止、\S+の制限（\S+）を予定しております。\n/)
    expect(read(both, 'scheduled', 'en')).toMatch(/^We plan to suspend .+,? and to restrict .+ for /m)
    for (const channel of ['app-push', 'social']) {
      expect(read(both, 'scheduled', 'ja', channel)).toContain(
        '売買の停止、および出金・送付の制限（1日100万円まで）を予定しております',
      )
      expect(read(both, 'scheduled', 'en', channel)).toContain('We plan to suspend trading and to restrict withdrawals')
    }
  })
})

describe('notices of a restriction', () => {
  const SUSPENDS = /停止(?!・制限)|再開|suspen|resum/i
  it.each(CHANNELS)('speak of no suspension while it lasts, nor before (%s)', (channel) => {
    // What departments must not answer, and what the manual calls planned times, is the same for every halt.
    for (const [drafts, stage] of [
      [restricted(at('trading', 'cancel-only'), at('deposits', 'open')), 'first'],
      [[...restricted(at('trading', 'cancel-only')), happened(HOUR, classified({ type: 'compliance' }))], 'update'],
      [planned(at('trading', 'cancel-only'), at('deposits', 'open')), 'scheduled'],
    ] as const)
      for (const language of ['ja', 'en'] as const)
        for (const line of read(drafts, stage, language, channel).split('\n'))
          if (!/お知らせに書かれていない|Do not give|停止開始予定|停止終了予定/.test(line))
            expect(line).not.toMatch(SUSPENDS)
  })

  it('speak of what is planned as of what is to come', () => {
    const scope = [at('withdrawals', 'stopped'), at('trading', 'cancel-only'), at('deposits', 'post-only')]
    const page = read(planned(...scope), 'scheduled')
    expect(page).toContain('・対象サービス：日本円の出金、暗号資産の送付（いずれも停止の予定）\n')
    expect(page).toContain('・対象サービス：売買（ご注文の取消のみ可能となる予定）\n')
    expect(read(planned(LIMITED), 'scheduled')).toContain('（いずれも一部制限の予定：1日100万円まで）')
    const english = read(planned(...scope), 'scheduled', 'en')
    expect(english).toContain('(both to be suspended)')
    expect(english).toContain('trading (it will be possible to cancel orders, but not to place them)')
    expect(english).toContain('(for both, only limit orders that do not execute immediately will be accepted)')
    expect(read(planned(LIMITED), 'scheduled', 'en')).toContain('(both to be limited: up to one million yen a day)')
    // The sentence says so itself.
    expect(read(planned(...scope.slice(0, 2)), 'scheduled', 'ja', 'social')).toContain(
      '売買の制限（ご注文の取消のみ可能）',
    )
  })
})
