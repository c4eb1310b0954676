import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../../src/domain/settings.ts'
import { checkNotices as checkAll } from '../../src/notice/check.ts'
import type { CheckRequest, NoticeText } from '../../src/notice/notice.ts'
import type { NoticeFinding, NoticeFindingCode } from '../../src/notice/notice-finding.ts'
import { noticeFindingWords } from '../../src/notice/words.ts'
import {
  closed,
  DECLARED,
  finished,
  followUp,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  nth,
  posted,
  scoped,
  stated,
  takenBack,
} from '../given.ts'
import {
  at,
  CHANNELS,
  complete,
  FIRST,
  halt,
  RUNBOOK,
  requestOf,
  SETTINGS,
  STOPPED,
  textOf,
  unknown,
  words,
} from './halts.ts'

/** All findings but that there is no room for something, which most short texts have. */
const checkNotices: typeof checkAll = (...texts) => checkAll(...texts).filter(({ code }) => code !== 'left-out')

const found = (request: CheckRequest, ...texts: readonly NoticeText[]) => checkNotices(request, texts)
const codes = (request: CheckRequest, ...texts: readonly NoticeText[]) => found(request, ...texts).map((f) => f.code)

/** Findings of a website text as it was composed. */
function codesOf(drafts: readonly EventDraft[], stage: Stage = 'first', language: Language = 'ja', over = {}) {
  const request = requestOf(incidentOf(...drafts), over)
  return codes(request, textOf(request, 'website', stage, language))
}

/** Findings of a text as somebody edited it, but for what it may lack: facts, and the time of the next report. */
function edited(channel: string, over: Partial<NoticeText>, more: Partial<CheckRequest> = {}) {
  const request = requestOf(complete(), more)
  const isLack = ({ code }: NoticeFinding) => code === 'next-unstated' || code === 'fact-dropped'
  return found(request, { ...textOf(request, channel), ...over }).filter((finding) => !isLack(finding))
}

/** A notice with another text before its own. */
function reworded(notice: NoticeText, text: string): NoticeText {
  return { ...notice, text: `${text}\n\n${notice.text}` }
}

const BEGUN = [halt({ scope: STOPPED })]
const SAID = [...BEGUN, ...FIRST]

