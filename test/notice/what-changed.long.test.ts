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

  const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
  const plan = [at('trading', 'cancel-only'), at('deposits', 'stopped'), at('withdrawals', 'open')]
  const announced = [
    halt({ type: 'maintenance', scope: plan, startedAt: null, planned }),
    ...FIRST,
    ...CHANNELS.map((channel) => posted(channel, 'scheduled', null)),
  ]

  it('says of the services in it what is planned, also where that has changed', () => {
    const more = [...announced, scoped('withdrawals', 'stopped')]
    for (const channel of ['website', 'email', 'internal']) {
      expect(text(more, 'scheduled', channel)).toContain(
        '・日本円の出金、暗号資産の送付：（変更前）期間中もご利用可能（変更後）停止の予定\n',
      )
      expect(text(more, 'scheduled', channel, 'en')).toContain(
        '- Yen withdrawals, crypto withdrawals: to be suspended. Previously: not affected.\n',
      )
    }
    expect(text(more, 'scheduled')).toContain('事前のお知らせ（11月24日(火)22時17分）からの変更点は')
    expect(text(more, 'scheduled', 'website', 'en')).toContain('since our advance notice (22:17 JST, 24 Nov):')
    expect(text(more, 'scheduled', 'social', 'en')).toContain('Withdrawals (updated): to be suspended')
    const less = [...announced, scoped('trading', 'open')]
    expect(text(less, 'scheduled')).toContain(
      '・売買：（変更前）ご注文の取消のみ可能となる予定（変更後）期間中もご利用可能\n',
    )
    expect(text(less, 'scheduled', 'website', 'en')).toContain(
      '- Trading: not affected. Previously: it will be possible to cancel orders, but not to place them.\n',
    )
  })

  it('is followed by a first notice that says what is suspended although it was to stay available', () => {
    const begun = happened(70 * MINUTE, { type: 'phase.advanced', data: { to: 'initial-response' } })
    const drafts = [...announced, begun, happened(71 * MINUTE, scoped('withdrawals', 'stopped'))]
    expect(text(drafts, 'first')).toContain(
      '・日本円の出金、暗号資産の送付：（変更前）期間中もご利用可能（変更後）停止\n',
    )
    expect(text(drafts, 'first', 'website', 'en')).toContain(
      '- Yen withdrawals, crypto withdrawals: suspended. Previously: not affected.\n',
    )
    expect(text([...announced, begun], 'first')).not.toMatch(/売買：（変更前）|入金.*：（変更前）/)
  })

  it('is called updated only if something has changed since the one before', () => {
    const titles = (drafts: readonly EventDraft[], channel: string) =>
      (['ja', 'en'] as const).map((language) => {
        const { subject, text } = textOf(requestOf(incidentOf(...drafts)), channel, 'scheduled', language)
        return `${subject}\n${text.split('\n')[0]}`
      })
    for (const channel of CHANNELS) {
      for (const title of titles(announced, channel)) expect(title).not.toMatch(/更新|updated/)
      for (const title of titles([...announced, scoped('trading', 'stopped')], channel))
        expect(title).toMatch(/更新|updated/)
    }
  })
})

describe('a notice of resumption', () => {
  const open = [at('trading', 'stopped'), at('deposits', 'open'), at('withdrawals', 'open')]
  const stopped = [...begun(...open), ...told(), scoped('withdrawals', 'stopped'), happened(HOUR, lifted('trading'))]

  it('says of a service that was available when it was last told that it is suspended now, not still', () => {
    const page = text(stopped, 'resumption')
    expect(page).toContain('・日本円の出金、暗号資産の送付：（変更前）ご利用可能（変更後）停止\n')
    expect(page).toContain('\n・現在停止しているサービス：日本円の出金、暗号資産の送付\n')
    expect(page).toContain('下記のとおり再開いたしました。\n現在停止しているサービスがございます。')
    const english = text(stopped, 'resumption', 'website', 'en')
    expect(english).toContain('- Yen withdrawals, crypto withdrawals: suspended. Previously: available.\n')
    expect(english).toContain('\n- Services now suspended: yen withdrawals, crypto withdrawals\n')
    expect(english).toContain('Some services have resumed. Others are now suspended.\n')
    for (const channel of CHANNELS) {
      expect(text(stopped, 'resumption', channel)).not.toContain('引き続き')
      expect(text(stopped, 'resumption', channel, 'en')).not.toMatch(/\bstill\b/i)
    }
    expect(text(stopped, 'resumption', 'app-push')).toContain('【変更】出金・送付：停止')
  })

  it('says so of one that was never told, and of a new restriction', () => {
    const untold = [...begun(at('trading', 'stopped')), ...told(), scoped('withdrawals', 'stopped')]
    const resumed = text([...untold, happened(HOUR, lifted('trading'))], 'resumption')
    expect(resumed).toContain('・日本円の出金、暗号資産の送付：（追加）停止\n')
    expect(resumed).not.toContain('引き続き')
    const market = [at('trading', 'stopped', 'BTC/JPY'), at('trading', 'open')]
    const one: EventDraft = {
      type: 'scope.lifted',
      data: { changes: [{ operation: 'trading', asset: 'BTC/JPY', state: 'open', words: null }], open: [] },
    }
    const restricted = [...begun(...market), ...told(), scoped('trading', 'cancel-only'), happened(HOUR, one)]
    const page = text(restricted, 'resumption')
    expect(page).toContain('（変更前）ご利用可能（変更後）ご注文の取消のみ可能\n')
    expect(page).not.toContain('引き続き')
  })

  it('keeps "still" for what was suspended when it was last told', () => {
    const page = text([...begun(...STOPPED), ...told(), happened(HOUR, lifted('trading'))], 'resumption')
    expect(page).toContain('・引き続き停止しているサービス：日本円の出金、暗号資産の送付\n')
    expect(page).not.toContain('変更点')
  })
})

