import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Stage } from '../../src/domain/runbook/runbook.ts'
import { DECLARED, HOUR, incidentOf, iso, MINUTE, stated } from '../given.ts'
import { at, FIRST, halt, requestOf, type Scope, textOf } from './halts.ts'

/** What support is given to say, in the internal text. */
const answers = (drafts: readonly EventDraft[], stage: Stage, language: 'ja' | 'en' = 'ja', after = 0) =>
  textOf(requestOf(incidentOf(...drafts), { now: DECLARED + after }), 'internal', stage, language)
    .text.split(/回答例】|Answers to enquiries/)
    .at(-1)

const plan = (...scope: Scope) => {
  const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
  return [halt({ type: 'maintenance', scope, startedAt: null, planned }), ...FIRST]
}

describe('what support says', () => {
  it('of a plan, is one sentence for each state', () => {
    const limits = at('withdrawals', 'limited', null, '1日1回まで / once a day')
    const drafts = plan(at('trading', 'cancel-only'), at('deposits', 'stopped'), limits)
    const spoken = answers(drafts, 'scheduled')
    expect(spoken).toContain('\n停止する予定のサービスは、日本円の入金、暗号資産の預入でございます。\n')
    expect(spoken).toContain('\n売買につきましては、ご注文の取消のみをお受けする予定でございます。\n')
    expect(spoken).toContain(
      '\n一部を制限する予定のサービスは、日本円の出金、暗号資産の送付でございます。制限の内容は、次のとおりでございます。1日1回まで。\n',
    )
    expect(spoken).not.toContain('（ご注文の取消のみ可能）')
    const english = answers(drafts, 'scheduled', 'en')
    expect(english).toContain('\nTo be suspended: yen deposits and crypto deposits.\n')
    expect(english).toContain('\nFor trading, it will be possible to cancel orders, but not to place them.\n')
    expect(english).toContain('\nTo be limited: yen withdrawals and crypto withdrawals (once a day).\n')
    expect(answers(plan(at('trading', 'post-only')), 'scheduled')).toContain(
      '\n売買につきましては、すぐに約定しない指値注文のみをお受けする予定でございます。\n',
    )
    expect(answers(plan(at('trading', 'post-only')), 'scheduled', 'en')).toContain(
      '\nFor trading, only limit orders that do not execute immediately will be accepted.\n',
    )
    expect(answers(plan(), 'scheduled')).toContain('\nサービスの全部または一部の停止を予定しております。\n')
  })

  it('of an estimate that has passed, is two sentences', () => {
    const late = [
      halt({ scope: [at('trading', 'stopped')] }),
      stated('expected-recovery', { known: true, value: iso(HOUR) }),
    ]
    expect(answers(late, 'update', 'ja', HOUR + 2 * MINUTE)).toContain(
      '再開の見込みは、現時点では未定でございます。2026年11月24日(火)23時17分頃を見込んでおりましたが、遅れております。\n',
    )
  })

  it('of limits, follows in a sentence of its own', () => {
    const limited = [halt({ scope: [at('deposits', 'limited', null, '反映は再開後 / credited later')] }), ...FIRST]
    expect(answers(limited, 'first')).toContain('でございます。制限の内容は、次のとおりでございます。反映は再開後。\n')
  })
})
