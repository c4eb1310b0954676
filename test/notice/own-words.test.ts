import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Bilingual, HaltType, Language, Operation, Runbook, Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import type { NoticeText } from '../../src/notice/notice.ts'
import { noticeValues } from '../../src/notice/notice-values.ts'
import { closed, HOUR, incidentOf, iso, lifted, scoped, started, stated } from '../given.ts'
import { SMALL_RUNBOOK } from '../small-runbook.ts'
import { requestOf, textOf } from './halts.ts'

/** A bank's words for its halts and services. */
const BANK: Runbook = {
  ...SMALL_RUNBOOK,
  types: {
    failure: {
      planned: 'never',
      repair: true,
      ja: 'ATM障害',
      en: 'ATM outage',
      reason: { ja: 'ATM障害により', en: 'because our cash machines are out of order' },
      remark: { ja: '窓口はご利用いただけます。', en: 'Our branches are open.' },
    },
    flood: { planned: 'never', ja: '浸水', en: 'a flood' },
  },
  operations: {
    cash: {
      ja: 'お引出し',
      en: 'cash withdrawals',
      halt: {
        title: { ja: 'お引出し停止', en: 'Cash withdrawals suspended' },
        noun: { ja: 'お引出し停止', en: 'suspension of cash withdrawals' },
        resumption: { ja: 'お引出し再開', en: 'Cash withdrawals are possible again' },
        state: { ja: 'お引出しを停止しております', en: 'cash cannot be withdrawn' },
      },
    },
    paying: { ja: 'お振込み', en: 'transfers' },
    standing: { ja: '自動送金', en: 'standing orders' },
  },
  services: [{ operations: ['paying', 'standing'], asset: null, ja: 'お振込みと自動送金', en: 'all transfers' }],
}

const outage = (...more: readonly EventDraft[]) => incidentOf(started({ runbook: BANK }), ...more)
const first = (...more: readonly EventDraft[]) => textOf(requestOf(outage(...more)), 'website', 'first', 'en')