describe('checkNotices: the facts', () => {
  it('finds nothing if every fact is given or stated as unknown', () => {
    const request = requestOf(complete())
    const texts = (['ja', 'en'] as const).flatMap((l) =>
      CHANNELS.map((channel) => textOf(request, channel, 'first', l)),
    )
    expect(found(request, ...texts)).toEqual([])
  })

  it('reports fact-missing for a fact that is neither given nor stated as unknown', () => {
    const request = requestOf(incidentOf(...BEGUN))
    const missing = found(request, textOf(request, 'website'))
    expect(missing.map(({ code, level, params }) => [code, level, params])).toMatchObject([
      ['fact-missing', 'error', { fact: 'impact', languages: ['ja'] }],
      ['fact-missing', 'error', { fact: 'cause', label: { ja: '原因' }, languages: ['ja'] }],
      ['fact-missing', 'error', { fact: 'expected-recovery', languages: [] }],
    ])
    expect(codesOf([halt({ startedAt: null, scope: STOPPED }), ...FIRST])).toEqual(['fact-missing'])
  })

  it('reports fact-missing for a contact that is stated as unknown', () => {
    const settings = { ...SETTINGS, contact: { ja: null, en: null } }
    expect(codesOf([...SAID, unknown('contact')], 'first', 'ja', { settings })).toEqual(['fact-missing'])
    expect(codesOf([...SAID, words('contact', '窓口', 'Desk')], 'first', 'ja', { settings })).toEqual([])
  })

  it('warns with words-missing if a fact has only an internal value', () => {
    const request = requestOf(incidentOf(...SAID, stated('cause', { known: true, value: 'engine-3' })))
    expect(found(request, textOf(request, 'website'))).toMatchObject([
      { code: 'words-missing', level: 'warning', safety: false, params: { fact: 'cause' } },
    ])
    expect(codesOf([...SAID, stated('progress', { known: true, value: 'restarting' })])).toEqual(['words-missing'])
  })

  it('warns with scope-missing if no scope was stated, except in a final notice', () => {
    const request = requestOf(incidentOf(halt(), ...FIRST))
    expect(found(request, textOf(request, 'website'))).toMatchObject([{ code: 'scope-missing', level: 'warning' }])
    expect(codesOf([halt(), ...FIRST], 'final')).not.toContain('scope-missing')
  })

  it.each([
    ['attacker drained hot wallet', '攻撃者が送金しました'],
    ['Hot wallet drained', '調査しています (AWS)'],
    ['none', '障害'],
  ])('warns of words in the other language: %s / %s', (ja, en) => {
    for (const language of ['ja', 'en'] as const) {
      const request = requestOf(incidentOf(...SAID, words('cause', ja, en)))
      expect(found(request, textOf(request, 'website', 'first', language))).toMatchObject([
        { code: 'words-in-other-language', level: 'warning', safety: false, params: { fact: 'cause', language } },
      ])
    }
  })

  it.each([
    ['https://status.example.com/help/me', 'https://status.example.com'],
    ['support@example.com', 'support@example.com'],
    ['tel 03-1234-5678, e-mail help@example.com', '03-1234-5678'],
    ['AWS Tokyo', 'Kabushiki Exchange 取引所, Tokyo'],
    ['engine-3', 'engine-3'],
    ['AWS の障害', 'an outage at AWS'],
    ['22:05', '22:05'],
  ])('takes numbers, addresses and names alone for no other language: %s / %s', (ja, en) => {
    for (const language of ['ja', 'en'] as const)
      expect(codesOf([...SAID, words('contact', ja, en)], 'first', language)).toEqual([])
  })

  it('takes a lone question mark for no words', () => {
    expect(codesOf([...SAID, words('cause', '?', '？')])).toEqual(['language-missing'])
    expect(codesOf([...SAID, words('cause', '調査中', '?')], 'first', 'en')).toEqual(['language-missing'])
  })

  it('reports language-missing for public words in the other language only', () => {
    const drafts = [...SAID, stated('cause', { known: true, ja: '装置の不具合' })]
    expect(codesOf(drafts, 'first', 'ja')).toEqual([])
    expect(codesOf(drafts, 'first', 'en')).toEqual(['language-missing'])
    const settings = { ...SETTINGS, contact: { ja: '窓口', en: null } }
    expect(codesOf(SAID, 'first', 'en', { settings })).toEqual(['language-missing'])
    const limited = [halt({ scope: [at('trading', 'limited', null, '売却のみ')] }), ...FIRST]
    expect(codesOf(limited, 'first', 'ja')).toEqual([])
    expect(codesOf(limited, 'first', 'en')).toEqual(['language-missing'])
  })

  it('reports organisation-unset if the organisation has no name in the language', () => {
    const settings = { ...SETTINGS, organisation: { ja: 'サンプル', en: null } }
    expect(codesOf(SAID, 'first', 'ja', { settings })).toEqual([])
    expect(codesOf(SAID, 'first', 'en', { settings })).toEqual(['organisation-unset'])
  })

  it('reports no-next-report, except for a full resumption and a final notice', () => {
    const settings = { ...SETTINGS, cadence: { ...SETTINGS.cadence, update: 'on-change' as const } }
    expect(codesOf(SAID, 'first', 'ja', { settings })).toEqual(['no-next-report'])
    expect(codesOf(SAID, 'first', 'ja', { settings, next: iso(HOUR) })).toEqual([])
    expect(codesOf([...SAID, lifted('trading')], 'resumption', 'ja', { settings })).toEqual(['no-next-report'])
    expect(codesOf([...SAID, lifted('trading', 'withdrawals')], 'resumption', 'ja', { settings })).toEqual([])
    expect(codesOf([...SAID, unknown('losses')], 'final', 'ja', { settings })).not.toContain('no-next-report')
  })

  it('expects no next report on a channel that notifies on change, if the others of the round give one', () => {
    const channels = { email: { update: 'on-change' as const } }
    const request = requestOf(complete(), { settings: { ...SETTINGS, cadence: { ...SETTINGS.cadence, channels } } })
    const [website, email] = ['website', 'email'].map((id) => textOf(request, id)) as [NoticeText, NoticeText]
    expect([website.next === null, email.next]).toEqual([false, null])
    expect(codes(request, website, email)).toEqual([])
  })

  it('reports expected-past for an estimate that has passed', () => {
    const drafts = [...SAID, stated('expected-recovery', { known: true, value: `${iso(HOUR)}/${iso(2 * HOUR)}` })]
    expect(codesOf(drafts, 'update', 'ja', { now: DECLARED + 90 * MINUTE })).toEqual([])
    expect(codesOf(drafts, 'update', 'ja', { now: DECLARED + 2 * HOUR })).toEqual(['expected-past'])
  })

  it('requires the planned window and the impact in an advance notice, but not the cause', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const begin = halt({ type: 'maintenance', startedAt: null, scope: STOPPED, planned })
    expect(codesOf([begin, FIRST[2] as EventDraft], 'scheduled')).toEqual([])
    expect(codesOf([begin], 'scheduled')).toEqual(['fact-missing'])
    expect(codesOf([halt({ type: 'maintenance', scope: STOPPED }), FIRST[2] as EventDraft], 'scheduled')).toEqual([
      'fact-missing',
      'fact-missing',
      'stage-contradicted',
    ])
  })
})

