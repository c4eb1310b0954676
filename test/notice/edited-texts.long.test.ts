import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import type { CheckRequest, NoticeText } from '../../src/notice/notice.ts'
import { nextStatedIn } from '../../src/notice/stated-times.ts'
import { DECLARED, HOUR, incidentOf, iso, lifted, MINUTE, stated } from '../given.ts'
import { complete, FIRST, halt, requestOf, SETTINGS, STOPPED, textOf, words } from './halts.ts'

/** What is found in a text after an edit, as `CODE: what`. */
function foundIn(request: CheckRequest, composed: NoticeText, text: string): string[] {
  return checkNotices(request, [{ ...composed, text }], [composed]).map(({ code, params, level }) => {
    const { fact, words = fact } = params as { fact?: string; words?: string }
    return `${level} ${code}: ${words}`
  })
}

const KNOWN: readonly EventDraft[] = [
  words('cause', '注文を処理する装置の不具合', 'A fault in the system that matches orders'),
  words('impact', '売買の注文と出金ができません。', 'Orders and withdrawals are not possible.'),
  stated('expected-recovery', { known: true, value: `${iso(HOUR)}/${iso(2 * HOUR)}` }),
]
const REQUEST = requestOf(incidentOf(halt({ scope: STOPPED }), ...KNOWN))

/** A text without the lines that match. */
const without = ({ text }: NoticeText, lines: RegExp) =>
  text
    .split('\n')
    .filter((line) => !lines.test(line))
    .join('\n')

describe('a fact that an edit drops', () => {
  it.each([
    ['started-at', /停止開始日時/, /^- Suspension began/],
    ['cause', /・原因/, /^- Cause/],
    ['expected-recovery', /再開見込み/, /^- Expected/],
    ['impact', /お客様への影響/, /^- Impact/],
    ['contact', /お問い合わせ先/, /^- Contact/],
  ])('is an error on a page and in a mail: %s', (fact, ja, en) => {
    for (const channel of ['website', 'email'])
      for (const [language, row] of [
        ['ja', ja],
        ['en', en],
      ] as const) {
        const notice = textOf(REQUEST, channel, 'first', language)
        expect(without(notice, row)).not.toBe(notice.text)
        expect(foundIn(REQUEST, notice, without(notice, row))).toEqual([`error fact-dropped: ${fact}`])
      }
  })

  it('is found as well if only its label is left, or if it was not known', () => {
    const notice = textOf(REQUEST, 'website')
    expect(foundIn(REQUEST, notice, notice.text.replace(/・原因：.*/, '・原因：'))).toEqual([
      'error fact-dropped: cause',
    ])
    const unknown = requestOf(complete())
    const first = textOf(unknown, 'website')
    expect(foundIn(unknown, first, without(first, /・原因/))).toEqual(['error fact-dropped: cause'])
  })

  it('is a warning where room is short, if the text had it', () => {
    for (const [channel, row, fact] of [
      ['social', /原因：.*\n/, 'cause'],
      ['app-push', /再開見込み：[^。]*。/, 'expected-recovery'],
    ] as const) {
      const notice = textOf(REQUEST, channel)
      expect(notice.text).toMatch(row)
      const dropped = (text: string) => foundIn(REQUEST, notice, text).filter((one) => one.includes('fact-dropped'))
      expect(dropped(notice.text.replace(row, ''))).toEqual([`warning fact-dropped: ${fact}`])
      expect(dropped(notice.text)).toEqual([])
    }
  })

  it('is stated in other words as well', () => {
    const next = '22時50分'
    const ja = `22時頃からシステム障害により取引を停止しており、売買の注文と出金をご利用いただけません。
原因は調査しております。再開の時期は未定です。次報は${next}です。お問い合わせは support@example.com まで。`
    expect(foundIn(REQUEST, textOf(REQUEST, 'website'), ja)).toEqual([])
    const en = `Since about 22:05 trading has been suspended; orders cannot be placed. The cause is being
investigated. We do not yet know when trading can resume, and expect more by 22:50. Questions: support@example.com`
    expect(foundIn(REQUEST, textOf(REQUEST, 'website', 'first', 'en'), en)).toEqual([])
  })

  it.each<[Stage, Language]>([
    ['scheduled', 'ja'],
    ['scheduled', 'en'],
    ['final', 'ja'],
    ['final', 'en'],
  ])('is found in other stages, and nothing in what was composed: %s in %s', (stage, language) => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const begin =
      stage === 'scheduled'
        ? halt({ type: 'maintenance', startedAt: null, scope: STOPPED, planned })
        : halt({ scope: STOPPED })
    const results = ['losses', 'cause', 'prevention-system', 'impact'].map((fact) => words(fact, '不具合', 'A fault'))
    const over = stage === 'final' ? [lifted('trading', 'withdrawals'), ...results] : []
    const request = requestOf(incidentOf(begin, ...FIRST, ...over))
    const notice = textOf(request, 'website', stage, language)
    expect(foundIn(request, notice, notice.text)).toEqual([])
    expect(foundIn(request, notice, without(notice, /予定日時：|停止期間|^- (?:Planned time|Suspended)/))).toEqual([
      `error fact-dropped: ${stage === 'final' ? 'started-at' : 'planned-start'}`,
    ])
  })

  it('is not looked for in what departments read', () => {
    expect(foundIn(REQUEST, textOf(REQUEST, 'internal'), '電話で連絡済み。次の連絡は22:50です。')).toEqual([])
  })
})

