import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { type CheckRequest, fullText, type NoticeText } from '../../src/notice/notice.ts'
import type { NoticeFinding } from '../../src/notice/notice-finding.ts'
import { noticeFindingWords } from '../../src/notice/words.ts'
import { Bench } from '../bench.ts'
import { closed, DECLARED, HOUR, happened, incidentOf, iso, lifted, posted, reopened, stated } from '../given.ts'
import { at, FIRST, halt, requestOf, STOPPED, textOf, unknown, words } from './halts.ts'
import { DECLARES, settingsOf } from './settings.ts'

const PAST = words('impact', '売買の注文と出金ができませんでした。', 'Orders and withdrawals were not possible.')
const RESULTS = [
  words('cause', '電源装置の故障', 'A power failure'),
  words('losses', '情報や資産の消失は確認されておりません。', 'Nothing is known to have been lost.'),
  words('prevention-system', '電源を二重にしました。', 'There are now two supplies.'),
]
const RESUMED = [halt({ scope: STOPPED }), ...FIRST, happened(HOUR, lifted('trading', 'withdrawals'))]
const later = (...drafts: readonly EventDraft[]) => drafts.map((draft) => happened(2 * HOUR, draft))
const OVER = [...RESUMED, ...later(...RESULTS, closed())]
const overWith = (...drafts: readonly EventDraft[]) =>
  requestOf(incidentOf(...OVER, ...drafts.map((draft) => happened(3 * HOUR, draft))), { now: DECLARED + 4 * HOUR })

function findings(request: CheckRequest, code: string, over: Partial<NoticeText> = {}, language: Language = 'ja') {
  const notice = { ...textOf(request, over.channel ?? 'website', 'final', language), ...over }
  return checkNotices(request, [notice]).filter((one) => one.code === code)
}

describe('a period of which the start is not known', () => {
  it('is said to lack it', () => {
    const halted = [halt({ scope: STOPPED }), ...FIRST, unknown('started-at')]
    const report = (...drafts: readonly EventDraft[]) =>
      textOf(requestOf(incidentOf(...halted, ...drafts)), 'website', 'final', 'en').text
    const periods = report(happened(HOUR, lifted('trading')))
    expect(periods).toMatch(/- Suspended: until about 23:17 .* 2026 \(start time being confirmed\) \(trading\)\n/)
    expect(periods).toContain(
      '- Suspended: ongoing (start time being confirmed) (yen withdrawals, crypto withdrawals)\n',
    )
  })
})

describe('the periods in a final notice', () => {
  it('are in the order in which they began', () => {
    const later = [
      halt({ scope: [at('withdrawals', 'stopped')] }),
      ...FIRST,
      happened(HOUR, lifted('withdrawals')),
      happened(2 * HOUR, reopened('trading')),
      happened(3 * HOUR, lifted('trading')),
    ]
    const { text } = textOf(requestOf(incidentOf(...later)), 'website', 'final', 'en')
    expect(text).toMatch(
      /- Suspended: from about 22:05 .* withdrawals\)\n- Suspended: from about 00:17 .* \(trading\)\n/,
    )
  })
})

