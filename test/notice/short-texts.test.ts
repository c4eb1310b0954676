import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { HOUR, happened, incidentOf, iso, lifted, posted } from '../given.ts'
import { at, CHANNELS, FIRST, halt, requestOf, type Scope, STOPPED, textOf, unknown, words } from './halts.ts'

const SHORT = ['app-push', 'social'] as const
const told = (stage: Stage, number: number) => CHANNELS.map((channel) => posted(channel, stage, number))
const read = (drafts: readonly EventDraft[], stage: Stage, channel: string, language: Language = 'ja') =>
  textOf(requestOf(incidentOf(...drafts)), channel, stage, language, 3)
const begun = [halt({ scope: STOPPED }), ...FIRST, ...told('first', 1)]

describe('a push notice and a post', () => {
  it('begin a resumption with what has resumed, not with what else has changed', () => {
    const drafts = [
      ...begun,
      words('cause', '電源装置の故障', 'A power failure'),
      happened(HOUR, lifted('trading', 'withdrawals')),
    ]
    for (const channel of SHORT) {
      const { text } = read(drafts, 'resumption', channel)
      expect(text.indexOf('再開：')).toBeLessThan(text.indexOf('【変更】原因：電源装置の故障'))
      expect(text).toContain('【変更】原因：電源装置の故障')
      const { text: en } = read(drafts, 'resumption', channel, 'en')
      expect(en.indexOf('Resumed: ')).toBeLessThan(en.indexOf('Cause (updated): A power failure'))
    }
  })

  it('do not give what has resumed as a change once more', () => {
    const scope = [at('trading', 'stopped'), at('deposits', 'stopped'), at('withdrawals', 'stopped')]
    const drafts = [
      halt({ scope }),
      ...FIRST,
      happened(HOUR, lifted('trading')),
      ...told('resumption', 2).map((one) => happened(HOUR, one)),
      happened(2 * HOUR, lifted('deposits')),
    ]
    for (const channel of SHORT) {
      const { text, leftOut = [] } = read(drafts, 'resumption', channel)
      expect(text.match(/日本円の入金/g)).toHaveLength(1)
      expect(leftOut.map(({ label }) => label)).not.toContain('日本円の入金、暗号資産の預入')
    }
    expect(read(drafts, 'resumption', 'website').text).toContain('日本円の入金、暗号資産の預入：（変更前）停止')
  })

  it('leave a contact with a link out of a push notice, which has no link', () => {
    const over = [halt({ scope: [at('trading', 'stopped')] }), ...FIRST, happened(HOUR, lifted('trading'))]
    expect(read(over, 'resumption', 'app-push').text).not.toContain('https:')
    expect(read(over, 'resumption', 'social').text).toContain('お問い合わせ：サポート窓口 https:')
    const byPhone = [...over, words('contact', '0120-000-000', '0120-000-000')]
    expect(read(byPhone, 'resumption', 'app-push').text).toContain('お問い合わせ：0120-000-000')
  })

  it('give news of assets rather than what was told before', () => {
    const safe = words('asset-safety', '影響がないことを確認しました', 'We found no effect on them')
    for (const channel of SHORT) {
      expect(read([...begun, safe], 'update', channel).text).toContain('影響がないことを確認しました')
      const withdrawn = [begun[0] as EventDraft, ...FIRST, safe, ...told('first', 1), unknown('asset-safety')]
      expect(read(withdrawn, 'update', channel).text).toContain('【変更】お預かりしている資産：状況を確認しております')
    }
  })

  const RESULTS = [
    words('cause', '電源装置の故障', 'A power failure'),
    words('losses', '注文の一部を取り消しました。', 'Some orders were cancelled.'),
    words('prevention-system', '電源を二重にしました。', 'There are now two supplies.'),
  ]
  const final = (type: string, results: readonly EventDraft[], channel: string, language: Language) => {
    const planned = { from: iso(0), to: iso(HOUR) }
    const start = type === 'maintenance' ? { type, startedAt: null, planned } : { type }
    const drafts = [halt({ scope: STOPPED, ...start }), ...results, lifted('trading', 'withdrawals')]
    return read(drafts, 'final', channel, language).text
  }

  it('name as the content of the final report what its page gives', () => {
    const results = [...FIRST, ...RESULTS]
    for (const channel of SHORT) {
      expect(final('system-failure', results, channel, 'ja')).toContain(
        'お客様への影響、原因、情報や資産への影響、再発防止策など',
      )
      expect(final('system-failure', results, channel, 'en')).toContain(
        'includes: impact on customers, cause, effect on data and assets, preventive measures.',
      )
    }
  })

  it.each(['maintenance', 'compliance', 'market-volatility'])(
    'speak of no cause where there was only a reason: %s',
    (type) => {
      for (const channel of SHORT) {
        const ja = final(type, [...FIRST, ...RESULTS], channel, 'ja')
        expect(ja).toContain('お客様への影響、情報や資産への影響、再発防止策など')
        expect(ja).not.toContain('原因')
        expect(final(type, [...FIRST, ...RESULTS], channel, 'en')).not.toMatch(/cause(?!d)/i)
      }
    },
  )

  it('name nothing of which the final report does not give the result', () => {
    for (const channel of SHORT) {
      const ja = final('system-failure', [unknown('cause'), unknown('impact')], channel, 'ja')
      expect(ja).toMatch(/停止の経過を|最終のご報告を/)
      expect(ja).not.toMatch(/原因|影響|再発/)
      expect(final('system-failure', [unknown('cause')], channel, 'en')).not.toMatch(/impact|cause(?!d)|includes/i)
    }
    const restricted = [halt({ scope: [at('trading', 'cancel-only')] }), ...FIRST, lifted('trading'), unknown('impact')]
    expect(read(restricted, 'final', 'social').text).toContain('制限の経過を')
  })

  it('say of planned work what can still be done where not everything stops', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const plan = (...scope: Scope) => [halt({ type: 'maintenance', startedAt: null, scope, planned }), ...FIRST]
    const limited = at('withdrawals', 'limited', 'JPY', '1日10万円まで / up to JPY 100,000 a day')
    for (const channel of [...SHORT, 'internal']) {
      const only = plan(at('trading', 'cancel-only'))
      expect(read(only, 'scheduled', channel).text).toContain('売買（注文取消のみ）を制限する予定です')
      expect(read(only, 'scheduled', channel, 'en').text).toContain('We plan to restrict trading (cancel-only).')
      const all = plan(at('deposits', 'stopped'), at('trading', 'post-only'), limited)
      expect(read(all, 'scheduled', channel).text).toContain(
        '日本円の入金、暗号資産の預入を停止し、売買（Post-Only注文のみ）、日本円の出金（一部制限：1日10万円まで）を制限する予定です',
      )
      expect(read(all, 'scheduled', channel, 'en').text).toContain(
        'to restrict trading (post-only orders) and yen withdrawals (limited: up to JPY 100,000 a day).',
      )
    }
  })
})
