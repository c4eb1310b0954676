import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { advanced, classified, HOUR, happened, incidentOf, lifted, posted, reopened, scoped } from '../given.ts'
import { at, FIRST, halt, requestOf, type Scope, STOPPED, textOf, words } from './halts.ts'

const text = (drafts: readonly EventDraft[], stage: Stage, language: 'ja' | 'en' = 'ja', channel = 'website') =>
  textOf(requestOf(incidentOf(...drafts)), channel, stage, language, 4).text
const rows = (said: string) => said.split('\n').filter((line) => /期間：|^- Suspended:/.test(line))

const resumedInPart = [halt({ scope: STOPPED }), ...FIRST, happened(HOUR, lifted('trading'))]
const again = [...resumedInPart, happened(2 * HOUR, reopened('trading'))]

describe('a halt that was reopened', () => {
  it('does not say of what never resumed that it was stopped only when the rest was again', () => {
    const first = text(again, 'first')
    expect(first).toContain('一部のサービスの再開後、売買を再び停止しております。')
    expect(first).toContain('・停止開始日時：2026年11月24日(火)22時05分頃（日本円の出金、暗号資産の送付）\n')
    expect(first).toContain('・再停止日時：2026年11月25日(水)00時17分頃（売買）\n')
    expect(first).toContain('・対象サービス：売買、日本円の出金、暗号資産の送付')
    expect(text(again, 'first', 'en')).toMatch(/- Suspended again: about 00:17 JST .*\(trading\)\n/)
    expect(text(again, 'update', 'ja', 'social')).toContain('\n再停止：11月25日(水)00時17分頃（売買）\n')
  })

  it('does not give as the reason what it was for before, until somebody says so', () => {
    const planned = { from: '2026-11-24T22:05:00.000+09:00', to: '2026-11-25T00:05:00.000+09:00' }
    const maintained = [
      halt({ type: 'maintenance', planned, scope: STOPPED }),
      happened(0, advanced('initial-response')),
      happened(HOUR, lifted('trading', 'withdrawals')),
      happened(2 * HOUR, reopened('trading')),
    ]
    const first = text(maintained, 'first')
    expect(first).toContain('サービスの再開後、売買を再び停止しております。')
    expect(first).toContain('・再停止の理由：確認中\n')
    expect(first).not.toContain('メンテナンス')
    const request = requestOf(incidentOf(...maintained))
    const missing = checkNotices(request, [textOf(request, 'website')]).filter(({ code }) => code === 'fact-missing')
    expect(missing.map(({ params }) => (params as { fact: string }).fact)).toContain('cause')
    const failed = [...maintained, happened(2.1 * HOUR, classified({ type: 'system-failure' }))]
    expect(text(failed, 'first')).toContain('サービスの再開後、システム障害のため、売買を再び停止しております。')
    expect(text(failed, 'first', 'en')).toContain(
      'After services had resumed, we suspended trading again because of a system failure.',
    )
  })

  it('does not say on a channel that was last told of the halt before that its beginning has moved', () => {
    const told = [halt({ scope: STOPPED }), ...FIRST, posted('website', 'first', 1)]
    const since = [
      ...told,
      happened(HOUR, lifted('trading')),
      happened(2 * HOUR, reopened('trading')),
      happened(3 * HOUR, lifted('trading')),
    ]
    expect(text(since, 'resumption')).toContain('・直近の停止開始日時：2026年11月25日(水)00時17分頃（売買）\n')
    expect(text(since, 'resumption', 'ja', 'social')).toContain('\n直近の停止開始：11月25日(水)00時17分頃（売買）\n')
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

  const restate = (...scope: Scope) => happened(2 * HOUR, { type: 'incident.reopened', data: { reason: 'x', scope } })

  it('is no second stop for a service that had never been stopped', () => {
    const tradingRan = [
      halt({ scope: [at('withdrawals', 'stopped'), at('trading', 'open')] }),
      ...FIRST,
      happened(HOUR, lifted('withdrawals')),
    ]
    const stopped = [...tradingRan, happened(2 * HOUR, reopened('trading'))]
    const first = text(stopped, 'first')
    expect(first).toContain('サービスの再開後、取引を停止しております。')
    expect(first).toContain('・停止開始日時：2026年11月25日(水)00時17分頃\n')
    expect(first).not.toMatch(/再び|再停止/)
    expect(text(stopped, 'first', 'en')).not.toMatch(/suspended again/i)
    const known = [...tradingRan, words('cause', '電源装置の故障', 'A power failure')]
    expect(text([...known, happened(2 * HOUR, reopened('trading'))], 'first')).toContain('・原因：調査中\n')
    // Orders could be cancelled then: they had not been stopped.
    const restricted = [halt({ scope: [at('trading', 'cancel-only')] }), ...FIRST, happened(HOUR, lifted('trading'))]
    expect(text([...restricted, happened(2 * HOUR, reopened('trading'))], 'first')).not.toMatch(/再び|再停止/)
  })

  it('is a second restriction once it has been eased', () => {
    const eased = [
      halt({ scope: STOPPED }),
      ...FIRST,
      happened(HOUR, lifted('withdrawals')),
      happened(2 * HOUR, reopened('withdrawals')),
      happened(2.5 * HOUR, scoped('withdrawals', 'cancel-only')),
    ]
    expect(text(eased, 'first')).toContain(
      '一部のサービスの再開後、日本円の出金、暗号資産の送付を再び制限しております。',
    )
    expect(text(eased, 'first', 'en')).toContain('we restricted yen withdrawals and crypto withdrawals again.')
  })

  it('says in general what it is if some of it is new, or is not what it was before', () => {
    const stopped = [halt({ scope: [at('trading', 'stopped')] }), ...FIRST, happened(HOUR, lifted('trading'))]
    const wider = [...stopped, restate(at('trading', 'cancel-only'), at('withdrawals', 'stopped'))]
    expect(text(wider, 'first')).toContain('サービスの再開後、出金を停止し、取引を制限しております。')
    expect(text(wider, 'first', 'en')).toContain(
      'After an earlier resumption of services, services are suspended (withdrawals) or restricted (trading).',
    )
    const more = [...stopped, restate(at('trading', 'stopped'), at('withdrawals', 'stopped'))]
    const first = text(more, 'first')
    expect(first).toContain('サービスの再開後、取引・出金を停止しております。')
    expect(first).toContain('・再停止日時：2026年11月25日(水)00時17分頃（売買）')
    expect(first).toContain('・停止開始日時：2026年11月25日(水)00時17分頃（日本円の出金、暗号資産の送付）')
    const eased = text([...stopped, restate(at('trading', 'cancel-only'))], 'first')
    expect(eased).toContain('サービスの再開後、取引を制限しております。')
    expect(eased).toContain('・制限開始日時：')
    const both = [at('trading', 'cancel-only'), at('deposits', 'cancel-only')]
    const limited = [halt({ scope: [at('trading', 'cancel-only')] }), ...FIRST, happened(HOUR, lifted('trading'))]
    const widened = text([...limited, restate(...both)], 'first')
    expect(widened).toContain('・再制限日時：2026年11月25日(水)00時17分頃（売買）')
    expect(widened).toContain('・制限開始日時：2026年11月25日(水)00時17分頃（日本円の入金、暗号資産の預入）')
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
      expect(first).toContain('・再停止の原因：調査中\n')
      expect(first).not.toContain('電源装置')
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
    expect(text(over, 'resumption')).toContain('・再停止の原因：調査中\n')
    // The final notice is about the whole.
    expect(text(over, 'final')).toContain('・先の停止の原因：電源装置の故障\n・再停止の原因：調査中\n')
  })

  it('goes on giving the cause of the earlier stop for what never resumed', () => {
    const cause = words('cause', '電源装置の故障', 'A power failure')
    const partly = [halt({ scope: STOPPED }), ...FIRST, cause, happened(HOUR, lifted('trading'))]
    const stoppedAgain = [...partly, happened(2 * HOUR, reopened('trading'))]
    const resumed = [...stoppedAgain, happened(3 * HOUR, lifted('trading', 'withdrawals'))]
    for (const [drafts, stage] of [
      [stoppedAgain, 'first'],
      [stoppedAgain, 'update'],
      [resumed, 'resumption'],
    ] as const) {
      expect(text(drafts, stage)).toContain('・先の停止の原因：電源装置の故障\n・再停止の原因：調査中\n')
      expect(text(drafts, stage, 'en')).toContain(
        '- Cause (earlier suspension): A power failure\n- Cause (renewed suspension): under investigation\n',
      )
    }
    expect(text(stoppedAgain, 'first', 'ja', 'internal')).toContain(
      '\n先の停止の原因は、電源装置の故障でございます。\n',
    )
    const said = [...stoppedAgain, happened(2.5 * HOUR, words('cause', '回線の障害', 'A network fault'))]
    expect(text(said, 'update')).toContain('・先の停止の原因：電源装置の故障\n・再停止の原因：回線の障害\n')
  })

  it('speaks of restrictions where nothing was stopped', () => {
    const scope = [at('trading', 'cancel-only'), at('withdrawals', 'cancel-only')]
    const cause = words('cause', '電源装置の故障', 'A power failure')
    const partly = [halt({ scope }), ...FIRST, cause, happened(HOUR, lifted('trading'))]
    const again = { type: 'incident.reopened', data: { reason: 'x', scope: [at('trading', 'cancel-only')] } } as const
    const first = text([...partly, happened(2 * HOUR, again)], 'first')
    expect(first).toContain('・先の制限の原因：電源装置の故障\n・再制限の原因：調査中\n')
  })

  it('has every interruption in its final notice', () => {
    const over = [...again, happened(3 * HOUR, lifted('trading', 'withdrawals'))]
    expect(rows(text(over, 'final'))).toEqual([
      '・停止期間：2026年11月24日(火)22時05分頃から23時17分頃まで、および2026年11月25日(水)00時17分頃から01時17分頃まで（売買）',
      '・停止期間：2026年11月24日(火)22時05分頃から2026年11月25日(水)01時17分頃まで（日本円の出金、暗号資産の送付）',
    ])
    expect(rows(text(over, 'final', 'en'))[0]).toBe(
      '- Suspended: from about 22:05 to about 23:17 JST (UTC+9), Tuesday 24 November 2026, and from about 00:17 to about 01:17 JST (UTC+9), Wednesday 25 November 2026 (trading)',
    )
  })
})