describe('the impact in a final notice', () => {
  const lasting = (request: CheckRequest, over: Partial<NoticeText> = {}, language: Language = 'ja') =>
    findings(request, 'impact-lasting', over, language)

  it('is reported as a warning if it was last stated before trading resumed and reads as if it lasted', () => {
    for (const language of ['ja', 'en'] as const)
      expect(lasting(overWith(), {}, language)).toMatchObject([
        {
          level: 'warning',
          safety: false,
          params: { fact: 'impact', languages: language === 'ja' ? ['ja'] : ['ja', 'en'] },
        },
      ])
    expect(lasting(overWith(), { channel: 'email' })).toHaveLength(1)
  })

  it('is not reported once it was stated again in that language after the resumption', () => {
    expect(lasting(overWith(PAST))).toEqual([])
    const japanese = stated('impact', { ja: '売買の注文と出金ができませんでした。' })
    expect(lasting(overWith(japanese))).toEqual([])
    expect(lasting(overWith(japanese), {}, 'en')).toHaveLength(1)
    // Said again in the same words, it is what somebody means to say.
    expect(lasting(overWith(FIRST.at(-1) as EventDraft))).toEqual([])
  })

  it.each([
    ['ja', '売買の注文と出金ができませんでした。'],
    ['ja', '売買の注文と出金'],
    ['ja', '新しいご注文をお受けできない状態でした。'],
    ['en', 'Orders and withdrawals were not possible.'],
    ['en', 'Customers could not place orders'],
    ['en', 'Orders and withdrawals'],
  ] as const)('is not reported if its words are of the past, or of no time (%s): %s', (language, said) => {
    const incident = incidentOf(halt({ scope: STOPPED }), ...FIRST, words('impact', said, said), ...OVER.slice(-5))
    expect(lasting(requestOf(incident, { now: DECLARED + 4 * HOUR }), {}, language)).toEqual([])
  })

  it.each([
    ['ja', '売買の注文ができませんでした。出金もお受けできない状態が続いております'],
    ['ja', '売買の注文がご利用いただけない（出金を含む）'],
    ['ja', '売買の注文を停止中'],
    ['en', 'Orders could not be placed, and withdrawals are delayed'],
    ['en', "You can't trade"],
  ] as const)('is reported if some of its words are of the present (%s): %s', (language, said) => {
    const incident = incidentOf(halt({ scope: STOPPED }), ...FIRST, words('impact', said, said), ...OVER.slice(-5))
    expect(lasting(requestOf(incident, { now: DECLARED + 4 * HOUR }), {}, language)).toHaveLength(1)
  })

  it('is not reported where the text says it otherwise, or not at all, or where nothing has resumed', () => {
    const request = overWith()
    const { text } = textOf(request, 'website', 'final')
    expect(lasting(request, { text: text.replace('できません。', 'できませんでした。') })).toEqual([])
    expect(lasting(request, { channel: 'social' })).toEqual([])
    const open = requestOf(incidentOf(halt({ scope: STOPPED }), ...FIRST, ...later(...RESULTS, closed())))
    expect(lasting(open)).toEqual([])
  })

  it('is not reported before the final notice', () => {
    const request = overWith()
    const first = checkNotices(request, [textOf(request, 'website', 'first')])
    expect(first.map(({ code }) => code)).not.toContain('impact-lasting')
  })

  it('is said to be so with the command that states it anew, also when it is sent, which it does not prevent', async () => {
    const bench = new Bench({ HALT_INCIDENT: 'latest' })
    bench.write('halt.yaml', settingsOf(['website: { via: file, path: site }']))
    await bench.ok(...DECLARES)
    await bench.ok(
      'set',
      'started-at=5m ago',
      'cause.ja=電源の故障',
      'expected-recovery=?',
      'impact.ja=注文できません。',
    )
    bench.pass(HOUR)
    await bench.ok('lift', '--all', '--force', '--reason', 'x')
    await bench.ok('set', 'losses.ja=一部のご注文を取り消しました。', 'prevention-system.ja=電源を二重にしました。')
    await bench.ok('close', '--force', '--reason', 'x')
    const check = await bench.halt('notice', 'website', '--check')
    expect(check.code).toBe(0)
    expect(check.out + check.err).toMatch(
      /Impact on customers \(impact\) was last stated before services resumed, and reads as if it lasted \(impact-lasting\)\n.*halt.* set impact\.ja=WORDS/,
    )
    const sent = await bench.halt('notice', 'website', '--send', '--lang', 'ja')
    expect(sent.code).toBe(0)
    expect(sent.err).toMatch(/「お客様への影響」（impact）.*再開前.*impact-lasting.*\n.* set impact\.ja=文言/)
    await bench.ok('set', 'impact.ja=注文できませんでした。')
    expect((await bench.halt('notice', 'website', '--check')).err).not.toContain('impact-lasting')
  })
})

