import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { type CheckRequest, fullText, type NoticeText } from '../../src/notice/notice.ts'
import type { NoticeFinding } from '../../src/notice/notice-finding.ts'
import { noticeFindingWords } from '../../src/notice/words.ts'
import { Bench } from '../bench.ts'
import { closed, DECLARED, HOUR, happened, incidentOf, iso, lifted, posted, stated } from '../given.ts'
import { FIRST, halt, requestOf, STOPPED, textOf, unknown, words } from './halts.ts'
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
