import { registerOf, registersByName } from '../incident/current-values.ts'
import type { CallMark, Incident, StepMark } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import { unstatedScope } from '../incident/scope.ts'
import { scopeHistory } from '../incident/scope-history.ts'
import type { TimeSpan } from '../incident/spans.ts'
import { announcedStage } from '../notice/announced-stage.ts'
import { liveWritesByTime, phasesOf, wholeIncidentSpan } from './history.ts'
import { phaseParts } from './phase-parts.ts'
import { updatePromisesOf } from './update-promises.ts'

/** Work on a step. It begins and ends at the same moment if its beginning was not recorded. */
export interface StepWork extends TimeSpan {
  readonly step: string
  /** How it ended; `in-progress` if it has not. */
  readonly state: StepMark['state']
}

/** What a picture of the timeline shows. Times are in milliseconds. */
export type TimelinePicture = Readonly<ReturnType<typeof timelinePictureOf>>

/** Returns the picture from the start or the declaration, whichever is earlier, to the closing or `now`. */
export function timelinePictureOf(incident: Incident, lifecycle: Lifecycle, now: number) {
  const span = wholeIncidentSpan(incident, lifecycle, now)
  const scope = scopeHistory(incident, span)
  return {
    ...span,
    phases: phaseParts(phasesOf(incident, span, now), scope),
    /** Each interruption, from the start or reopening to the resumption, the next interruption, or the end. */
    interruptions: interruptionSpans(lifecycle, span),
    scope,
    /** What nobody ever stated, so that nothing can be drawn. */
    unstated: unstatedScope(
      Object.keys(incident.runbook.operations),
      scope.map(({ target }) => target),
    ),
    /** By department, the work on its steps. */
    departments: departmentWork(incident, span.to),
    /** By channel, the notices and the updates that were due. */
    notices: noticeMarks(incident, lifecycle, now),
    calls: callMarks(incident),
  }
}

function interruptionSpans({ interruptions }: Lifecycle, { to }: TimeSpan): TimeSpan[] {
  return interruptions.flatMap(({ startedAt, fullyResumedAt }, i) => {
    if (startedAt === null) return []
    const from = Date.parse(startedAt)
    const ended = fullyResumedAt ?? interruptions[i + 1]?.startedAt ?? null
    return { from, to: Math.max(from, ended === null ? to : Date.parse(ended)) }
  })
}

function departmentWork(incident: Incident, to: number) {
  const { departments, steps } = incident.runbook
  return Object.keys(departments).flatMap((department) => {
    const work = steps.filter((s) => s.department === department).flatMap((s) => workOn(incident, s.id, to))
    return work.length === 0 ? [] : { department, work: work.sort((a, b) => a.from - b.from) }
  })
}

/** Returns the work on a step, from each beginning to its resolution; a recurring step has an entry each time it is done. */
function workOn(incident: Incident, step: string, to: number): StepWork[] {
  const work: StepWork[] = []
  let begun: number | null = null
  for (const { at, value } of liveWritesByTime(registerOf(incident, `step:${step}`))) {
    const time = Date.parse(at)
    if (value.state === 'in-progress') begun ??= time
    else {
      work.push({ step, state: value.state, from: begun ?? time, to: time })
      begun = null
    }
  }
  return begun === null ? work : [...work, { step, state: 'in-progress', from: begun, to: Math.max(begun, to) }]
}

function noticeMarks(incident: Incident, lifecycle: Lifecycle, now: number) {
  const promised = updatePromisesOf(incident, lifecycle, now)
  return Object.keys(incident.runbook.channels).flatMap((channel) => {
    const sent = incident.notices.filter((n) => n.channel === channel)
    if (sent.length === 0) return []
    const marks = sent.map((notice) => {
      const { at, number, state } = notice
      return { at: Date.parse(at), stage: announcedStage(incident, notice), number, state }
    })
    return { channel, sent: marks, promised: promised.filter((p) => p.channel === channel) }
  })
}

function callMarks(incident: Incident) {
  const calls = registersByName(incident, 'call:').flatMap(([who, writes]) =>
    liveWritesByTime(writes).map(({ at, value }) => ({
      at: Date.parse(at),
      kind: value.state as CallMark['state'] | 'raised',
      who,
    })),
  )
  const raised = registersByName(incident, 'level:').flatMap(([who, writes]) =>
    liveWritesByTime(writes).map(({ at }) => ({ at: Date.parse(at), kind: 'raised' as const, who })),
  )
  return [...calls, ...raised].sort((a, b) => a.at - b.at)
}