describe('checkNotices: the next report', () => {
  const REQUEST = requestOf(complete())

  it.each(CHANNELS)('reports next-unstated if an edit changes its time on %s', (channel) => {
    for (const [language, from, to] of [
      ['ja', '22時50分', '23時50分'],
      ['en', '22:50', '23:50'],
    ] as const) {
      const notice = textOf(REQUEST, channel, 'first', language)
      const text = notice.text.replaceAll(from, to)
      expect(found(REQUEST, { ...notice, text })).toMatchObject([
        { code: 'next-unstated', level: 'error', safety: false, params: { next: notice.next } },
      ])
    }
  })

  it.each(['次報は22:50です', '次報は２２時５０分', 'Next at 22:50'])(
    'accepts its time however it is written: %s',
    (text) => {
      expect(codes(REQUEST, { ...textOf(REQUEST, 'website'), text })).not.toContain('next-unstated')
    },
  )

  it('accepts a full hour without minutes', () => {
    const next = '2026-11-24T23:00:00.000+09:00'
    const request = requestOf(complete(), { next })
    const notice = textOf(request, 'website')
    const text = notice.text.replace('23時00分', '23時')
    expect([text === notice.text, codes(request, { ...notice, text })]).toEqual([false, []])
  })

  it.each([
    ['ja', 'website', '・次報予定：2026年11月24日(火)23時15分'],
    ['en', 'email', '- Next update: 23:15 JST (UTC+9), Tuesday 24 November 2026'],
  ] as const)('reports next-unstated if an edit leaves a second time of it in %s', (language, channel, row) => {
    const notice = textOf(REQUEST, channel, 'first', language)
    expect(codes(REQUEST, { ...notice, text: `${notice.text}\n${row}` })).toContain('next-unstated')
  })

  it('reports next-unstated for the time of another day', () => {
    const next = '2026-11-25T22:50:00.000+09:00'
    const request = requestOf(complete(), { next })
    const notice = textOf(request, 'website')
    expect(codes(request, notice)).toEqual([])
    const worded = (text: string) =>
      codes(request, { ...notice, text: notice.text.replace(/次回のお知らせ：.*/, text) })
    expect(worded('次報：11月24日22時50分')).toEqual(['next-unstated'])
    expect(worded('次報：11月25日22時50分')).toEqual([])
  })

  it('takes 24時 of a day for the midnight after it, and 24時間 for no time', () => {
    const request = requestOf(complete(), { next: '2026-11-25T00:00:00.000+09:00' })
    const notice = textOf(request, 'website')
    const worded = (row: string) => codes(request, { ...notice, text: notice.text.replace(/次回のお知らせ：.*/, row) })
    expect(notice.text).toContain('・次回のお知らせ：2026年11月25日(水)00時00分\n')
    expect(worded('次回のお知らせ：2026年11月24日(火)24時00分')).toEqual([])
    expect(worded('次回のお知らせ：2026年11月24日(火)24時（24時間受付）')).toEqual([])
    expect(worded('次回のお知らせ：2026年11月25日(水)24時00分')).toEqual(['next-unstated'])
    expect(worded('次回のお知らせ：11月25日(水)（24時間受付）')).toEqual(['next-unstated'])
  })
})

describe('checkNotices: the stage', () => {
  const PLANNED = halt({ type: 'maintenance', startedAt: null, planned: { from: iso(HOUR), to: iso(2 * HOUR) } })

  it('reports stage-contradicted for a halt notice if everything stopped is open again', () => {
    const over = [...SAID, lifted('trading', 'withdrawals')]
    for (const stage of ['first', 'update'] as const)
      expect([stage, codesOf(over, stage)]).toEqual([stage, ['stage-contradicted']])
    expect(codesOf([...SAID, lifted('trading')], 'update')).toEqual([])
  })

  it('reports it too if that was stated only as what is open, without a lift', () => {
    const open = [...SAID, scoped('trading', 'open'), scoped('withdrawals', 'open')]
    expect(codesOf(open, 'update')).toEqual(['stage-contradicted'])
    expect(codesOf([...SAID, scoped('trading', 'open')], 'update')).toEqual([])
  })

  it('reports it too if that never was restricted, but not of what is stopped after that', () => {
    const none = [...SAID, takenBack('trading'), takenBack('withdrawals')]
    const request = requestOf(incidentOf(...none))
    expect(found(request, textOf(request, 'website', 'update'))).toContainEqual(
      expect.objectContaining({ code: 'stage-contradicted', params: { why: 'never-restricted' } }),
    )
    for (const other of [
      [...none, scoped('deposits', 'stopped')],
      [...SAID, takenBack('trading')],
    ])
      expect(codesOf(other, 'update')).not.toContain('stage-contradicted')
  })

  it('reports an advance notice whose planned start has passed as an error that names the ways on', async () => {
    const check = (after: number, ...more: readonly EventDraft[]) => {
      const request = requestOf(incidentOf(PLANNED, ...FIRST, ...more), { now: DECLARED + after })
      return found(request, textOf(request, 'website', 'scheduled')).filter(
        ({ code, level }) => code === 'time-past' && level === 'error',
      )
    }
    expect(check(HOUR + 54_000)).toEqual([])
    const [late] = check(HOUR + 5 * MINUTE)
    expect(late?.code).toBe('time-past')
    const [en, ja] = [await noticeFindingWords('en'), await noticeFindingWords('ja')]
    expect(en(late as NoticeFinding, 'halt')[1]).toBe(
      'Begin it: halt advance; or move it: halt set planned-start=TIME planned-end=TIME',
    )
    expect(ja(late as NoticeFinding, 'halt')[1]).toContain('halt advance')
    expect(check(HOUR + 5 * MINUTE, closed())).toEqual([])
  })

  it('reports stage-contradicted for a halt notice before the start and an advance notice after it', () => {
    expect(codesOf([PLANNED, ...FIRST, unknown('started-at')])).toContain('stage-contradicted')
    expect(codesOf([PLANNED, ...FIRST], 'scheduled')).not.toContain('stage-contradicted')
    expect(codesOf(SAID, 'scheduled')).toContain('stage-contradicted')
  })
})

