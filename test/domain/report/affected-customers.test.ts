import { describe, expect, it } from 'vitest'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { scopeHistory } from '../../../src/domain/incident/scope-history.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { affectedCurve } from '../../../src/domain/report/affected-customers.ts'
import { wholeIncidentSpan } from '../../../src/domain/report/history.ts'
import type { FactDefinition } from '../../../src/domain/runbook/runbook.ts'
import { DECLARED, HOUR, happened, incidentOf, lifted, MINUTE, scoped, stated, withRunbook } from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const counting = (over: Partial<FactDefinition> = {}): FactDefinition => ({
  kind: 'count',
  affected: true,
  notice: false,
  words: false,
  ja: '顧客',
  en: 'Customers',
  ...over,
})

const begin = withRunbook({
  ...SMALL_RUNBOOK,
  facts: {
    ...SMALL_RUNBOOK.facts,
    customers: counting(),
    traders: counting({ operations: ['trading'] }),
    'wallet-owners': counting({ operations: ['deposits', 'withdrawals'] }),
    outlets: counting({ kind: 'text' }),
    orders: counting({ affected: false }),
  },
})
const min = (minutes: number, draft: EventDraft) => happened(minutes * MINUTE, draft)
const said = (minutes: number, fact: string, value: string | null) =>
  min(minutes, stated(fact, { known: value !== null, value }))

/** The curve of an hour, with times in minutes after the declaration. */
function curve(...drafts: readonly EventDraft[]) {
  const incident = incidentOf(begin, ...drafts)
  const span = wholeIncidentSpan(incident, lifecycleOf(incident), DECLARED + HOUR)
  const { isSum, steps } = affectedCurve(incident, scopeHistory(incident, span), span)
  const minutes = (ms: number) => (ms - DECLARED) / MINUTE
  return { isSum, steps: steps.map(({ from, to, customers }) => [minutes(from), minutes(to), customers]) }
}

describe('how many customers were affected', () => {
  const stopped = min(5, scoped('trading', 'stopped'))
  const open = min(40, lifted('trading'))

  it('is what was stated, from its time to the next statement, while something was restricted', () => {
    expect(curve(stopped, said(10, 'customers', '1200'), said(20, 'customers', '800'), open)).toEqual({
      isSum: false,
      steps: [
        [5, 10, null],
        [10, 20, 1200],
        [20, 40, 800],
      ],
    })
  })

  it('is not known where it was stated not to be', () => {
    expect(curve(stopped, said(10, 'customers', '1200'), said(20, 'customers', null), open).steps).toEqual([
      [5, 10, null],
      [10, 20, 1200],
      [20, 40, null],
    ])
  })

  it('is nothing if it was stated only when all had resumed, or never', () => {
    expect(curve(stopped, open, said(50, 'customers', '1200')).steps).toEqual([])
    expect(curve(stopped, said(10, 'outlets', '3'), said(10, 'orders', '3'), open).steps).toEqual([])
  })

  it('begins again with a new restriction', () => {
    const again = min(50, scoped('deposits', 'stopped'))
    expect(curve(stopped, said(5, 'customers', '7'), open, again).steps).toEqual([
      [5, 40, 7],
      [50, 60, 7],
    ])
  })

  it('adds up what was stated of each restricted operation, unless it was stated of the whole', () => {
    const log = [
      stopped,
      said(6, 'traders', '100'),
      min(10, scoped('deposits', 'limited')),
      said(20, 'wallet-owners', '30'),
      said(30, 'customers', '120'),
      open,
    ]
    expect(curve(...log)).toEqual({
      isSum: true,
      steps: [
        [5, 6, null],
        [6, 10, 100],
        [10, 20, null],
        [20, 30, 130],
        [30, 60, 120],
      ],
    })
  })

  it('counts those of two operations once, if they are stated together', () => {
    const both = [min(5, scoped('deposits', 'stopped')), min(5, scoped('withdrawals', 'stopped'))]
    expect(curve(...both, said(10, 'wallet-owners', '30'))).toEqual({
      isSum: false,
      steps: [
        [5, 10, null],
        [10, 60, 30],
      ],
    })
  })
})
