import { expect, it } from 'vitest'
import { isInternalFact } from '../../../src/domain/runbook/notice-facts.ts'
import type { FactDefinition } from '../../../src/domain/runbook/runbook.ts'

const fact = (over: Partial<FactDefinition> = {}): FactDefinition => {
  return { kind: 'text', notice: false, words: false, ja: '項目', en: 'fact', ...over }
}

it.each<[boolean, string, Partial<FactDefinition>]>([
  [true, 'that nothing tells customers', {}],
  [true, 'with words for reports inside the company', { words: 'reports' }],
  [true, 'that fills a part of the report', { report: { part: 'causes', ask: { ja: '原因', en: 'Why?' } } }],
  [false, 'that every notice states', { notice: true }],
  [false, 'that notices state once it is known', { notice: 'if-stated' }],
  [false, 'that notices of other stages state', { otherStages: 'if-stated' }],
  [false, 'with public words', { words: true }],
  [false, 'with a role', { role: 'detected', kind: 'time' }],
  [false, 'that says that something is safe', { safety: true }],
])('isInternalFact is %s for a fact %s', (isInternal, _, over) => {
  expect(isInternalFact({ facts: { one: fact(over), began: fact({ role: 'began', kind: 'time' }) } }, 'one')).toBe(
    isInternal,
  )
})