describe('what a final notice leaves open', () => {
  const open = (request: CheckRequest, over: Partial<NoticeText> = {}, language: Language = 'ja') =>
    findings(request, 'result-open', over, language)

  it('is nothing once cause and measures are stated', () => {
    expect(open(overWith(PAST))).toEqual([])
    expect(open(overWith(PAST), {}, 'en')).toEqual([])
  })

  it.each([
    ['cause', '外部からの不正なアクセス（詳細は調査中）', 'Unauthorised access (details under investigation)'],
    ['cause', '装置の不具合。原因は調査しております。', 'A fault. We are investigating why.'],
    ['prevention-system', '再発防止策を策定中です。', 'Measures are being prepared.'],
    ['prevention-rules', '運用の見直しを検討中です。', 'Changes are under consideration.'],
  ])('is a warning that names what to state: %s, %s', (fact, ja, en) => {
    for (const [language, said] of [['ja', ja] as const, ['en', en] as const]) {
      const found = open(overWith(PAST, words(fact, ja, en)), {}, language)
      expect(found).toMatchObject([{ level: 'warning', safety: false }])
      expect(JSON.stringify(found[0]?.params)).toContain(said.slice(0, 8))
    }
  })

  it('is not announced as a result by push', () => {
    const push = (losses: string) => {
      const incident = incidentOf(...RESUMED, ...later(PAST, words('losses', losses, losses), closed()))
      return textOf(requestOf(incident, { now: DECLARED + 4 * HOUR }), 'app-push', 'final').text
    }
    expect(push('情報や資産の消失はございませんでした。')).toContain('情報や資産への影響')
    expect(push('影響の有無を引き続き確認しております。')).not.toContain('情報や資産への影響')
  })

  it('is also what nobody has stated: the cause, and what was lost', () => {
    const unstated = [unknown('cause'), unknown('losses')]
    const incident = incidentOf(...RESUMED, ...later(PAST, ...unstated, closed()))
    const request = requestOf(incident, { now: DECLARED + 4 * HOUR })
    expect(open(request)).toMatchObject([{ params: { rows: ['原因：調査中', '情報や資産への影響：確認中'] } }])
    expect(open(request, {}, 'en')).toMatchObject([
      {
        params: {
          rows: ['Cause: under investigation', 'Effect on data and assets: being confirmed'],
        },
      },
    ])
  })

  it.each([
    ['ja', '調査中です。12月10日までにご報告いたします。'],
    ['ja', '調査中です。結果は、1か月以内に公表いたします。'],
    ['en', 'Under investigation. We will report the result by 10 December 2026.'],
    ['en', 'Under investigation. Within two weeks we will publish what we find.'],
  ] as const)('may stay open if the notice says when it will be told (%s): %s', (language, said) => {
    expect(open(overWith(PAST, words('cause', said, said)), {}, language)).toEqual([])
  })

  it('may stay open if the notice promises a time of the next report', () => {
    const request = { ...overWith(PAST, words('cause', '調査中', 'Under investigation')), next: iso(48 * HOUR) }
    expect(open(request)).toEqual([])
  })

  it('is found in a text that somebody wrote by hand, and in no other notice than a final one', () => {
    const request = overWith(PAST)
    const { text } = textOf(request, 'website', 'final')
    expect(open(request, { text: `${text}\n再発防止策は現在検討中です。` })).toMatchObject([
      { params: { rows: ['再発防止策は現在検討中です。'] } },
    ])
    const first = checkNotices(request, [textOf(request, 'website', 'first')])
    expect(first.map(({ code }) => code)).not.toContain('result-open')
  })

  it('is said to be so, with the ways out, in both languages', async () => {
    const [finding] = open(overWith(PAST, words('cause', '調査中', 'Under investigation'))) as [NoticeFinding]
    const [is, mend] = (await noticeFindingWords('ja'))(finding, 'haltctl')
    expect(is).toBe('最終報に、結果が書かれていません: 原因：調査中')
    expect(mend).toMatch(/^haltctl set 項目\.ja=文言 .*--next/)
    const [, english] = (await noticeFindingWords('en'))(finding, 'haltctl')
    expect(english).toMatch(/^State it: haltctl set .*--next/)
  })
})