describe('an update', () => {
  const lead = (drafts: readonly EventDraft[]) => text(drafts, 'update').split('\n\n')[1]?.split('\n')[0]

  it('says of what was stopped, or restricted otherwise, since the last notice that it is so now, not still', () => {
    const stricter = [...begun(at('trading', 'cancel-only')), ...told(), scoped('trading', 'stopped')]
    expect(lead(stricter)).toBe('現在、システム障害のため、取引を停止しております。')
    const eased = [...begun(at('trading', 'stopped')), ...told(), scoped('trading', 'cancel-only')]
    expect(lead(eased)).toBe('現在、システム障害のため、取引を制限しております。')
    const more = [...begun(at('withdrawals', 'stopped')), ...told(), scoped('trading', 'stopped')]
    for (const channel of CHANNELS) {
      expect(text(more, 'update', channel)).not.toContain('引き続き')
      expect(text(more, 'update', channel, 'en')).not.toMatch(/\bstill\b/i)
    }
  })

  it('keeps "still" for what was so when it was last told', () => {
    const drafts = [...begun(at('trading', 'stopped')), ...told(), scoped('withdrawals', 'open')]
    expect(lead(drafts)).toBe('システム障害のため、引き続き取引を停止しております。')
  })
})

describe('what was told and no longer holds', () => {
  const limit = { ...at('deposits', 'limited', null, '反映は再開後 / credited after the halt') }
  const limited: EventDraft = { type: 'scope.changed', data: { changes: [limit] } }

  it('is not called withdrawn in English, which beside assets is read as taken out', () => {
    const lost = words('losses', '約40 BTCが不足しています。', 'About 40 BTC is missing.')
    const drafts = [halt({ type: 'security-incident', scope: STOPPED }), ...FIRST, lost, ...told(), unknown('losses')]
    expect(text(drafts, 'update', 'website', 'en')).toContain(
      '- Effect on data and assets: this statement no longer stands. Previously: About 40 BTC is missing.\n',
    )
    for (const channel of CHANNELS) expect(text(drafts, 'update', channel, 'en')).not.toContain('withdrawn')
  })

  it('is named by the notice that told it, also after a correction', () => {
    const drafts = [
      ...begun(...STOPPED),
      ...told('first', 5),
      ...told('correction', 6),
      scoped('trading', 'cancel-only'),
    ]
    expect(text(drafts, 'update', 'website', 'en')).toContain(
      'What has changed since notice 5 (22:17 JST, 24 Nov; corrected by notice 6):\n',
    )
    expect(text(drafts, 'update')).toContain(
      '第5報（11月24日(火)22時17分、第6報で訂正）からの変更点は、下記のとおりです。\n',
    )
    const same = [...begun(...STOPPED), ...told('first', 5)]
    expect(text(same, 'update', 'website', 'en')).toContain('We have nothing new to report since notice 5 (22:17 JST')
    expect(text(same, 'update')).toContain('第5報（11月24日(火)22時17分）から、お知らせする内容に変更はございません。')
  })

  it('puts the limits of a state in brackets', () => {
    const drafts = [...begun(at('trading', 'stopped'), at('deposits', 'open')), ...told(), limited]
    expect(text(drafts, 'update', 'website', 'en')).toContain(
      '- Yen deposits, crypto deposits: limited (credited after the halt). Previously: available.\n',
    )
    expect(text(drafts, 'update')).toContain('（変更後）一部制限（反映は再開後）\n')
  })
})
