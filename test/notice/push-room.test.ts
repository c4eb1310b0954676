import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import { LANGUAGES, type Language, type Stage } from '../../src/domain/runbook/runbook.ts'
import { columnsOf } from '../../src/view/columns.ts'
import { HOUR, happened, incidentOf, iso, lifted, posted, scoped, stated } from '../given.ts'
import { at, CHANNELS, FIRST, halt, RUNBOOK, requestOf, type Scope, STOPPED, textOf, words } from './halts.ts'

const told = (stage: Stage, number: number) => CHANNELS.map((channel) => posted(channel, stage, number))
const read = (drafts: readonly EventDraft[], stage: Stage, channel: string, language: Language) =>
  textOf(requestOf(incidentOf(...drafts)), channel, stage, language, 12)

const LIMITS = '1日10万円まで / up to JPY 100,000 a day'
const SCOPES: readonly Scope[] = [
  [at('trading', 'stopped'), at('deposits', 'stopped'), at('withdrawals', 'stopped')],
  [at('trading', 'cancel-only'), at('deposits', 'stopped'), at('withdrawals', 'stopped')],
  [at('trading', 'stopped'), at('deposits', 'limited', null, LIMITS), at('withdrawals', 'limited', null, LIMITS)],
  [at('trading', 'stopped'), at('deposits', 'stopped', 'XEM'), at('withdrawals', 'stopped', 'JPY')],
]

const NEWS = [
  words('cause', '注文を処理する装置の不具合', 'A fault in the system that matches orders'),
  words('impact', '新規のご注文と出金・送付ができません。', 'New orders and withdrawals are not possible.'),
  words('progress', '担当者が作業を進めております。', 'Our engineers are at work.'),
  words('customer-request', '新規のご注文はお控えください。', 'Please place no new orders for the time being.'),
  stated('expected-recovery', { known: true, value: `${iso(3 * HOUR)}/${iso(25 * HOUR)}` }),
]

