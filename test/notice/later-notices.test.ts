import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { DECLARED, HOUR, happened, incidentOf, iso, lifted, MINUTE, posted, scoped, takenBack } from '../given.ts'
import { at, FIRST, halt, requestOf, SETTINGS, STOPPED, textOf, words } from './halts.ts'

const begun = [halt({ scope: STOPPED }), ...FIRST]
const told = [...begun, posted('website', 'first', 1, iso(30 * MINUTE))]

const notice = (
  drafts: readonly EventDraft[],
  after: number,
  stage: Stage,
  language: Language = 'ja',
  channel = 'website',
) => textOf(requestOf(incidentOf(...drafts), { now: DECLARED + after }), channel, stage, language, 2)

describe('a notice that comes later than was promised', () => {
  it('apologises for the delay, and says when it was to come', () => {
    const late = notice(told, 50 * MINUTE, 'update').text
    expect(late).toContain('お知らせが予定の時刻（11月24日(火)22時47分）より遅くなりましたことを、お詫び申し上げます。')
    expect(notice(told, 50 * MINUTE, 'update', 'en').text).toContain(
      'at 22:47 JST, 24 Nov. We apologise for the delay.',
    )
    const resumed = [...told, happened(45 * MINUTE, lifted('trading'))]
    expect(notice(resumed, 50 * MINUTE, 'resumption').text).toContain('より遅くなりましたこと')
  })

  it('says nothing of it where customers were told in time on another channel', () => {
    const elsewhere = [...told, happened(28 * MINUTE, posted('email', 'update', 2, iso(HOUR)))]
    expect(notice(elsewhere, 50 * MINUTE, 'update').text).not.toContain('より遅く')
    const late = [...told, happened(40 * MINUTE, posted('email', 'update', 2, iso(HOUR)))]
    expect(notice(late, 50 * MINUTE, 'update').text).toContain('より遅く')
  })

  it('apologises on each channel of a round that promised it, whatever was corrected since', () => {
    const round = [...told, posted('email', 'first', 1, iso(30 * MINUTE))]
    expect(notice(round, 50 * MINUTE, 'update').text).toContain('より遅く')
    const mended = [...told, happened(20 * MINUTE, posted('email', 'correction', 2))]
    expect(notice(mended, 50 * MINUTE, 'update').text).toContain('より遅く')
    expect(notice(round, 50 * MINUTE, 'update', 'en', 'email').text).toContain('We apologise for the delay.')
  })

  it('says nothing of it in the minute that was promised, or before', () => {
    for (const after of [20, 30]) expect(notice(told, after * MINUTE, 'update').text).not.toContain('より遅く')
  })
})

