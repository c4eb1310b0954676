import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { DECLARED, HOUR, happened, incidentOf, iso, lifted, MINUTE, posted, scoped } from '../given.ts'
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

  it('says nothing of it in the minute that was promised, or before', () => {
    for (const after of [20, 30]) expect(notice(told, after * MINUTE, 'update').text).not.toContain('より遅く')
  })
})

describe('a notice after a resumption in part', () => {
  const part = [...told, happened(HOUR, lifted('trading')), happened(61 * MINUTE, posted('website', 'resumption', 2))]

  it('does not announce the same again, but says what is still stopped', () => {
    const { subject, text } = notice(part, 90 * MINUTE, 'resumption')
    expect(subject).toContain('一部サービス停止のお知らせ')
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

  it('announces what has resumed since', () => {
    const more = [...part, happened(80 * MINUTE, scoped('withdrawals', 'open', 'XEM'))]
    expect(notice(more, 90 * MINUTE, 'resumption').subject).toContain('一部サービス再開のお知らせ')
  })
})

describe('services of which nobody has said anything', () => {
  it('include the rest of a service of which only a part was stated', () => {
    const part = [halt({ scope: [at('withdrawals', 'stopped', 'XRP'), at('deposits', 'open', 'JPY')] }), ...FIRST]
    expect(notice(part, 0, 'first').text).toContain(
      '・ご利用の可否を確認中のサービス：売買、暗号資産の預入、日本円の出金、暗号資産の送付（XRPを除く）\n',
    )
    expect(notice(part, 0, 'first', 'en').text).toContain(
      'not yet confirmed: trading, crypto deposits, yen withdrawals, crypto withdrawals except XRP\n',
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