describe('what a final notice says of assets and orders', () => {
  const KEPT = words('open-orders', '停止前のご注文は、すべて有効です。', 'Orders from before the halt remain valid.')
  const final = (type: string, ...drafts: readonly EventDraft[]) =>
    textOf(requestOf(incidentOf(halt({ type, scope: STOPPED }), ...FIRST, ...drafts)), 'website', 'final')
  const resumed = happened(HOUR, lifted('trading', 'withdrawals'))

  it.each(['system-failure', 'compliance'])('is what was stated since services resumed (%s)', (type) => {
    const said = '\n・未約定のご注文：停止前のご注文は、すべて有効です。\n'
    expect(final(type, resumed, ...later(KEPT)).text).toContain(said)
    expect(final(type, ...later(KEPT)).text).toContain(said)
  })

  it('is asked for in the other language of the notice as well', () => {
    const japanese = stated('open-orders', { ja: '停止前のご注文は、すべて有効です。' })
    const incident = incidentOf(halt({ type: 'compliance', scope: STOPPED }), ...FIRST, resumed, ...later(japanese))
    expect(findings(requestOf(incident), 'language-missing', {}, 'en')).toMatchObject([
      { params: { fact: 'open-orders', language: 'en' } },
    ])
  })

  it('is not what held while services were stopped, nor that something is being checked', () => {
    expect(final('compliance', KEPT, resumed).text).not.toContain('未約定のご注文')
    expect(final('compliance', resumed, ...later(unknown('open-orders'))).text).not.toContain('未約定のご注文')
  })
})

describe('the answer that assets are safe', () => {
  const SAFE = words('asset-safety', 'お客様の資産は安全です。', 'Your assets are safe.')
  const told = [
    halt({ type: 'security-incident', scope: STOPPED }),
    ...FIRST,
    SAFE,
    posted('website', 'first', 1),
    happened(HOUR, lifted('trading', 'withdrawals')),
  ]
  const final = (channel: string, language: Language, ...drafts: readonly EventDraft[]) =>
    textOf(requestOf(incidentOf(...told, ...later(...drafts))), channel, 'final', language).text

  it.each(['website', 'email'])('stands in a final notice that has no result on data yet (%s)', (channel) => {
    for (const open of [[], [unknown('losses')]]) {
      const japanese = final(channel, 'ja', ...open)
      expect(japanese).toContain('\n・お預かりしている資産：お客様の資産は安全です。\n')
      expect(japanese).toContain('\n・情報や資産への影響：情報に影響がないか、引き続き確認しております。\n')
      const english = final(channel, 'en', ...open)
      expect(english).toContain('\n- Customer assets: Your assets are safe.\n')
      expect(english).toContain('\n- Effect on data and assets: We are still checking whether any data was affected.\n')
    }
  })

  it('is read aloud by support, and nothing else on assets', () => {
    expect(final('internal', 'ja')).toContain(
      '\nお預かりしている資産につきましては、次のとおりでございます。お客様の資産は安全です。\n',
    )
    expect(final('internal', 'ja')).not.toMatch(/情報や資産への影響は、現時点では確認中/)
    expect(final('internal', 'en')).not.toContain('Effect on data and assets: being confirmed')
  })

  it('gives way to the result, and does not hold after the halt was reopened', () => {
    const result = words('losses', '情報や資産の消失はございませんでした。', 'Nothing was lost.')
    expect(final('website', 'en', result)).not.toContain('Customer assets')
    const again = final('website', 'en', reopened('trading'), happened(HOUR, lifted('trading')))
    expect(again).not.toContain('Your assets are safe')
    expect(again).toContain('- Effect on data and assets: being confirmed\n')
  })

  it('keeps a final notice from being the last one while the result on data is open', () => {
    const request = requestOf(incidentOf(...told, ...later(unknown('losses'))))
    expect(textOf(request, 'website', 'final', 'en').subject).toContain('[Interim report]')
    for (const language of ['ja', 'en'] as const) expect(findings(request, 'result-open', {}, language)).toHaveLength(1)
  })

  it('does not make a result outdated that was stated before it', () => {
    const loss = words('losses', '一部の情報が流出しました。', 'Some data leaked.')
    const request = requestOf(incidentOf(halt({ scope: STOPPED }), ...FIRST, loss, ...later(SAFE)))
    const texts = [textOf(request, 'website', 'update', 'en')]
    expect(checkNotices(request, texts).map(({ code }) => code)).not.toContain('answer-outdated')
  })
})

