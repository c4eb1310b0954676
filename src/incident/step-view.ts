import type { StepState, StepView } from '../domain/incident/steps.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import { inert } from '../view/inert.ts'

/** A step for people: its title, whose it is, and its instructions. */
export function stepLines({ step, state, assignee }: StepView, runbook: Runbook, { words, language }: Text): string[] {
  const department = runbook.departments[step.department]?.[language] ?? step.department
  const traits = [department, words.modality[step.modality]]
  if (step.kind === 'recurring') traits.push(words.recurring)
  if (state !== 'pending') traits.push(words.stepState[state])
  if (assignee !== null) traits.push(inert(assignee))
  return [
    `${step.id}  ${step.title[language]}  (${traits.join(', ')})`,
    ...step.instructions[language].split('\n').map((line) => `  ${line}`),
  ]
}

/** What stands between brackets before a step in a list. */
export const SIGNS: Readonly<Record<StepState, string>> = {
  pending: ' ',
  'in-progress': '~',
  done: 'x',
  declined: '-',
  skipped: '!',
  'not-applicable': '/',
}
