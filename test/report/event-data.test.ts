import { describe, expect, it } from 'vitest'
import type { Recorded } from '../../src/domain/incident/order-of-events.ts'
import type { UnstatedScope } from '../../src/domain/incident/scope.ts'
import { reportOf } from '../../src/domain/report/report.ts'
import type { Stage } from '../../src/domain/runbook/runbook.ts'
import { loadText } from '../../src/i18n/text.ts'
import { readableData } from '../../src/report/wording.ts'
import { reportLabels } from '../../src/report/words.ts'
import { DECLARED, deliveredAs, history, incidentOf, intended, iso, nth } from '../given.ts'
import { halt, RUNBOOK } from '../notice/halts.ts'
import { ROSTER } from './team.ts'

async function said(type: string, data: Readonly<Record<string, unknown>>) {
  const log = [halt(), intended('website', 'first', 1), deliveredAs(nth(2))]
  const [text, labels] = await Promise.all([loadText('en'), reportLabels('en', 'internal')])
  const who = {
    runbook: RUNBOOK,
    roster: ROSTER,
    audience: 'internal',
    isConfidential: false,
    contact: { ja: null, en: null },
    causes: [],
    isBeginningKnown: true,
    restrictions: [],
    stageOf: ({ stage }: { readonly stage: Stage }) => stage,
    targetName: (target: string) => `the service ${target}`,
    nameAmong: (target: string) => target,
    targetNames: (targets: readonly string[]) => targets.join(),
    unstatedName: ({ operation }: UnstatedScope) => operation,
    partyName: (id: string) => id,
    organisation: { ja: null, en: null },
    damage: [],
    references: 'numbers',
    unknownWriters: [],
    unknownFacts: new Set<string>(),
    firstLift: null,
    factRecords: new Map<string, Recorded>(),
    clocksBehindMs: 0,
    now: DECLARED,
    stamp: iso,
  } as const
  return readableData({ event: '', type, data }, reportOf(incidentOf(...log), history(...log), DECLARED), {
    ...who,
    text,
    labels,
  })
}

describe('an event in the report', () => {
  it('has names instead of the ids of steps, people and levels', async () => {
    expect(await said('step.assigned', { step: '2.1-logs', to: 'suzuki' })).toEqual({
      step: '2.1-logs (Check the logs)',
      to: 'Misaki Suzuki',
    })
    expect(await said('contact.tried', { person: 'ito', way: 'phone' })).toEqual({ person: 'Megumi Ito', way: 'phone' })
    expect(await said('escalation.raised', { level: 'cto', reason: null })).toEqual({
      level: 'Chief Technology Officer',
      reason: null,
    })
    expect(await said('phase.advanced', { to: 'during-halt' })).toEqual({ to: 'During the halt' })
  })

  it('names an operation with its asset, and its state', async () => {
    const change = { operation: 'withdrawals', asset: 'XEM', state: 'cancel-only', words: null }
    expect(await said('scope.changed', { changes: [change] })).toEqual({
      changes: [{ operation: 'the service withdrawals:XEM', asset: null, state: 'cancel-only', words: null }],
    })
  })

  it('names the notice of a delivery, and has times without fractions of a second', async () => {
    expect(await said('notice.delivered', { notice: nth(2) })).toEqual({ notice: 'website first notice no. 1' })
    const posted = { channel: 'social', stage: 'update', number: 2, next: '2026-11-24T23:00:00.000+09:00' }
    expect(await said('notice.posted', posted)).toEqual({
      channel: 'X (formerly Twitter)',
      stage: 'update no. 2',
      number: null,
      next: '2026-11-24 23:00:00',
    })
  })

  it('is unchanged if its type is unknown', async () => {
    expect(await said('notice.delivered', { notice: 'other:7' })).toEqual({ notice: 'other:7' })
    expect(await said('from.tomorrow', { step: '2.1-logs', constructor: 'x' })).toEqual({
      step: '2.1-logs',
      constructor: 'x',
    })
    expect(await said('step.done', { step: 'x-gone', constructor: 'x' })).toEqual({ step: 'x-gone', constructor: 'x' })
  })
})