describe('a notice of a manual with its own words', () => {
  it('calls the halt by the name of what is stopped', () => {
    const { subject, text } = first(scoped('cash', 'stopped'))
    expect(subject).toBe('[Important] Cash withdrawals suspended (notice 1)')
    expect(text).toContain('At present, cash cannot be withdrawn because our cash machines are out of order.')
    expect(text).toContain('Our branches are open.')
    const { subject: ja } = textOf(requestOf(outage(scoped('cash', 'stopped'))), 'website', 'first', 'ja')
    expect(ja).toBe('【重要】お引出し停止のお知らせ（第1報）')
  })

  it('calls a halt of all operations of a service by the name that the service has for it', () => {
    const words = (en: string) => ({ ja: en, en })
    const halt = {
      title: words('All down'),
      noun: words('all'),
      resumption: words('All back'),
      state: words('all is down'),
    }
    const all = { operations: ['cash', 'paying', 'standing'], asset: null, ja: '全業務', en: 'all business', halt }
    const runbook = { ...BANK, services: [...(BANK.services ?? []), all] }
    const subject = (...stopped: readonly string[]) => {
      const incident = incidentOf(started({ runbook }), ...stopped.map((operation) => scoped(operation, 'stopped')))
      return textOf(requestOf(incident), 'website', 'first', 'en').subject
    }
    expect(subject('paying', 'cash', 'standing')).toBe('[Important] All down (notice 1)')
    expect(subject('paying', 'cash')).toBe('[Important] Cash withdrawals and transfers halted (notice 1)')
    expect(subject('paying', 'standing')).toBe('[Important] Transfers and standing orders halted (notice 1)')
  })

  it('calls a halt of single assets of an operation by the name that it has for that', () => {
    const words = (en: string) => ({ ja: en, en })
    const assetHalt = {
      title: words('Notes out'),
      noun: words('n'),
      resumption: words('Notes back'),
      state: words('s'),
    }
    const cash = { ...(BANK.operations.cash as Operation), assetHalt }
    const runbook = { ...BANK, operations: { ...BANK.operations, cash } }
    const outOf = (...more: readonly EventDraft[]) =>
      incidentOf(started({ runbook }), scoped('cash', 'stopped', 'EUR'), ...more)
    const back = { operation: 'cash', asset: 'EUR', state: 'open', words: null } as const
    const euroAgain: EventDraft = { type: 'scope.lifted', data: { changes: [back], open: [] } }
    const subject = (incident: Incident, stage: Stage = 'first') =>
      textOf(requestOf(incident), 'website', stage, 'en').subject
    expect(subject(outOf())).toBe('[Important] Notes out (notice 1)')
    expect(subject(outOf(euroAgain), 'resumption')).toBe('Notes back (notice 1)')
    expect(subject(outOf(scoped('cash', 'stopped')))).toBe('[Important] Cash withdrawals suspended (notice 1)')
    expect(subject(outOf(scoped('paying', 'stopped')))).toBe(
      '[Important] Transfers and other services halted (notice 1)',
    )
  })

  it('names the operations of several halts that have names of their own and no common one', () => {
    const words = (en: string) => ({ ja: en, en })
    const [title, noun, resumption, state] = [
      'No transfers',
      'stop of transfers',
      'Transfers again',
      'no transfers',
    ].map(words) as [Bilingual, Bilingual, Bilingual, Bilingual]
    const paying = { ...(BANK.operations.paying as Operation), halt: { title, noun, resumption, state } }
    const runbook = { ...BANK, operations: { ...BANK.operations, paying } }
    const stopped = (...operations: readonly string[]) =>
      incidentOf(started({ runbook }), ...operations.map((operation) => scoped(operation, 'stopped')))
    const both = textOf(requestOf(stopped('cash', 'paying')), 'website', 'first', 'en')
    expect(both.subject).toBe('[Important] Cash withdrawals and transfers halted (notice 1)')
    expect(both.text).toContain('cash withdrawals and transfers are suspended')
    const one = textOf(requestOf(stopped('paying')), 'website', 'first', 'en')
    expect(one.subject).toBe('[Important] No transfers (notice 1)')
  })

  it('says what is the case only while it is', () => {
    const whatIn = (incident: Incident, stage: Stage) => {
      const notice = { channel: 'website', stage, number: 1, language: 'en', correction: null, round: null } as const
      return noticeValues({ ...requestOf(incident), ...notice }).values.what
    }
    const stopped = scoped('cash', 'stopped')
    expect(whatIn(outage(stopped), 'first')).toBe('cash cannot be withdrawn')
    expect(whatIn(outage(stopped, scoped('paying', 'stopped'), lifted('paying')), 'resumption')).not.toBeNull()
    expect(whatIn(outage(stopped, lifted('cash')), 'resumption')).toBeNull()
    expect(whatIn(outage(stopped, lifted('cash'), closed()), 'final')).toBeNull()
  })

  it('names the operation if its halt has no name of its own', () => {
    expect(first(scoped('paying', 'stopped')).subject).toBe('[Important] Transfers halted (notice 1)')
  })

  it('names the resumption and the report after it likewise', () => {
    const over = outage(scoped('cash', 'stopped'), lifted('cash'))
    expect(textOf(requestOf(over), 'website', 'resumption', 'en').subject).toBe(
      'Cash withdrawals are possible again (notice 1)',
    )
    expect(
      textOf(requestOf(outage(scoped('cash', 'stopped'), lifted('cash'), closed())), 'website', 'final', 'en').subject,
    ).toBe('[Interim report] Suspension of cash withdrawals')
  })

  it('names operations that are one service together, in the same state, and each for itself in different ones', () => {
    expect(first(scoped('standing', 'stopped'), scoped('paying', 'stopped')).text).toContain(
      'Services affected: all transfers (suspended)',
    )
    const { text } = first(scoped('standing', 'stopped'), scoped('paying', 'cancel-only'))
    expect(text).toContain('Services affected: standing orders (suspended)')
    expect(text).toContain('Services affected: transfers (orders can be cancelled, but not placed)')
  })

  it('names each operation for itself if only some of a service of three are in the same state', () => {
    const joint = { operations: ['cash', 'paying', 'standing'], asset: null, ja: '全業務', en: 'all business' }
    const runbook = { ...BANK, services: [joint] }
    const scope = (...stopped: readonly string[]) => {
      const incident = incidentOf(started({ runbook }), ...stopped.map((operation) => scoped(operation, 'stopped')))
      return textOf(requestOf(incident), 'website', 'first', 'en').text
    }
    expect(scope('cash', 'standing')).toContain('Services affected: cash withdrawals, standing orders (both suspended)')
    expect(scope('cash', 'paying', 'standing')).toContain('Services affected: all business (suspended)')
  })

  it('differs from others if it speaks, in words of the manual, of what nobody has stated', () => {
    const operations = {
      ...BANK.operations,
      standing: { ja: '自動送金', en: 'standing orders', mentions: { ja: ['自動送金'], en: ['standing orders'] } },
    }
    const request = requestOf(incidentOf(started({ runbook: { ...BANK, operations } }), scoped('cash', 'stopped')))
    const [page, mail] = ['website', 'email'].map((id) => textOf(request, id, 'first', 'en')) as [
      NoticeText,
      NoticeText,
    ]
    const differing = (words: string) =>
      checkNotices(request, [page, { ...mail, text: `${mail.text}\n${words}` }]).filter(
        ({ code }) => code === 'channels-differ',
      )
    expect(differing('Your standing orders are carried out.')).toMatchObject([{ channel: 'email' }])
    expect(differing('You are outstanding, orderly customers.')).toEqual([])
  })

  it('differs from no other by what the manual itself says of facts and types', () => {
    const operations = {
      ...BANK.operations,
      standing: { ja: '自動送金', en: 'standing orders', mentions: { ja: [], en: ['orders'] } },
    }
    const facts = {
      began: { kind: 'time', role: 'began', notice: true, words: false, ja: '開始日時', en: 'Since' },
      from: { kind: 'future', notice: 'if-stated', words: false, ja: '開始', en: 'Orders taken from' },
    } as const
    const remark = { ja: '。', en: 'Standing orders are taken as usual.' }
    const types = { failure: { ...(BANK.types.failure as HaltType), remark } }
    const request = requestOf(
      incidentOf(
        started({ runbook: { ...BANK, operations, facts, types } }),
        scoped('cash', 'stopped'),
        stated('from', { known: true, value: iso(HOUR) }),
      ),
    )
    const texts = ['website', 'app-push'].map((id) => textOf(request, id, 'first', 'en'))
    expect(texts[0]?.text).toMatch(/Standing orders(?:.|\n)*Orders taken from/)
    expect(checkNotices(request, texts).filter(({ code }) => code === 'channels-differ')).toEqual([])
  })

  it('gives the name of the type as the reason if it has no other', () => {
    const incident = incidentOf(started({ runbook: BANK, type: 'flood' }), scoped('cash', 'stopped'))
    expect(textOf(requestOf(incident), 'website', 'first', 'en').text).toContain(
      'cash cannot be withdrawn because of a flood.',
    )
    expect(textOf(requestOf(incident), 'website', 'first', 'ja').text).toContain(
      '現在、浸水のため、お引出しを停止しております。',
    )
  })

  it('names the page where details are in a push notice, if there is one', () => {
    const { website: _, ...others } = SMALL_RUNBOOK.channels
    const screens = { form: 'page', audience: 'customers', ja: '店頭画面', en: 'our screens' } as const
    const over = [scoped('cash', 'stopped'), lifted('cash')]
    const push = (channels: Runbook['channels'], stage: Stage, language: Language) => {
      const incident = incidentOf(started({ runbook: { ...BANK, channels } }), ...over)
      return textOf(requestOf(incident), 'app-push', stage, language).text
    }
    for (const stage of ['scheduled', 'resumption', 'final'] as const) {
      expect(push({ screens, ...others }, stage, 'en')).toContain('our screens')
      expect(push({ screens, ...others }, stage, 'ja')).toContain('店頭画面')
      expect(push(others, stage, 'en')).not.toMatch(/website|See/)
      expect(push(others, stage, 'ja')).not.toMatch(/ウェブサイト|詳細/)
    }
  })

  it('begins a short text with a capital letter where the manual names the states', () => {
    const names = { states: { stopped: { ja: '休止', en: 'out of service' } } }
    const push = (...over: readonly EventDraft[]) => {
      const incident = incidentOf(started({ runbook: { ...BANK, names } }), ...over)
      return textOf(requestOf(incident), 'app-push', over.length > 2 ? 'resumption' : 'first', 'en').text
    }
    const [stopped, other] = [scoped('cash', 'stopped'), scoped('paying', 'stopped')]
    expect(push(stopped)).toMatch(/^Out of service: cash withdrawals\. /)
    expect(push(stopped, other, lifted('cash'))).toContain('Still out of service: transfers.')
  })

  it('says of a state that the manual names that it is planned', () => {
    const names = { states: { stopped: { ja: '休止', en: 'unavailable' } } }
    const stopped = [scoped('cash', 'stopped'), scoped('paying', 'stopped')]
    const incident = incidentOf(started({ runbook: { ...BANK, names } }), ...stopped)
    const page = (language: Language) => textOf(requestOf(incident), 'website', 'scheduled', language).text
    expect(page('en')).toContain('cash withdrawals, transfers (planned: both unavailable)')
    expect(page('ja')).toContain('（いずれも休止の予定）')
    expect(textOf(requestOf(incident), 'website', 'first', 'en').text).toContain('(both unavailable)')
  })
})
