import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { advanced, HOUR, happened, incidentOf, iso, lifted, posted, reopened, scoped, takenBack } from '../given.ts'
import { at, CHANNELS, FIRST, halt, requestOf, type Scope, textOf } from './halts.ts'

const subjectOf = (drafts: readonly EventDraft[], stage: Stage, language: Language, channel = 'website') =>
  textOf(requestOf(incidentOf(...drafts)), channel, stage, language, 1).subject
const first = (language: Language, ...scope: Scope) => subjectOf([halt({ scope }), ...FIRST], 'first', language)
const push = (language: Language, ...scope: Scope) =>
  subjectOf([halt({ scope }), ...FIRST], 'first', language, 'app-push')
const stopped = (...operations: readonly string[]) => operations.map((operation) => at(operation, 'stopped'))

describe('the title of a notice', () => {
  it('names each of the services that are stopped, and of many the first', () => {
    expect(first('ja', ...stopped('trading'))).toBe('【重要】取引停止のお知らせ（第1報）')
    expect(first('ja', ...stopped('trading', 'withdrawals'))).toBe('【重要】取引・出金停止のお知らせ（第1報）')
    expect(first('en', ...stopped('trading', 'withdrawals'))).toBe(
      '[Important] Trading and withdrawals halted (notice 1)',
    )
    expect(first('ja', ...stopped('withdrawals'))).toBe('【重要】出金停止のお知らせ（第1報）')
    expect(first('en', ...stopped('withdrawals'))).toBe('[Important] Withdrawals halted (notice 1)')
    const all = stopped('trading', 'deposits', 'withdrawals')
    expect(first('ja', ...all)).toBe('【重要】取引等のサービス停止のお知らせ（第1報）')
    expect(first('en', ...all)).toBe('[Important] Trading and other services halted (notice 1)')
    expect(push('en', ...all)).toBe('Services suspended')
  })

  it('does not name a service of which customers can use a part', () => {
    const yen = [at('withdrawals', 'stopped'), at('withdrawals', 'open', 'JPY')]
    expect(first('ja', ...yen)).toBe('【重要】一部サービス停止のお知らせ（第1報）')
    expect(first('en', at('trading', 'stopped'), ...yen)).toBe(
      '[Important] Trading and other services halted (notice 1)',
    )
    const asset = [at('trading', 'stopped'), at('withdrawals', 'stopped', 'XEM')]
    expect(first('ja', ...asset)).toBe('【重要】取引等のサービス停止のお知らせ（第1報）')
    const exception = [at('withdrawals', 'stopped'), at('withdrawals', 'open', 'XEM')]
    expect(first('ja', ...exception)).toBe('【重要】出金停止のお知らせ（第1報）')
  })

  it('says which services are only restricted', () => {
    expect(first('ja', at('trading', 'cancel-only'))).toBe('【重要】取引制限のお知らせ（第1報）')
    expect(first('en', at('trading', 'cancel-only'))).toBe('[Important] Trading restricted (notice 1)')
    const both = [at('trading', 'stopped'), at('withdrawals', 'cancel-only')]
    expect(first('ja', ...both)).toBe('【重要】取引停止・出金制限のお知らせ（第1報）')
    expect(first('en', ...both)).toBe('[Important] Trading halted, withdrawals restricted (notice 1)')
    expect(push('ja', ...both)).toBe('取引停止・出金制限のお知らせ')
    expect(push('en', ...both)).toBe('Trading halted')
    const part = [at('trading', 'stopped'), at('withdrawals', 'cancel-only', 'XEM')]
    expect(first('ja', ...part)).toBe('【重要】サービスの停止・制限のお知らせ（第1報）')
    const long = [at('trading', 'cancel-only'), at('deposits', 'cancel-only'), at('withdrawals', 'cancel-only')]
    expect(push('en', ...long)).toBe('Services restricted')
    expect(push('ja', ...long)).toBe('サービス制限のお知らせ')
    expect(first('ja', at('trading', 'cancel-only', 'XEM'))).toBe('【重要】一部サービス制限のお知らせ（第1報）')
  })

  it('says neither in title nor in lead that it is only some of the services where none is known to be open', () => {
    const limited = at('deposits', 'limited', null, '反映は再開後 / credited afterwards')
    const all = [...stopped('trading', 'withdrawals'), limited]
    const read = (language: Language, type = 'system-failure') =>
      textOf(requestOf(incidentOf(halt({ type, scope: all }), ...FIRST)), 'website', 'update', language, 4)
    const [ja, en] = [read('ja'), read('en')]
    expect(ja.subject).toBe('【第4報】取引・出金停止、入金制限のお知らせ')
    expect(ja.text).toContain('引き続き取引・出金を停止し、入金を制限しております。')
    expect(en.subject).toBe('[Update] Trading and withdrawals halted, deposits restricted (notice 4)')
    expect(en.text).toContain(
      'At present, services are suspended (trading and withdrawals) or restricted (deposits) because',
    )
    expect(push('ja', ...all)).toBe('取引・出金停止のお知らせ')
    const restricted = ['trading', 'deposits', 'withdrawals'].map((one) => at(one, 'cancel-only'))
    const lead = textOf(requestOf(incidentOf(halt({ scope: restricted }), ...FIRST)), 'website', 'first', 'en').text
    expect(lead).toContain('At present, trading and other services are restricted because')
  })

  it('announces a suspension and a restriction where both are planned', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const scope = [...stopped('trading', 'withdrawals'), at('deposits', 'cancel-only')]
    const work = [halt({ type: 'maintenance', startedAt: null, planned, scope })]
    expect(subjectOf(work, 'scheduled', 'en')).toContain('Planned suspension and restriction of services')
    expect(subjectOf(work, 'scheduled', 'ja')).toContain('サービスの停止・制限の予定')
  })

  it('does not name as stopped what was to be stopped, and was only restricted', () => {
    const planned = { from: iso(0), to: iso(2 * HOUR) }
    const eased = [
      halt({ type: 'maintenance', startedAt: null, planned, scope: stopped('trading', 'withdrawals') }),
      scoped('trading', 'cancel-only'),
      happened(HOUR, advanced('initial-response')),
      happened(2 * HOUR, lifted('trading', 'withdrawals')),
    ]
    expect(subjectOf(eased, 'resumption', 'ja')).toBe('【第1報】出金再開のお知らせ')
    expect(subjectOf(eased, 'final', 'en')).toBe('[Interim report] Suspension of withdrawals')
  })

  it('names in the end what was stopped before the halt was reopened too', () => {
    const over = [
      halt({ scope: stopped('trading') }),
      ...FIRST,
      happened(HOUR, lifted('trading')),
      happened(2 * HOUR, reopened('withdrawals')),
      happened(3 * HOUR, lifted('withdrawals')),
    ]
    const both = '[Interim report] Suspension of trading and withdrawals'
    expect(subjectOf(over, 'resumption', 'en')).toBe('Withdrawals resumed (notice 1)')
    expect(subjectOf(over, 'final', 'en')).toBe(both)
    expect(subjectOf(over, 'retraction', 'en')).toContain('trading and withdrawals')
    const resumed = happened(3 * HOUR, posted('website', 'resumption', 1))
    expect(subjectOf([...over, resumed], 'correction', 'en')).not.toMatch(/trading/i)
    const reported = happened(3 * HOUR, posted('website', 'final', null))
    expect(subjectOf([...over, reported], 'correction', 'en')).toMatch(/trading and withdrawals/)
  })

  it('names as resumed what had been stopped', () => {
    const over = [halt({ scope: stopped('trading', 'withdrawals') }), ...FIRST, lifted('trading', 'withdrawals')]
    expect(subjectOf(over, 'resumption', 'ja')).toBe('【第1報】取引・出金再開のお知らせ')
    expect(subjectOf(over, 'resumption', 'en')).toBe('Trading and withdrawals resumed (notice 1)')
    expect(subjectOf(over, 'resumption', 'en', 'app-push')).toBe('Services have resumed')
    expect(subjectOf(over, 'final', 'en')).toBe('[Interim report] Suspension of trading and withdrawals')
    const eased = [halt({ scope: [at('trading', 'cancel-only')] }), ...FIRST, lifted('trading')]
    expect(subjectOf(eased, 'resumption', 'ja')).toBe('【第1報】取引制限解除のお知らせ')
  })

  it('names as resumed neither what never was stopped, nor as stopped what was only restricted', () => {
    const mistaken = [halt({ scope: stopped('trading', 'withdrawals') }), ...FIRST, takenBack('withdrawals')]
    const over = [...mistaken, happened(HOUR, lifted('trading'))]
    expect(subjectOf(over, 'resumption', 'ja')).toBe('【第1報】取引再開のお知らせ')
    expect(subjectOf(over, 'final', 'ja')).toBe('【中間報告】取引停止に関するご報告')
    const restricted = [halt({ scope: [at('trading', 'cancel-only')] }), ...FIRST, scoped('trading', 'stopped')]
    const eased = [...restricted, takenBack('trading'), scoped('trading', 'cancel-only')]
    expect(subjectOf([...eased, happened(HOUR, lifted('trading'))], 'resumption', 'ja')).toBe(
      '【第1報】取引制限解除のお知らせ',
    )
  })

  it('speaks of what was stopped again, not of what never resumed', () => {
    const begun = [halt({ scope: stopped('trading', 'withdrawals') }), ...FIRST]
    const told = CHANNELS.map((channel) => happened(HOUR, posted(channel, 'resumption', 2)))
    const again = [...begun, happened(HOUR, lifted('trading')), ...told, happened(2 * HOUR, reopened('trading'))]
    expect(subjectOf(again, 'first', 'ja')).toBe('【重要】【再停止】取引停止のお知らせ（第1報）')
    expect(subjectOf(again, 'first', 'en', 'app-push')).toBe('Trading halted again')
    for (const channel of ['app-push', 'social']) {
      const ja = textOf(requestOf(incidentOf(...again)), channel, 'first', 'ja', 3).text
      expect(ja).toMatch(/再び停止：売買[。\n]引き続き停止：出金・送付[。\n]/)
      const en = textOf(requestOf(incidentOf(...again)), channel, 'first', 'en', 3).text
      expect(en).toMatch(/Suspended again: trading(?:\. |\n)Still suspended: withdrawals[.\n]/)
      const more = [...again, happened(2 * HOUR, scoped('deposits', 'stopped'))]
      expect(textOf(requestOf(incidentOf(...more)), channel, 'first', 'ja', 3).text).toMatch(
        /再び停止：売買[。\n]停止：入金・預入[。\n]引き続き停止：出金・送付[。\n]/,
      )
    }
  })
})

