import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Stage } from '../../src/domain/runbook/runbook.ts'
import { HOUR, happened, incidentOf, lifted, posted, scoped } from '../given.ts'
import { at, CHANNELS, FIRST, halt, requestOf, type Scope, STOPPED, textOf, unknown, words } from './halts.ts'

const told = (stage: Stage = 'first', number = 1) => CHANNELS.map((channel) => posted(channel, stage, number))
const begun = (...scope: Scope) => [halt({ scope }), ...FIRST]
const text = (drafts: readonly EventDraft[], stage: Stage, channel = 'website', language: 'ja' | 'en' = 'ja') =>
  textOf(requestOf(incidentOf(...drafts)), channel, stage, language, 2).text

describe('what a notice says has changed', () => {
  it('is nothing that a notice of a full resumption no longer states', () => {
    const over = [...begun(...STOPPED), ...told(), happened(HOUR, lifted('trading', 'withdrawals'))]
    for (const channel of CHANNELS) {
      expect(text(over, 'resumption', channel)).not.toMatch(/残るサービス|からの変更点|【変更】/)
      expect(text(over, 'resumption', channel, 'en')).not.toMatch(/of the rest|has changed|: now/)
    }
  })

  it('gives what the notice before said of a fact that was still being checked', () => {
    const safe = words('asset-safety', '影響がないことを確認しました。', 'Not affected.')
    const learnt = text([...begun(...STOPPED), ...told(), safe], 'update')
    expect(learnt).toContain('お預かりしている資産：（変更前）状況を確認しております。')
    expect(learnt).toContain('（変更後）影響がないことを確認しました。')
    const withdrawn = text([...begun(...STOPPED), safe, ...told(), unknown('asset-safety')], 'update')
    expect(withdrawn).toContain('（変更前）影響がないことを確認しました。（変更後）状況を確認しております。')
  })

  it('gives another reason once, where it comes with the type', () => {
    const classified = { type: 'incident.classified', data: { type: 'market-volatility', reason: 'x' } } as EventDraft
    const page = text([...begun(...STOPPED), ...told(), classified], 'update')
    expect(page).toContain('・停止の理由：（変更前）システム障害のため（変更後）市場環境の急激な変化を受け')
    expect(page.match(/（変更前）/g)).toHaveLength(1)
    const known = [...begun(...STOPPED), words('cause', '電源装置の故障', 'A power failure'), ...told()]
    const withdrawn = text([...known, classified, unknown('cause')], 'update')
    expect(withdrawn).toContain('（変更前）電源装置の故障（変更後）市場環境の急激な変化のため')
  })

  it('does not mention a fact that is being checked only now, or no longer', () => {
    const more = [...begun(at('trading', 'stopped')), ...told(), scoped('withdrawals', 'stopped')]
    expect(text(more, 'update')).toContain('・お手続き中の入出金・送付：状況を確認しております')
    expect(text(more, 'update').match(/お手続き中/g)).toHaveLength(1)
    const less = [...begun(...STOPPED), ...told(), happened(HOUR, scoped('withdrawals', 'open'))]
    expect(text(less, 'update')).not.toContain('お手続き中')
  })

  it('does not say of a service that the notice before named none of that its state was being confirmed', () => {
    const more = [...begun(at('trading', 'stopped')), ...told(), scoped('withdrawals', 'stopped')]
    expect(text(more, 'update')).toContain('・日本円の出金、暗号資産の送付：（追加）停止\n')
    expect(text(more, 'update', 'social')).toContain('【変更】日本円の出金、暗号資産の送付：停止\n')
    const unstated = [halt(), ...FIRST, ...told(), scoped('trading', 'stopped')]
    expect(text(unstated, 'update')).toContain('・売買：（変更前）確認中（変更後）停止\n')
  })
})
