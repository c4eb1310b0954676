import type { ContactMethodName } from '../contacts/contacts.ts'
import { registerOf, registersByName } from '../incident/current-values.ts'
import { factWrites, statedFactNames } from '../incident/facts.ts'
import type { EventReference, Incident, Page } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import type { Register, Write } from '../incident/register.ts'
import { type TimeSpan, valuesOverTime } from '../incident/spans.ts'
import type { Phase } from '../runbook/runbook.ts'

export interface PhaseSpan extends TimeSpan {
  /** Null before the first phase, which begins with the declaration. */
  readonly phase: Phase | null
}

/** Returns the phases of an incident within a span; `now` is in milliseconds. */
export function phasesOf(incident: Incident, { from, to }: TimeSpan, now: number): PhaseSpan[] {
  const spans = valuesOverTime(registerOf(incident, 'phase'), from, to).map(({ value: { phase, by }, ...span }) => ({
    phase,
    from: by === 'declared' ? declaredOf(incident, now) : span.from,
    to: span.to,
  }))
  const known = mergeAdjacent(spans.filter((span) => span.from < span.to))
  const firstFrom = known[0]?.from ?? to
  // Before its declaration a halt has no phase, unless one was recorded with an earlier time.
  return from < firstFrom ? [{ from, to: firstFrom, phase: null }, ...known] : known
}

/** Merges adjacent spans of the same phase, since each lift records the phase again. */
function mergeAdjacent(spans: readonly PhaseSpan[]): PhaseSpan[] {
  const merged: PhaseSpan[] = []
  for (const span of spans) {
    const last = merged.at(-1)
    if (last?.phase !== span.phase || last.to !== span.from) merged.push(span)
    else merged[merged.length - 1] = { ...last, to: span.to }
  }
  return merged
}

export interface Assignment extends EventReference {
  readonly step: string
  readonly to: string
  /** When the step was assigned to the next person; null if it was not. */
  readonly until: string | null
}

/** Returns all assignments of steps that were not undone, in log order. */
export function assignmentsOf(incident: Incident): Assignment[] {
  return registersByName(incident, 'assignee:')
    .flatMap(([step, writes]) => {
      const live = writes.filter((w) => !w.undone)
      return live.map(({ event, at, by, value, order }, i) => ({
        order,
        assignment: { event, step, to: value, at, by, until: live[i + 1]?.at ?? null },
      }))
    })
    .sort((a, b) => a.order - b.order)
    .map(({ assignment }) => assignment)
}

/** One statement of a fact, and whether it was undone. */
export interface FactChange extends EventReference {
  readonly fact: string
  /** Whether it was stated as known. Null if only public words were stated; `value` then means nothing. */
  readonly known: boolean | null
  readonly value: string | null
  /** The public words; null if none were stated, or if they were withdrawn. */
  readonly ja: string | null
  readonly en: string | null
  readonly undone: boolean
}

/** Returns all statements of facts in log order, including those that were undone. */
export function factHistory(incident: Incident): FactChange[] {
  const changes = new Map<string, FactChange & { readonly order: number }>()
  const add = (fact: string, write: Statement, values: Partial<FactChange>) => {
    const key = `${write.event} ${fact}`
    const { event, at, by, undone, order } = write
    const empty = { fact, event, at, by, known: null, value: null, ja: null, en: null, undone, order }
    changes.set(key, { ...(changes.get(key) ?? empty), ...values })
  }
  for (const fact of statedFactNames(incident))
    for (const write of factWrites(incident, fact)) add(fact, write, write.value)
  for (const [name, writes] of registersByName(incident, 'words:')) {
    const [fact = '', language = ''] = name.split('.')
    for (const write of writes) add(fact, write, { [language]: write.value })
  }
  return [...changes.values()].sort((a, b) => a.order - b.order).map(({ order: _, ...change }) => change)
}

type Statement = EventReference & Pick<Write<unknown>, 'undone' | 'order'>

/** Returns the writes of a register that are not undone, by the time at which they happened. */
export function liveWritesByTime<T>(writes: Register<T>): Write<T>[] {
  return writes.filter((w) => !w.undone).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** Returns the span from the start of the halt or its declaration, whichever is earlier, to its closing or `now` (ms). */
export function wholeIncidentSpan(incident: Incident, lifecycle: Lifecycle, now: number): TimeSpan {
  const declared = declaredOf(incident, now)
  const from = lifecycle.startedAt === null ? declared : Math.min(declared, Date.parse(lifecycle.startedAt))
  return { from, to: Math.max(from, lifecycle.closedAt === null ? now : Date.parse(lifecycle.closedAt)) }
}

/** Returns when the incident was declared, in milliseconds; `otherwise` if it was not. */
function declaredOf({ declaration }: Incident, otherwise: number): number {
  return declaration === null ? otherwise : Date.parse(declaration.declaredAt)
}

interface Call extends EventReference {
  /** Id of a person, or of the level that was raised. */
  readonly who: string
  /** How they were called; null if that was not recorded. */
  readonly way: ContactMethodName | null
  /** A note on a call, the reason for raising a level, or why a page failed. */
  readonly note: string | null
}

/** Somebody was called, reached or paged, or a level was raised (manual 6.2, 6.3). */
export type CallRecord =
  | (Call & { readonly kind: 'tried' | 'reached' | 'raised' })
  | (Call & { readonly kind: 'paged'; readonly outcome: Page['state'] })

/** Returns the calls, raised levels and pages, by time. */
export function callRecordsOf(incident: Incident): CallRecord[] {
  const calls = registersByName(incident, 'call:').flatMap(([who, writes]) =>
    liveWritesByTime(writes).map(({ event, at, by, value: { state: kind, way, note } }) => {
      return { event, at, by, kind, who, way, note }
    }),
  )
  const raised = registersByName(incident, 'level:').flatMap(([who, writes]) =>
    liveWritesByTime(writes).map(({ event, at, by, value }) => {
      return { event, at, by, kind: 'raised' as const, who, way: null, note: value.reason }
    }),
  )
  const paged = incident.pages.map(({ event, at, by, person, way, state: outcome, why }) => {
    return { event, at, by, kind: 'paged' as const, who: person, way, note: why, outcome }
  })
  return [...calls, ...raised, ...paged].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
