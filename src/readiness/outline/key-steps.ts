import type { Language, Phase, Stage } from '../../domain/runbook/runbook.ts'
import type { Outline, OutlineStep } from './outline.ts'
import { type GuessedWords, guessGate, guessNotice } from './step-guesses.ts'

/** Steps that are more than something to be done, by their ids, each with the words for which they are taken as that. */
export interface KeySteps {
  /** What decides that the service may resume. */
  readonly gates: ReadonlyMap<string, string>
  /** Notices to customers: the first one of each stage. */
  readonly notices: ReadonlyMap<string, { readonly stage: Stage; readonly word: string }>
}

interface Guess extends GuessedWords {
  readonly id: string
}

/** Guesses one gate, and one notice of each stage, among the steps that are binding. */
export function keySteps({ chapters, language }: Outline): KeySteps {
  const steps = chapters.flatMap(({ phase, sections }) =>
    sections.flatMap((section) => section.steps.map((step) => ({ phase, step }))),
  )
  const binding = steps.filter(({ step: { modality } }) => ['must', 'effort'].includes(modality.modality))
  const gate = plainest(
    binding.flatMap(({ phase, step: { id, text } }): Guess[] => {
      const guess = isBeforeResumption(phase) ? guessGate(text, language) : null
      return guess === null ? [] : [{ ...guess, id }]
    }),
  )
  const notices = binding.filter(({ step }) => step.id !== gate?.id).flatMap((one) => noticeIn(one, language))
  const stages = [...new Set(notices.map(({ stage }) => stage))]
  const chosen = stages.flatMap((stage) => plainest(notices.filter((notice) => notice.stage === stage)) ?? [])
  return {
    gates: new Map(gate === undefined ? [] : [[gate.id, gate.word]]),
    notices: new Map(chosen.map(({ id, stage, word }) => [id, { stage, word }])),
  }
}

/** The first of those that say it outright, else the first. */
function plainest<T extends Guess>(guesses: readonly T[]): T | undefined {
  return guesses.find(({ isPlain }) => isPlain) ?? guesses[0]
}

function isBeforeResumption(phase: Phase): boolean {
  return phase === 'initial-response' || phase === 'during-halt'
}

const RESUMED = /再開|復旧|復帰|\bresum|\breopen|\brestor|\bavailable\b|\bback\b/i

function noticeIn(
  { phase, step: { id, text, interval } }: { readonly phase: Phase; readonly step: OutlineStep },
  language: Language,
): (Guess & { readonly stage: Stage })[] {
  const guess = guessNotice(text, language)
  if (guess === null) return []
  if (interval !== null) return isBeforeResumption(phase) ? [{ ...guess, id, stage: 'update' }] : []
  if (phase === 'scheduled') return [{ ...guess, id, stage: 'scheduled' }]
  if (phase === 'initial-response') return [{ ...guess, id, stage: 'first' }]
  return phase === 'after-resumption' && RESUMED.test(text) ? [{ ...guess, id, stage: 'resumption' }] : []
}
