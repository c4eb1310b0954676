import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { isShownWhole } from '../../src/notice/length-limits.ts'
import { HOUR, happened, incidentOf, iso, lifted, posted, reopened, scoped, stated } from '../given.ts'
import { at, CHANNELS, FIRST, halt, requestOf, type Scope, STOPPED, textOf, unknown, words } from './halts.ts'

const SHORT = ['app-push', 'social'] as const
const told = (stage: Stage, number: number) => CHANNELS.map((channel) => posted(channel, stage, number))
const read = (drafts: readonly EventDraft[], stage: Stage, channel: string, language: Language = 'ja') =>
  textOf(requestOf(incidentOf(...drafts)), channel, stage, language, 3)
const begun = [halt({ scope: STOPPED }), ...FIRST, ...told('first', 1)]

describe('a push notice and a post', () => {
  it('begin a resumption with what has resumed, not with what else has changed', () => {
    const drafts = [
      ...begun,
      words('cause', '電源装置の故障', 'A power failure'),
      happened(HOUR, lifted('trading', 'withdrawals')),
    ]
    for (const channel of SHORT) {
      const { text } = read(drafts, 'resumption', channel)
      expect(text.indexOf('再開：')).toBeLessThan(text.indexOf('【変更】原因：電源装置の故障'))
      expect(text).toContain('【変更】原因：電源装置の故障')
      const { text: en } = read(drafts, 'resumption', channel, 'en')
      expect(en.indexOf('Resumed: ')).toBeLessThan(en.indexOf('Cause (updated): A power failure'))
    }
  })

  it('do not give what has resumed as a change once more', () => {
    const scope = [at('trading', 'stopped'), at('deposits', 'stopped'), at('withdrawals', 'stopped')]
    const drafts = [
      halt({ scope }),
      ...FIRST,
      happened(HOUR, lifted('trading')),
      ...told('resumption', 2).map((one) => happened(HOUR, one)),
      happened(2 * HOUR, lifted('deposits')),
    ]
    for (const channel of SHORT) {
      const { text, leftOut = [] } = read(drafts, 'resumption', channel)
      expect(text.match(/入金・預入/g)).toHaveLength(1)
      expect(leftOut.map(({ label }) => label)).not.toContain('入金・預入')
    }
    expect(read(drafts, 'resumption', 'website').text).toContain('日本円の入金、暗号資産の預入：（変更前）停止')
  })

  it('leave a contact with a link out of a push notice, which has no link', () => {
    const over = [halt({ scope: [at('trading', 'stopped')] }), ...FIRST, happened(HOUR, lifted('trading'))]
    expect(read(over, 'resumption', 'app-push').text).not.toContain('https:')
    expect(read(over, 'resumption', 'social').text).toContain('お問い合わせ：サポート窓口 https:')
    const byPhone = [...over, words('contact', '0120-000-000', '0120-000-000')]
    expect(read(byPhone, 'resumption', 'app-push').text).toContain('お問い合わせ：0120-000-000')
  })

  it('give news of assets rather than what was told before', () => {
    const safe = words('asset-safety', '影響がないことを確認しました', 'We found no effect on them')
    for (const channel of SHORT) {
      expect(read([...begun, safe], 'update', channel).text).toContain('影響がないことを確認しました')
      const withdrawn = [begun[0] as EventDraft, ...FIRST, safe, ...told('first', 1), unknown('asset-safety')]
      expect(read(withdrawn, 'update', channel).text).toContain('【変更】お預かりしている資産：状況を確認しております')
    }
  })

  const LONG = words(
    'asset-safety',
    '11月24日(火)22時37分時点で、帳簿とウォレットの残高が一致していることを確認しております。',
    'As of 22:37 JST on 24 November, our records agree with the balances of all our wallets.',
  )

  it('name what has changed where there is no room to say how, rather than to leave it out', () => {
    expect(read([...begun, LONG], 'update', 'app-push').text).toMatch(/^お預かりしている資産に更新あり。停止：/)
    expect(read([...begun, LONG], 'update', 'app-push', 'en').text).toMatch(/^Updated: customer assets\. Suspended: /)
    expect(read([...begun, LONG], 'update', 'social').text).toContain('残高が一致していることを確認しております\n')
    const more = [...begun, LONG, words('impact', 'x'.repeat(200), 'x'.repeat(200))]
    const { text, leftOut = [] } = read(more, 'update', 'app-push')
    expect(text).toMatch(/^お預かりしている資産、お客様への影響に更新あり。/)
    expect(leftOut.map(({ label }) => label)).toContain('お客様への影響')
  })

  it('name the only change before they give in full a state that goes on', () => {
    const estimate = (after: number) => stated('expected-recovery', { known: true, value: iso(after) })
    const scope = [at('trading', 'post-only'), at('withdrawals', 'stopped', 'ETH')]
    const drafts = [halt({ type: 'market-volatility', scope }), ...FIRST, estimate(HOUR), ...told('first', 1)]
    const push = (language: Language) => read([...drafts, estimate(2 * HOUR)], 'update', 'app-push', language).text
    expect(push('ja')).toMatch(/^(?:再開見込みに更新あり|【変更】再開見込み.*)。停止：ETHの送付。制限：売買。/)
    expect(push('en')).toMatch(
      /^(?:Updated: resumption time|Expected resumption \(updated\): .*)\. Suspended: ETH withdrawals\. Restricted: trading\. /,
    )
  })

  it('ask something of customers, and answer what they wait for, before what is told of the halt', () => {
    const asked = words('customer-request', 'ご注文はお控えください', 'Please place no orders')
    const orders = words('open-orders', 'すべて有効です', 'They remain valid')
    const first = (channel: string) => read([begun[0] as EventDraft, ...FIRST, asked, orders], 'first', channel).text
    for (const channel of SHORT) expect(first(channel)).toContain('お客様へのお願い：ご注文はお控えください')
    expect(first('social')).toContain('未約定のご注文：すべて有効です')
    const cause = words('cause', '電源装置と予備の電源装置の同時の故障', 'A power failure')
    const update = read([...begun, cause, asked], 'update', 'app-push').text
    expect(update).toContain('【追加】お客様へのお願い：ご注文はお控えください')
    expect(update).not.toContain('電源装置')
  })

  it('give a new cause rather than the old value of something else', () => {
    const drafts = [
      halt({ scope: STOPPED }),
      ...FIRST,
      stated('expected-recovery', { known: true, value: `${iso(HOUR)}/${iso(2 * HOUR)}` }),
      ...told('first', 1),
      words('cause', '注文を処理する装置の不具合', 'A fault in the system that matches orders'),
      stated('expected-recovery', { known: true, value: iso(3 * HOUR) }),
    ]
    const { text } = read(drafts, 'update', 'social', 'en')
    expect(text).toContain('Cause (updated): A fault in the system that matches orders\n')
    expect(text).toContain('Expected resumption (updated): about 01:17 JST, 25 Nov\n')
  })

  it('say once what state services have come into', () => {
    const eased = [...begun, scoped('trading', 'cancel-only')]
    for (const channel of SHORT) {
      const { text } = read(eased, 'update', channel)
      expect(text).toContain('【変更】売買：ご注文の取消のみ可能')
      expect(text).toContain('停止：出金・送付')
      expect(text.match(/売買(?!の注文)/g)).toHaveLength(1)
    }
    const all = [halt({ scope: [at('trading', 'stopped')] }), ...FIRST, ...told('first', 1)]
    const { text } = read([...all, scoped('trading', 'cancel-only')], 'update', 'app-push', 'en')
    expect(text).toMatch(/^Trading \(updated\): orders can be cancelled, but not placed; /)
    expect(text.match(/trading/gi)).toHaveLength(1)
  })

  it('say of each service whose state has changed at least whether it is stopped, restricted or available', () => {
    const limits = '1件1ETHまで / up to 1 ETH an order'
    const begun = [halt({ type: 'market-volatility', scope: [at('trading', 'cancel-only')] }), ...FIRST]
    const limited = { type: 'scope.changed', data: { changes: [at('trading', 'limited', 'ETH', limits)] } } as const
    const assets = [scoped('trading', 'post-only', 'BTC'), limited]
    const moved = [scoped('trading', 'stopped', 'BTC'), scoped('trading', 'open', 'ETH')]
    const news = words('customer-request', 'ご注文の前に、公式ウェブサイトをご確認ください。', 'x'.repeat(60))
    const push = (language: Language, ...more: readonly EventDraft[]) =>
      read([...begun, ...told('first', 1), ...more], 'update', 'app-push', language).text
    const ja = push('ja', ...assets, news)
    expect(ja).toContain('【変更】BTCの売買：制限。')
    expect(ja).toContain('【変更】ETHの売買：制限。')
    expect(ja).not.toContain('売買について')
    const en = push('en', ...assets, news)
    expect(en).toContain('Trading of BTC (updated): restricted. ')
    expect(en).toContain('Trading of ETH (updated): restricted. ')
    expect(push('ja', ...moved, news)).toMatch(/【変更】BTCの売買：停止。【変更】ETHの売買：ご利用可能。/)
    expect(push('en', ...moved, news)).toMatch(
      /Trading of BTC \(updated\): suspended\. Trading of ETH \(updated\): available\./,
    )
  })

  it('say that services were stopped and restricted in stages only if it was not all at one time', () => {
    const scope = [at('trading', 'cancel-only'), at('withdrawals', 'stopped')]
    const both = [halt({ scope }), ...FIRST, happened(HOUR, lifted('trading', 'withdrawals'))]
    expect(read(both, 'resumption', 'social', 'ja').text).toContain('\n停止開始：11月24日(火)22時05分頃\n')
    expect(read(both, 'resumption', 'social', 'en').text).toContain('\nSuspension began: about 22:05 JST, 24 Nov\n')
    const later = [halt({ scope: STOPPED }), ...FIRST, happened(HOUR, scoped('deposits', 'stopped'))]
    expect(read(later, 'first', 'social', 'ja').text).toContain('\n停止開始：11月24日(火)22時05分頃から順次\n')
    const restricted = happened(2 * HOUR, scoped('deposits', 'post-only'))
    const apart = [happened(HOUR, lifted('trading')), restricted, happened(3 * HOUR, lifted('deposits'))]
    const drafts = [halt({ scope: [at('trading', 'stopped')] }), ...FIRST, ...apart]
    expect(read(drafts, 'resumption', 'social').text).toContain('\n停止開始：11月24日(火)22時05分頃（売買）\n')
    const more = [happened(HOUR, lifted('trading')), happened(2 * HOUR, reopened('deposits'))]
    const again = [halt({ scope: STOPPED }), ...FIRST, ...more, happened(3 * HOUR, lifted('deposits', 'withdrawals'))]
    expect(read(again, 'resumption', 'social').text).toContain('\n停止開始：11月24日(火)22時05分頃（出金・送付）\n')
    // One restriction beside them does not make all stops begin together.
    const mixed = [halt({ scope: [at('trading', 'cancel-only'), at('withdrawals', 'stopped')] }), ...FIRST]
    const over = happened(2 * HOUR, lifted('trading', 'withdrawals', 'deposits'))
    const since = [...mixed, happened(HOUR, scoped('deposits', 'stopped')), over]
    expect(read(since, 'resumption', 'social', 'ja').text).toContain('\n停止開始：11月24日(火)22時05分頃から順次\n')
  })

  it('name the beginning as a noun where only its name has room, since nothing has begun', () => {
    const moved = stated('started-at', { known: true, value: iso(-HOUR) })
    const request = words('customer-request', 'ご注文はお控えください。', 'x'.repeat(60))
    const { text } = read([...begun, moved, request], 'update', 'app-push', 'en')
    expect(text).toMatch(/^Updated: requests to customers, start of the suspension\. /)
  })

  it('say of what is told for the first time that it is new, and of what is told no more that it is withdrawn', () => {
    const more = [...begun, scoped('deposits', 'stopped')]
    const request = words('customer-request', 'ご注文はお控えください', 'Please place no orders')
    const taken = [begun[0] as EventDraft, ...FIRST, request, ...told('first', 1), unknown('customer-request')]
    for (const channel of SHORT) {
      expect(read(more, 'update', channel).text).toContain('【追加】入金・預入：停止')
      expect(read(more, 'update', channel, 'en').text).toContain('Deposits (new): suspended')
      expect(read(taken, 'update', channel).text).toMatch(/【取り下げ】お客様へのお願い[。\n]/)
      expect(read(taken, 'update', channel, 'en').text).toMatch(/Requests to customers \(no longer stands\)[.\n]/)
    }
  })

  it('say what began, so that it is not read as services that start', () => {
    const restricted = [halt({ scope: [at('trading', 'cancel-only')] }), ...FIRST]
    expect(read([begun[0] as EventDraft, ...FIRST], 'first', 'social').text).toContain('\n停止開始：11月24日')
    expect(read(restricted, 'first', 'social').text).toContain('\n制限開始：11月24日')
    expect(read(restricted, 'first', 'social', 'en').text).toContain('\nRestricted since: about 22:05 JST, 24 Nov\n')
    const known = [halt({ scope: [at('trading', 'stopped')] }), ...FIRST]
    expect(read(known, 'first', 'social', 'en').text).toContain('\nSuspended since: about 22:05 JST, 24 Nov\n')
  })

  it('say of what is still restricted in which way it is', () => {
    const scope = [at('trading', 'stopped'), at('deposits', 'stopped'), at('withdrawals', 'stopped')]
    const eased = [halt({ scope }), ...FIRST, scoped('trading', 'cancel-only'), happened(HOUR, lifted('deposits'))]
    const short = read(eased, 'resumption', 'social').text
    expect(short).toContain('\n引き続き停止：出金・送付\n')
    expect(short).toContain('\n引き続き制限：売買（ご注文の取消のみ可能）\n')
    const english = read(eased, 'resumption', 'social', 'en').text
    expect(english).toContain('\nStill restricted: trading (orders can be cancelled, but not placed)\n')
  })

  it('say of several services that resumed at one time that all of them did', () => {
    const all = [...begun, scoped('deposits', 'stopped')]
    const over = [...all, happened(HOUR, lifted('trading')), happened(2 * HOUR, lifted('deposits', 'withdrawals'))]
    expect(read(over, 'resumption', 'social').text).toContain(
      '再開：売買（11月24日(火)23時17分頃）／入金・預入、出金・送付（いずれも11月25日(水)00時17分頃）\n',
    )
  })

  it('list what has resumed once where there is no room for the times', () => {
    const markets = ['BTC', 'ETH', 'XRP'].map((asset) => at('trading', 'stopped', asset))
    const one = (asset: string): EventDraft => ({
      type: 'scope.lifted',
      data: { changes: [{ operation: 'trading', asset, state: 'open', words: null }], open: [] },
    })
    const lifts = ['BTC', 'ETH', 'XRP'].map((asset, i) => happened((i + 1) * HOUR, one(asset)))
    const drafts = [
      halt({ scope: [...markets, at('withdrawals', 'stopped')] }),
      ...FIRST,
      ...told('first', 1),
      ...lifts,
    ]
    const push = read(drafts, 'resumption', 'app-push')
    expect(push.text).toMatch(/^再開：BTC・ETH・XRPの売買。引き続き停止：/)
    expect(push.leftOut?.filter(({ label }) => label === '再開')).toHaveLength(1)
    expect(read(drafts, 'resumption', 'app-push', 'en').text).toMatch(
      /^Resumed: trading of BTC, ETH and XRP\. Still suspended: /,
    )
  })

  it('say of the final report that services have resumed, if they have', () => {
    const lifts = happened(HOUR, lifted('trading', 'withdrawals'))
    const one = incidentOf(...begun, lifts)
    const push = textOf(requestOf(one), 'app-push', 'final')
    expect(push.subject).toBe('中間報告：取引・出金再開')
    expect(push.text).toMatch(/^停止サービスはすべて再開済みです。/)
    expect(textOf(requestOf(one), 'app-push', 'final', 'en').subject).toBe('Interim report: services back')
    expect(read([...begun, lifts], 'final', 'social').text).toContain('\n停止サービスはすべて再開済みです。\n')
    for (const channel of SHORT) {
      expect(read([...begun, lifts], 'final', channel, 'en').text).toMatch(
        /services have resumed|^Interim report: services back/i,
      )
      expect(read(begun, 'final', channel).text).not.toContain('再開済み')
      expect(read(begun, 'final', channel, 'en').text).not.toContain('have resumed')
    }
    const eased = [halt({ scope: [at('trading', 'cancel-only')] }), ...FIRST, happened(HOUR, lifted('trading'))]
    const restriction = textOf(requestOf(incidentOf(...eased)), 'app-push', 'final')
    expect(restriction.subject).toBe('中間報告：取引制限解除')
    expect(restriction.text).toMatch(/^制限はすべて解除済みです。/)
    expect(read(eased, 'final', 'app-push', 'en').text).toContain('Restrictions have been lifted. ')
    expect(read(eased, 'final', 'social', 'en').text).toMatch(/^Interim report: limits lifted\n/)
  })

  it('lead to the page when they mend a notice', () => {
    const alarm: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'x' } }
    const planned = { from: iso(26 * HOUR), to: iso(28 * HOUR) }
    const plan = [halt({ type: 'maintenance', startedAt: null, scope: STOPPED, planned }), ...FIRST]
    const calledOff = [...plan, ...CHANNELS.map((channel) => posted(channel, 'scheduled', null)), alarm]
    for (const [language, page] of [
      ['ja', '詳細は公式ウェブサイトへ。'],
      ['en', 'See our official website.'],
    ] as const) {
      expect(read([...begun, alarm], 'retraction', 'app-push', language).text).toContain(page)
      const request = { ...requestOf(incidentOf(...begun)), correction: 'x' }
      expect(textOf(request, 'app-push', 'correction', language).text).toContain(page)
      const { subject, text } = read(calledOff, 'retraction', 'app-push', language)
      expect(text).toContain(page)
      expect(isShownWhole('push', { subject, text }, () => 0)).toBe(true)
    }
  })

  it('say of planned work that it is, until the halt is reopened', () => {
    const planned = { from: iso(0), to: iso(HOUR) }
    const work = [halt({ type: 'maintenance', startedAt: null, scope: STOPPED, planned }), ...FIRST]
    const subject = (drafts: readonly EventDraft[], channel: string, stage: Stage, language: Language = 'ja') =>
      textOf(requestOf(incidentOf(...drafts)), channel, stage, language, 2).subject
    const started = [...work, { type: 'phase.advanced', data: { to: 'initial-response' } } as const]
    expect(subject(started, 'app-push', 'first')).toBe('システムメンテナンスのお知らせ')
    expect(subject(started, 'app-push', 'update')).toBe('システムメンテナンス（第2報）')
    expect(subject(started, 'app-push', 'update', 'en')).toBe('System maintenance')
    expect(subject(started, 'website', 'first', 'en')).toBe(
      'Trading and withdrawals halted for system maintenance (notice 2)',
    )
    expect(read(started, 'first', 'social', 'en').text).toMatch(
      /^Trading and withdrawals halted for system maintenance \(notice 3\)\n/,
    )
    const again = [...started, happened(HOUR, lifted('trading')), happened(2 * HOUR, reopened('trading'))]
    expect(subject(again, 'website', 'first')).toBe('【重要】【再停止】取引停止のお知らせ（第2報）')
    expect(subject(again, 'app-push', 'first', 'en')).toBe('Trading halted again')
  })

  const RESULTS = [
    words('cause', '電源装置の故障', 'A power failure'),
    words('losses', '注文の一部を取り消しました。', 'Some orders were cancelled.'),
    words('prevention-system', '電源を二重にしました。', 'There are now two supplies.'),
  ]
  const final = (type: string, results: readonly EventDraft[], channel: string, language: Language) => {
    const planned = { from: iso(0), to: iso(HOUR) }
    const start = type === 'maintenance' ? { type, startedAt: null, planned } : { type }
    const drafts = [halt({ scope: STOPPED, ...start }), ...results, lifted('trading', 'withdrawals')]
    return read(drafts, 'final', channel, language).text
  }

  it('name as the content of the final report what its page gives', () => {
    const results = [...FIRST, ...RESULTS]
    for (const channel of SHORT) {
      expect(final('system-failure', results, channel, 'ja')).toContain(
        'お客様への影響、原因、情報や資産への影響、再発防止策など',
      )
      expect(final('system-failure', results, channel, 'en')).toContain(
        'impact on customers, cause, effect on data and assets, preventive measures',
      )
    }
  })

  it.each(['maintenance', 'compliance', 'market-volatility'])(
    'speak of no cause where there was only a reason: %s',
    (type) => {
      for (const channel of SHORT) {
        const ja = final(type, [...FIRST, ...RESULTS], channel, 'ja')
        expect(ja).toContain('お客様への影響、情報や資産への影響、再発防止策など')
        expect(ja).not.toContain('原因')
        expect(final(type, [...FIRST, ...RESULTS], channel, 'en')).not.toMatch(/cause(?!d)/i)
      }
    },
  )

  it('name nothing of which the final report does not give the result', () => {
    for (const channel of SHORT) {
      const ja = final('system-failure', [unknown('cause'), unknown('impact')], channel, 'ja')
      expect(ja).toMatch(/停止の経過を|ご報告を/)
      expect(ja).not.toMatch(/原因|影響|再発/)
      expect(final('system-failure', [unknown('cause')], channel, 'en')).not.toMatch(/impact|cause(?!d)|includes/i)
    }
    const restricted = [halt({ scope: [at('trading', 'cancel-only')] }), ...FIRST, lifted('trading'), unknown('impact')]
    expect(read(restricted, 'final', 'social').text).toContain('制限の経過を')
  })

  it('do not say that the final report gives a cause of which a part is still open', () => {
    const cause = words('cause', '電源装置の故障', 'A power failure')
    const again = [happened(HOUR, lifted('trading')), happened(2 * HOUR, reopened('trading'))]
    const over = happened(3 * HOUR, lifted('trading', 'withdrawals'))
    for (const channel of SHORT) {
      expect(read([...begun, cause, ...again, over], 'final', channel).text).not.toContain('原因')
      expect(read([...begun, cause, ...again, over], 'final', channel, 'en').text).not.toMatch(/cause(?!d)/)
      const known = happened(2.5 * HOUR, words('cause', '二つ目の故障', 'A second failure'))
      expect(read([...begun, cause, ...again, known, over], 'final', channel, 'en').text).toContain('cause')
    }
  })

  it('say of planned work what can still be done where not everything stops', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const plan = (...scope: Scope) => [halt({ type: 'maintenance', startedAt: null, scope, planned }), ...FIRST]
    const limited = at('withdrawals', 'limited', 'JPY', '1日10万円まで / up to JPY 100,000 a day')
    for (const channel of SHORT) {
      const only = plan(at('trading', 'cancel-only'))
      expect(read(only, 'scheduled', channel).text).toContain('売買の制限（ご注文の取消のみ可能）を予定しております')
      expect(read(only, 'scheduled', channel, 'en').text).toContain(
        'We plan to restrict trading (orders can only be cancelled).',
      )
    }
    const some = plan(at('deposits', 'stopped'), limited)
    expect(read(some, 'scheduled', 'social').text).toContain(
      '入金・預入の停止、および日本円の出金の制限（1日10万円まで）を予定しております',
    )
    const all = plan(at('deposits', 'stopped'), at('trading', 'post-only'), limited)
    expect(read(all, 'scheduled', 'social', 'en').text).toContain(
      'to restrict trading (only limit orders that do not execute immediately) and yen withdrawals (limited: up to JPY 100,000 a day).',
    )
  })

  it('leave out of planned work what can still be done rather than be cut on a lock screen', () => {
    const planned = { from: iso(HOUR), to: iso(3 * HOUR) }
    const stops = [at('deposits', 'stopped'), at('withdrawals', 'stopped')]
    const scope = [at('trading', 'open'), at('trading', 'cancel-only', 'BTC/JPY'), ...stops]
    const plan = [halt({ type: 'maintenance', startedAt: null, scope, planned }), ...FIRST]
    const ja = read(plan, 'scheduled', 'app-push')
    expect(ja.text).toContain('入金・預入、出金・送付の停止、およびBTC/JPYの売買の制限を予定しております。')
    expect(ja.leftOut).toContainEqual({ label: '対象サービス', role: null })
    const en = read(plan, 'scheduled', 'app-push', 'en')
    expect(en.text).toContain('to suspend deposits and withdrawals and to restrict trading of BTC/JPY. Planned time:')
    expect(isShownWhole('push', en, () => 0)).toBe(true)
    expect(read(plan, 'scheduled', 'social', 'en').text).toContain(
      'to restrict trading of BTC/JPY (orders can only be cancelled).',
    )
  })
})