describe('a row whose value is not the one on record', () => {
  const UNKNOWN = requestOf(complete())
  const differs = (request: CheckRequest, language: Language, from: string | RegExp, to: string) => {
    const notice = textOf(request, 'website', 'first', language)
    const text = notice.text.replace(from, to)
    expect(text).not.toBe(notice.text)
    const found = checkNotices(request, [{ ...notice, text }], [notice])
    return found.flatMap(({ code, level, params }) => (code === 'fact-differs' ? [{ level, params }] : []))
  }

  it.each<[string, Language, RegExp, string, string, CheckRequest]>([
    ['a beginning', 'en', /(?<=began: about )22:05/, '21:45', 'Suspension began', REQUEST],
    ['a beginning', 'ja', /(?<=停止開始日時：.*)22時05分/, '21時45分', '停止開始日時', REQUEST],
    ['another day', 'en', /(?<=began: .*)24 Nov/, '23 Nov', 'Suspension began', REQUEST],
    ['an expected end', 'en', /(?<=Expected resumption: .*)23:17/, '23:30', 'Expected resumption', REQUEST],
    ['one that is not known', 'en', /(?<=Expected resumption: ).*/, '23:00 today', 'Expected resumption', UNKNOWN],
    ['one that is not known', 'ja', /(?<=再開見込み：).*/, '本日23時頃', '再開見込み', UNKNOWN],
    ['other services', 'en', /(?<=affected: ).*/, 'deposits (suspended)', 'Services affected', REQUEST],
    ['fewer services', 'ja', /(?<=対象サービス：).*/, '売買（停止）', '対象サービス', REQUEST],
    ['another state', 'en', /all suspended/, 'cancel only', 'Services affected', REQUEST],
    [
      'another state',
      'ja',
      /(?<=対象サービス：.*)いずれも停止|(?<=対象サービス：.*)停止/,
      '取消のみ可能',
      '対象サービス',
      REQUEST,
    ],
  ])('is an error, with what to write: %s in %s', (_, language, from, to, label, request) => {
    const recorded = new RegExp(`${label}[:：]\\s*(.*)`).exec(textOf(request, 'website', 'first', language).text)?.[1]
    const value = recorded?.normalize('NFKC')
    expect(differs(request, language, from, to)).toEqual([{ level: 'error', params: { label, recorded: value } }])
  })

  it.each<[string, Language, RegExp, string, CheckRequest]>([
    ['a time without its date', 'en', /(?<=began: about 22:05).*/, '', REQUEST],
    ['the same time in UTC beside it', 'en', /(?<=began: about 22:05)/, ' (13:05 UTC)', REQUEST],
    ['a time in other words', 'ja', /(?<=停止開始日時：).*/, '本日22時5分頃から', REQUEST],
    ['services in other words', 'en', /(?<=affected: ).*/, 'trading and all withdrawals (halted)', REQUEST],
    ['all services without their names', 'en', /(?<=affected: ).*/, 'all of our services', REQUEST],
    ['a cause in other words', 'en', /(?<=Cause: ).*/, 'trading software that failed at 22:01', REQUEST],
    ['a sentence on something else', 'en', /^/, 'Deposits are available until 23:50.\n\n', REQUEST],
  ])('is not reported for %s in %s', (_, language, from, to, request) => {
    expect(differs(request, language, from, to)).toEqual([])
  })

  it('is not reported of what nobody has stated, which is only missing on record', () => {
    const request = requestOf(incidentOf(halt({ scope: [] }), ...FIRST.filter((_, i) => i !== 1)))
    expect(differs(request, 'en', /(?<=Expected resumption: ).*/, '23:00')).toEqual([])
    expect(differs(request, 'en', /(?<=Services affected: ).*/, 'trading')).toEqual([])
  })
})

