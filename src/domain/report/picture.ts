import type { Course } from '../incident/course.ts'
import {
  type CallMark,
  type Incident,
  type Notice,
  register,
  registersOf,
  type StepMark,
} from '../incident/incident.ts'
import type { Register, Write } from '../incident/register.ts'
import type { ScopeState } from '../log/event.ts'
import type { Phase, Stage } from '../runbook/runbook.ts'
import { type Promised, promisesOf } from './promises.ts'

/** A stretch of time, in milliseconds since the epoch. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A step that was worked on: begun and ended at the same moment where nobody said that it was begun. */
export interface Work extends Span {
  readonly step: string
  readonly state: StepMark['state']
}

export interface Picture extends Span {
  /** Null before the halt was declared. */
  readonly phases: readonly (Span & { readonly phase: Phase | null })[]
  /** By `OPERATION` or `OPERATION:ASSET`, what was stated of it. */
  readonly scope: readonly {
    readonly target: string
    readonly spans: readonly (Span & { readonly state: ScopeState })[]
  }[]
  readonly departments: readonly { readonly department: string; readonly work: readonly Work[] }[]
  readonly notices: readonly {
    readonly channel: string
    readonly sent: readonly {
      readonly at: number
      readonly stage: Stage
      readonly number: number | null
      readonly state: Notice['state']
    }[]
    readonly promised: readonly Promised[]
  }[]
  /** Who was called, and which levels were raised. */
  readonly calls: readonly { readonly at: number; readonly kind: CallMark['state'] | 'raised'; readonly who: string }[]
}

/** What a picture of the timeline shows: from the start, or declaring, to the end, or `now` (milliseconds). */
export function pictureOf(incident: Incident, course: Course, now: number): Picture {
  const declared = incident.declaration === null ? now : Date.parse(incident.declaration.declaredAt)
  const from = Math.min(declared, course.startedAt === null ? declared : Date.parse(course.startedAt))
  const to = Math.max(from, course.closedAt === null ? now : Date.parse(course.closedAt))
  const span = { from, to }
  return {
    ...span,
    phases: phasesOf(incident, span, declared),
    scope: scopeOf(incident, span),
    departments: departmentsOf(incident, to),
    notices: noticesOf(incident, course, now),
    calls: callsOf(incident),
  }
}

/** Before it was declared, a halt was in no phase, unless a phase was said to have begun earlier. */
function phasesOf(incident: Incident, { from, to }: Span, declared: number): Picture['phases'] {
  const [first, ...later] = spansOf(register(incident, 'phase'), from, to)
  if (first === undefined) return []
  const begun = Math.min(declared, first.to)
  const known = [...(begun < first.to ? [{ ...first, from: begun }] : []), ...later]
  const before = from < begun ? [{ from, to: begun, phase: null }] : []
  return [
    ...before,
    ...known.flatMap(({ value, ...span }) => (value.phase === 'closed' ? [] : { ...span, phase: value.phase })),
  ]
}

function scopeOf(incident: Incident, { from, to }: Span): Picture['scope'] {
  return registersOf(incident, 'scope:').flatMap(([target, writes]) => {
    const spans = spansOf(writes, from, to).flatMap(({ value: { state }, ...span }) =>
      state === null ? [] : { ...span, state },
    )
    return spans.length === 0 ? [] : { target, spans }
  })
}

/** What a register said from when to when; nothing of it begins before `from`. */
function spansOf<T>(writes: Register<T>, from: number, to: number): (Span & { readonly value: T })[] {
  const live = inOrder(writes)
  const begun = live.map((w) => Math.max(from, Date.parse(w.at)))
  return live
    .map(({ value }, i) => ({ value, from: begun[i] as number, to: begun[i + 1] ?? to }))
    .filter((span) => span.from < span.to)
}

function inOrder<T>(writes: Register<T>): Write<T>[] {
  return writes.filter((w) => !w.undone).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

function departmentsOf(incident: Incident, to: number): Picture['departments'] {
  const { departments, steps } = incident.runbook
  return Object.keys(departments).flatMap((department) => {
    const work = steps.filter((s) => s.department === department).flatMap((s) => workOn(incident, s.id, to))
    return work.length === 0 ? [] : { department, work: work.sort((a, b) => a.from - b.from) }
  })
}

/** From each beginning to what resolved it; a recurring step has as many as it was done. */
function workOn(incident: Incident, step: string, to: number): Work[] {
  const work: Work[] = []
  let begun: number | null = null
  for (const { at, value } of inOrder(register(incident, `step:${step}`))) {
    const now = Date.parse(at)
    if (value.state === 'in-progress') begun ??= now
    else {
      work.push({ step, state: value.state, from: begun ?? now, to: now })
      begun = null
    }
  }
  return begun === null ? work : [...work, { step, state: 'in-progress', from: begun, to: Math.max(begun, to) }]
}

function noticesOf(incident: Incident, course: Course, now: number): Picture['notices'] {
  const promised = promisesOf(incident, course, now)
  return Object.keys(incident.runbook.channels).flatMap((channel) => {
    const sent = incident.notices.filter((n) => n.channel === channel)
    if (sent.length === 0) return []
    const marks = sent.map(({ at, stage, number, state }) => ({ at: Date.parse(at), stage, number, state }))
    return { channel, sent: marks, promised: promised.filter((p) => p.channel === channel) }
  })
}

function callsOf(incident: Incident): Picture['calls'] {
  const calls = registersOf(incident, 'call:').flatMap(([who, writes]) =>
    inOrder(writes).map(({ at, value }) => ({ at: Date.parse(at), kind: value.state, who })),
  )
  const raised = registersOf(incident, 'level:').flatMap(([who, writes]) =>
    inOrder(writes).map(({ at }) => ({ at: Date.parse(at), kind: 'raised' as const, who })),
  )
  return [...calls, ...raised].sort((a, b) => a.at - b.at)
}