describe('the title of a final notice', () => {
  const titled = (request: CheckRequest, language: Language = 'ja') =>
    textOf(request, 'website', 'final', language).subject

  it('calls it final once all results are given', () => {
    expect(titled(overWith(PAST))).toBe('【最終報】取引・出金停止に関するご報告')
    expect(titled(overWith(PAST), 'en')).toBe('[Final notice] Report on the suspension of trading and withdrawals')
  })

  it('calls it an interim report on all channels while the readers of one wait for an answer', () => {
    const told = [halt({ scope: STOPPED }), ...FIRST, posted('website', 'first', 1)]
    const over = [...told, happened(HOUR, lifted('trading', 'withdrawals')), ...later(PAST, ...RESULTS)]
    const request = requestOf(incidentOf(...over))
    for (const channel of ['website', 'social'])
      expect(fullText(textOf(request, channel, 'final'))).toContain('【中間報告】')
    expect(titled(request, 'en')).toBe('[Interim report] Suspension of trading and withdrawals')
  })

  it('calls it an interim report while a result is open, or a further notice is promised', () => {
    for (const request of [
      overWith(PAST, words('cause', '調査中', 'Under investigation')),
      overWith(PAST, words('prevention-rules', '検討中です。', 'Changes are under consideration.')),
      { ...overWith(PAST), next: iso(48 * HOUR) },
    ]) {
      expect(titled(request)).toBe('【中間報告】取引・出金停止に関するご報告')
      expect(titled(request, 'en')).toBe('[Interim report] Suspension of trading and withdrawals')
      for (const channel of ['app-push', 'social']) {
        expect(textOf(request, channel, 'final').text).not.toContain('最終')
        expect(textOf(request, channel, 'final', 'en').text).not.toMatch(/final/i)
      }
    }
  })
})

describe('a final notice after another', () => {
  const CHANNELS = ['website', 'email', 'app-push', 'social', 'internal']
  const told = CHANNELS.map((channel) => happened(3 * HOUR, posted(channel, 'final', 3)))
  const again = (channel: string, language: Language, ...drafts: readonly EventDraft[]) =>
    textOf(
      requestOf(incidentOf(...OVER, ...told, ...drafts.map((draft) => happened(4 * HOUR, draft)))),
      channel,
      'final',
      language,
      4,
    ).text
  const LOST = words('losses', '一部のお客様の残高に誤りがございました。', 'Some balances were wrong.')

  it('says what has changed since it', () => {
    const page = again('website', 'ja', LOST)
    expect(page).toContain(
      'ご報告（11月25日(水)01時17分）からの変更点は、下記のとおりです。\n・情報や資産への影響：（変更前）情報や資産の消失は確認されておりません。（変更後）一部のお客様の残高に誤りがございました。\n',
    )
    expect(again('email', 'en', LOST)).toContain(
      'What has changed since our report (01:17 JST, 25 Nov):\n- Effect on data and assets: Some balances were wrong. Previously: Nothing is known to have been lost.\n',
    )
    expect(again('internal', 'ja', LOST)).toContain('【ご報告（11月25日(水)01時17分）からの変更点】\n')
  })

  it('says it in short texts as well, in place of what the report is about', () => {
    for (const channel of ['app-push', 'social']) {
      const short = again(channel, 'ja', LOST)
      expect(short).toContain('【変更】情報や資産への影響：一部のお客様の残高に誤りがございました')
      expect(short).not.toMatch(/ご報告(?:いたします|（|を)/)
      const english = again(channel, 'en', LOST)
      expect(english).toContain('Effect on data and assets (updated): Some balances were wrong')
      expect(english).not.toMatch(/our report/i)
    }
    const long = words('losses', '残高に誤りがございました。'.repeat(20), 'Some balances were wrong. '.repeat(20))
    for (const channel of ['app-push', 'social']) {
      expect(again(channel, 'ja', long)).toContain('情報や資産への影響に更新あり')
      expect(again(channel, 'en', long)).toContain('Updated: effect on data and assets')
    }
  })

  it('names an answer and what will prevent the next halt among it', () => {
    const safe = words('asset-safety', '残高の照合を終えました。', 'We have reconciled all balances.')
    const rules = words('prevention-rules', '手順を改めました。', 'We have changed the procedure.')
    const page = again('website', 'ja', safe, rules)
    expect(page).toContain('・お預かりしている資産：（追加）残高の照合を終えました。\n')
    expect(page).toContain('・運用ルールの見直し：（追加）手順を改めました。\n')
  })

  it('does not say that nothing has changed, since more than facts may have', () => {
    for (const channel of CHANNELS) {
      expect(again(channel, 'ja')).not.toMatch(/変更はございません|変更点/)
      expect(again(channel, 'en')).not.toMatch(/nothing new|has changed/i)
    }
  })
})