describe('a time that has passed', () => {
  const past = (text: string, over: Partial<CheckRequest> = {}) => {
    const request = { ...REQUEST, ...over }
    const notice = textOf(request, 'website')
    return foundIn(request, notice, `${text}\n\n${notice.text}`).filter((found) => found.includes('time-past'))
  }

  it.each([
    '再開見込み：11月24日(火)21時00分頃',
    '再開は21時頃の見込みです。',
    '21時から22時までに再開する予定です。',
    'サービスの再開予定：2026年11月23日 23時30分',
    '午後9時に再開の予定です。',
    '次回のお知らせは22時10分です。',
    '取引は、21時30分に再開いたします。',
    '21:30に再開いたします',
    '11月24日21時30分に再開できます',
    '再開予定日：11月23日',
    '11月23日に再開いたします。',
    'Resumption is planned for 23 November 2026.',
    'Expected resumption: Monday 23 November 2026',
    'We expect to resume on November 23.',
    'Expected resumption: about 21:00 JST (UTC+9), Tuesday 24 November 2026',
    'We expect to resume between 20:00 and 21:00 JST.',
    'Trading will resume at 9:00 pm on 24 November.',
    'Planned end: November 23, 23:00',
    'Expected resumption: 2026-11-24 21:00',
  ])('is a warning if customers are told to wait for it: %s', (text) => {
    expect(past(text)).toEqual([expect.stringContaining('warning time-past')])
  })

  it.each([
    '再開見込み：11月24日(火)23時00分頃',
    '再開見込み：11月24日(火)21時00分から23時00分頃までの間',
    '再開見込み：11月24日23時30分から0時30分頃までの間',
    '再開は翌0時30分頃の見込みです。',
    '再開見込み：2026年12月1日 9時00分頃',
    '再開見込み：1月5日 9時00分頃',
    '停止開始日時：11月24日(火)22時05分頃',
    '21時頃に再開する予定でしたが、変更いたしました。',
    '出金は21時30分に再開いたしました。',
    '11月24日中に再開いたします。',
    '11月23日の停止につき、再開は未定です。',
    'Resumption is planned for 24 November 2026.',
    'Resumption is planned for 25 November.',
    'When the services suspended on 23 November are expected to resume is not known.',
    'We expect the services suspended on 23 November to resume soon.',
    '再開見込みを21時頃から未定に変更いたします。',
    '再開見込み：11月24日(火)21時00分頃（先にお知らせしたこの内容は取り消します）',
    'Expected resumption: no longer stated (previously: about 21:00 JST, 24 Nov)',
    '先のお知らせ（第1報、11月24日(火)22時10分）を訂正いたします。',
    '作業は約2時間の予定です。',
    'Expected resumption: from 21:00 to 23:30 JST',
    'Expected resumption: between 23:17, 24 Nov and 01:10 JST, 25 Nov',
    'Trading was expected to resume at 21:00.',
    'We expect to resume at 01:30.',
    'Trading was halted at 22:05.',
  ])('is not found in: %s', (text) => {
    expect(past(text)).toEqual([])
  })

  it('is reported by itself if it is the expected resumption on record', () => {
    const now = DECLARED + 3 * HOUR
    const request = { ...REQUEST, now }
    const notice = textOf(request, 'website', 'update', 'ja', 2)
    expect(foundIn(request, notice, notice.text)).toEqual(['warning expected-past: expected-recovery'])
  })
})

