import { runningClocks } from '../domain/deadlines.ts'
import { clocksFor, type DutyFilter, matchesFilter } from '../domain/incident/duty-filter.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { RESOLVED, type StepView, stepsOf } from '../domain/incident/steps.ts'
import { PHASES } from '../domain/runbook/runbook.ts'
import { alarm, type Block, type Inline, section } from '../view/blocks.ts'
import { SIGNS } from './labels.ts'
import { callLines, clockLines, endLine, headLines, type StatusContext } from './status-view.ts'

/** The steps of one department or assignee with their states, and who in the department was reached (manual chapter 5). */
export function dutiesView(incident: Incident, filter: DutyFilter, context: StatusContext): Block[] {
  const { labels, text, now } = context
  const { department, assigned } = filter
  const lifecycle = lifecycleOf(incident)
  const steps = stepsOf(incident, now)
  const own = steps.filter((view) => view.state !== 'not-applicable' && matchesFilter(view, filter))
  const name = department === null ? null : (incident.runbook.departments[department]?.[text.language] ?? department)
  const title = [name, assigned].flatMap((word) => (word === null ? [] : [word])).join(', ')
  const open = own.filter(({ state }) => !RESOLVED.has(state)).length
  const clocks = clocksFor(incident, runningClocks(incident, lifecycle, now), steps, filter)
  return [
    headLines(incident, context),
    ...section(title, [labels.duties(open, own.length)]),
    ...section(labels.calls, department === null ? [] : callLines(incident, lifecycle, context, department)),
    ...section(labels.clocks, clockLines(incident, clocks, context)),
    ...PHASES.flatMap((phase) =>
      section(
        text.words.phase[phase],
        own.filter(({ step }) => step.phase === phase).map((view) => stepLine(view, context)),
      ),
    ),
    endLine(incident, labels),
  ]
}

function stepLine({ step, state, assignee, overdue }: StepView, { text, labels }: StatusContext): Inline {
  const who = assignee === null ? '' : `  ${labels.assigned(assignee)}`
  const modality = text.words.modality[step.modality]
  const line = `[${overdue ? '>' : SIGNS[state]}] ${step.id}  ${step.title[text.language]}  (${modality})${who}`
  return overdue ? alarm(line) : line
}
