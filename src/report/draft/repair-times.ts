import { formatTarget } from '../../domain/incident/scope.ts'
import type { Report } from '../../domain/report/report.ts'
import { timeText } from '../../view/time-format.ts'
import type { DraftContext } from './context.ts'
import type { FieldAnswer } from './form-answers.ts'

/**
 * A line that names the fields that give a time of repair, because somebody recorded one, although the log has something
 * as still restricted, or as restricted again later; none if there are no such fields.
 */
export function repairTimeLines(all: readonly FieldAnswer[], report: Report, context: DraftContext): string[] {
  const { said, targetNames } = context
  const answers = all.filter(givesRepairTime)
  const fieldsOf = (which: readonly FieldAnswer[]) => [...new Set(which.map(({ field }) => field.id))]
  const restricted = report.scope.filter(({ state }) => state !== 'open').map(formatTarget)
  if (report.fullyResumedAt === null && restricted.length > 0)
    return answers.length === 0 ? [] : [said.stillRestricted(targetNames(restricted), fieldsOf(answers))]
  const again = report.milestones.findLast(({ id, interruption }) => id === 'started' && interruption > 1)
  if (again === undefined) return []
  const before = answers.filter(({ text }) => Date.parse(text ?? '') < Date.parse(again.at))
  return before.length === 0 ? [] : [said.restrictedAgain(timeText(again.at), fieldsOf(before))]
}

/** Whether a field is about when everything had resumed, and has a time. */
function givesRepairTime({ field, state }: FieldAnswer): boolean {
  return field.kind === 'time' && state === 'answered' && field.from.includes('fully-resumed')
}
