import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TERMINAL_CONTROLS } from '../../src/domain/guard.ts'
import type { EventData, EventDraft } from '../../src/domain/log/event.ts'
import { LANGUAGES, type Language, type Stage } from '../../src/domain/runbook/runbook.ts'
import { oneLine } from '../../src/i18n/customer-words.ts'
import { composeText } from '../../src/notice/notice-text.ts'
import {
  DECLARED,
  deliveredAs,
  HOUR,
  happened,
  incidentOf,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  posted,
  promised,
  reopened,
  scoped,
  stated,
} from '../given.ts'
import {
  at,
  CHANNELS,
  complete,
  FIRST,
  halt,
  RUNBOOK,
  requestOf,
  type Scope,
  SETTINGS,
  STOPPED,
  TEMPLATES,
  textOf,
  unknown,
  words,
} from './halts.ts'

const CUSTOMERS = CHANNELS.filter((channel) => channel !== 'internal')

const composed = (
  drafts: readonly EventDraft[],
  stage: Stage = 'first',
  language: Language = 'ja',
  channel = 'website',
) => textOf(requestOf(incidentOf(...drafts)), channel, stage, language)

describe('composeText', () => {
  it('states the start, the scope and the next report by the cadence, with dates', () => {
    const { subject, text, next } = composed([halt({ scope: STOPPED }), ...FIRST], 'first', 'en')
    expect(subject).toBe('[Important] Trading and withdrawals halted (notice 1)')
    expect(text).toContain('- Suspension began: about 22:05 JST (UTC+9), Tuesday 24 November 2026')
    expect(text).toContain('- Services affected: trading, yen withdrawals, crypto withdrawals (all suspended)')
    expect(text).toContain('- Next update: 22:50 JST (UTC+9), Tuesday 24 November 2026')
    expect(next).toBe('2026-11-24T22:50:00.000+09:00')
  })

  it('says of services that it names two by two that all of them are in a state, not both', () => {
    const scope = [at('deposits', 'stopped'), at('withdrawals', 'stopped')]
    expect(composed([halt({ scope }), ...FIRST], 'first', 'en').text).toContain(
      '- Services affected: yen deposits and withdrawals, crypto deposits and withdrawals (all suspended)',
    )
  })

  it('states missing facts as unknown, and leaves no row blank', () => {
    const { text } = composed([halt({ startedAt: null })])
    for (const row of ['停止開始日時：確認中', '対象サービス：確認中', '原因：調査中', '再開見込み：未定'])
      expect(text).toContain(`・${row}\n`)
    expect(text).not.toMatch(/：$/m)
  })

  it('leaves out contact and cause of short texts if there is no room', () => {
    const said = (ja: string, channel: string) =>
      composed([halt({ scope: STOPPED }), ...FIRST, words('cause', ja, ja)], 'first', 'ja', channel).text
    expect(said('機器の故障', 'social')).toMatch(/^原因：機器の故障$\n^お客様への影響：売買の注文と出金ができません$/m)
    expect(said('機器の故障', 'app-push')).toContain('原因：機器の故障。')
    const some = '注文を受け付ける装置の一部に生じた不具合'
    expect(said(some, 'social')).toContain(`原因：${some}`)
    expect(said(some, 'social')).not.toContain('お問い合わせ')
    expect(said(some.repeat(2), 'app-push')).not.toContain('原因')
    expect(said(some.repeat(4), 'social')).not.toContain('原因')
  })

  it('fills the room of a short text with the most important of what fits, and says what it left out', () => {
    const long = '注文を受け付ける装置の一部に生じた不具合'.repeat(4)
    const text = composed([halt({ scope: STOPPED }), ...FIRST, words('cause', long, long)], 'first', 'ja', 'social')
    expect(text.text).toContain('お客様への影響：売買の注文と出金ができません')
    expect(text.leftOut).toEqual([
      { label: '原因', role: 'cause' },
      { label: 'お問い合わせ', role: 'contact' },
    ])
  })

  it('never shows internal values to customers', () => {
    const drafts = [halt({ scope: STOPPED }), stated('cause', { known: true, value: 'engine-3 out of memory' })]
    for (const channel of ['website', 'email', 'app-push', 'social'])
      for (const language of ['ja', 'en'] as const)
        expect(JSON.stringify(composed(drafts, 'first', language, channel))).not.toContain('engine-3')
    expect(composed(drafts, 'first', 'en', 'internal').text).toContain('Cause: engine-3 out of memory (taro, ')
  })

  it.each(['ja', 'en'] as const)('writes in %s only, even if facts are stated in both languages', (language) => {
    const drafts = [
      halt({
        scope: [at('trading', 'limited', null, '売却のみ / sells only'), at('deposits', 'limited', null, 'JPYのみ')],
      }),
      words('cause', '調整', 'Tuning'),
    ]
    const { text } = composed(drafts, 'first', language)
    expect(text.includes('売却のみ')).toBe(language === 'ja')
    expect(text.includes('sells only')).toBe(language === 'en')
    if (language === 'en') expect(text).not.toMatch(/\p{Script=Han}|\p{Script=Katakana}/u)
  })

  it('takes the next report from the request, else from the last promise, else from the cadence', () => {
    const later = iso(2 * HOUR)
    const incident = complete(promised('website', later))
    expect(textOf(requestOf(incident), 'website').next).toBe('2026-11-25T00:17:00.000+09:00')
    expect(textOf(requestOf(incident, { next: iso(HOUR) }), 'website').next).toBe('2026-11-24T23:17:00.000+09:00')
    expect(textOf(requestOf(incident, { now: DECLARED + 3 * HOUR }), 'website').next).toBe(
      '2026-11-25T01:47:00.000+09:00',
    )
    const settings = { ...SETTINGS, cadence: { ...SETTINGS.cadence, update: 'on-change' as const } }
    expect(textOf(requestOf(complete(), { settings }), 'email').next).toBeNull()
  })

  it('tells customers one next report on all channels, by a promise for any of them', () => {
    const incident = complete(promised('website', iso(2 * HOUR)))
    for (const channel of CUSTOMERS)
      expect(textOf(requestOf(incident), channel).next).toBe('2026-11-25T00:17:00.000+09:00')
  })

  it('tells customers on the other channels of a round what the first ones of it were told', () => {
    const told = requestOf(complete(posted('website', 'first', 1, iso(40 * MINUTE))), { now: DECLARED + 7 * MINUTE })
    for (const channel of CUSTOMERS) expect(textOf(told, channel).next).toBe('2026-11-24T22:57:00.000+09:00')
  })

  it('gives support the next report that customers are told, not the internal one', () => {
    const cadence = { ...SETTINGS.cadence, channels: { internal: { update: 10 * MINUTE } } }
    const settings = { ...SETTINGS, cadence }
    const answer = (drafts: readonly EventDraft[], over: Parameters<typeof requestOf>[1]) =>
      textOf(requestOf(complete(...drafts), { settings, ...over }), 'internal', 'first', 'en').text
    const byCadence = answer([], {})
    expect(byCadence).toContain('- Next internal update: 22:30 JST')
    expect(byCadence).toContain('Our next update is planned for 22:50 JST')
    const told = [posted('website', 'first', 1, iso(40 * MINUTE)), posted('website', 'update', 2, iso(55 * MINUTE))]
    expect(answer(told, {})).toContain('Our next update is planned for 23:12 JST')
    expect(answer(told, { next: iso(2 * HOUR) })).toContain('Our next update is planned for 23:12 JST')
    expect(answer(told, { next: iso(2 * HOUR), round: 3 })).toContain('Our next update is planned for 00:17 JST')
    const onChange = { ...SETTINGS, cadence: { ...SETTINGS.cadence, update: 'on-change' as const } }
    expect(answer([], { settings: onChange })).not.toContain('next notice')
  })

  it('names to departments only notices that may have reached customers, and says which did for sure', () => {
    const drafts = [
      intended('website', 'first', 1),
      intended('email', 'first', 1),
      deliveredAs(nth(FIRST.length + 3), 'failed'),
      intended('app-push', 'first', 1),
      deliveredAs(nth(FIRST.length + 5), 'failed', { accepted: 3, refused: 1, unknown: 0 }),
      posted('social', 'first', 1),
    ]
    const incident = complete(...drafts)
    expect(incident.notices.map((n) => n.state)).toEqual(['unknown', 'failed', 'failed', 'posted'])
    const { text } = textOf(requestOf(incident), 'internal', 'first', 'en')
    const [, told = ''] = /What customers have been told\n([\s\S]*?)\n\n/.exec(text) ?? []
    const lines = told.split('\n').map((line) => line.replace(/,[^,]*,.*$/, ''))
    expect(lines).toEqual([
      '- website: first notice no. 1 (it is not known whether it went out)',
      '- app push: first notice no. 1 (only some of them got it)',
      '- X (formerly Twitter): first notice no. 1',
    ])
  })

  it('gives the type of a planned halt as its cause, unless that was stated as not known', () => {
    const planned = halt({ type: 'maintenance', startedAt: null, planned: { from: iso(HOUR), to: iso(2 * HOUR) } })
    expect(composed([planned], 'update', 'en').text).toContain('- Reason: system maintenance\n')
    const types = { ...RUNBOOK.types, maintenance: { planned: 'required', ja: '保守', en: 'upkeep' } } as const
    const own = halt({ ...planned.data, runbook: { ...RUNBOOK, types } } as never)
    expect(composed([own], 'update', 'en').text).toContain('- Reason: upkeep\n')
    expect(composed([own, unknown('cause')], 'update', 'en').text).toContain('- Reason: under investigation\n')
  })

  it('never says of a halt whose type gives its cause that the cause is under investigation', () => {
    for (const type of ['maintenance', 'compliance', 'market-volatility']) {
      const { text } = composed([halt({ type, scope: STOPPED }), ...FIRST], 'first', 'ja')
      expect(text).not.toContain('調査中')
      expect(text).toMatch(/・理由：.*のため\n/)
    }
  })

  it('gives departments the reason of such a halt as what it is, not as what is known for the time being', () => {
    const begun = [halt({ type: 'compliance', scope: STOPPED }), ...FIRST]
    expect(composed(begun, 'first', 'ja', 'internal').text).toContain('\n理由は、法令等への対応のためでございます。\n')
    expect(composed(begun, 'first', 'en', 'internal').text).toContain('\nReason: legal and regulatory requirements.\n')
  })

  it('calls a cause a reason in each notice of a planned halt', () => {
    const planned = halt({ type: 'compliance', startedAt: null, planned: { from: iso(HOUR), to: iso(2 * HOUR) } })
    const drafts = [planned, words('cause', '法令に基づく確認のため', 'A check required by law')]
    for (const stage of ['scheduled', 'first', 'update', 'resumption', 'final'] as const) {
      expect(composed(drafts, stage).text).toContain('・理由：法令に基づく確認のため\n')
      expect(composed(drafts, stage, 'en').text).toContain('- Reason: A check required by law\n')
    }
  })

  it('builds no sentence that ends twice from what people wrote as a sentence', () => {
    const limited = at('withdrawals', 'limited', null, '1日の上限を100万円としております / up to one million yen a day')
    const drafts = [halt({ scope: [limited] }), words('impact', 'ございません', 'none'), unknown('cause')]
    const { text } = composed(drafts, 'first', 'ja', 'internal')
    expect(text).toContain('制限の内容は、次のとおりでございます。1日の上限を100万円としております。\n')
    expect(text).toContain('\nお客様への影響は、ございません。\n')
  })

  it('puts what is being done and what customers should do before when the next notice comes', () => {
    const said = [
      words('progress', '作業を進めております。', 'Our engineers are at work.'),
      words('customer-request', '注文をお控えください。', 'Please place no orders.'),
    ]
    const { text } = composed([halt({ type: 'compliance', scope: STOPPED }), ...FIRST, ...said])
    const labels = [...text.matchAll(/^・([^：]+)：/gm)].map(([, label]) => label)
    expect(labels.slice(labels.indexOf('対応状況'))).toEqual([
      '対応状況',
      '再開見込み',
      '未約定のご注文',
      'お手続き中の入金・預入・出金・送付',
      'お客様へのお願い',
      '次回のお知らせ',
      'お問い合わせ先',
    ])
  })

  it('lists what is open and what is not in a partial resumption, and titles it as partial', () => {
    const { subject, text } = composed([halt({ scope: STOPPED }), ...FIRST, lifted('trading')], 'resumption')
    expect(subject).toBe('【第1報】一部サービス再開のお知らせ')
    expect(text).toContain('再開したサービス：売買\n')
    expect(text).toContain('引き続き停止しているサービス：日本円の出金、暗号資産の送付')
    expect(text).not.toContain('復旧')
  })

  it('names exceptions in what has resumed, in what has not, and in what is planned', () => {
    const moves = [at('withdrawals', 'stopped'), at('withdrawals', 'stopped', 'XEM')]
    const resumed = (...targets: string[]) =>
      composed([halt({ scope: moves }), ...FIRST, lifted(...targets)], 'resumption').text
    expect(resumed('withdrawals')).toContain('再開したサービス：日本円の出金、暗号資産の送付（XEMを除く）\n')
    expect(resumed('withdrawals:XEM')).toContain(
      '引き続き停止しているサービス：日本円の出金、暗号資産の送付（XEMを除く）\n',
    )
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const scope = [at('trading', 'stopped'), at('trading', 'open', 'BTC')]
    const drafts = [halt({ type: 'maintenance', startedAt: null, scope, planned }), ...FIRST]
    expect(composed(drafts, 'scheduled').text).toContain('対象サービス：売買（BTCを除く）（停止の予定）\n')
  })

  it('tells customers of each exception that is open again, also where its operation was open all along', () => {
    const yen = [at('withdrawals', 'open'), at('withdrawals', 'stopped', 'JPY'), at('trading', 'stopped')]
    const resumed = (...changes: EventData['scope.lifted']['changes']) =>
      composed([halt({ scope: yen }), ...FIRST, { type: 'scope.lifted', data: { changes, open: [] } }], 'resumption')
        .text
    const opened = '再開したサービス：売買、日本円の出金\n'
    expect(resumed(at('trading', 'open'), at('withdrawals', 'open', 'JPY'))).toContain(opened)
    // Such as an earlier version recorded it: the exception is withdrawn, so yen is as open as the rest.
    const withdrawn = { operation: 'withdrawals', asset: 'JPY', state: null, words: null }
    expect(resumed(at('trading', 'open'), withdrawn)).toContain(opened)
  })

  it('does not speak of a repair in a resumption, since nobody has recorded one', () => {
    const full = (type: string) =>
      composed([halt({ type, scope: STOPPED }), lifted('trading', 'withdrawals')], 'resumption')
    expect(full('system-failure').subject).toBe('【第1報】取引・出金再開のお知らせ')
    expect(full('system-failure').text).toContain(
      'システム障害のため停止しておりましたサービスを、下記のとおりすべて再開',
    )
    for (const type of ['system-failure', 'security-incident', 'compliance', 'market-volatility'])
      expect(full(type).text).not.toContain('復旧')
  })

  it('leaves requests to customers out of a resumption if they were made before it', () => {
    const asked = words('customer-request', '注文をお控えください。', 'Please place no orders.')
    const before = [halt({ scope: STOPPED }), asked, lifted('trading')]
    expect(composed(before, 'resumption').text).not.toContain('お控えください')
    const after = [...before, words('customer-request', '残高をお確かめください。', 'Check your balance.')]
    expect(composed(after, 'resumption').text).toContain('お客様へのお願い：残高をお確かめください。')
  })

  it('states how open orders are handled, in a first notice and in a resumption', () => {
    const said = words('open-orders', 'そのまま残ります。', 'They stay.')
    const begun = [halt({ scope: STOPPED }), ...FIRST, said]
    const all = [...begun, lifted('trading', 'withdrawals')]
    for (const [drafts, stage] of [
      [begun, 'first'],
      [all, 'resumption'],
    ] as const)
      for (const channel of ['website', 'email']) {
        expect(composed(drafts, stage, 'ja', channel).text).toContain('・未約定のご注文：そのまま残ります。\n')
        expect(composed(drafts, stage, 'en', channel).text).toContain('- Open orders: They stay.\n')
      }
    expect(composed(all, 'resumption', 'ja', 'internal').text).toContain(
      '\n未約定のご注文につきましては、次のとおりでございます。そのまま残ります。\n',
    )
  })

  it.each([
    ['open-orders', '未約定のご注文', [at('trading', 'stopped')]],
    ['in-flight', 'お手続き中の入金・預入・出金・送付', [at('withdrawals', 'stopped')]],
    ['asset-safety', 'お預かりしている資産', [at('trading', 'stopped')]],
  ] as const)('says of %s that it is being checked, if something broke that it depends on', (_, label, scope) => {
    const checking = new RegExp(`^・${label}：.*確認しております`, 'm')
    expect(composed([halt({ scope })], 'first').text).toMatch(checking)
    if (label === 'お預かりしている資産') return
    expect(composed([halt({ scope: [at('trading', 'open')] })], 'first').text).not.toContain(label)
  })

  it.each(Object.keys(RUNBOOK.types))(
    'says of orders, deposits and withdrawals that they are being checked (%s)',
    (type) => {
      const orders = '\n・未約定のご注文：お取扱いを確認しております。\n'
      const inFlight = '\n・お手続き中の入金・預入・出金・送付：状況を確認しております。\n'
      const text = (scope: Scope) => composed([halt({ scope, type })], 'first').text
      expect(text([at('trading', 'stopped')])).toContain(orders)
      expect(text([at('trading', 'stopped')])).not.toContain(inFlight)
      expect(text([at('deposits', 'stopped')])).toContain(inFlight)
      expect(text([at('deposits', 'stopped')])).not.toContain(orders)
      // Before the halt, nothing has been interrupted.
      const planned = { from: iso(HOUR), to: iso(3 * HOUR) }
      const advance = composed([halt({ scope: STOPPED, type, startedAt: null, planned })], 'scheduled').text
      expect(advance).not.toMatch(/未約定のご注文|お手続き中/)
    },
  )

  it.each(['compliance', 'market-volatility'])('does not raise the safety of assets (%s)', (type) => {
    expect(composed([halt({ scope: STOPPED, type })], 'first').text).not.toContain('お預かりしている資産')
  })

  it('says that a reopened halt has stopped again, from the time of reopening', () => {
    const drafts = [
      halt({ scope: STOPPED }),
      happened(HOUR, lifted('trading', 'withdrawals')),
      happened(2 * HOUR, reopened('trading')),
    ]
    expect(composed(drafts).text).toContain('サービスの再開後、売買を再び停止しております。')
    expect(composed(drafts).text).toContain('再停止日時：2026年11月25日(水)00時17分頃')
  })

  it('marks a drill in every channel', () => {
    for (const language of ['ja', 'en'] as const)
      for (const channel of ['website', 'email', 'app-push', 'social', 'internal']) {
        const { subject, text } = composed([halt({ drill: true }), ...FIRST], 'first', language, channel)
        const mark = language === 'ja' ? '【訓練】' : '[DRILL]'
        expect((subject ?? text).startsWith(mark)).toBe(true)
        expect(text.startsWith(mark)).toBe(true)
      }
  })

  it('links to the website notice if one was posted', () => {
    const page = { ...posted('website', 'first', 1) } as EventDraft & { data: object }
    const drafts = [
      halt(),
      ...FIRST,
      { ...page, data: { ...page.data, link: 'https://www.example.com/1' } } as EventDraft,
    ]
    expect(composed(drafts, 'first', 'ja', 'social').text).toContain('詳細：https://www.example.com/1')
    expect(composed([halt()], 'first', 'ja', 'social').text).toContain('詳細は公式ウェブサイトを')
  })

  it('links to the page in its own language, if each language has one', () => {
    const links = { ja: 'https://www.example.com/1.ja', en: 'https://www.example.com/1.en' }
    const sent = deliveredAs(nth(FIRST.length + 2), 'sent')
    const delivered = { ...sent, data: { ...sent.data, link: links.ja, links } } as EventDraft
    const drafts = [halt({ scope: STOPPED }), ...FIRST, intended('website', 'first', 1), delivered]
    expect(composed(drafts, 'first', 'ja', 'social').text).toContain(`詳細：${links.ja}`)
    expect(composed(drafts, 'first', 'en', 'social').text).toContain(`Details: ${links.en}`)
    expect(composed(drafts, 'first', 'en', 'internal').text).toContain(links.en)
  })

  it('ends a sentence with one full stop after an organisation whose name ends in one', () => {
    const settings = { ...SETTINGS, organisation: { ja: 'Test Inc.', en: 'Test Inc.' } }
    const { text } = textOf(requestOf(complete(), { settings }), 'website', 'first', 'en')
    expect(text).toContain('This is a notice from Test Inc.\n')
    expect(text).toMatch(/\nTest Inc\.$/)
  })

  it('signs with the organisation of the settings, else with that of the manual', () => {
    const settings = { ...SETTINGS, organisation: { ja: null, en: null } }
    expect(textOf(requestOf(complete(), { settings }), 'website').text).toMatch(/\nコインチェック$/)
    expect(textOf(requestOf(complete()), 'website').text).toMatch(/\nサンプル取引所$/)
  })

  it('uses the team’s own word for crypto assets', () => {
    const words = { assets: { ja: '仮想通貨', en: 'digital assets' }, banned: [], preferred: {} }
    const request = requestOf(complete(), { settings: { ...SETTINGS, words } })
    expect(textOf(request, 'website').text).toContain('仮想通貨の送付')
    expect(textOf(request, 'website', 'first', 'en').text).toContain('digital assets withdrawals')
  })

  it('keeps values on one line, and escapes control characters', () => {
    const drafts = [halt(), words('impact', '一行目\r\n二行目\u001b[2J\u202e', 'one\ntwo')]
    const { text } = composed(drafts)
    expect(text).toContain('お客様への影響：一行目 二行目\\u001b[2J\\u202e\n')
  })

  it('never lets a value add lines or control characters', () => {
    const linesOf = (text: string) => text.split('\n').length
    const anything = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(anything, fc.constantFrom(...LANGUAGES), fc.constantFrom(...CHANNELS), (said, language, channel) => {
        const written = (text: string) =>
          composed(
            [halt({ title: text }), words('impact', text, text), words('cause', text, text)],
            'first',
            language,
            channel,
          )
        const shown = oneLine(`a${said}b`)
        const [given, plain] = [written(`a${said}b`), written('ab')]
        expect(shown).not.toContain('\n')
        expect(linesOf(given.text)).toBe(linesOf(written(shown).text))
        // Only short texts drop lines for lack of room: the cause and the contact.
        const missing = linesOf(plain.text) - linesOf(given.text)
        expect([0, ...(channel === 'social' || channel === 'app-push' ? [1, 2] : [])]).toContain(missing)
        expect(`${given.subject}${given.text.replaceAll('\n', '')}`).not.toMatch(TERMINAL_CONTROLS)
      }),
      { numRuns: 60, examples: [['\0'.repeat(9), 'ja', 'social']] },
    )
  })

  it('does not interpret HTML or template tags in a value', () => {
    const { text } = composed([halt(), words('impact', '{{title}} <b>&amp;', '{{title}}')])
    expect(text).toContain('お客様への影響：{{title}} <b>&amp;')
  })

  it('uses the website template for a channel without its own', () => {
    const incident = complete()
    const request = {
      ...requestOf(incident),
      channel: 'status-page',
      stage: 'first',
      number: 1,
      language: 'en',
    } as const
    expect(composeText(request, TEMPLATES).text).toBe(textOf(requestOf(incident), 'website', 'first', 'en').text)
  })

  it('gives the times of a planned halt without "about"', () => {
    const drafts = [
      halt({ type: 'maintenance', startedAt: null, scope: STOPPED, planned: { from: iso(HOUR), to: iso(2 * HOUR) } }),
      unknown('impact'),
    ]
    const { subject, text, next } = composed(drafts, 'scheduled')
    expect(subject).toBe('【事前のお知らせ】システムメンテナンスに伴う取引・出金停止の予定')
    expect(text).toContain('\n・予定日時：2026年11月24日(火)23時17分から2026年11月25日(水)00時17分まで')
    expect(text).not.toContain('頃')
    expect(next).toBeNull()
  })

  it('titles a notice by what is stopped', () => {
    const title = (...scope: Parameters<typeof at>[]) =>
      composed([halt({ scope: scope.map((one) => at(...one)) })]).subject
    expect(title(['trading', 'stopped'])).toBe('【重要】取引停止のお知らせ（第1報）')
    expect(title(['withdrawals', 'stopped', 'XEM'])).toBe('【重要】一部サービス停止のお知らせ（第1報）')
    expect(title(['trading', 'cancel-only'])).toBe('【重要】取引制限のお知らせ（第1報）')
    expect(title()).toBe('【重要】サービス停止のお知らせ（第1報）')
  })

  it('does not say that trading is halted if no scope was stated', () => {
    const text = (language: Language, channel: string) => {
      const { subject, text } = composed([halt(), ...FIRST], 'first', language, channel)
      return `${subject}\n${text}`
    }
    for (const channel of ['website', 'email', 'app-push', 'social']) {
      expect(text('ja', channel)).not.toContain('取引を停止')
      expect(text('ja', channel)).not.toContain('取引停止')
      expect(text('en', channel)).not.toMatch(/trading/i)
    }
    expect(text('ja', 'website')).toContain('システム障害のため、サービスの全部または一部を停止しております。')
    expect(text('en', 'website')).toContain('some or all of our services are suspended because of a system failure')
  })

  it('mentions trading in the subject of a resumption or final notice only if it was halted', () => {
    const whole = (stage: Stage, language: Language, ...operations: string[]) =>
      composed(
        [halt({ scope: operations.map((operation) => at(operation, 'stopped')) }), lifted(...operations)],
        stage,
        language,
      ).subject
    expect(whole('resumption', 'ja', 'trading', 'deposits')).toBe('【第1報】取引・入金再開のお知らせ')
    expect(whole('resumption', 'ja', 'withdrawals')).toBe('【第1報】出金再開のお知らせ')
    expect(whole('final', 'ja', 'trading')).toBe('【中間報告】取引停止に関するご報告')
    expect(whole('final', 'ja', 'withdrawals')).toBe('【中間報告】出金停止に関するご報告')
    expect(whole('final', 'en', 'trading')).toBe('[Interim report] Trading halt')
    expect(whole('final', 'en', 'withdrawals')).toBe('[Interim report] Suspension of withdrawals')
  })

  it('gives the departments answers to enquiries in full sentences', () => {
    const answer = (drafts: readonly EventDraft[], stage: Stage, language: Language) => {
      const { text } = composed(drafts, stage, language, 'internal')
      const from = language === 'ja' ? /【お問い合わせへの回答例】.*\n/ : /Answers to enquiries.*\n/
      const to = language === 'ja' ? '\n\n【お答えしては' : '\n\nRules for every answer'
      return (text.split(from)[1] ?? '').split(to)[0]?.split('\n') ?? []
    }
    const limited = at('deposits', 'limited', null, '1日1回まで / once a day')
    const said = words('cause', '装置の不具合', 'A fault')
    const scope = [at('trading', 'stopped'), limited, at('withdrawals', 'cancel-only')]
    for (const drafts of [[halt()], [halt({ scope }), ...FIRST, said]])
      for (const stage of ['scheduled', 'first', 'update', 'resumption', 'final'] as const) {
        for (const line of answer(drafts, stage, 'ja'))
          expect(line).toMatch(/(?:です|ます|ません|ください|次のとおりでございます。1日1回まで)。$/)
        for (const line of answer(drafts, stage, 'en')) expect(line).toMatch(/^[A-Z].*\.$/)
      }
    expect(answer([halt({ scope }), ...FIRST], 'first', 'ja').slice(1, 7)).toEqual([
      '現在、システム障害のため、取引を停止し、入金・出金を制限しております。',
      '停止しているサービスは、売買でございます。',
      '日本円の出金、暗号資産の送付につきましては、ご注文の取消のみをお受けしております。',
      '一部を制限しているサービスは、日本円の入金、暗号資産の預入でございます。制限の内容は、次のとおりでございます。1日1回まで。',
      '売買の停止開始日時は、2026年11月24日(火)22時05分頃でございます。',
      '日本円の入出金、暗号資産の預入・送付の制限開始日時は、2026年11月24日(火)22時05分頃でございます。',
    ])
  })

  it('has answers on what can be used, of what that is not known, and on what will prevent the next halt', () => {
    const scope = [at('trading', 'stopped'), at('withdrawals', 'open')]
    const read = (stage: Stage, language: Language, ...drafts: readonly EventDraft[]) =>
      composed([halt({ scope }), ...FIRST, ...drafts], stage, language, 'internal').text
    expect(read('update', 'ja')).toContain(
      '\nご利用いただけるサービスは、日本円の出金、暗号資産の送付でございます。\n' +
        'ご利用の可否を確認中のサービスは、日本円の入金、暗号資産の預入でございます。\n',
    )
    expect(read('first', 'en')).toContain(
      '\nAvailable: yen withdrawals, crypto withdrawals.\nAvailability not yet confirmed: yen deposits, crypto deposits.\n',
    )
    const prevented = [
      lifted('trading'),
      words('prevention-system', '電源を二重にしました。', 'There are two supplies.'),
    ]
    expect(read('final', 'ja', ...prevented)).toContain(
      '\n再発防止策につきましては、次のとおりでございます。電源を二重にしました。\n',
    )
    expect(read('final', 'en', ...prevented)).toContain('\nPreventive measures: There are two supplies.\n')
  })

  it('tells the departments the contact for customers, or that none is set', () => {
    const settings = { ...SETTINGS, contact: { ja: null, en: null } }
    const internal = (request: ReturnType<typeof requestOf>, language: Language) =>
      textOf(request, 'internal', 'first', language).text
    expect(internal(requestOf(complete()), 'ja')).toContain('・お客様にご案内するお問い合わせ先：サポート窓口')
    expect(internal(requestOf(complete(), { settings }), 'ja')).toContain('・お客様にご案内するお問い合わせ先：未設定')
    expect(internal(requestOf(complete(), { settings }), 'en')).toContain('- Contact for customers: not set')
  })

  it('says of a planned end that it is planned, and not to the minute', () => {
    const planned = { from: iso(0), to: iso(HOUR) }
    const work = [halt({ type: 'maintenance', scope: STOPPED, planned }), ...FIRST.filter((one) => one !== FIRST[1])]
    expect(composed(work).text).toContain('・再開見込み：2026年11月24日(火)23時17分頃（予定）\n')
    expect(composed(work, 'first', 'en').text).toContain(
      '- Expected resumption: about 23:17 JST (UTC+9), Tuesday 24 November 2026 (planned)\n',
    )
  })

  it('says in its title that services are only restricted beside those that are stopped', () => {
    const mixed = [halt({ scope: [at('withdrawals', 'stopped'), at('trading', 'cancel-only')] }), ...FIRST]
    expect(composed(mixed).subject).toBe('【重要】出金停止・取引制限のお知らせ（第1報）')
    expect(composed(mixed, 'first', 'en').subject).toBe('[Important] Withdrawals halted, trading restricted (notice 1)')
  })

  it('announces the planned suspension of one asset as that of some services', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const scope = [at('withdrawals', 'stopped', 'BTC')]
    const begin = [halt({ type: 'maintenance', startedAt: null, scope, planned }), ...FIRST]
    expect(composed(begin, 'scheduled').subject).toBe(
      '【事前のお知らせ】システムメンテナンスに伴う一部サービス停止の予定',
    )
    expect(composed(begin, 'scheduled', 'en').subject).toBe(
      'Planned suspension of some services for system maintenance',
    )
  })

  it('marks an advance notice that has changed as updated, for each channel separately', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const begin = [halt({ type: 'maintenance', startedAt: null, scope: STOPPED, planned }), ...FIRST]
    const told = [...begin, posted('website', 'scheduled', null), scoped('deposits', 'stopped')]
    expect(composed(told, 'scheduled').subject).toBe(
      '【事前のお知らせ】システムメンテナンスに伴う取引等のサービス停止の予定（更新）',
    )
    expect(composed(told, 'scheduled', 'en').subject).toBe(
      '[Advance notice] Planned suspension for system maintenance (updated)',
    )
    expect(composed([...told, posted('app-push', 'scheduled', null)], 'scheduled', 'ja', 'app-push').subject).toBe(
      '取引等のサービス停止の予定',
    )
    expect(composed(begin, 'first').subject).toBe('【重要】システムメンテナンスに伴う取引・出金停止のお知らせ（第1報）')
  })

  it('marks what has changed since the plan that customers were told elsewhere, also where none is on record', () => {
    const planned = { from: iso(26 * HOUR), to: iso(28 * HOUR) }
    const begin = [halt({ type: 'maintenance', startedAt: null, scope: STOPPED, planned }), ...FIRST]
    const told = [...begin, posted('website', 'scheduled', null)]
    const moved = [...told, stated('planned-end', { known: true, value: iso(29 * HOUR) })]
    const ja = composed(moved, 'scheduled', 'ja', 'social').text
    expect(ja).toContain('の予定（更新）\n')
    expect(ja).toContain(
      '\n【変更】日時：11月26日(木)00時17分から03時17分まで（前回：11月26日(木)00時17分から02時17分まで）\n',
    )
    const en = composed(moved, 'scheduled', 'en', 'social').text
    expect(en).toContain('Planned suspension (updated)\n')
    expect(en).toContain(
      '\nPlanned time (updated): from 00:17 to 03:17 JST, 26 Nov; previously from 00:17 to 02:17 JST',
    )
    // Nothing to mark: nothing has changed, no customer was told, or the readers are not customers.
    for (const drafts of [told, [...begin, posted('internal', 'scheduled', null), ...moved.slice(told.length)]])
      expect(composed(drafts, 'scheduled', 'ja', 'social').text).not.toMatch(/更新|変更/)
    expect(composed(moved, 'scheduled', 'ja', 'internal').text).not.toMatch(/更新|変更点/)
  })

  it('lists services that can be used apart from those that are stopped', () => {
    const scope = [at('trading', 'stopped'), at('deposits', 'open')]
    const { text } = composed([halt({ scope }), ...FIRST])
    expect(text).toContain('・対象サービス：売買（停止）\n・ご利用いただけるサービス：日本円の入金、暗号資産の預入\n')
    const all = composed([halt({ scope }), ...FIRST, lifted('trading')], 'final', 'ja', 'internal').text
    expect(all).not.toContain('停止範囲')
  })

  it('neither apologises for a failure in the final notice of maintenance, nor promises what nobody has decided', () => {
    const final = (type: string) =>
      composed([halt({ type, scope: STOPPED }), lifted('trading', 'withdrawals')], 'final')
    expect(final('maintenance').text).not.toMatch(/ご心配/)
    for (const type of ['maintenance', 'system-failure']) expect(final(type).text).not.toContain('再発防止策')
    expect(final('system-failure').text).toMatch(/ご心配/)
  })

  it('gives the time of resumption in push notices and posts', () => {
    const drafts = [halt({ scope: STOPPED }), ...FIRST, happened(HOUR, lifted('trading'))]
    for (const channel of ['app-push', 'social']) {
      expect(composed(drafts, 'resumption', 'ja', channel).text).toContain('11月24日(火)23時17分頃')
      expect(composed(drafts, 'resumption', 'en', channel).text).toContain('about 23:17 JST, 24 Nov')
    }
  })

  it('does not mention a suspension in an advance notice of a restriction', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const scope = [at('trading', 'cancel-only')]
    const drafts = [halt({ type: 'maintenance', startedAt: null, scope, planned }), ...FIRST]
    for (const channel of ['website', 'email', 'app-push', 'social', 'internal']) {
      const [ja, en] = LANGUAGES.map((language) => {
        const { subject, text } = composed(drafts, 'scheduled', language, channel)
        return `${subject}\n${text}`
      })
      expect(ja).not.toContain('停止する')
      expect(ja).toContain('制限')
      expect(en).not.toMatch(/suspen/)
    }
  })

  it('writes a readable sentence in an advance notice without a stated scope', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const drafts = [halt({ type: 'maintenance', startedAt: null, planned }), ...FIRST]
    for (const channel of ['website', 'email', 'app-push', 'social', 'internal']) {
      expect(composed(drafts, 'scheduled', 'ja', channel).text).not.toContain('確認中を')
      expect(composed(drafts, 'scheduled', 'en', channel).text).not.toContain('suspend being')
    }
  })

  it('tells the departments what customers were told, and what must not be said', () => {
    const drafts = [halt({ scope: STOPPED }), ...FIRST, happened(MINUTE, posted('email', 'first', 1))]
    const { subject, text } = composed(drafts, 'update', 'ja', 'internal')
    expect(subject).toBe('【社内限】【第1報】取引・出金停止のお知らせ')
    expect(text).toContain('・メール：第1報、11月24日(火)22時18分')
    expect(text).toContain('【お答えしてはならないこと】\n・原因や攻撃についての推測')
  })
})