describe('a notice after a resumption in part', () => {
  const part = [...told, happened(HOUR, lifted('trading')), happened(61 * MINUTE, posted('website', 'resumption', 2))]

  it('does not announce the same again, but says what is still stopped', () => {
    const { subject, text } = notice(part, 90 * MINUTE, 'resumption')
    expect(subject).toContain('出金停止のお知らせ')
    expect(text).toContain('引き続き、一部のサービスを停止しております。')
    expect(text).toContain('\n・再開したサービス：売買\n')
    expect(notice(part, 90 * MINUTE, 'resumption', 'en').text).toContain('Some services are still suspended.')
  })

  it('calls it no resumption where only a restriction was lifted', () => {
    const limited = [
      halt({ scope: [...STOPPED, at('deposits', 'limited', null, '確認後に反映 / credited later')] }),
      ...FIRST,
    ]
    const eased = [...limited, happened(HOUR, lifted('deposits'))]
    const { subject, text } = notice(eased, HOUR + MINUTE, 'resumption')
    expect(subject).toContain('一部サービス制限解除のお知らせ')
    expect(text).toContain(
      '一部のサービスの制限を、下記のとおり解除いたしました。\n引き続き停止しているサービスがございます。',
    )
    const english = notice(eased, HOUR + MINUTE, 'resumption', 'en')
    expect(`${english.subject}\n${english.text}`).not.toContain('Some services have resumed')
  })

  it('says in English too that several services resumed together', () => {
    const stopped = [at('trading', 'stopped'), at('deposits', 'stopped'), at('withdrawals', 'stopped')]
    const two = happened(HOUR, lifted('trading', 'deposits'))
    const one = happened(80 * MINUTE, lifted('withdrawals'))
    const drafts = [halt({ scope: stopped }), ...FIRST, two, one]
    expect(notice(drafts, 90 * MINUTE, 'resumption', 'en').text).toContain(
      '- Services resumed: trading, yen deposits, crypto deposits (all about 23:17 JST',
    )
  })

  it('does not say of what never resumed that it was stopped again', () => {
    const again = [...part, happened(80 * MINUTE, scoped('trading', 'stopped'))]
    for (const stage of ['update', 'resumption'] as const) {
      expect(notice(again, 90 * MINUTE, stage).subject).toBe('【第2報】【再停止】取引停止のお知らせ')
      expect(notice(again, 90 * MINUTE, stage, 'en').subject).toBe('[Update] Trading halted again (notice 2)')
    }
  })

  it('does not announce the same again after an update, when that is about nothing any more', () => {
    const slip = [
      ...part,
      happened(80 * MINUTE, scoped('deposits', 'stopped')),
      happened(81 * MINUTE, posted('website', 'update', 3)),
      happened(85 * MINUTE, takenBack('deposits')),
    ]
    expect(notice(slip, 90 * MINUTE, 'resumption').text).toContain('引き続き、一部のサービスを停止しております。')
  })

  it('gives what was to be stated anew after the resumption in an update only once that was done', () => {
    const progress = words('progress', '交換中です。', 'We are replacing it.')
    const again = (after: number) => [
      ...part.slice(0, -2),
      happened(after * MINUTE, progress),
      ...part.slice(-2),
      happened(80 * MINUTE, scoped('trading', 'stopped')),
    ]
    expect(notice(again(50), 90 * MINUTE, 'update').text).not.toContain('交換中')
  })

  it('announces what has resumed since', () => {
    const more = [...part, happened(80 * MINUTE, scoped('withdrawals', 'open', 'XEM'))]
    expect(notice(more, 90 * MINUTE, 'resumption').subject).toContain('一部サービス再開のお知らせ')
  })
})

describe('a notice after everything has resumed and was told', () => {
  const lost = words('losses', '個人情報が流出しました。', 'Personal data has leaked.')
  const over = [
    halt({ type: 'security-incident', scope: STOPPED }),
    ...FIRST,
    ...['website', 'app-push', 'social'].map((channel) => posted(channel, 'first', 1)),
    happened(HOUR, lifted('trading', 'withdrawals')),
    ...['website', 'app-push', 'social'].map((channel) => happened(61 * MINUTE, posted(channel, 'resumption', 2))),
    happened(80 * MINUTE, lost),
  ]

  it('does not announce the resumption again, and begins with the news', () => {
    const { subject, text } = notice(over, 90 * MINUTE, 'resumption')
    expect(subject).toBe('【第2報】取引・出金再開後のお知らせ')
    expect(text).toContain('停止しておりましたサービスは、すべて再開しております。')
    expect(text).not.toContain('すべて再開いたしました')
    expect(text).toMatch(/からの変更点は、下記のとおりです。\n・情報や資産への影響：[\s\S]*現在の状況は/)
    const english = notice(over, 90 * MINUTE, 'resumption', 'en')
    expect(english.subject).toBe('[Update] Information on the earlier suspension of trading and withdrawals (notice 2)')
    expect(english.text).toContain('The services that were suspended resumed earlier. This is an update.\n')
    expect(english.text).toMatch(/What has changed since [\s\S]*Effect on data[\s\S]*The situation as of/)
  })

  it('begins with the news in short texts too', () => {
    const push = notice(over, 90 * MINUTE, 'resumption', 'ja', 'app-push')
    expect(push.subject).toBe('取引・出金再開後のお知らせ')
    expect(push.text).toMatch(/^【追加】情報や資産への影響/)
    expect(notice(over, 90 * MINUTE, 'resumption', 'en', 'app-push').subject).toBe('Update: earlier suspension')
    expect(notice(over, 90 * MINUTE, 'resumption', 'ja', 'social').text).toMatch(
      /^【第2報】取引・出金再開後のお知らせ\n【追加】/,
    )
  })

  it('speaks of restrictions where nothing had been stopped', () => {
    const eased = [
      halt({ scope: [at('trading', 'cancel-only')] }),
      ...FIRST,
      posted('website', 'first', 1),
      happened(HOUR, lifted('trading')),
      happened(61 * MINUTE, posted('website', 'resumption', 2)),
    ]
    const { subject, text } = notice(eased, 90 * MINUTE, 'resumption')
    expect(subject).toBe('【第2報】取引制限解除後のお知らせ')
    expect(text).toContain('サービスの制限は、すべて解除しております。')
    expect(notice(eased, 90 * MINUTE, 'resumption', 'en').text).toContain('All restrictions were lifted earlier.')
  })

  it('announces it where the notice before told of a part', () => {
    const part = [...told, happened(HOUR, lifted('trading')), happened(61 * MINUTE, posted('website', 'resumption', 2))]
    const all = [...part, happened(80 * MINUTE, lifted('withdrawals'))]
    expect(notice(all, 90 * MINUTE, 'resumption').text).toContain('すべて再開いたしました')
  })

  it('does not announce the rest again once a part is stopped anew', () => {
    const both = [...told, happened(HOUR, lifted('trading', 'withdrawals'))]
    const again = [
      ...both,
      happened(61 * MINUTE, posted('website', 'resumption', 2)),
      happened(80 * MINUTE, scoped('withdrawals', 'stopped')),
    ]
    const { subject, text } = notice(again, 90 * MINUTE, 'resumption')
    expect(subject).toContain('出金停止のお知らせ')
    expect(text).toContain('現在、一部のサービスを停止しております。')
  })
})

