import type { Authority, Filing } from '../authorities/authority.ts'
import { registerOf, registersByName, titleOf } from '../incident/current-values.ts'
import { filingsOf } from '../incident/filings.ts'
import type { CallMark, Incident, StepMark } from '../incident/incident.ts'
import { leadTermsOf } from '../incident/lead.ts'
import { beginningOf, type Lifecycle } from '../incident/lifecycle.ts'
import { planOf } from '../incident/planned-halt.ts'
import type { Register, Write } from '../incident/register.ts'
import { parseTarget, unstatedScope } from '../incident/scope.ts'
import { type ScopeHistory, type StateSpan, scopeHistory, statedStates } from '../incident/scope-history.ts'
import { statedScope } from '../incident/scope-statements.ts'
import type { TimeSpan } from '../incident/spans.ts'
import type { TimelineEntry } from '../incident/timeline.ts'
import type { ScopeState } from '../log/event.ts'
import { announcedStage } from '../notice/announced-stage.ts'
import type { Severity } from '../runbook/runbook.ts'
import { affectedCurve } from './affected-customers.ts'
import { liveWritesByTime, phasesOf, wholeIncidentSpan } from './history.ts'
import { phaseParts } from './phase-parts.ts'
import { restrictionCurve } from './restriction-curve.ts'
import type { Story } from './story.ts'
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
export function timelinePictureOf(incident: Incident, lifecycle: Lifecycle, now: number, story: Story) {
  return withKeyMoments(picturedMarks(incident, lifecycle, now), story)
}

function picturedMarks(incident: Incident, lifecycle: Lifecycle, now: number) {
  const span = wholeIncidentSpan(incident, lifecycle, now)
  const history = scopeHistory(incident, span)
  const interruptions = interruptionSpans(lifecycle, span)
  const operations = Object.keys(incident.runbook.operations)
  return {
    ...span,
    title: titleOf(incident),
    /** The zone in which all times are shown: `Asia/Tokyo`. */
    timezone: incident.settings.timezone,
    phases: phaseParts(phasesOf(incident, span, now), history),
    /** Each interruption, from the start or reopening to the resumption, the next interruption, or the end. */
    interruptions,
    plan: planSpan(incident, interruptions),
    scope: drawnScope(incident, history, span),
    /** What nobody ever stated, so that nothing can be drawn. */
    unstated: unstatedScope(
      operations,
      history.map(({ target }) => target),
    ),
    impact: { operations: operations.length, curve: restrictionCurve(history) },
    affected: affectedCurve(incident, history, span),
    decisions: decisionMarks(incident),
    /** Who took the lead when. */
    leads: leadTermsOf(incident).map(({ event, name, from }) => ({ event, at: Date.parse(from), name })),
    filings: filingMarks(incident),
    /** By department, the work on its steps. */
    departments: departmentWork(incident, span.to),
    /** By channel, the notices and the updates that were due. */
    notices: noticeMarks(incident, lifecycle, now),
    calls: callMarks(incident),
  }
}

/** A key moment that is neither a decision nor a notice, nor anything else that is marked: what was noted, found or done. */
export interface MomentMark {
  readonly event: string
  readonly at: number
  readonly entry: Pick<TimelineEntry, 'type' | 'data'>
}

/** Adds which of the marks are key moments, and marks for the others. What was undone has none. */
function withKeyMoments(picture: ReturnType<typeof picturedMarks>, { isMarked, entries }: Story) {
  const { decisions, leads, filings, notices, calls } = picture
  const submitted = filings.flatMap(({ submissions }) => submissions)
  const sent = notices.flatMap((one) => one.sent)
  const marked = new Set([decisions, leads, submitted, sent, calls].flat().map(({ event }) => event))
  const moments = entries
    .filter(({ event, undoneBy }) => undoneBy === null && !marked.has(event))
    .map(({ event, at, type, data }): MomentMark => ({ event, at: Date.parse(at), entry: { type, data } }))
  const events: ReadonlySet<string> = new Set(entries.map(({ event }) => event))
  return { ...picture, moments, keyMoments: { isMarked, events } }
}

function interruptionSpans({ interruptions }: Lifecycle, { to }: TimeSpan): TimeSpan[] {
  return interruptions.flatMap(({ startedAt, fullyResumedAt }, i) => {
    if (startedAt === null) return []
    const from = Date.parse(startedAt)
    const ended = fullyResumedAt ?? interruptions[i + 1]?.startedAt ?? null
    return { from, to: Math.max(from, ended === null ? to : Date.parse(ended)) }
  })
}

/** The planned time of a halt, as it stood when it began, and how long the halt went on after it. */
export interface PlanSpan {
  readonly from: number
  /** Null if no end was planned. */
  readonly to: number | null
  readonly overrun: TimeSpan | null
}

function planSpan(incident: Incident, [first]: readonly TimeSpan[]): PlanSpan | null {
  const plan = planOf(incident)
  if (plan === null || plan.from === null) return null
  const from = Date.parse(plan.from)
  if (plan.to === null) return { from, to: null, overrun: null }
  const to = Date.parse(plan.to)
  return { from, to, overrun: first === undefined || first.to <= to ? null : { from: to, to: first.to } }
}

/**
 * Leaves out what was never restricted. An asset of which something was stated has a lane of its own, as its operation is drawn
 * without it: with what held for it, but open only while its operation was restricted.
 */
