import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import { isForFirstMinutes, plan } from '../../src/domain/plan.ts'
import { customerChannels } from '../../src/domain/runbook/runbook.ts'
import { loadRunbook } from '../../src/runbook/io/chapter-files.ts'
import { ROOT } from '../bench.ts'
import { advanced, assigned, DECLARED, done, incidentOf, lifted, MINUTE, planned, started } from '../given.ts'

const { runbook } = loadRunbook(join(ROOT, 'runbooks'), null)
const CUSTOMERS = customerChannels(runbook)
const TYPES = Object.keys(runbook.types)
/** What protects assets, or contains the damage, in the types that ask for it. */
const PROTECTION: Readonly<Record<string, string>> = {
  'system-failure': '1.2-protect',
  'security-incident': '1.2-contain',
}

function planOf(type: string, ...drafts: readonly EventDraft[]) {
  return plan(incidentOf(started({ type, runbook }), ...drafts), DECLARED + MINUTE)
}
const idsOf = (views: ReturnType<typeof plan>) => views.map(({ step }) => step.id)
const isFirstNotice = ({ step }: ReturnType<typeof plan>[number]) =>
  step.stage === 'first' && CUSTOMERS.includes(step.channel ?? '')

/** The plan at the beginning, after each of its first steps is done, and in each later phase. */
function plansOf(type: string) {
  const first = idsOf(planOf(type))
  const progress = first.map((_, n) => planOf(type, ...first.slice(0, n).map((id) => done(id))))
  const during = planOf(type, advanced('during-halt'))
  return [...progress, during, planOf(type, advanced('during-halt'), lifted('trading'))]
}

describe.each(TYPES)('the shipped runbook, in a halt of type %s,', (type) => {
  test('begins with since when and what is stopped; only containing the damage comes before', () => {
    const ids = idsOf(planOf(type))
    expect(ids[type === 'security-incident' ? 1 : 0]).toBe('2.1-assess')
    const [assess] = planOf(type).filter(({ step }) => step.id === '2.1-assess')
    expect(assess?.step).toMatchObject({ facts: ['started-at', 'detected-at'], asks: ['scope'] })
  })

  test('never puts a first customers’ notice more than three screens away', () => {
    for (const steps of plansOf(type)) {
      const index = steps.findIndex(isFirstNotice)
      if (index !== -1) expect(index, idsOf(steps).join(' ')).toBeLessThanOrEqual(3)
    }
  })

  test('begins with what belongs to the first minutes: scope, whom to call, protection, facts and notices', () => {
    const protection = PROTECTION[type]
    const firstMinutes = [
      '2.1-assess',
      '6-reach-heads',
      ...(protection === undefined ? [] : [protection]),
      '2.2-facts',
      ...planOf(type)
        .filter(isFirstNotice)
        .map(({ step }) => step.id),
    ]
    expect(firstMinutes.length).toBeGreaterThanOrEqual(7)
    const ids = idsOf(planOf(type))
    expect(new Set(ids.slice(0, firstMinutes.length))).toEqual(new Set(firstMinutes))
    if (protection !== undefined) expect(ids.indexOf(protection)).toBeLessThan(ids.indexOf('2.2-website'))
  })

  test('never puts what should be considered before a required step that is to be done', () => {
    let considered = 0
    for (const steps of plansOf(type)) {
      const first = steps.findIndex(({ step }) => step.modality === 'consider')
      if (first === -1) continue
      considered += 1
      const required = steps.slice(first).filter(({ step }) => step.modality === 'must')
      // What recurs is to be done when it is due.
      expect(idsOf(required.filter(({ step, overdue }) => step.kind === 'once' || overdue))).toEqual([])
    }
    expect(considered).toBeGreaterThan(0)
  })

  test('in brief is what must be done in the first minutes, in the order of the plan, a dozen steps at most', () => {
    const incident = incidentOf(started({ type, runbook }))
    const brief = plan(incident, DECLARED + MINUTE, { brief: true })
    const all = plan(incident, DECLARED + MINUTE)
    expect(brief).toEqual(all.filter((view) => isForFirstMinutes(incident, view)))
    expect(brief.every(({ step }) => step.modality === 'must')).toBe(true)
    expect(idsOf(brief)).toEqual(
      expect.arrayContaining(['2.1-assess', '2.1-severity', '6-reach-heads', '2.2-facts', '2.2-website', '2.2-social']),
    )
    expect(brief.length).toBeLessThanOrEqual(12)
  })
})

test('a security incident’s own steps come first in their phase, but for the first notices', () => {
  const own = runbook.steps.filter(({ applies }) => Object.keys(applies).join() === 'security-incident')
  expect(own.map(({ id }) => id)).toEqual(['1.2-contain', '5.5-investigate'])
  const ids = idsOf(planOf('security-incident'))
  expect(ids[0]).toBe('1.2-contain')
  const others = ids.slice(0, ids.indexOf('5.5-investigate'))
  expect(new Set(others)).toEqual(
    new Set(
      idsOf(
        plan(incidentOf(started({ type: 'security-incident', runbook })), DECLARED + MINUTE, { brief: true }),
      ).filter((id) => id !== '2.1-severity'),
    ),
  )
  const open = ids.map((id) => assigned(id, 'hanako'))
  const during = idsOf(planOf('security-incident', advanced('during-halt'), ...open))
  expect(during.slice(0, 3)).toEqual(['3.3-priority', '3.3-measures', '5.5-access'])
})

test('an advance notice that should be considered comes after the required ones', () => {
  const ids = idsOf(plan(incidentOf(planned({ runbook })), DECLARED + MINUTE))
  expect(ids).toEqual(['1.2-window', '1.2-website', '1.2-email', '1.2-internal', '1.2-app-push', '1.2-social'])
})