describe('services of which nobody has said anything', () => {
  it('include the rest of a service of which only a part was stated', () => {
    const part = [halt({ scope: [at('withdrawals', 'stopped', 'XRP'), at('deposits', 'open', 'JPY')] }), ...FIRST]
    expect(notice(part, 0, 'first').text).toContain(
      '・ご利用の可否を確認中のサービス：売買、暗号資産の預入、日本円の出金、暗号資産の送付（XRPを除く）\n',
    )
    expect(notice(part, 0, 'first', 'en').text).toContain(
      'not yet confirmed: trading; crypto deposits; yen withdrawals; crypto withdrawals except XRP\n',
    )
    const market = [halt({ scope: [at('trading', 'post-only', 'BTC/JPY')] }), ...FIRST]
    expect(notice(market, 0, 'first').text).toContain('確認中のサービス：売買（BTC/JPYを除く）、')
  })

  it('are named as being checked, once something is known of others', () => {
    expect(notice(begun, 0, 'first').text).toContain('・ご利用の可否を確認中のサービス：日本円の入金、暗号資産の預入\n')
    expect(notice([halt({ scope: [] }), ...FIRST], 0, 'first').text).not.toContain('ご利用の可否を確認中')
    const over = [...begun, happened(HOUR, lifted('trading', 'withdrawals'))]
    expect(notice(over, HOUR, 'resumption').text).toContain('・ご利用の可否を確認中のサービス：')
    const open = [...begun, scoped('deposits', 'open')]
    expect(notice(open, 0, 'first').text).not.toContain('ご利用の可否を確認中')
  })
})

describe('a channel that has only what changes', () => {
  it('says where the next report comes that customers were promised', () => {
    const settings = { ...SETTINGS, cadence: { ...SETTINGS.cadence, channels: { email: { update: 'on-change' } } } }
    const promised = [...told, { type: 'notice.promised', data: { channel: 'email', next: iso(HOUR) } } as EventDraft]
    const request = requestOf(incidentOf(...promised), { settings: settings as typeof SETTINGS })
    expect(textOf(request, 'email', 'first').text).toContain('（公式ウェブサイトでお知らせいたします）')
    expect(textOf(request, 'website', 'update').text).not.toContain('（公式ウェブサイトでお知らせいたします）')
  })
})

describe('a request to customers', () => {
  it('is asked for anew when all resumes, where they were told', () => {
    const asked = [...begun, words('customer-request', 'お控えください。', 'Please wait.')]
    const over = (...more: readonly EventDraft[]) => [
      ...asked,
      ...more,
      happened(HOUR, lifted('trading', 'withdrawals')),
    ]
    const outdated = (drafts: readonly EventDraft[]) => {
      const request = requestOf(incidentOf(...drafts), { now: DECLARED + HOUR + MINUTE })
      const found = checkNotices(request, [textOf(request, 'website', 'resumption')])
      return found.flatMap(({ code, params }) => (code === 'fact-outdated' ? (params as { fact: string }).fact : []))
    }
    expect(outdated(over(posted('website', 'first', 1)))).toEqual(['customer-request'])
    expect(outdated(over())).toEqual([])
    expect(outdated(over(posted('email', 'first', 1)))).toEqual([])
  })
})
