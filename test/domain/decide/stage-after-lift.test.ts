import { describe, expect, it } from 'vitest'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { noticeDeadlines } from '../../../src/domain/incident/notice-deadlines.ts'
import { nextNoticeStage } from '../../../src/domain/incident/notices.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { HOUR, happened, incidentOf, lifted, posted, scoped, started } from '../../given.ts'

const entry = (operation: string) => ({ operation, asset: null, state: 'stopped' as const, words: null })
const stopped = [started({ scope: ['trading', 'withdrawals'].map(entry) }), posted('website', 'first', 1)]
const partlyOpen = [...stopped, happened(HOUR, lifted('withdrawals'))]
const told = [...partlyOpen, happened(1.1 * HOUR, posted('website', 'resumption', 2))]
const stop = (operation: string, after = 2) => happened(after * HOUR, scoped(operation, 'stopped'))

function stage(...drafts: readonly EventDraft[]) {
  const incident = incidentOf(...drafts)
  return nextNoticeStage(incident, lifecycleOf(incident), 'website')
}

describe('the next notice after a resumption in part', () => {
  it('is an update once something was stopped since, and the resumption was told', () => {
    expect(stage(...told)).toBe('resumption')
    expect(stage(...told, stop('withdrawals'))).toBe('update')
    expect(stage(...told, stop('deposits'))).toBe('update')
    expect(stage(...told, stop('deposits'), happened(2.1 * HOUR, posted('website', 'update', 3)))).toBe('update')
  })

  it('announces the resumption first where that was not told', () => {
    expect(stage(...partlyOpen, stop('deposits'))).toBe('resumption')
    expect(stage(...told, stop('deposits'), happened(3 * HOUR, lifted('trading')))).toBe('resumption')
  })

  it('announces no resumption of what was stopped again before it was told', () => {
    const again = [...partlyOpen, stop('withdrawals')]
    expect(stage(...again)).toBe('update')
    expect(stage(...again.filter(({ type }) => type !== 'notice.posted'))).toBe('first')
    const due = (drafts: readonly EventDraft[]) => {
      const incident = incidentOf(...drafts)
      return noticeDeadlines(incident, lifecycleOf(incident)).map(({ id }) => id)
    }
    expect(due(partlyOpen)).toContain('resumption-notice:website')
    expect(due(again)).not.toContain('resumption-notice:website')
  })

  it('announces none of what was stopped again before the lift, as was recorded only after it', () => {
    const again = [...partlyOpen, stop('withdrawals', 0.5)]
    expect(stage(...again)).toBe('update')
    const incident = incidentOf(...again)
    const due = noticeDeadlines(incident, lifecycleOf(incident)).map(({ id }) => id)
    expect(due).not.toContain('resumption-notice:website')
    expect(stage(...told, stop('withdrawals', 0.5))).toBe('update')
  })

  it('is one of resumption after everything has resumed', () => {
    expect(stage(...told, stop('withdrawals'), happened(3 * HOUR, lifted('trading', 'withdrawals')))).toBe('resumption')
  })
})
