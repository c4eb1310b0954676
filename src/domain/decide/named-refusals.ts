import type { Problem, ProblemCode } from '../problem.ts'
import type { Runbook } from '../runbook/runbook.ts'

/** The refusals that state ids of the manual, by what they are ids of. */
const NAMED: Partial<Record<ProblemCode, readonly ('channels' | 'operations' | 'facts')[]>> = {
  'drill-nothing-goes-out': ['channels'],
  'channel-unsafe': ['channels'],
  'delivery-unknown': ['channels'],
  'partly-sent': ['channels'],
  'first-again': ['channels'],
  'notice-outdated': ['facts', 'channels'],
  'nothing-new': ['channels'],
  'nothing-to-retry': ['channels'],
  'text-redacted': ['channels'],
  'nothing-to-correct': ['channels'],
  'no-final-notice': ['channels'],
  'not-resumed': ['channels'],
  'stage-passed': ['channels'],
  'steps-open': ['facts'],
  'actions-open': ['facts'],
  'answer-awaited': ['facts'],
  'still-restricted': ['operations'],
  'not-restricted': ['operations'],
  'lift-instead': ['operations'],
  'words-needed': ['operations'],
  'out-of-order': ['facts'],
  'no-public-words': ['facts'],
}

/** Adds to a refusal what the manual calls the ids in it. */
export function withNames(refusal: Problem, runbook: Runbook): Problem {
  const kinds = NAMED[refusal.code]
  if (kinds === undefined) return refusal
  const names = Object.fromEntries(kinds.flatMap((kind) => Object.entries(runbook[kind])))
  return { ...refusal, params: { ...refusal.params, names } } as Problem
}
