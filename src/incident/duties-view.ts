import { clocksOf } from '../domain/deadlines.ts'
import { clocksFor, type DutyFilter, isOf } from '../domain/incident/duty-filter.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { RESOLVED, type StepView, stepsOf } from '../domain/incident/steps.ts'
import { PHASES } from '../domain/runbook/runbook.ts'
import { inert } from '../view/inert.ts'
import { callLines } from './call-lines.ts'
import { SIGNS } from './labels.ts'
import { clockLines, headLines, type StatusContext, sectioned } from './status-view.ts'

/** What one department has to do, or what was given to somebody, with its state, and who of it was reached (manual chapter 5). */
export function dutiesView(incident: Incident, whose: DutyFilter, context: StatusContext): string {
  const { labels, text, now } = context
  const { department, assigned } = whose
  const course = lifecycleOf(incident)
  const steps = stepsOf(incident, now)
  const own = steps.filter((view) => view.state !== 'not-applicable' && isOf(view, whose))
  const name = department === null ? null : (incident.runbook.departments[department]?.[text.language] ?? department)
  const title = [name, assigned].flatMap((word) => (word === null ? [] : [inert(word)])).join(', ')
  const open = own.filter(({ state }) => !RESOLVED.has(state)).length
  const clocks = clocksFor(incident, clocksOf(incident, course, now), steps, whose)
  const phases = PHASES.map((phase) => ({
    title: text.words.phase[phase],
    lines: own.filter(({ step }) => step.phase === phase).map((view) => stepLine(view, context)),
    none: null,
  }))
  return sectioned(incident, context, headLines(incident, context), [
    { title, lines: [labels.duties(open, own.length)], none: null },
    {
      title: labels.calls,
      lines: department === null ? [] : callLines(incident, course, context, department),
      none: null,
    },
    { title: labels.clocks, lines: clockLines(incident, clocks, context), none: null },
    ...phases,
  ])
}

function stepLine({ step, state, assignee, overdue }: StepView, { text, labels, paint }: StatusContext): string {
  const who = assignee === null ? '' : `  ${labels.assigned(inert(assignee))}`
  const modality = text.words.modality[step.modality]
  const line = `[${overdue ? '>' : SIGNS[state]}] ${step.id}  ${step.title[text.language]}  (${modality})${who}`
  return overdue ? paint.alarm(line) : line
}