describe('a push notice', () => {
  it('is read whole on a lock screen with its title, whatever is restricted, has changed or has resumed', () => {
    const long = SCOPES.flatMap((scope) => {
      const begun = [halt({ scope }), ...FIRST, ...told('first', 1)]
      const [{ operation }] = scope as [Scope[number]]
      const resumed = [...begun, ...NEWS, happened(HOUR, lifted(operation))]
      const alarm: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'x' } }
      const stories: [Stage, readonly EventDraft[]][] = [
        ['first', begun.slice(0, -CHANNELS.length)],
        ['update', begun],
        ['update', [...begun, ...NEWS]],
        ['update', [...begun, ...NEWS, scoped(operation, 'post-only')]],
        ['resumption', resumed],
        ['retraction', [...resumed, happened(2 * HOUR, alarm)]],
      ]
      return stories.flatMap(([stage, drafts]) =>
        LANGUAGES.flatMap((language) => {
          const { subject, text } = read(drafts, stage, 'app-push', language)
          return columnsOf(`${subject}${text}`) > 180 ? `${subject}\n${text}` : []
        }),
      )
    })
    expect(long).toEqual([])
  })

  it('says that there is more where it cannot even name all that has changed, and where to read it', () => {
    const begun = [halt({ scope: STOPPED }), ...FIRST, ...told('first', 1)]
    const request = words('customer-request', '新規のご注文と出金・送付のお申し込みはお控えください。', 'x'.repeat(60))
    const drafts = [...begun, ...NEWS, request, words('open-orders', 'すべて有効です。', 'They remain valid.')]
    const ja = read(drafts, 'update', 'app-push', 'ja')
    expect(ja.text).toMatch(/^.*などに更新あり。停止：.*詳細は公式ウェブサイトへ。$/)
    const en = read(drafts, 'update', 'app-push', 'en')
    expect(en.text).toMatch(/^Updated: .*, and more\. Suspended: .* See our official website\.$/)
  })

  it('names what matters most to customers first, and nothing in its place', () => {
    const begun = [halt({ scope: STOPPED }), ...FIRST, ...told('first', 1)]
    const { text } = read([...begun, ...NEWS], 'update', 'app-push', 'en')
    expect(text).toMatch(/^Updated: requests to customers, resumption time, /)
  })

  it('says that the expected resumption has changed, and not only that something has, where the scope has too', () => {
    const begun = [halt({ scope: STOPPED }), ...FIRST, stated('expected-recovery', { known: true, value: iso(HOUR) })]
    const later = stated('expected-recovery', { known: true, value: iso(3 * HOUR) })
    const drafts = [...begun, ...told('first', 1), scoped('trading', 'cancel-only'), later]
    expect(read(drafts, 'update', 'app-push', 'en').text).toContain('Updated: resumption time. ')
    expect(read(drafts, 'update', 'app-push', 'ja').text).toContain('再開見込み')
  })

  it('names the one other change where it is cut in any case', () => {
    const scope = [at('trading', 'stopped'), at('deposits', 'stopped'), at('withdrawals', 'stopped')]
    const estimate = (hours: number) => stated('expected-recovery', { known: true, value: iso(hours * HOUR) })
    const begun = [halt({ scope }), ...FIRST, estimate(1), ...told('first', 1)]
    const resumed = [
      scoped('withdrawals', 'stopped', 'XEM'),
      scoped('deposits', 'stopped', 'XEM'),
      lifted('trading', 'deposits', 'withdrawals'),
    ]
    const { text } = read(
      [...begun, estimate(3), ...resumed.map((one) => happened(HOUR, one))],
      'resumption',
      'app-push',
      'ja',
    )
    expect(text).toContain('再開見込みに更新あり。')
    expect(text).not.toContain('その他の変更あり')
  })

  it('gives the new day and time of what is planned, whatever else there is to say', () => {
    const planned = { from: iso(26 * HOUR), to: iso(28 * HOUR) }
    const limits = at('trading', 'limited', 'XYZ', `${'売却のみ'.repeat(8)} / ${'sells only '.repeat(6)}`)
    const drafts = [
      halt({ type: 'maintenance', scope: [at('deposits', 'stopped', 'XYZ'), limits], startedAt: null, planned }),
      ...CHANNELS.map((channel) => posted(channel, 'scheduled', null)),
      scoped('withdrawals', 'stopped', 'XYZ'),
      stated('planned-start', { known: true, value: iso(50 * HOUR) }),
      stated('planned-end', { known: true, value: iso(53 * HOUR) }),
    ]
    expect(read(drafts, 'scheduled', 'app-push', 'ja').text).toContain('日時：11月27日(金)00時17分から')
    expect(read(drafts, 'scheduled', 'app-push', 'en').text).toContain('00:17 ')
  })

  it('asks something of customers rather than to say that the end is not known', () => {
    const request = words(
      'customer-request',
      '暗号資産を当社へお送りにならないでください。',
      'Please do not send us crypto.',
    )
    const { text } = read([halt({ scope: STOPPED }), ...FIRST, request], 'first', 'app-push', 'ja')
    expect(text).toContain('お客様へのお願い：暗号資産を当社へお送りにならないでください。')
  })

  it('names the notice that it corrects by its number alone where there is no room for the time', () => {
    const incident = incidentOf(halt({ scope: STOPPED }), ...FIRST, ...told('first', 1))
    const correct = (correction: string) =>
      textOf({ ...requestOf(incident), correction }, 'app-push', 'correction', 'ja', 2).text
    expect(correct('停止しているのは売買のみです。')).toContain('先のお知らせ（第1報、11月24日(火)22時17分）を、')
    expect(correct('停止しているのは売買のみです。'.repeat(3))).toContain('先のお知らせ（第1報）を、')
  })

  it('says that something has changed where there is no room to name any of it', () => {
    const label = { ja: 'と'.repeat(60), en: 'x'.repeat(120) }
    const progress = { ...RUNBOOK.facts.progress, ...label } as (typeof RUNBOOK.facts)[string]
    const runbook = { ...RUNBOOK, facts: { ...RUNBOOK.facts, progress } }
    const drafts = [halt({ scope: STOPPED, runbook }), ...FIRST, ...told('first', 1)]
    const news = [...drafts, words('progress', '作業を進めております。', 'Our engineers are at work.')]
    expect(read(news, 'update', 'app-push', 'ja').text).toMatch(/^更新情報がございます。停止：/)
    expect(read(news, 'update', 'app-push', 'en').text).toMatch(/^Some details have changed\. Suspended: /)
  })
})
