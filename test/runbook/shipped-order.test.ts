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

/** What a security incident asks for from its first minutes on, though it belongs to the time of the halt. */
const OWN = ['3.3-priority', '3.3-vigilance', '3.3-measures', '5.5-access']

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

  test('begins with scope, protection, facts and first notices, then goes on with the investigation and the calls', () => {
    const protection = PROTECTION[type]
    const ids = idsOf(planOf(type))
    const notices = ['2.2-website', '2.2-email', '2.2-app-push', '2.2-social', '2.3-internal']
    const first = ['2.1-assess', ...(protection === undefined ? [] : [protection]), '2.2-facts', ...notices]
    expect(new Set(ids.slice(0, first.length))).toEqual(new Set(first))
    const investigation = ['2.1-logs', '2.1-monitoring', '2.1-hearing']
    const calls = ['6-set-up', '6-reach-heads']
    expect(ids.slice(first.length, first.length + OWN.length + 2)).toEqual(
      type === 'security-incident' ? [...OWN, ...calls] : [...investigation, ...calls, expect.anything()],
    )
    if (protection !== undefined) expect(ids.indexOf(protection)).toBeLessThan(ids.indexOf('2.2-website'))
  })

  test('announces a resumption before the calls and talks of the first hour that are still open', () => {
    const ids = idsOf(planOf(type, advanced('during-halt'), lifted('trading')))
    for (const channel of CUSTOMERS) {
      expect(ids.indexOf(`4.1-${channel}`)).toBeGreaterThan(ids.indexOf('2.2-social'))
      expect(ids.indexOf(`4.1-${channel}`)).toBeLessThan(ids.indexOf('6-set-up'))
    }
    expect(ids.indexOf('4.2-confirm')).toBeLessThan(ids.indexOf('4.3-losses'))
  })

  test('settles the contact flow before it is used', () => {
    const ids = idsOf(planOf(type))
    expect(ids.indexOf('6-reach-heads')).toBe(ids.indexOf('6-set-up') + 1)
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

  test('in brief is what must be done in the first minutes, in the order of the plan, fourteen steps at most', () => {
    const incident = incidentOf(started({ type, runbook }))
    const brief = plan(incident, DECLARED + MINUTE, { brief: true })
    const all = plan(incident, DECLARED + MINUTE)
    expect(brief).toEqual(all.filter((view) => isForFirstMinutes(incident, view)))
    expect(brief.every(({ step }) => step.modality === 'must')).toBe(true)
    expect(idsOf(brief)).toEqual(
      expect.arrayContaining(['2.1-assess', '2.1-severity', '6-reach-heads', '2.2-facts', '2.2-website', '2.2-social']),
    )
    expect(brief.length).toBeLessThanOrEqual(14)
  })
})

test('a security incident’s own steps come with it, before those of every halt but the first notices and calls', () => {
  const alone = runbook.steps.filter(({ applies }) => Object.keys(applies).join() === 'security-incident')
  expect(alone.map(({ id }) => id)).toEqual(['1.2-contain', '5.5-investigate'])
  const ids = idsOf(planOf('security-incident'))
  expect(ids[0]).toBe('1.2-contain')
  const investigation = ids.indexOf('5.5-investigate')
  for (const id of OWN) expect(ids.indexOf(id)).toBeLessThan(investigation)
  for (const id of ['2.1-severity', '2.1-logs', '2.3-support', '6-escalate'])
    expect(ids.indexOf(id)).toBeGreaterThan(investigation)
  const others = TYPES.filter((type) => type !== 'security-incident')
  for (const type of others) expect(idsOf(planOf(type))).toEqual(expect.not.arrayContaining(OWN.slice(0, 1)))
  const open = ids.filter((id) => !OWN.includes(id)).map((id) => assigned(id, 'hanako'))
  expect(idsOf(planOf('security-incident', advanced('during-halt'), ...open)).slice(0, 4)).toEqual(OWN)
})

test('an advance notice that should be considered comes after the required ones', () => {
  const ids = idsOf(plan(incidentOf(planned({ runbook })), DECLARED + MINUTE))
  expect(ids).toEqual(['1.2-window', '1.2-website', '1.2-email', '1.2-internal', '1.2-app-push', '1.2-social'])
})
