import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { announcedStage } from '../../../src/domain/notice/announced-stage.ts'
import { happened, incidentOf, lifted, MINUTE, posted, reopened, scoped, started } from '../../given.ts'

/** The stages by which the notices on the website are called. */
function stagesOf(...drafts: readonly EventDraft[]): string[] {
  const incident = incidentOf(started(), scoped('trading', 'stopped'), scoped('withdrawals', 'stopped'), ...drafts)
  return incident.notices.map((notice) => announcedStage(incident, notice))
}

const at = (minutes: number, draft: EventDraft) => happened(minutes * MINUTE, draft)
const told = (minutes: number, stage: 'first' | 'update' | 'resumption' | 'final') =>
  at(minutes, posted('website', stage, minutes))

const partly = [told(1, 'first'), at(10, lifted('trading')), told(12, 'resumption')] as const

describe('a notice of the stage resumption', () => {
  it('is called so if it tells of something that has resumed since the one before it', () => {
    expect(stagesOf(...partly)).toEqual(['first', 'resumption'])
    const rest = [at(30, lifted('withdrawals')), told(32, 'resumption')]
    expect(stagesOf(...partly, ...rest)).toEqual(['first', 'resumption', 'resumption'])
    // Nobody was told before.
    expect(stagesOf(at(10, lifted('trading')), told(12, 'resumption'))).toEqual(['resumption'])
  })

  it('is called an update if what has resumed was told before, as long as something is restricted', () => {
    expect(stagesOf(...partly, told(20, 'resumption'))).toEqual(['first', 'resumption', 'update'])
    const whole = [at(30, lifted('withdrawals')), told(32, 'resumption'), told(40, 'resumption')]
    expect(stagesOf(...partly, ...whole)).toEqual(['first', 'resumption', 'resumption', 'resumption'])
  })

  it('is called so if the last service is open again without a lift, or after the halt was reopened', () => {
    const opened = [at(30, scoped('withdrawals', 'open')), told(32, 'resumption')]
    expect(stagesOf(...partly, ...opened).at(-1)).toBe('resumption')
    const again = [at(30, reopened()), at(40, lifted('withdrawals')), told(42, 'resumption')]
    expect(stagesOf(...partly, ...again).at(-1)).toBe('resumption')
  })
})

it('a notice of another stage is called by that', () => {
  expect(stagesOf(...partly, told(20, 'update'), told(40, 'final')).slice(2)).toEqual(['update', 'final'])
})