describe('checkNotices: a resumption', () => {
  it('reports resumption-contradicted if nothing was lifted', () => {
    expect(codesOf(SAID, 'resumption')).toContain('resumption-contradicted')
    expect(codesOf([...SAID, lifted('trading')], 'resumption')).toEqual([])
  })

  it('reports stage-contradicted for a halt notice after a full, but not a partial resumption', () => {
    const all = [...SAID, lifted('trading', 'withdrawals')]
    for (const stage of ['first', 'update'] as const) {
      expect(codesOf(all, stage)).toEqual(['stage-contradicted'])
      expect(codesOf([...SAID, lifted('trading')], stage)).toEqual([])
    }
  })

  it.each([
    '売買を再開し、すべてのサービスを再開いたしました。',
    '全面再開いたしました。',
    '【第3報】サービス再開のお知らせ',
    '【第3報】取引・出金再開のお知らせ',
    '【第3報】取引等のサービス再開のお知らせ',
    'Trading and withdrawals resumed (notice 3)',
    'Trading has fully resumed.',
    'All our services have resumed.',
  ])('reports resumption-contradicted while something is restricted: %s', (text) => {
    const request = requestOf(incidentOf(...SAID, lifted('trading')))
    const notice = reworded(textOf(request, 'website', 'resumption'), text)
    expect(codes(request, notice)).toEqual(['resumption-contradicted'])
    const full = requestOf(incidentOf(...SAID, lifted('trading', 'withdrawals')))
    expect(codes(full, notice)).toEqual([])
  })

  it.each(['一部サービス再開のお知らせ', '一部のサービス再開のお知らせ', 'Some services have resumed'])(
    'accepts a subject that announces a partial resumption: %s',
    (subject) => {
      const request = requestOf(incidentOf(...SAID, lifted('trading')))
      expect(codes(request, { ...textOf(request, 'website', 'resumption'), subject })).toEqual([])
    },
  )

  it('reports repair-word for every halt type except a system failure', () => {
    const text = '復旧いたしました。'
    const resumed = (type: string) => requestOf(incidentOf(halt({ type, scope: STOPPED }), ...FIRST, lifted('trading')))
    for (const type of ['maintenance', 'security-incident', 'compliance', 'market-volatility'])
      expect(codes(resumed(type), reworded(textOf(resumed(type), 'website', 'resumption'), text))).toEqual([
        'repair-word',
      ])
    const failure = resumed('system-failure')
    expect(codes(failure, reworded(textOf(failure, 'website', 'resumption'), text))).toEqual([])
  })
})

describe('checkNotices: measures of prevention', () => {
  const measure = words('prevention-system', '二重化いたしました。', 'It is redundant now.')
  const over = [...SAID, unknown('losses'), lifted('trading', 'withdrawals'), measure, closed()]
  const serving = {
    ...followUp('buy it'),
    data: { text: 'buy it', owner: null, due: null, serves: 'prevention-system' },
  }
  const action = nth(over.length + 1)

  it('reports measure-open in a final notice while follow-ups of a measure are open', () => {
    const label = { ja: 'システムの改善', en: 'System improvements' }
    const request = requestOf(incidentOf(...over, serving as EventDraft))
    for (const language of ['ja', 'en'] as const)
      expect(found(request, textOf(request, 'website', 'final', language))).toContainEqual(
        expect.objectContaining({
          code: 'measure-open',
          level: 'warning',
          params: { fact: 'prevention-system', label },
        }),
      )
  })

  it('does not if they are done, belong to nothing, or if nothing is said of the measure', () => {
    for (const more of [[serving, finished(action)], [followUp('buy it')], []])
      expect(codesOf([...over, ...(more as EventDraft[])], 'final')).not.toContain('measure-open')
    const unsaid = over.filter((draft) => draft !== measure)
    expect(codesOf([...unsaid, serving as EventDraft], 'final')).not.toContain('measure-open')
    expect(codesOf([...over.slice(0, -1), serving as EventDraft], 'resumption')).not.toContain('measure-open')
  })
})

