import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Stage } from '../../src/domain/runbook/runbook.ts'
import {
  advanced,
  DECLARED,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  posted,
  reopened,
  stated,
} from '../given.ts'
import { FIRST, halt, requestOf, STOPPED, textOf } from './halts.ts'

const begun = [halt({ scope: STOPPED }), ...FIRST]
const expected = (value: string) => happened(MINUTE, stated('expected-recovery', { known: true, value }))
const range = expected(`${iso(HOUR)}/${iso(2 * HOUR)}`)
const told = [...begun, range, happened(2 * MINUTE, posted('website', 'first', 1))]

const text = (
  drafts: readonly EventDraft[],
  after: number,
  language: 'ja' | 'en' = 'ja',
  stage: Stage = 'update',
  channel = 'website',
) => {
  const request = requestOf(incidentOf(...drafts), { now: DECLARED + after })
  return textOf(request, channel, stage, language, 2).text
}

describe('when a halt is expected to end', () => {
  it('is a range while it lies ahead, and its end once it has begun', () => {
    expect(text(told, 30 * MINUTE)).toContain(
      '・再開見込み：2026年11月24日(火)23時17分から2026年11月25日(水)00時17分頃までの間\n',
    )
    expect(text(told, 90 * MINUTE)).toContain('・再開見込み：現在から2026年11月25日(水)00時17分頃までの間\n')
    expect(text(told, 90 * MINUTE, 'en')).toContain('- Expected resumption: by about 00:17 JST')
    expect(text(told, 90 * MINUTE)).toContain('お知らせする内容に変更はございません。')
  })

  it('is late once it has passed, which is news', () => {
    const late = text(told, 3 * HOUR)
    expect(late).toContain(
      '\n・再開見込み：未定（2026年11月25日(水)00時17分頃を見込んでおりましたが、遅れております）\n',
    )
    expect(late).toContain('・再開見込み：（変更前）')
    expect(text(told, 3 * HOUR, 'en')).toContain('later than we expected (about 00:17 JST')
    expect(text(told, 3 * HOUR, 'en', 'update', 'app-push')).toContain('later than about 00:17 JST, 25 Nov')
    expect(text([...begun, expected(iso(HOUR))], 2 * HOUR)).toContain('未定（2026年11月24日(火)23時17分頃を見込んで')
  })

  it('is named once in a post that says that it is late', () => {
    const posts = [...begun, expected(iso(HOUR)), happened(2 * MINUTE, posted('social', 'first', 1))]
    expect(text(posts, 2 * HOUR, 'ja', 'update', 'social')).toContain(
      '【変更】再開見込み：未定（11月24日(火)23時17分頃の見込みより遅延）\n',
    )
    expect(text(posts, 2 * HOUR, 'en', 'update', 'social')).not.toContain('previously')
  })

  it('has not changed where the planned end is stated again', () => {
    const planned = { from: iso(0), to: iso(2 * HOUR) }
    const maintenance = [
      halt({ type: 'maintenance', planned, scope: STOPPED }),
      posted('website', 'scheduled', null),
      happened(MINUTE, advanced('initial-response')),
      happened(MINUTE, stated('expected-recovery', { known: true, value: iso(2 * HOUR) })),
    ]
    expect(text(maintenance, 2 * MINUTE, 'ja', 'first')).not.toContain('（変更後）2026年11月25日(水)00時17分')
  })

  it('is not as planned once the halt has been reopened', () => {
    const planned = { from: iso(0), to: iso(2 * HOUR) }
    const again = [
      halt({ type: 'maintenance', planned, scope: STOPPED }),
      happened(MINUTE, advanced('initial-response')),
      happened(HOUR, lifted('trading', 'withdrawals')),
      happened(1.5 * HOUR, reopened('trading')),
    ]
    for (const after of [1.6 * HOUR, 3 * HOUR]) {
      expect(text(again, after, 'ja', 'first')).toContain('・再開見込み：未定\n')
      expect(text(again, after, 'en', 'first')).toContain('- Expected resumption: not yet known\n')
    }
    const moved = happened(1.6 * HOUR, stated('planned-end', { known: true, value: iso(4 * HOUR) }))
    expect(text([...again, moved], 2 * HOUR, 'ja', 'first')).toContain('02時17分頃（予定）')
  })
})
