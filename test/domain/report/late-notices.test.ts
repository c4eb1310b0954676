import { describe, expect, it } from 'vitest'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { deviationsOf } from '../../../src/domain/report/deviations.ts'
import { lateNotices } from '../../../src/domain/report/late-notices.ts'
import {
  advanced,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  nth,
  planned,
  posted,
  reopened,
  started,
  undone,
} from '../../given.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

const at = (minutes: number, draft: EventDraft) => happened(minutes * MINUTE, draft)

/** Each late notice in short: its step, what it was timed from, and after how many minutes it came. */
function lateIn(...drafts: readonly EventDraft[]) {
  const incident = incidentOf(...drafts)
  return lateNotices(incident, lifecycleOf(incident)).map(({ step: id, from, afterSeconds }) => [
    id,
    from,
    afterSeconds / 60,
  ])
}

describe('a late notice', () => {
  it('is a first notice that came more than five minutes after the declaration', () => {
    expect(lateIn(started(), at(5, posted('website', 'first', 1)), at(179, posted('email', 'first', 1)))).toEqual([
      ['b-email', 'declared', 179],
    ])
    // A halt that is recorded afterwards is declared then.
    expect(lateIn(started(), at(-10, posted('website', 'first', 1)))).toEqual([])
    expect(lateIn(started())).toEqual([])
  })

  it('is timed from the beginning of planned work, and from a reopening', () => {
    const begun = [planned(), at(60, advanced('initial-response'))] as const
    expect(lateIn(planned())).toEqual([])
    expect(lateIn(...begun, at(70, posted('website', 'first', 1)))).toEqual([['b-website', 'began', 10]])
    const again = [started(), at(1, posted('website', 'first', 1)), at(10, lifted()), at(20, reopened())] as const
    expect(lateIn(...again, at(28, posted('website', 'first', 2)))).toEqual([['b-website', 'reopened', 8]])
  })

  it('is the first one of a resumption that came late after a lift', () => {
    const first = at(10, lifted('trading'))
    const told = (minutes: number) => at(minutes, posted('website', 'resumption', 1))
    expect(lateIn(started(), first, told(15))).toEqual([])
    expect(lateIn(started(), first, told(16), told(40))).toEqual([['d-website', 'lifted', 6]])
    const second = at(30, lifted('deposits'))
    expect(lateIn(started(), first, told(12), second, told(50))).toEqual([['d-website', 'lifted', 20]])
    // One that tells of both lifts is late once, by the first of them.
    expect(lateIn(started(), first, second, told(32))).toEqual([['d-website', 'lifted', 22]])
    expect(lateIn(started(), first, second, undone(nth(2)), told(36))).toEqual([['d-website', 'lifted', 6]])
  })

  it('is one to departments only where the manual asks for promptness', () => {
    const steps = [step('x-tell', { clauses: ['a-1'], channel: 'internal', stage: 'first' })]
    const clauses = SMALL_RUNBOOK.clauses.map((c) => (c.id === 'a-1' ? { ...c, asks: 'prompt-notice' as const } : c))
    const told = at(20, posted('internal', 'first', 1))
    expect(lateIn(started({ runbook: { ...SMALL_RUNBOOK, steps } }), told)).toEqual([])
    const prompt = { ...SMALL_RUNBOOK, steps, clauses }
    expect(lateIn(started({ runbook: prompt }), told)).toEqual([['x-tell', 'declared', 20]])
    // Its step is for other types of halts.
    const others = [{ ...steps[0], applies: { maintenance: 'normal' } }] as typeof steps
    expect(lateIn(started({ runbook: { ...prompt, steps: others } }), told)).toEqual([])
  })

  it('is a deviation', () => {
    const incident = incidentOf(started(), at(20, posted('email', 'first', 1)))
    expect(deviationsOf(incident, [], [])).toEqual([
      {
        kind: 'late',
        what: ['b-email'],
        reason: null,
        late: { from: 'declared', afterSeconds: 1200, withinSeconds: 300 },
        event: nth(2),
        at: iso(20 * MINUTE),
        by: 'taro',
      },
    ])
  })
})