describe('checkNotices: characters, lengths and words', () => {
  it.each(['\u001b', '\u0007', '\u0085', '\u202e', '\u2066', '\r', '\u2028'])(
    'reports control-character as a safety error for %j in a text or subject',
    (character) => {
      const finding = { code: 'control-character', level: 'error', safety: true }
      expect(edited('website', { text: `a\nb${character}c` })).toMatchObject([{ ...finding, params: { line: 2 } }])
      expect(edited('email', { subject: `a${character}b` })).toMatchObject([
        { ...finding, params: { where: 'subject' } },
      ])
      expect(edited('internal', { text: `a${character}` })).toMatchObject([finding])
    },
  )

  it('reports control-character for a line break in a subject and an escape sequence in a fact', () => {
    expect(edited('email', { subject: 'a\r\nBcc: b' }).map(({ code }) => code)).toEqual(['control-character'])
    expect(edited('email', { subject: 'a\nb' }).map(({ code }) => code)).toEqual(['control-character'])
    expect(codesOf([...SAID, words('impact', '出金\u001b[2J', 'a')])).toEqual(['control-character'])
  })

  it('reports empty for a subject or text without readable characters', () => {
    for (const text of ['', ' \n', '\u200b\u3000', '---'])
      expect(edited('website', { text })).toContainEqual(expect.objectContaining({ code: 'empty', level: 'error' }))
    expect(edited('website', { subject: ' ' })).toMatchObject([{ code: 'empty', params: { where: 'subject' } }])
    expect(edited('social', { text: '' }).map(({ code }) => code)).toContain('empty')
  })

  it('reports too-long for a post by its weighted length on X', () => {
    const text = (characters: number) => edited('social', { text: '停'.repeat(characters) })
    expect(text(140).map(({ code }) => code)).not.toContain('too-long')
    expect(text(141)[0]).toMatchObject({ code: 'too-long', params: { what: 'post', size: 282, limit: 280 } })
    const link = `https://www.example.com/${'a'.repeat(300)} `
    expect(edited('social', { text: `${link}${'a'.repeat(256)}` }).map(({ code }) => code)).not.toContain('too-long')
  })

  it('reports too-long for a push notice by its size in bytes', () => {
    expect(edited('app-push', { text: 'あ'.repeat(1500) }).map(({ code }) => code)).toContain('too-long')
    expect(edited('website', { text: 'あ'.repeat(1500) }).map(({ code }) => code)).not.toContain('too-long')
  })

  it('warns with push-cut if phones would cut the title or text of a push notice', () => {
    expect(edited('app-push', { subject: '停'.repeat(16) })).toMatchObject([
      { code: 'push-cut', level: 'warning', params: { where: 'title', columns: 32, limit: 30 } },
    ])
    expect(edited('app-push', { subject: '停'.repeat(15) })).toEqual([])
    expect(edited('app-push', { subject: 'a'.repeat(30), text: '停'.repeat(91) }).map((f) => f.code)).toContain(
      'push-cut',
    )
  })

  it('reports subject-long for a mail, but not for the website', () => {
    const subject = '停'.repeat(37)
    expect(edited('email', { subject: subject.slice(1) })).toEqual([])
    expect(edited('email', { subject }).map(({ code }) => code)).toEqual(['subject-long'])
    expect(edited('website', { subject })).toEqual([])
  })

  it('reports link-unknown in a post and a push notice while no page is known that they could lead to', async () => {
    const reported = (channels: CheckRequest['settings']['channels'], drafts: readonly EventDraft[] = []) => {
      const settings = { ...SETTINGS, channels }
      const request = requestOf(incidentOf(halt({ scope: STOPPED }), ...FIRST, ...drafts), { settings })
      const texts = CHANNELS.map((channel) => textOf(request, channel, 'first', 'ja'))
      return found(request, ...texts).flatMap((one) => (one.code === 'link-unknown' ? [one] : []))
    }
    const without = reported({})
    expect(without.map(({ channel, params }) => [channel, params.page])).toEqual([
      ['app-push', 'website'],
      ['social', 'website'],
    ])
    const mendOf = await noticeFindingWords('en')
    expect(mendOf(without[0] as NoticeFinding, 'haltctl')[1]).toContain('haltctl notice website --posted --link URL')
    expect(reported({ website: { via: 'file', path: 'site' } })).toHaveLength(2)
    expect(reported({ website: { via: 'file', path: 'site', baseUrl: 'https://www.example.com' } })).toEqual([])
    const link = 'https://www.example.com/1'
    const page = posted('website', 'first', 1)
    expect(reported({}, [{ ...page, data: { ...page.data, link } } as EventDraft])).toEqual([])
    // A person knows the page.
    const noPage = { settings: { ...SETTINGS, channels: {} } }
    const isUnknown = (text: string) => edited('social', { text }, noPage).some(({ code }) => code === 'link-unknown')
    expect(isUnknown(`停止しております。${link}`)).toBe(false)
    expect(isUnknown(`停止しております。${SETTINGS.contact.ja}`)).toBe(true)
  })

  it('reports login-link in mail and push, and push-link for any link in a push notice', () => {
    const text = '詳細は https://www.example.com/login をご覧ください'
    expect(edited('email', { text }).map(({ code }) => code)).toEqual(['login-link'])
    expect(edited('website', { text })).toEqual([])
    expect(edited('app-push', { text }).map(({ code }) => code)).toEqual(['login-link', 'push-link'])
    expect(edited('app-push', { text: 'https://www.example.com/1' }).map(({ code }) => code)).toEqual(['push-link'])
  })

  it('warns of banned words in any width or case, and of words with a preferred replacement', () => {
    const words = { assets: { ja: null, en: null }, banned: ['ＡＢＣ'], preferred: { 仮想通貨: '暗号資産' } }
    const settings = { ...SETTINGS, words }
    expect(edited('website', { text: 'abcと仮想通貨' }, { settings })).toMatchObject([
      { code: 'banned-word', level: 'warning', params: { word: 'ＡＢＣ' } },
      { code: 'preferred-word', level: 'warning', params: { word: '仮想通貨', instead: '暗号資産' } },
    ])
  })

  it.each([
    ['お客様の資産は安全です。', 'safety'],
    ['損失は全額補償いたします。', 'promise'],
    ['Rest assured that we are working on it.', 'promise'],
    ['No intrusion has been found.', 'safety'],
  ])('reports unbacked-claim unless evidence and an approver are given: %s', (text, kind) => {
    expect(edited('website', { text })).toMatchObject([{ code: 'unbacked-claim', level: 'error', params: { kind } }])
    const claim = { evidence: 'reconciled at 23:00', approvedBy: 'hanako' }
    expect(edited('website', { text }, { claim })).toEqual([])
  })

  it.each([
    ['原因は委託先のミスでした。', 'blame'],
    ['Probably a disk failed.', 'guess'],
    ['About 300 customers were affected.', 'number'],
  ])('warns with risky-claim: %s', (text, kind) => {
    expect(edited('website', { text })).toMatchObject([{ code: 'risky-claim', level: 'warning', params: { kind } }])
  })

  it('reports what is said in a subject, but nothing in a text for the departments', () => {
    expect(edited('website', { subject: 'Your assets are safe' })).toMatchObject([{ code: 'unbacked-claim' }])
    expect(edited('internal', { text: 'Probably a disk. Assets are safe.' })).toEqual([])
  })

  it('accepts a sentence that went out with evidence and an approver before, as long as it is unchanged', () => {
    const draft = posted('website', 'first', 1) as EventDraft & { type: 'notice.posted' }
    const claim = { evidence: 'reconciled at 22:00', approvedBy: 'hanako' }
    const before = { ...draft, data: { ...draft.data, text: 'お客様の資産は安全です。', claim } }
    const request = requestOf(complete(before))
    const again = (text: string) => codes(request, reworded(textOf(request, 'website', 'update', 'ja', 2), text))
    expect(again('お客様の資産は安全です。')).not.toContain('unbacked-claim')
    expect(again('お客様の資産は絶対に安全です。')).toContain('unbacked-claim')
  })

  it('accepts a number that somebody has stated as a fact', () => {
    const facts = {
      customers: {
        kind: 'count',
        unit: { ja: '名', en: 'customers' },
        notice: true,
        words: false,
        ja: 'お客様',
        en: 'Customers',
      },
    } as const
    const begin = halt({ runbook: { ...RUNBOOK, facts: { ...RUNBOOK.facts, ...facts } }, scope: STOPPED })
    const warned = (...drafts: readonly EventDraft[]) => {
      const request = requestOf(incidentOf(begin, ...FIRST, ...drafts))
      const text = 'Customers: 1,200 customers'
      return codes(request, reworded(textOf(request, 'website', 'first', 'en'), text)).includes('risky-claim')
    }
    expect([warned(), warned(stated('customers', { known: true, value: '1200' }))]).toEqual([true, false])
  })
})

