import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { withdrawnStatements } from '../../../src/domain/notice/withdrawn-statements.ts'
import {
  classified,
  happened,
  incidentOf,
  MINUTE,
  nth,
  posted,
  scoped,
  started,
  stated,
  takenBack,
  undone,
} from '../../given.ts'

/** What was taken back, as `CHANNEL what`. */
function withdrawn(...drafts: readonly EventDraft[]): string[] {
  const timed = drafts.map((draft, i) => happened(i * MINUTE, draft))
  return withdrawnStatements(incidentOf(...timed)).map(({ notice, what }) => `${notice.channel} ${what.join()}`)
}

const FIRST = [started(), scoped('withdrawals', 'stopped')] as const

describe('withdrawnStatements', () => {
  it('names what a notice told and was undone since, by channel', () => {
    const told = [...FIRST, posted('website', 'first', 1), posted('email', 'first', 1)]
    expect(withdrawn(...told)).toEqual([])
    expect(withdrawn(...told, undone(nth(2)))).toEqual(['website scope:withdrawals', 'email scope:withdrawals'])
  })

  it('names facts once, whether their value or their words were undone, and the type', () => {
    const log = [
      started(),
      stated('cause', { known: true, ja: '障害', en: 'fault' }),
      classified({ type: 'maintenance' }),
      posted('website', 'first', 1),
    ]
    expect(withdrawn(...log, undone(nth(2)), undone(nth(3)))).toEqual(['website cause,type'])
  })

  it('names a service that was opened by force, as it never was restricted', () => {
    expect(withdrawn(...FIRST, posted('website', 'first', 1), takenBack('withdrawals'))).toEqual([
      'website scope:withdrawals',
    ])
  })

  it('names nothing that was undone before it was told, told anew or stated again', () => {
    expect(withdrawn(...FIRST, undone(nth(2)), posted('website', 'first', 1))).toEqual([])
    const told = [...FIRST, posted('website', 'first', 1), undone(nth(2))]
    expect(withdrawn(...told, posted('website', 'update', 2))).toEqual([])
    expect(withdrawn(...told, posted('website', 'correction', 2))).toEqual([])
    expect(withdrawn(...told, scoped('withdrawals', 'stopped'))).toEqual([])
  })

  it('names nothing that only changed, and nothing after a false alarm, when all is retracted', () => {
    const told = [...FIRST, posted('website', 'first', 1)]
    expect(withdrawn(...told, scoped('withdrawals', 'cancel-only'))).toEqual([])
    const alarm: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'a test' } }
    expect(withdrawn(...told, undone(nth(2)), alarm)).toEqual([])
  })
})
