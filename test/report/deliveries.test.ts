import { describe, expect, it } from 'vitest'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { events as english } from '../../src/i18n/events.en.ts'
import { events as japanese } from '../../src/i18n/events.ja.ts'
import { reportIn } from './pages.ts'
import type { Story } from './stories/story.ts'

const refusal: Story = {
  name: 'refusal',
  beginning: {
    declaredAt: '2026-11-24 22:17:05',
    by: 'sato',
    data: { type: 'system-failure', title: 'Engine down' },
    scope: ['trading=stopped'],
    startedAt: '22:05',
  },
  tell(t) {
    t.set('cause=?', 'expected-recovery=?', 'impact.ja=売買ができません。', 'impact.en=No trading.')
    t.at('22:19').notify(['website', 'email', 'app-push'], { fails: { 'app-push': 'unreachable' } })
    t.at('22:30')
  },
}

const report = (language: Language) => reportIn(refusal, language, 'markdown')

describe('a notice that could not be sent', () => {
  it('is marked as such among the notices in full', async () => {
    expect(await report('en')).toMatch(/\*\*\S+ \S+ app push first notice no\. 1: NOT sent \(SHA-256 \S+\)\*\*/)
    expect(await report('en')).toMatch(/\*\*\S+ \S+ website first notice no\. 1 \(SHA-256 \S+\)\*\*/)
    expect(await report('ja')).toMatch(/\*\*\S+ \S+ アプリのプッシュ通知 第1報: 送信できず（SHA-256 \S+）\*\*/)
  })

  it('has the reason in the words of the reader, in the table and in the timeline', async () => {
    const ja = await report('ja')
    expect(ja).toContain('送信できず（サーバーに接続できません）: アプリのプッシュ通知')
    expect(ja).toContain('| アプリのプッシュ通知 第1報 送信できず（サーバーに接続できません） |')
    expect(ja).not.toContain('unreachable')
    const en = await report('en')
    expect(en).toContain('NOT sent (the server cannot be reached): app push')
    expect(en).not.toContain('unreachable')
  })
})

describe('the recipients of a mail', () => {
  const delivered = { notice: 'a:1', why: null, detail: null, link: null, journal: null }
  const sent = { ...delivered, outcome: 'sent', accepted: 48_211, refused: 14, unknown: 0 } as const

  it('are those whom the server accepted', () => {
    expect(japanese['notice.delivered'](sent)).toBe('a:1 送信済み 受付48,211件、拒否14件')
    expect(english['notice.delivered'](sent)).toBe('a:1 sent: accepted 48,211, refused 14')
  })

  it('are counted as well if it was not sent to all', () => {
    const partly = { ...sent, outcome: 'failed', accepted: 3, refused: 0, unknown: 2 } as const
    expect(japanese['notice.delivered'](partly)).toBe('a:1 送信できず 受付3件、不明2件')
    expect(english['notice.delivered'](partly)).toBe('a:1 NOT sent to all: accepted 3, unknown 2')
    const none = { ...partly, accepted: 0, unknown: 0 }
    expect(japanese['notice.delivered'](none)).toBe('a:1 送信できず')
    expect(english['notice.delivered'](none)).toBe('a:1 NOT sent')
  })
})