describe('checkNotices: losses in a final notice', () => {
  const OVER = [
    ...SAID,
    lifted('trading', 'withdrawals'),
    words('impact', '注文ができませんでした。', 'No orders could be placed.'),
    words('cause', '電源の故障', 'A power failure'),
    words('prevention-system', '電源を二重にしました。', 'There are now two supplies.'),
  ]

  it.each([
    ['ありません', 'None.'],
    ['一切ございません。', 'There was none.'],
    ['なし', 'No harm was found'],
    ['影響はありませんでした。', 'nothing'],
  ])('reports unbacked-claim if the losses are stated as none: %s / %s', (ja, en) => {
    const drafts = [...OVER, words('losses', ja, en)]
    for (const language of ['ja', 'en'] as const) {
      expect(new Set(codesOf(drafts, 'final', language))).toEqual(new Set(['unbacked-claim']))
      const claim = { evidence: 'reconciled at 23:00', approvedBy: 'hanako' }
      expect(codesOf(drafts, 'final', language, { claim })).toEqual([])
    }
  })

  it('finds no claim if losses are unknown or still being checked', () => {
    const looking = words('losses', '影響の有無を確認しております。', 'No information yet; we are still checking')
    for (const language of ['ja', 'en'] as const) {
      expect(codesOf([...OVER, looking], 'final', language)).not.toContain('unbacked-claim')
      expect(codesOf([...OVER, unknown('losses')], 'final', language)).toEqual(['result-open'])
    }
  })
})

