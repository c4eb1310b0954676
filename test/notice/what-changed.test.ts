import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Stage } from '../../src/domain/runbook/runbook.ts'
import { HOUR, happened, incidentOf, iso, lifted, MINUTE, posted, reopened, scoped } from '../given.ts'
import { at, CHANNELS, FIRST, halt, requestOf, type Scope, STOPPED, textOf, unknown, words } from './halts.ts'

const told = (stage: Stage = 'first', number = 1) => CHANNELS.map((channel) => posted(channel, stage, number))
const begun = (...scope: Scope) => [halt({ scope }), ...FIRST]
const text = (drafts: readonly EventDraft[], stage: Stage, channel = 'website', language: 'ja' | 'en' = 'ja') =>
  textOf(requestOf(incidentOf(...drafts)), channel, stage, language, 2).text

describe('what a notice says has changed', () => {
  it('is nothing that a notice of a full resumption no longer states', () => {
    const over = [...begun(...STOPPED), ...told(), happened(HOUR, lifted('trading', 'withdrawals'))]
    for (const channel of CHANNELS) {
      expect(text(over, 'resumption', channel)).not.toMatch(/その他のサービス|からの変更点|【変更】/)
      expect(text(over, 'resumption', channel, 'en')).not.toMatch(/of the rest|has changed|\(updated\)/)
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
    expect(page).toContain('・停止の理由：（変更前）システム障害のため（変更後）通常と異なる市場環境を受け')
    const planned = { from: '2026-11-24T22:05:00.000+09:00', to: '2026-11-24T23:05:00.000+09:00' }
    const overrun = [
      halt({ type: 'maintenance', scope: [at('trading', 'cancel-only')], planned }),
      happened(0, { type: 'phase.advanced', data: { to: 'initial-response' } }),
      ...told(),
      { type: 'incident.classified', data: { type: 'system-failure', reason: 'x' } } as EventDraft,
    ]
    expect(text(overrun, 'update', 'website', 'en')).toContain(
      '- Reason for the restriction: a system failure. Previously: system maintenance.',
    )
    expect(text(overrun, 'update')).toContain(
      '・制限の理由：（変更前）システムメンテナンスの実施のため（変更後）システム障害のため',
    )
    expect(page.match(/（変更前）/g)).toHaveLength(1)
    const known = [...begun(...STOPPED), words('cause', '電源装置の故障', 'A power failure'), ...told()]
    const withdrawn = text([...known, classified, unknown('cause')], 'update')
    expect(withdrawn).toContain('（変更前）電源装置の故障（変更後）通常と異なる市場環境のため')
  })

  it('does not mention a fact that is being checked only now, or no longer', () => {
    const more = [...begun(at('trading', 'stopped')), ...told(), scoped('withdrawals', 'stopped')]
    expect(text(more, 'update')).toContain('・お手続き中の入金・預入・出金・送付：状況を確認しております')
    expect(text(more, 'update').match(/お手続き中/g)).toHaveLength(1)
    const less = [...begun(...STOPPED), ...told(), happened(HOUR, scoped('withdrawals', 'open'))]
    expect(text(less, 'update').match(/お手続き中/g)).toHaveLength(1)
  })

  it('does not say of a service that the notice before named none of that its state was being confirmed', () => {
    const more = [...begun(at('trading', 'stopped')), ...told(), scoped('withdrawals', 'stopped')]
    expect(text(more, 'update')).toContain('・日本円の出金、暗号資産の送付：（追加）停止\n')
    expect(text(more, 'update', 'social')).toContain('【追加】出金・送付：停止\n')
    const unstated = [halt(), ...FIRST, ...told(), scoped('trading', 'stopped')]
    expect(text(unstated, 'update')).toContain('・売買：（変更前）確認中（変更後）停止\n')
  })

  it('gives an announced time as what was planned', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const begun = happened(70 * MINUTE, { type: 'phase.advanced', data: { to: 'initial-response' } })
    const drafts = [halt({ type: 'maintenance', scope: STOPPED, startedAt: null, planned }), ...FIRST]
    const first = [...drafts, ...CHANNELS.map((channel) => posted(channel, 'scheduled', null)), begun]
    const changed = /Suspension began: 23:27 .*\. Previously: 23:17 .* \(planned\)\.\n/
    expect(text(first, 'first', 'website', 'en')).toMatch(changed)
  })

  it('is nothing since a notice about the halt before it was reopened', () => {
    const resumed = [happened(HOUR, lifted('trading')), ...told('resumption', 2)]
    const again = [happened(2 * HOUR, reopened('trading')), happened(3 * HOUR, lifted('trading'))]
    const drafts = [...begun(...STOPPED), ...told(), ...resumed, words('cause', '電源の故障', 'power'), ...again]
    expect(text(drafts, 'resumption', 'website', 'en')).not.toMatch(/changed since|Previously/)
  })
})

describe('an advance notice', () => {
  it('does not say that a service is suspended already', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const scope = [at('trading', 'stopped'), at('withdrawals', 'cancel-only')]
    const drafts = [halt({ type: 'maintenance', scope, startedAt: null, planned }), ...FIRST]
    const page = text(drafts, 'scheduled', 'website', 'en')
    expect(page).toContain('- Services affected: trading (to be suspended)\n')
    expect(page).toContain(
      '- Services affected: yen withdrawals, crypto withdrawals (for both, it will be possible to cancel orders, but not to place them)\n',
    )
  })
})
