import { describe, expect, it } from 'vitest'
import { scopeHistory } from '../../../src/domain/incident/scope-history.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { DECLARED, HOUR, happened, incidentOf, lifted, MINUTE, scoped, started, takenBack } from '../../given.ts'

const minutes = (ms: number | null) => (ms === null ? null : (ms - DECLARED) / MINUTE)
const at = (minute: number, draft: EventDraft) => happened(minute * MINUTE, draft)

describe('the history of a scope', () => {
  const spansOf = (...drafts: readonly EventDraft[]) =>
    scopeHistory(incidentOf(started(), ...drafts), { from: DECLARED, to: DECLARED + HOUR }).map(({ target, spans }) => [
      target,
      ...spans.map(({ state, from, to }) => `${state} ${minutes(from)}-${minutes(to)}`),
    ])

  it('takes an asset as its operation before anything is stated about the asset', () => {
    expect(
      spansOf(
        at(0, scoped('withdrawals', 'stopped')),
        at(20, lifted('withdrawals')),
        at(20, scoped('withdrawals', 'stopped', 'XEM')),
      ),
    ).toEqual([
      ['withdrawals', 'stopped 0-20', 'open 20-60'],
      ['withdrawals:XEM', 'stopped 0-60'],
    ])
  })

  it('takes it as its operation again once what was stated is withdrawn', () => {
    const withdrawn: EventDraft = {
      type: 'scope.changed',
      data: { changes: [{ operation: 'withdrawals', asset: 'XEM', state: null, words: null }] },
    }
    expect(
      spansOf(at(0, scoped('withdrawals', 'open')), at(10, scoped('withdrawals', 'stopped', 'XEM')), at(30, withdrawn)),
    ).toEqual([
      ['withdrawals', 'open 0-60'],
      ['withdrawals:XEM', 'open 0-10', 'stopped 10-30', 'open 30-60'],
    ])
  })

  it('has what never was restricted open since it was stated to be, an asset apart from its operation', () => {
    expect(
      spansOf(
        at(0, scoped('withdrawals', 'stopped')),
        at(0, scoped('withdrawals', 'limited', 'XEM')),
        at(5, scoped('withdrawals', 'stopped', 'XEM')),
        at(30, takenBack('withdrawals', 'XEM')),
        at(35, takenBack('deposits')),
      ),
    ).toEqual([
      ['deposits', 'open 35-60'],
      ['withdrawals', 'stopped 0-60'],
      ['withdrawals:XEM', 'open 0-60'],
    ])
  })
})
