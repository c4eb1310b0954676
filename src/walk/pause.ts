import { openDeadlines } from '../domain/deadlines.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { fail, type ProblemParams } from '../domain/problem.ts'
import { receipt } from '../incident/event-lines.ts'
import { deadlineName } from '../incident/labels.ts'
import { pasteText } from '../notice/notice.ts'
import { noticeTitle } from '../notice/title.ts'
import { inertLine, inertLines } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { durationText, shortTimeText } from '../view/time-format.ts'
import { clipToColumns } from '../view/wrap.ts'
import type { Session } from './session.ts'
import { latestAct } from './undo.ts'
import { lineMark } from './view.ts'

type Paused = ProblemParams['paused']

/**
 * Leaves the walk: says what is not recorded, which is offered again when the walk is resumed, what the operator recorded last,
 * and what is due next.
 */
export function pause(session: Session): never {
  const { input, edits, context } = session
  const unrecorded = input.texts
  const isKept = input.keepForNextTime()
  const edited = edits.all.map((edit) => noticeTitle(edit, session.incident, context.text.words))
  const line = resumeCommand(session.world, 'walk', '-i', session.journal.id)
  if (!edits.isKept) showEdits(session)
  const kept = { isKept, areEditsKept: edits.isKept }
  return fail('paused', {
    line,
    unrecorded,
    edited,
    ...kept,
    lost: input.hasPrivateAnswer,
    ...lastRecorded(session),
    ...dueNext(session),
  })
}

/** The receipt of what the operator recorded last, in two lines at most. */
function lastRecorded(session: Session): Pick<Paused, 'last'> {
  const { journal, context } = session
  const latest = journal.isReadable() ? latestAct(session) : undefined
  if (latest === undefined) return {}
  return { last: clipToColumns(inertLine(receipt(latest, context.text.events)), 2 * (context.columns - 12)) }
}

/** What is due first, if its time is not in doubt. */
function dueNext({ incident, clock, context }: Session): Pick<Paused, 'due'> {
  const now = clock.now()
  const open = phaseOf(incident) === 'closed' ? [] : openDeadlines(incident, lifecycleOf(incident), now)
  const first = open.find(({ inDoubt }) => !inDoubt)
  if (first === undefined) return {}
  const { id, dueAt, overdue: isOverdue } = first
  const { name } = deadlineName(incident, id, context.text)
  const at = shortTimeText(clock.stamp(dueAt), clock.stamp(now))
  return {
    due: { name: inertLine(name), at, span: durationText(Math.abs(dueAt - now), context.text.words), isOverdue },
  }
}

/** Prints edited texts that could not be kept, unwrapped, to be copied. */
function showEdits({ edits, world, context, incident }: Session): void {
  const mark = lineMark(incident, context)
  for (const edit of edits.all) {
    const lines = [noticeTitle(edit, incident, context.text.words), ...inertLines(pasteText(edit)), '']
    for (const line of lines) world.raw.say(`${mark}${line}`)
  }
}
