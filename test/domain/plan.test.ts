import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import { plan } from '../../src/domain/plan.ts'
import type { FactDefinition } from '../../src/domain/runbook/runbook.ts'
import {
  advanced,
  assigned,
  begun,
  classified,
  closed,
  DECLARED,
  declined,
  done,
  HOUR,
  incidentOf,
  lifted,
  MINUTE,
  planned,
  posted,
  started,
} from '../given.ts'
import { SMALL_RUNBOOK, step } from '../small-runbook.ts'

const planOf = (after: number, ...drafts: readonly EventDraft[]) =>
  plan(incidentOf(...drafts), DECLARED + after).map(({ step }) => step.id)

describe('plan', () => {
  it('lists steps by urgency for the type, then in the order of the manual', () => {
    expect(planOf(MINUTE, started())).toEqual(['a-look', 'b-website', 'b-email', 'a-ask'])
  })

  it('lists a first customer notice within the first three steps', () => {
    expect(planOf(MINUTE, started()).indexOf('b-website')).toBeLessThan(3)
  })

  it('lists overdue steps first, the longest overdue at the top', () => {
    const overdue = planOf(HOUR, started(), done('a-look'), posted('website', 'first', 1), done('b-website'))
    expect(overdue).toEqual(['b-email', 'a-ask'])
    expect(planOf(6 * MINUTE, started())).toEqual(['b-website', 'b-email', 'a-look', 'a-ask'])
  })

  it('omits resolved steps and steps that do not apply to the type', () => {
    expect(planOf(MINUTE, started(), done('a-look'), declined('a-ask'))).toEqual(['b-website', 'b-email'])
    expect(planOf(MINUTE, started(), classified({ type: 'maintenance' }))).not.toContain('a-ask')
  })

  it('omits steps of later phases', () => {
    expect(planOf(MINUTE, planned())).toEqual(['s-announce'])
    expect(planOf(MINUTE, started(), advanced('during-halt'))).toContain('c-criteria')
    expect(planOf(MINUTE, started(), advanced('during-halt'))).not.toContain('d-cause')
  })

  it('lists nothing of a closed halt: none of it can be done', () => {
    expect(planOf(HOUR, started(), advanced('during-halt'), closed())).toEqual([])
  })

  it('lists steps assigned to others last, unless they have begun', () => {
    expect(planOf(MINUTE, started(), assigned('a-look', 'hanako')).at(-1)).toBe('a-look')
    expect(planOf(MINUTE, started(), assigned('a-look', 'hanako'), begun('a-look'))[0]).toBe('a-look')
  })

  it('lists a recurring step last until it is due', () => {
    const during = [started(), advanced('during-halt')] as const
    expect(planOf(MINUTE, ...during).slice(-3)).toEqual(['c-website', 'c-email', 'c-watch'])
    expect(planOf(HOUR + MINUTE, ...during).slice(0, 3)).toEqual(['b-website', 'b-email', 'c-watch'])
    expect(planOf(HOUR, ...during, done('c-watch'))).not.toContain('c-watch')
    expect(planOf(HOUR + MINUTE, ...during, done('c-watch'))).toContain('c-watch')
  })

  it('lists what should be considered after what must be done, and before what recurs and is not due yet', () => {
    const steps = [...SMALL_RUNBOOK.steps, step('a-later', { applies: { failure: 'later' } })]
    const begins = started({ runbook: { ...SMALL_RUNBOOK, steps } })
    expect(planOf(MINUTE, begins)).toEqual(['a-look', 'b-website', 'b-email', 'a-later', 'a-ask'])
    const during = planOf(MINUTE, begins, advanced('during-halt'))
    expect(during.indexOf('a-ask')).toBeLessThan(during.indexOf('c-watch'))
  })

  it('lists the steps of this type alone before others as urgent', () => {
    const own = step('b-own', { applies: { failure: 'now' } })
    const begins = started({ runbook: { ...SMALL_RUNBOOK, steps: [...SMALL_RUNBOOK.steps, own] } })
    expect(planOf(MINUTE, begins).slice(0, 2)).toEqual(['b-own', 'a-look'])
  })

  it('lists first notices, and what notices state, before others as urgent', () => {
    const urgent = { failure: 'now', maintenance: 'now' } as const
    const steps = [
      step('a-logs', { applies: urgent }),
      step('a-facts', { applies: urgent, facts: ['cause'] }),
      ...SMALL_RUNBOOK.steps,
    ]
    const begins = started({ runbook: { ...SMALL_RUNBOOK, steps } })
    expect(planOf(MINUTE, begins).slice(0, 4)).toEqual(['a-facts', 'a-look', 'b-website', 'a-logs'])
  })

  it('lists what only a later notice states in the order of the manual', () => {
    const losses = { ...SMALL_RUNBOOK.facts.impact, notice: true, stages: ['final'] } as FactDefinition
    const steps = [step('d-stable'), step('d-losses', { facts: ['losses'] }), ...SMALL_RUNBOOK.steps]
    const begins = started({ runbook: { ...SMALL_RUNBOOK, facts: { ...SMALL_RUNBOOK.facts, losses }, steps } })
    expect(planOf(MINUTE, begins).filter((id) => id.startsWith('d-'))).toEqual(['d-stable', 'd-losses'])
  })

  it('lists what the type makes urgent of the time of the halt from its beginning on, recurring or not', () => {
    const phase = 'during-halt'
    const urgent = { failure: 'now', maintenance: 'normal' } as const
    const steps = [
      ...SMALL_RUNBOOK.steps,
      step('c-assets', { phase, applies: urgent }),
      step('c-guard', { phase, applies: urgent, kind: 'recurring', every: HOUR, until: 'closed' }),
      step('d-report', { phase: 'after-resumption', applies: urgent }),
    ]
    const runbook = { ...SMALL_RUNBOOK, steps }
    const ids = planOf(MINUTE, started({ runbook }))
    expect(ids).toEqual(['a-look', 'b-website', 'c-assets', 'c-guard', 'b-email', 'a-ask'])
    expect(planOf(MINUTE, started({ runbook }), done('c-guard'))).not.toContain('c-guard')
    expect(planOf(MINUTE, started({ type: 'maintenance', runbook }))).not.toContain('c-assets')
    expect(planOf(MINUTE, planned({ type: 'order', runbook }))).toEqual(['s-announce'])
    const ahead = {
      ...runbook,
      steps: steps.map((s) => ({ ...s, applies: { ...s.applies, maintenance: 'now' as const } })),
    }
    expect(planOf(MINUTE, planned({ runbook: ahead }))).toEqual(['s-announce'])
  })

  it('in brief lists only what must be done in the first minutes, and what is overdue', () => {
    const brief = (after: number, ...drafts: readonly EventDraft[]) =>
      plan(incidentOf(...drafts), DECLARED + after, { brief: true }).map((view) => view.step.id)
    const steps = [
      ...SMALL_RUNBOOK.steps,
      step('a-severity', { asks: ['severity'], applies: { failure: 'soon' } }),
      step('a-scope', { asks: ['scope'], applies: { failure: 'soon' } }),
      step('a-soon', { applies: { failure: 'soon' } }),
      step('a-advice', { modality: 'effort', applies: { failure: 'now' } }),
      step('a-first', { applies: { failure: 'first', maintenance: 'later' } }),
    ]
    const begins = started({ runbook: { ...SMALL_RUNBOOK, steps } })
    const first = ['a-first', 'a-look', 'b-website', 'a-severity', 'a-scope']
    expect(brief(MINUTE, begins)).toEqual(first)
    const during = [begins, advanced('during-halt'), done('c-watch')] as const
    expect(brief(MINUTE, ...during)).toEqual(first)
    expect(brief(3 * HOUR, ...during)).toEqual(expect.arrayContaining(['b-email', 'c-watch']))
  })

  it('continues after the lift with the resumption notices', () => {
    const after = planOf(10 * MINUTE, started(), done('c-criteria'), lifted('trading'))
    expect(after.slice(0, 2)).toEqual(['d-website', 'd-email'])
  })
})
