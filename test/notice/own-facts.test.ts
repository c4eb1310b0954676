import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { FactDefinition, Runbook } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { composeText } from '../../src/notice/notice-text.ts'
import { incidentOf, iso, lifted, MINUTE, scoped, started, stated } from '../given.ts'
import { SMALL_RUNBOOK } from '../small-runbook.ts'
import { requestOf, TEMPLATES, textOf } from './halts.ts'

const fact = (over: Partial<FactDefinition> & { readonly ja: string; readonly en: string }): FactDefinition => ({
  kind: 'text',
  notice: true,
  words: true,
  ...over,
})

const channel = (form: 'page' | 'mail' | 'push' | 'post' | 'chat') =>
  ({ form, audience: 'customers', ja: form, en: form }) as const

/** A bank's manual, which has no fact or channel of the shipped one. */
const BANK: Runbook = {
  ...SMALL_RUNBOOK,
  operations: { cash: { ja: 'お引出し', en: 'Cash withdrawals' } },
  channels: {
    screens: channel('page'),
    letters: channel('mail'),
    phones: channel('push'),
    microblog: channel('post'),
    lobby: channel('chat'),
  },
  facts: {
    'down-since': fact({ kind: 'time', role: 'began', words: false, ja: '停止日時', en: 'Down since' }),
    machines: fact({ ja: '停止台数', en: 'Machines down', unknown: { ja: '集計中', en: 'being counted' } }),
    'back-by': fact({ kind: 'estimate', role: 'expected-end', words: false, ja: '復旧見込み', en: 'Expected back' }),
    branches: fact({ notice: 'if-stated', renew: true, ja: 'ご利用いただける店舗', en: 'Open branches' }),
    'cards-kept': fact({ stages: ['final'], ja: '回収したカード', en: 'Cards kept' }),
  },
}
const CHANNELS = Object.keys(BANK.channels)

const outage = (...more: readonly EventDraft[]) =>
  incidentOf(started({ runbook: BANK }), scoped('cash', 'stopped'), ...more)

const said = (name: string, ja: string, en: string) => stated(name, { ja, en })

