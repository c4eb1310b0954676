import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Stage } from '../../src/domain/runbook/runbook.ts'
import { HOUR, happened, incidentOf, lifted, posted, reopened } from '../given.ts'
import { at, FIRST, halt, requestOf, STOPPED, textOf } from './halts.ts'

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
    expect(text(since, 'resumption')).toContain('・再停止日時：2026年11月25日(水)00時17分頃\n')
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