describe('the time of the next report in a text', () => {
  const next = (text: string) => nextStatedIn(text, DECLARED + 10 * MINUTE, 'Asia/Tokyo')

  it.each([
    ['停止しております。\n・次報予定：2026年11月24日(火)22時50分\n窓口', '2026-11-24T22:50:00.000+09:00'],
    ['次報は0時10分です。', '2026-11-25T00:10:00.000+09:00'],
    ['次回のお知らせ：23時半', '2026-11-24T23:30:00.000+09:00'],
    ['Next report: 23:12 JST (UTC+9), Tuesday 24 November 2026', '2026-11-24T23:12:00.000+09:00'],
    ['The next update comes at 12:15 am', '2026-11-25T00:15:00.000+09:00'],
  ])('is read: %j', (text, at) => {
    expect(next(text)).toBe(at)
  })

  it.each(['次報予定：22時20分', '次報は未定です。', 'Next report: soon', '再開見込み：23時00分'])(
    'is none in: %s',
    (text) => {
      expect(next(text)).toBeNull()
    },
  )
})

describe('a contact inside the company', () => {
  const inside = (contact: string, text?: string) => {
    const settings = { ...SETTINGS, contact: { ja: contact, en: contact } }
    const request = { ...REQUEST, settings }
    const notice = textOf(request, 'website')
    const findings = foundIn(request, notice, text === undefined ? notice.text : `${notice.text}\n${text}`)
    return findings.filter((found) => found.includes('contact-internal'))
  }

  it.each([
    ['サポート 内線 1234', '内線 1234'],
    ['Support, ext. 4321', 'ext. 4321'],
    ['support@mail.exchange.local', 'mail.exchange.local'],
    ['https://help.corp', 'help.corp'],
    ['http://intranet/help', 'intranet'],
    ['社内ポータルの窓口', '社内ポータル'],
    ['http://192.168.1.20/help', '192.168.1.20'],
    ['http://10.20.30.40/', '10.20.30.40'],
    ['Slack の #support', 'Slack'],
    ['#customer-support', '#customer-support'],
    ['@hanako', '@hanako'],
  ])('is an error: %s', (contact, found) => {
    expect(inside(contact)).toContain(`error contact-internal: ${found}`)
  })

  it.each([
    'support@example.com',
    'サポート窓口 03-1234-5678',
    '代表 03-1234-5678（内線 123）',
    '+81 3 1234 5678 ext. 12',
    'https://support.example.com/local/contact',
    'X（旧Twitter）の @example_support',
    '203.0.113.10',
    'https://www.internal-medicine.example.com',
  ])('is none: %s', (contact) => {
    expect(inside(contact)).toEqual([])
  })

  it('is found elsewhere in the text too, where a hashtag or an account is none', () => {
    expect(inside('support@example.com', '詳細は https://wiki.exchange.internal/1 へ')).toEqual([
      'error contact-internal: wiki.exchange.internal',
    ])
    expect(inside('support@example.com', '#取引停止 @example_status')).toEqual([])
    expect(inside('support@example.com', 'お客様に個別にご連絡いたします。#BTC')).toEqual([])
  })

  it.each([
    ['社内チャット #incident までご連絡ください', '社内チャット'],
    ['ご質問は #incident までお寄せください', '#incident'],
    ['Please ask in our internal chat.', 'internal chat'],
    ['Ask in our Slack channel #incident.', 'Slack'],
    ['Write to us in #incident.', '#incident'],
  ])('is found wherever customers are asked to write: %s', (sentence, found) => {
    expect(inside('support@example.com', sentence)).toEqual([`error contact-internal: ${found}`])
  })
})
