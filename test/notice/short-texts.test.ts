import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { HOUR, happened, incidentOf, lifted, posted } from '../given.ts'
import { at, CHANNELS, FIRST, halt, requestOf, STOPPED, textOf, unknown, words } from './halts.ts'

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
})