describe('a short text on single assets', () => {
  const scope = [at('trading', 'open'), at('trading', 'stopped', 'XEM'), at('withdrawals', 'stopped', 'XEM')]
  const begun = [halt({ scope }), ...FIRST, ...CHANNELS.map((channel) => posted(channel, 'first', 1))]
  const read = (drafts: readonly EventDraft[], channel: string, language: Language, stage: Stage = 'update') =>
    textOf(requestOf(incidentOf(...drafts)), channel, stage, language, 2).text

  it('does not except from what has stopped an asset that had stopped before', () => {
    const all = [...begun, scoped('trading', 'stopped')]
    for (const channel of ['app-push', 'social']) {
      expect(read(all, channel, 'ja')).toMatch(/【変更】売買：停止[。\n]停止：XEMの送付[。\n]/)
      expect(read(all, channel, 'en')).toMatch(
        /Trading \(updated\): suspended(?:\. |\n)Suspended: XEM withdrawals[.\n]/,
      )
    }
    const apart = [...begun, scoped('trading', 'cancel-only')]
    expect(read(apart, 'social', 'ja')).toMatch(/【変更】売買（XEMを除く）：ご注文の取消のみ可能/)
  })

  it('ends an exception before the next service in English', () => {
    const wide = [at('trading', 'stopped'), at('trading', 'open', 'XEM'), at('withdrawals', 'stopped')]
    const text = read([halt({ scope: wide }), ...FIRST], 'social', 'en', 'first')
    expect(text).toContain('Suspended: trading except XEM; withdrawals\n')
    const apart = [...wide, at('withdrawals', 'open', 'JPY'), at('deposits', 'stopped')]
    expect(read([halt({ scope: apart }), ...FIRST], 'social', 'en', 'first')).toContain(
      'Suspended: trading except XEM; deposits; crypto withdrawals\n',
    )
  })
})