describe('checkNotices: differences between channels', () => {
  const request = requestOf(complete())
  const [website, email, push] = ['website', 'email', 'app-push'].map((channel) => textOf(request, channel)) as [
    NoticeText,
    NoticeText,
    NoticeText,
  ]
  const differing = (...texts: readonly NoticeText[]) =>
    found(request, ...texts).map(({ code, channel, params }) => [code, channel, (params as { what: string }).what])
  const replaced = (notice: NoticeText, from: string, to: string) => ({
    ...notice,
    subject: notice.subject?.replace(from, to) ?? null,
    text: notice.text.replace(from, to),
  })

  it.each([
    ['start', '22時05分', '21時05分'],
    ['scope', '売買、', ''],
  ])('reports channels-differ if an edit changes the %s', (what, from, to) => {
    expect(differing(website, replaced(email, from, to), push)).toEqual([['channels-differ', 'email', what]])
  })

  it('tells a text without the start from one with another scope', () => {
    const params = (from: string, to: string) =>
      found(request, website, replaced(email, from, to), push).map((finding) => finding.params)
    expect(params('22時05分', '夜')).toMatchObject([{ what: 'start', isMissing: true }])
    expect(params('売買、', '')).toMatchObject([{ what: 'scope', isMissing: false }])
  })

  it('says of a difference whether the other channels told anything yet, and names only those that did', () => {
    const differs = replaced(email, '22時05分', '22時10分')
    const found = (incident: Incident) =>
      checkNotices(requestOf(incident), [website, differs, push]).flatMap(({ code, params }) =>
        code === 'channels-differ' ? params : [],
      )
    expect(found(complete())).toMatchObject([{ others: ['website', 'app-push'], isUntold: true }])
    expect(found(complete(posted('website', 'first', 1)))).toMatchObject([{ others: ['website'], isUntold: false }])
  })

  it('reports channels-differ if another time of the next report goes with a text', () => {
    const later = textOf({ ...request, next: iso(HOUR) }, 'email')
    expect(differing(website, later, push)).toEqual([['channels-differ', 'email', 'next']])
  })

  it.each([
    ['ja', '停止：', '停止：日本円の入金、'],
    ['ja', '停止：', '停止：暗号資産の預入、'],
    ['en', 'Suspended: ', 'Suspended: crypto deposits, '],
  ] as const)(
    'reports channels-differ for an operation that only one channel names (%s: %j => %j)',
    (language, from, to) => {
      const texts = ['website', 'email', 'app-push'].map((channel) => textOf(request, channel, 'first', language))
      expect(differing(...texts)).toEqual([])
      const [site, mail, push] = texts as [NoticeText, NoticeText, NoticeText]
      const told = differing(site, mail, replaced(push, from, to)).filter(([code]) => code !== 'push-cut')
      expect(told).toEqual([['channels-differ', 'app-push', 'scope']])
    },
  )

  it('ignores operations named in the contact or public words, or stated as open', () => {
    const contact = { ja: '入金の窓口', en: 'Deposits desk' }
    const scope = [...STOPPED, at('deposits', 'open')]
    const own = requestOf(incidentOf(halt({ scope }), ...FIRST), { settings: { ...SETTINGS, contact } })
    const bare = requestOf(complete(), { settings: { ...SETTINGS, contact } })
    for (const language of ['ja', 'en'] as const)
      for (const asked of [own, bare])
        expect(found(asked, ...CHANNELS.map((channel) => textOf(asked, channel, 'first', language)))).toEqual([])
  })

  it('ignores operations that nobody has stated, though public words are a part of how that is said', () => {
    const scope = STOPPED.filter(({ operation }) => operation !== 'trading')
    const incident = incidentOf(halt({ scope }), ...FIRST, words('cause', '確認中', 'Under investigation'))
    const own = requestOf(incident)
    const texts = ['website', 'email', 'app-push'].map((channel) => textOf(own, channel))
    expect(texts[0]?.text).toContain('を確認中のサービス：')
    expect(found(own, ...texts)).toEqual([])
  })

  it('finds no difference in the next report, whatever the cadence of each channel', () => {
    const cadence = { ...SETTINGS.cadence, channels: { email: { update: HOUR } } }
    const own = requestOf(complete(), { settings: { ...SETTINGS, cadence } })
    expect(found(own, ...['website', 'email', 'app-push'].map((channel) => textOf(own, channel)))).toEqual([])
  })

  it('finds no difference between two languages, and does not compare the internal notice', () => {
    const texts = (['ja', 'en'] as const).map((language) => textOf(request, 'website', 'first', language))
    expect(found(request, ...texts, reworded(textOf(request, 'internal'), 'on the phone'))).toEqual([])
  })

  it('does not report as unchanged what a notice that was posted since, without its text, may have told', () => {
    const before = textOf(request, 'website', 'update', 'ja', 2)
    const sent = posted('website', 'update', 2, before.next)
    const kept = { ...sent, data: { ...sent.data, text: before.text } } as EventDraft
    const known = stated('progress', { known: true, value: 'engine-3 was replaced' })
    const since = posted('website', 'update', 3, before.next)
    const incident = complete(happened(5 * MINUTE, kept), known, happened(20 * MINUTE, since))
    const later = requestOf(incident, { now: DECLARED + 33 * MINUTE })
    const codes = found(later, textOf(later, 'website', 'update', 'ja', 4)).map(({ code }) => code)
    expect(codes).not.toContain('unchanged')
  })

  it('reports unchanged if facts changed, but the text only in its number and next report', async () => {
    const before = textOf(request, 'website', 'update', 'ja', 2)
    const sent = posted('website', 'update', 2, before.next)
    const kept = { ...sent, data: { ...sent.data, text: before.text } } as EventDraft
    const sentAgain = (...more: readonly EventDraft[]) => {
      const incident = complete(happened(5 * MINUTE, kept), ...more)
      const later = requestOf(incident, { now: DECLARED + 33 * MINUTE })
      return found(later, textOf(later, 'website', 'update', 'ja', 3))
    }
    expect(sentAgain()).toEqual([])
    const replaced = sentAgain(stated('progress', { known: true, value: 'engine-3 was replaced' }))
    expect(replaced).toMatchObject([{ code: 'words-missing' }, { code: 'unchanged', level: 'warning' }])
    const [said] = (await noticeFindingWords('ja'))(replaced[1] as NoticeFinding, 'halt')
    expect(said).toBe('「対応状況」（progress）が変わったのに、文面が前回と同じです')
    expect(sentAgain(words('cause', '装置の不具合', 'A fault'))).toEqual([])
  })
})

