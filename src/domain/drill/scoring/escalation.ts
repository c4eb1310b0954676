import { attemptsOf } from '../../incident/calls.ts'
import { register } from '../../incident/current-values.ts'
import { askedAt } from '../../incident/escalation.ts'
import { type Check, isOpen, type Judged, timed } from './check.ts'
import { answers } from './completeness.ts'

/**
 * Whether levels were raised when the rules asked for it, and whether where nobody answered the next one was called in
 * time (manual chapter 6).
 */
export function escalation(judged: Judged): Check[] {
  const expected = answers(judged, ({ kind }) => kind === 'call' || kind === 'severity')
  return [...expected, ...levels(judged), ...calls(judged)]
}

/** A level that was asked for is raised within the time that one waits for an answer. */
function levels(judged: Judged): Check[] {
  const { incident, course, opened, end } = judged
  const { roster } = incident.settings
  if (roster === undefined) return []
  const over = Math.min(end, Date.parse(course.current.fullyResumedAt ?? course.closedAt ?? '') || end)
  return roster.levels.flatMap((level, place): Check[] => {
    const asked = askedAt(incident, course, roster, level, place)
    const raised = register(incident, `level:${level.id}`).find((w) => !w.undone && w.order > course.current.order)
    if (asked === null || asked > over) return []
    const dueAt = Math.max(asked, opened) + roster.answerWithin
    if (raised === undefined && isOpen(judged, dueAt)) return []
    return [timed('level', level.id, dueAt, raised === undefined ? null : Date.parse(raised.at))]
  })
}

/** After a call without an answer somebody of the department is called anew once the time to answer is over, or answers. */
function calls(judged: Judged): Check[] {
  const { incident, course } = judged
  const { roster } = incident.settings
  if (roster === undefined) return []
  return Object.values(roster.departments).flatMap((people) => {
    const made = people
      .flatMap((person) => attemptsOf(incident, person, course.current.order).map((call) => ({ ...call, person })))
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    return made.flatMap(({ state, person, at }, i): Check[] => {
      const isTold = made.slice(0, i).some((call) => call.state === 'reached')
      if (state === 'reached' || isTold) return []
      const dueAt = Date.parse(at) + 2 * roster.answerWithin
      const next = made[i + 1]
      if (next === undefined && isOpen(judged, dueAt)) return []
      return [timed('call', person, dueAt, next === undefined ? null : Date.parse(next.at))]
    })
  })
}