function drawnScope(incident: Incident, history: readonly ScopeHistory[], span: TimeSpan): ScopeHistory[] {
  const stated = statedStates(incident, span)
  return history.flatMap(({ target, spans }) => {
    const { operation, asset } = parseTarget(target)
    if (asset === null) return spans.some(isRestriction) ? [{ target, spans }] : []
    if (!stated.get(target)?.some(({ state }) => state !== null)) return []
    const general = history.find((one) => one.target === operation)?.spans.filter(isRestriction) ?? []
    const drawn = spans.flatMap((part): StateSpan[] => {
      if (isRestriction(part)) return [part]
      return general
        .map(({ from, to }) => ({ from: Math.max(from, part.from), to: Math.min(to, part.to), state: part.state }))
        .filter(({ from, to }) => from < to)
    })
    return drawn.length === 0 ? [] : [{ target, spans: drawn }]
  })
}

function isRestriction({ state }: StateSpan): boolean {
  return state !== 'open'
}

/** What one event decided. */
export interface DecisionMark {
  readonly event: string
  readonly at: number
  /**
   * Whether it declared the halt, planned it or what it was to restrict, began a planned one, resumed, reopened or closed it; null
   * if none of that.
   */
  readonly turn: 'declared' | 'planned' | 'begun' | 'lifted' | 'reopened' | 'closed' | null
  readonly severity: Severity | null
  readonly type: string | null
  /** What it stated of the scope; null if it withdrew a statement. */
  readonly scope: readonly { readonly target: string; readonly state: ScopeState | null }[]
}

function decisionMarks(incident: Incident): DecisionMark[] {
  const marks = new Map<string, DecisionMark>()
  const { declaration } = incident
  const beginning = declaration?.planned == null ? 0 : (beginningOf(incident)?.order ?? Number.POSITIVE_INFINITY)
  const add = ({ event, at }: Write<unknown>, decided: Partial<DecisionMark>) => {
    // What the declaration states holds from the beginning of the halt; it was decided when it was declared.
    const when = declaration?.event === event ? declaration.declaredAt : at
    const none = { event, at: Date.parse(when), turn: null, severity: null, type: null, scope: [] }
    marks.set(event, { ...(marks.get(event) ?? none), ...decided })
  }
  for (const { write, turn } of turnsOf(incident)) add(write, { turn })
  for (const write of changesOf(registerOf(incident, 'severity'))) add(write, { severity: write.value })
  for (const write of changesOf(registerOf(incident, 'type'))) add(write, { type: write.value })
  for (const [target, writes] of statedScope(incident))
    for (const write of liveWritesByTime(writes)) {
      const { state } = write.value
      const isPlan = write.order < beginning && state !== null && state !== 'open'
      const scope = [...(marks.get(write.event)?.scope ?? []), { target, state }]
      add(write, { scope, ...(isPlan && { turn: 'planned' }) })
    }
  return [...marks.values()].sort((a, b) => a.at - b.at)
}

const TURNS = { declared: 'declared', lift: 'lifted', reopen: 'reopened', close: 'closed' } as const

/** Returns the changes of the phase that are more than its next part. */
function turnsOf(incident: Incident) {
  type Turn = { readonly write: Write<unknown>; readonly turn: DecisionMark['turn'] }
  return liveWritesByTime(registerOf(incident, 'phase')).flatMap((write, i, all): Turn[] => {
    const { by } = write.value
    if (by === 'declared' && incident.declaration?.planned != null) return [{ write, turn: 'planned' }]
    if (by !== 'advance') return [{ write, turn: TURNS[by] }]
    return all[i - 1]?.value.phase === 'scheduled' ? [{ write, turn: 'begun' }] : []
  })
}

/** Returns the writes by time that count and say something else than the one before. */
function changesOf<T>(writes: Register<T>): Write<T>[] {
  return liveWritesByTime(writes).filter(({ value }, i, live) => i === 0 || value !== live[i - 1]?.value)
}

/** A report to an authority that was made, or fell due. */
export interface FilingMark {
  readonly authority: Authority
  readonly filing: Filing
  readonly submissions: readonly { readonly event: string; readonly at: number }[]
  /** Null if it has no deadline with a time, what it counts from is in doubt, or it depends on a time zone that is unknown. */
  readonly dueAt: number | null
  /** Whether the first one was in time; null if there is none yet, or that cannot be told. */
  readonly kept: boolean | null
}

function filingMarks(incident: Incident): FilingMark[] {
  return filingsOf(incident).flatMap(({ authority, filing, submissions, start, dueAt, otherZoneAt, kept, state }) =>
    state === 'waiting'
      ? []
      : [
          {
            authority,
            filing,
            submissions: submissions.map(({ event, at }) => ({ event, at: Date.parse(at) })),
            dueAt: start?.doubt == null && otherZoneAt === null ? dueAt : null,
            kept,
          },
        ],
  )
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
      const { event, at, number, state } = notice
      return { event, at: Date.parse(at), stage: announcedStage(incident, notice), number, state }
    })
    return { channel, sent: marks, promised: promised.filter((p) => p.channel === channel) }
  })
}

function callMarks(incident: Incident) {
  const calls = registersByName(incident, 'call:').flatMap(([who, writes]) =>
    liveWritesByTime(writes).map(({ event, at, value }) => ({
      event,
      at: Date.parse(at),
      kind: value.state as CallMark['state'] | 'raised',
      who,
    })),
  )
  const raised = registersByName(incident, 'level:').flatMap(([who, writes]) =>
    liveWritesByTime(writes).map(({ event, at }) => ({ event, at: Date.parse(at), kind: 'raised' as const, who })),
  )
  return [...calls, ...raised].sort((a, b) => a.at - b.at)
}
