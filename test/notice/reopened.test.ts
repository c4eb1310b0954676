import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { HOUR, happened, incidentOf, lifted, posted, reopened } from '../given.ts'
import { at, FIRST, halt, requestOf, STOPPED, textOf, words } from './halts.ts'

const text = (drafts: readonly EventDraft[], stage: Stage, language: 'ja' | 'en' = 'ja', channel = 'website') =>
  textOf(requestOf(incidentOf(...drafts)), channel, stage, language, 4).text
const rows = (said: string) =>
  said.split('\n').filter((line) => /日時：|^- (?:.* again|.* began|Resumed|Partly resumed):/.test(line))

const resumedInPart = [halt({ scope: STOPPED }), ...FIRST, happened(HOUR, lifted('trading'))]
const again = [...resumedInPart, happened(2 * HOUR, reopened('trading'))]

describe('a halt that was reopened', () => {
  it('does not say of what never resumed that it was stopped only when the rest was again', () => {
    const first = text(again, 'first')
    expect(first).toContain('・再停止日時：2026年11月25日(水)00時17分頃\n')
    expect(first).toContain('・対象・影響範囲：売買、日本円の出金、暗号資産の送付')
    expect(first).not.toContain('停止開始日時')
    expect(text(again, 'first', 'en')).toContain('- Suspended again: about 00:17 JST')
    expect(text(again, 'update', 'ja', 'social')).toContain('\n再停止：11月25日(水)00時17分頃\n')
  })

  it('does not say on a channel that was last told of the halt before that its beginning has moved', () => {
    const told = [halt({ scope: STOPPED }), ...FIRST, posted('website', 'first', 1)]
    const since = [
      ...told,
      happened(HOUR, lifted('trading')),
      happened(2 * HOUR, reopened('trading')),
      happened(3 * HOUR, lifted('trading')),
    ]
    expect(text(since, 'resumption')).toContain('・直近の停止開始日時：2026年11月25日(水)00時17分頃\n')
    expect(text(since, 'resumption', 'ja', 'social')).toContain('\n直近の停止開始：11月25日(水)00時17分頃\n')
    expect(text(since, 'resumption')).not.toContain('からの変更点')
  })

  it('speaks of a restriction where there was nothing but one', () => {
    const restricted = [
      halt({ scope: [at('trading', 'cancel-only')] }),
      ...FIRST,
      happened(HOUR, lifted('trading')),
      happened(2 * HOUR, { type: 'incident.reopened', data: { reason: 'x', scope: [at('trading', 'cancel-only')] } }),
    ]
    expect(text(restricted, 'first')).toContain('・再制限日時：2026年11月25日(水)00時17分頃\n')
    expect(text(restricted, 'first', 'en')).toContain('- Restricted again: about 00:17 JST')
  })

  it('does not give as its own what was said of the halt before, until somebody says it again', () => {
    const said = [
      words('cause', '電源装置の故障', 'A power failure'),
      words('impact', '注文ができません。', 'No orders.'),
      words('asset-safety', '影響はありません。', 'Not affected.'),
      words('contact', '窓口', 'The desk'),
    ]
    const before = [
      halt({ scope: STOPPED }),
      ...FIRST,
      ...said,
      happened(HOUR, lifted('trading', 'withdrawals')),
      happened(2 * HOUR, reopened('trading')),
    ]
    for (const stage of ['first', 'update'] as const) {
      const first = text(before, stage)
      expect(first).toContain('・原因：調査中\n')
      expect(first).toContain('・お客様への影響：確認中\n')
      expect(first).toContain('・お預かりしている資産：状況を確認しております。')
      expect(first).toContain('・お問い合わせ先：窓口\n')
    }
    const request = requestOf(incidentOf(...before))
    const outdated = checkNotices(request, [textOf(request, 'website')]).filter(({ code }) => code === 'fact-outdated')
    expect(outdated.map(({ params }) => (params as { fact: string }).fact).sort()).toEqual([
      'asset-safety',
      'cause',
      'impact',
    ])
    const again = [...before, ...said.slice(0, 3).map((one) => happened(2.5 * HOUR, one))]
    for (const one of ['原因：電源装置の故障', 'への影響：注文ができません', '資産：影響はありません'])
      expect(text(again, 'first')).toContain(one)
    const over = [...before, happened(3 * HOUR, lifted('trading'))]
    expect(text(over, 'resumption')).toContain('・原因：調査中\n')
    // The final notice is about the whole.
    expect(text(over, 'final')).toContain('・原因：電源装置の故障\n')
  })

  it('has every interruption in its final notice', () => {
    const over = [...again, happened(3 * HOUR, lifted('trading', 'withdrawals'))]
    expect(rows(text(over, 'final'))).toEqual([
      '・停止開始日時：2026年11月24日(火)22時05分頃',
      '・一部再開日時：2026年11月24日(火)23時17分頃',
      '・再停止日時：2026年11月25日(水)00時17分頃',
      '・再開日時：2026年11月25日(水)01時17分頃',
    ])
    expect(rows(text(over, 'final', 'en')).map((row) => row.replace(/: .*/, ''))).toEqual([
      '- Suspension began',
      '- Partly resumed',
      '- Suspended again',
      '- Resumed',
    ])
  })

  it('gives the time of a full resumption in between as that', () => {
    const whole = [
      halt({ scope: STOPPED }),
      ...FIRST,
      happened(HOUR, lifted('trading', 'withdrawals')),
      happened(2 * HOUR, reopened('trading')),
      happened(3 * HOUR, lifted('trading')),
    ]
    expect(rows(text(whole, 'final'))[1]).toBe('・再開日時：2026年11月24日(火)23時17分頃')
  })
})