describe('a fact that a runbook puts into notices', () => {
  it.each(CHANNELS.filter((id) => id !== 'lobby'))('is stated with its label on %s, known or not', (id) => {
    const known = textOf(requestOf(outage(said('machines', '120台', '120'))), id, 'first', 'en').text
    expect(known).toContain('Machines down: 120')
    expect(textOf(requestOf(outage()), id, 'first', 'ja').text).toContain('停止台数：集計中')
  })

  it.each(['phones', 'microblog'])('is stated with its label on %s also when something has resumed', (id) => {
    const incident = outage(said('machines', '120台', '120'), lifted('cash'))
    expect(textOf(requestOf(incident), id, 'resumption', 'en').text).toContain('Machines down: 120')
    expect(textOf(requestOf(incident), id, 'resumption', 'ja').text).toContain('停止台数：120台')
    expect(textOf(requestOf(outage()), id, 'scheduled', 'en').text).toContain('Machines down: being counted')
    expect(textOf(requestOf(outage()), id, 'scheduled', 'ja').text).toContain('停止台数：集計中')
  })

  it('has its label also where the program knows its role', () => {
    const { text } = textOf(requestOf(outage()), 'screens', 'first', 'en')
    expect(text).toContain('- Down since: about 22:05')
    expect(text).toContain('- Expected back: not yet known')
  })

  it('is missing until it is stated, as known or not', () => {
    const codes = (...more: readonly EventDraft[]) => {
      const request = requestOf(outage(...more))
      const findings = checkNotices(request, [textOf(request, 'screens', 'first', 'ja')])
      return findings.flatMap(({ code, params }) =>
        code === 'fact-missing' ? [(params as { fact: string }).fact] : [],
      )
    }
    expect(codes()).toEqual(['machines', 'back-by'])
    expect(codes(stated('machines', { known: false }), stated('back-by', { known: false }))).toEqual([])
  })

  it('has a name in templates', () => {
    const source = '{{fact.machines}} since {{fact.down-since}}{{#known.machines}}!{{/known.machines}}'
    const text = (incident: ReturnType<typeof outage>) =>
      composeText(
        { ...requestOf(incident), channel: 'screens', stage: 'first', number: 1, language: 'en' },
        { ...TEMPLATES, 'en/screens': { file: 'en/screens.txt', source } },
      ).text
    expect(text(outage())).toMatch(/^being counted since about 22:05 [^!]*$/)
    expect(text(outage(said('machines', '120台', '120')))).toMatch(/^120 since about 22:05 .*!$/)
  })

  it('is stated only in the stages that the runbook names', () => {
    const rows = (stage: 'first' | 'final') =>
      textOf(requestOf(outage(said('cards-kept', '3枚', '3'))), 'screens', stage, 'en').text
    expect(rows('first')).not.toContain('Cards kept')
    expect(rows('final')).toContain('- Cards kept: 3')
  })

  it('is left out, if it is optional, until it is stated, and after a resumption until it is stated again', () => {
    const open = said('branches', '本店', 'Head office')
    const text = (stage: 'first' | 'resumption', ...more: readonly EventDraft[]) =>
      textOf(requestOf(outage(...more)), 'screens', stage, 'en').text
    expect(text('first')).not.toContain('Open branches')
    expect(text('first', open)).toContain('- Open branches: Head office')
    expect(text('resumption', open, { ...lifted('cash'), at: iso(20 * MINUTE) })).not.toContain('Open branches')
    expect(text('resumption', lifted('cash'), { ...open, at: iso(20 * MINUTE) })).toContain(
      '- Open branches: Head office',
    )
  })

  it('stands without its full stop inside the sentence of a push notice', () => {
    const machines = said('machines', '全120台が停止しております。', 'All 120 are down.')
    const push = (language: 'ja' | 'en') => textOf(requestOf(outage(machines)), 'phones', 'first', language).text
    expect(push('ja')).toContain('停止台数：全120台が停止しております。')
    expect(push('en')).toContain('Machines down: All 120 are down.')
    for (const language of ['ja', 'en'] as const) expect(push(language)).not.toMatch(/。。|\.\./)
  })

  it('needs no public words, if it is a time', () => {
    const refill = fact({ kind: 'future', notice: 'if-stated', words: false, ja: '補充予定', en: 'Refill' })
    const runbook = { ...BANK, facts: { refill } }
    const request = requestOf(
      incidentOf(
        started({ runbook }),
        scoped('cash', 'stopped'),
        stated('refill', { known: true, value: iso(60 * MINUTE) }),
      ),
    )
    expect(checkNotices(request, [textOf(request, 'screens', 'first', 'ja')])).toEqual([])
  })

  it('is a time in words, if it is one', () => {
    const facts = { ...BANK.facts, refill: fact({ kind: 'future', words: false, ja: '補充予定', en: 'Refill' }) }
    const incident = incidentOf(
      started({ runbook: { ...BANK, facts } }),
      stated('refill', { known: true, value: iso(0) }),
    )
    expect(textOf(requestOf(incident), 'screens', 'first', 'ja').text).toContain(
      '・補充予定：2026年11月24日(火)22時17分\n',
    )
  })

  it('has its label in corrections and retractions too, if it is the contact', () => {
    const desk = fact({ role: 'contact', notice: true, ja: 'ご照会先', en: 'Helpline' })
    const incident = incidentOf(
      started({ runbook: { ...BANK, facts: { ...BANK.facts, desk } } }),
      said('desk', '0120-000-000', '0120-000-000'),
    )
    for (const stage of ['correction', 'retraction'] as const) {
      expect(textOf(requestOf(incident), 'screens', stage, 'en').text).toContain('- Helpline: 0120-000-000')
      expect(textOf(requestOf(incident), 'screens', stage, 'ja').text).toContain('・ご照会先：0120-000-000')
    }
  })

  it('needs no public words if it has none, stated always or only if stated', () => {
    const one = (over: Partial<FactDefinition>) => fact({ words: false, ja: '件数', en: 'Number', ...over })
    const facts = {
      kept: one({ kind: 'count', notice: 'if-stated' }),
      since: one({ kind: 'time', notice: 'if-stated' }),
    }
    const incident = incidentOf(
      started({ runbook: { ...BANK, facts } }),
      scoped('cash', 'stopped'),
      stated('kept', { known: true, value: '1200' }),
      stated('since', { known: true, value: iso(0) }),
    )
    const request = requestOf(incident)
    const notice = textOf(request, 'screens', 'first', 'en')
    expect(notice.text).toContain('- Number: 1,200')
    expect(checkNotices(request, [notice]).map(({ code }) => code)).not.toContain('words-missing')
  })
})
