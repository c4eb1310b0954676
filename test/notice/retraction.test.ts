import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { HOUR, happened, incidentOf, lifted, reopened, scoped } from '../given.ts'
import { at, CHANNELS, FIRST, halt, requestOf, type Scope, STOPPED, textOf } from './halts.ts'

const FALSE_ALARM: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'a faulty alarm' } }
const NOTHING = /発生しておりません|nothing was suspended|did not take place/
const ERROR = /誤りであることが判明|誤りでしたので|based on a false alarm/

const halted = (scope: Scope, ...more: readonly EventDraft[]) => [halt({ scope }), ...FIRST, ...more, FALSE_ALARM]
const read = (drafts: readonly EventDraft[], channel: string, language: Language = 'ja') =>
  textOf(requestOf(incidentOf(...drafts)), channel, 'retraction', language, 2).text

describe('a retraction', () => {
  it('says that the notices were wrong, and no more, where nothing was ever recorded to have resumed', () => {
    for (const channel of CHANNELS) {
      for (const language of ['ja', 'en'] as const) {
        expect(read(halted(STOPPED), channel, language)).toMatch(ERROR)
        expect(read(halted(STOPPED), channel, language)).not.toMatch(NOTHING)
      }
      expect(read(halted(STOPPED), channel)).not.toContain('再開した')
    }
  })

  const inPart = halted(STOPPED, happened(HOUR, lifted('trading')))

  it('says what was stopped, when it resumed and what is still stopped, where some of it has resumed', () => {
    for (const channel of CHANNELS)
      for (const language of ['ja', 'en'] as const) expect(read(inPart, channel, language)).not.toMatch(ERROR)
    const page = read(inPart, 'website')
    expect(page).toContain('なお、下記のとおり、実際にサービスを停止いたしました。継続中のものもございます。')
    expect(page).toContain('\n・停止期間：2026年11月24日(火)22時05分頃から23時17分頃まで（売買）\n')
    expect(page).toContain('\n・停止期間：2026年11月24日(火)22時05分頃から継続中（日本円の出金、暗号資産の送付）\n')
    const english = read(inPart, 'website', 'en')
    expect(english).toContain('Some services were in fact suspended, and some still are, as follows.')
    expect(english).toMatch(/- Suspended: from about 22:05 to about 23:17 .* \(trading\)\n/)
    expect(english).toMatch(/- Suspended: since about 22:05 .* \(yen withdrawals, crypto withdrawals\)\n/)
  })

  it.each(['app-push', 'social'])('says so in short on %s', (channel) => {
    const short = read(inPart, channel)
    expect(short).toContain('実際に停止したサービスがございます。')
    expect(short).toContain('再開：売買')
    expect(short).toContain('引き続き停止：出金・送付')
    const english = read(inPart, channel, 'en')
    expect(english).toContain('Some services were in fact affected.')
    expect(english).toContain('Resumed: trading')
    expect(english).toContain('Still suspended: withdrawals')
  })

  it('has the answers for the departments to give', () => {
    expect(read(inPart, 'internal')).toContain(
      '\n日本円の出金、暗号資産の送付の停止期間は、2026年11月24日(火)22時05分頃から継続中でございます。\n',
    )
    expect(read(inPart, 'internal', 'en')).toContain('\nSome services were in fact suspended, and some still are.\n')
    expect(read(inPart, 'internal', 'en')).toContain('\nSuspended (trading): from about 22:05')
  })

  it('says of a full resumption what was stopped as well', () => {
    const page = read(halted(STOPPED, happened(HOUR, lifted('trading', 'withdrawals'))), 'website')
    expect(page).toContain('\n・対象サービス：売買、日本円の出金、暗号資産の送付\n・停止期間：')
    expect(page).toContain('なお、下記のとおり、実際にサービスを停止いたしました。')
    expect(page).not.toContain('継続中')
    expect(page).not.toMatch(ERROR)
  })

  it('speaks of a restriction where there was nothing but one', () => {
    const page = read(halted([at('trading', 'cancel-only')], happened(HOUR, lifted('trading'))), 'website')
    expect(page).toContain('なお、下記のとおり、実際にサービスを制限いたしました。')
    expect(page).toContain('\n・制限期間：2026年11月24日(火)22時05分頃から23時17分頃まで\n')
  })

  it('speaks of both where there were both, also one after the other', () => {
    const eased = [happened(HOUR, scoped('trading', 'cancel-only')), happened(2 * HOUR, lifted('trading'))]
    const drafts = halted([at('trading', 'stopped')], ...eased)
    expect(read(drafts, 'website')).toContain('実際にサービスを停止または制限いたしました。')
    expect(read(drafts, 'email', 'en')).toContain('Some services were in fact suspended or restricted, as follows.')
  })

  it('does not forget what resumed before the halt was reopened', () => {
    const again = halted(STOPPED, happened(HOUR, lifted('trading')), happened(2 * HOUR, reopened('trading')))
    const page = read(again, 'website')
    expect(page).not.toMatch(ERROR)
    expect(page).toContain('23時17分頃まで、および2026年11月25日(水)00時17分頃から継続中（売買）\n')
  })

  it.each(['app-push', 'social'])('names all that has resumed since the beginning on %s', (channel) => {
    const twice = [
      happened(HOUR, lifted('trading')),
      happened(2 * HOUR, reopened('withdrawals')),
      happened(3 * HOUR, lifted('withdrawals')),
    ]
    const scope = [at('trading', 'stopped'), at('withdrawals', 'open')]
    expect(read(halted(scope, ...twice), channel, 'en')).toMatch(/Resumed: trading.*withdrawals/)
  })

  it('takes a service that was stated to be open later for stopped before, also without a lift', () => {
    expect(read(halted(STOPPED, happened(HOUR, scoped('trading', 'open'))), 'website')).not.toMatch(ERROR)
  })

  const summary = (drafts: readonly EventDraft[], language: Language = 'ja') =>
    (read(drafts, 'internal', language).split(/\n\n/)[0] ?? '').split('\n').slice(1)

  it('tells the departments what was stopped in fact, or that nothing counts as stopped', () => {
    expect(summary(inPart)).toContain('・停止期間：2026年11月24日(火)22時05分頃から23時17分頃まで（売買）')
    expect(summary(inPart, 'en').join()).toMatch(
      /- Suspended: since about 22:05 .* \(yen withdrawals, crypto withdrawals\)/,
    )
    for (const scope of [STOPPED, []]) {
      expect(summary(halted(scope))).toContain('・停止・制限：なし（誤報として終了）')
      expect(summary(halted(scope), 'en')).toContain('- Suspended or restricted: nothing (closed as a false alarm)')
    }
  })

  it('lists what has resumed where nobody had said what was stopped', () => {
    const page = read(halted([], happened(HOUR, { type: 'scope.lifted', data: { changes: [], open: [] } })), 'website')
    expect(page).toContain('下記のとおり、実際にサービスを停止いたしました。\n・再開日時：')
  })
})