describe('noticeFindingWords', () => {
  it.each(['en', 'ja'] as const)('says in %s what is wrong and what to do', async (language) => {
    const say = await noticeFindingWords(language)
    const request = requestOf(incidentOf(halt({ startedAt: null })), { settings: DEFAULT_SETTINGS })
    const notice = { ...textOf(request, 'email', 'resumption'), subject: '\u001b'.repeat(60), next: null }
    const findings = found(request, {
      ...notice,
      text: 'All services have resumed. Assets are safe. https://x.example/login',
    })
    expect(findings.length).toBeGreaterThan(6)
    for (const finding of findings) {
      const [message, mend] = say(finding, 'haltctl')
      expect(message).toMatch(language === 'ja' ? /\p{Script=Hiragana}/u : /^[\x20-\x7e]+$/)
      expect(mend).toMatch(language === 'ja' ? /\p{Script=Hiragana}/u : /^[\x20-\x7e]+$/)
    }
  })
})

describe('checkNotices: safety findings', () => {
  const SAFETY: readonly NoticeFindingCode[] = ['control-character']

  it('include control-character on every channel, also the internal one', () => {
    for (const channel of CHANNELS)
      expect(
        edited(channel, { text: '\u001b' })
          .filter(({ safety }) => safety)
          .map(({ code }) => code),
      ).toEqual(SAFETY)
  })
})
