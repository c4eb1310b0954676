import { describe, expect, it } from 'vitest'
import { restrictedSpans } from '../../../src/domain/incident/restrictions.ts'
import type { ScopeHistory } from '../../../src/domain/incident/scope-history.ts'
import { phaseParts } from '../../../src/domain/report/phase-parts.ts'

/** Spans as `state from-to`. */
function history(target: string, ...spans: readonly string[]): ScopeHistory {
  return {
    target,
    spans: spans.map((span) => {
      const [state = '', times = ''] = span.split(' ')
      const [from, to] = times.split('-').map(Number)
      return { state: state as 'open', from: from as number, to: to as number }
    }),
  }
}

describe('restrictedSpans', () => {
  it('joins the spans of all operations in which any was restricted', () => {
    const spans = restrictedSpans([
      history('trading', 'stopped 0-10', 'open 10-30', 'cancel-only 30-40', 'stopped 40-50', 'open 50-90'),
      history('withdrawals', 'open 0-5', 'stopped 5-8', 'open 8-45', 'limited 45-60'),
    ])
    expect(spans).toEqual([
      { from: 0, to: 10 },
      { from: 30, to: 60 },
    ])
  })

  it('has none if everything was open, or nothing was stated', () => {
    expect(restrictedSpans([history('trading', 'open 0-10')])).toEqual([])
    expect(restrictedSpans([])).toEqual([])
  })
})

describe('phaseParts', () => {
  const phases = [
    { phase: 'during-halt', from: 0, to: 20 },
    { phase: 'after-resumption', from: 20, to: 100 },
  ] as const
  const parts = (...scope: readonly ScopeHistory[]) =>
    phaseParts(phases, scope).map(
      ({ phase, from, to, restricted }) => `${phase} ${from}-${to}${restricted ? ' !' : ''}`,
    )

  it('splits the time after resumption by whether something was still restricted', () => {
    expect(parts(history('trading', 'stopped 0-20', 'open 20-100'), history('deposits', 'stopped 5-60'))).toEqual([
      'during-halt 0-20',
      'after-resumption 20-60 !',
      'after-resumption 60-100',
    ])
  })

  it('splits it as well if something was stopped again', () => {
    expect(parts(history('trading', 'stopped 0-20', 'open 20-50', 'stopped 50-100'))).toEqual([
      'during-halt 0-20',
      'after-resumption 20-50',
      'after-resumption 50-100 !',
    ])
  })

  it('leaves it whole if nothing is known to have been restricted', () => {
    expect(parts()).toEqual(['during-halt 0-20', 'after-resumption 20-100'])
  })
})
