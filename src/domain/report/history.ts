import type { WayName } from '../contacts/contacts.ts'
import { register, registersOf } from '../incident/current-values.ts'
import type { Incident, Page } from '../incident/incident.ts'
import type { Lifecycle } from '../incident/lifecycle.ts'
import type { Register, Write } from '../incident/register.ts'
import { plannedBegin } from '../incident/scope.ts'
import type { ScopeState } from '../log/event.ts'
import type { Phase } from '../runbook/runbook.ts'

/** How long an incident was in a phase. */
export interface PhaseSpan extends Span {
  /** Null before the halt was declared. */
  readonly phase: Phase | null
}

/** The phases of an incident within a span; `now` is in milliseconds. */
export function phasesOf(incident: Incident, { from, to }: Span, now: number): PhaseSpan[] {
  const spans = spansOf(register(incident, 'phase'), from, to).map(({ value: { phase, by }, ...span }) => ({
    phase,
    from: by === 'declared' ? declaredOf(incident, now) : span.from,
    to: span.to,
  }))
  const known = together(spans.filter((span) => span.from < span.to))
  const begun = known[0]?.from ?? to
  // Before it was declared, a halt was in no phase, unless a phase was said to have begun earlier.
  return from < begun ? [{ from, to: begun, phase: null }, ...known] : known
}

/** Each lift says the phase anew; what it went on with is one stretch. */
function together(spans: readonly PhaseSpan[]): PhaseSpan[] {
  const stretches: PhaseSpan[] = []
  for (const span of spans) {
    const last = stretches.at(-1)
    if (last?.phase !== span.phase || last.to !== span.from) stretches.push(span)
    else stretches[stretches.length - 1] = { ...last, to: span.to }
  }
  return stretches
}

/** A step that was given to somebody. */
export interface Assignment {
  readonly event: string
  readonly step: string
  readonly to: string
  readonly at: string
  readonly by: string
  /** When the step was given to somebody else; null while it is theirs. */
  readonly until: string | null
}

/** Who was given which step, in the order of the log. */
export function assignmentsOf(incident: Incident): Assignment[] {
  return registersOf(incident, 'assignee:')
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

/** One statement of a fact: what was said then, and whether it was taken back. */
export interface FactChange {
  readonly fact: string
  readonly event: string
  readonly at: string
  readonly by: string
  /** Null where only words were stated; then `value` says nothing. */
  readonly known: boolean | null
  readonly value: string | null
  /** Public words; null where none were stated. */
  readonly ja: string | null
  readonly en: string | null
  readonly undone: boolean
}

/** How facts changed, in the order in which they were stated. */
export function factHistory(incident: Incident): FactChange[] {
  const changes = new Map<string, FactChange & { readonly order: number }>()
  const add = (fact: string, write: Statement, said: Partial<FactChange>) => {
    const key = `${write.event} ${fact}`
    const { event, at, by, undone, order } = write
    const nothing = { fact, event, at, by, known: null, value: null, ja: null, en: null, undone, order }
    changes.set(key, { ...(changes.get(key) ?? nothing), ...said })
  }
  for (const [fact, writes] of registersOf(incident, 'fact:')) for (const write of writes) add(fact, write, write.value)
  for (const [name, writes] of registersOf(incident, 'words:')) {
    const [fact = '', language = ''] = name.split('.')
    for (const write of writes) add(fact, write, { [language]: write.value })
  }
  return [...changes.values()].sort((a, b) => a.order - b.order).map(({ order: _, ...change }) => change)
}

type Statement = Pick<FactChange, 'event' | 'at' | 'by' | 'undone'> & { readonly order: number }

/** What was stated of one operation, for all assets or one, from when to when (manual 1.1). */
export interface ScopeHistory {
  /** `OPERATION` or `OPERATION:ASSET` */
  readonly target: string
  readonly spans: readonly (Span & { readonly state: ScopeState })[]
}

/** In the order of the runbook; of one operation first what holds for all assets. */
export function scopeHistory(incident: Incident, { from, to }: Span): ScopeHistory[] {
  const begin = plannedBegin(incident)
  const begun = begin === null ? from : Math.max(from, Date.parse(begin))
  const operations = Object.keys(incident.runbook.operations)
  const place = ({ target }: ScopeHistory) => operations.indexOf(target.split(':')[0] as string)
  return registersOf(incident, 'scope:')
    .flatMap(([target, writes]): ScopeHistory[] => {
      const spans = spansOf(writes, begun, to).flatMap(({ value: { state }, ...span }) =>
        state === null ? [] : { ...span, state },
      )
      return spans.length === 0 ? [] : [{ target, spans }]
    })
    .sort((a, b) => place(a) - place(b) || (a.target < b.target ? -1 : 1))
}

/** A stretch of time, in milliseconds since the epoch. */
export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * What a register said from when to when, as it stands: what was said later holds from when it was said to hold, also
 * where that lies before what was said first. Nothing begins before `from`.
 */
export function spansOf<T>(writes: Register<T>, from: number, to: number): (Span & { readonly value: T })[] {
  const spans: (Span & { readonly value: T })[] = []
  let end = to
  for (const { at, value, undone } of writes.toReversed()) {
    if (undone) continue
    const begun = Math.max(from, Date.parse(at))
    if (begun < end) spans.push({ value, from: begun, to: end })
    end = Math.min(end, begun)
  }
  return spans.reverse()
}

/** What stands of a register, by the time at which it happened. */
export function inOrder<T>(writes: Register<T>): Write<T>[] {
  return writes.filter((w) => !w.undone).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** From the start of the halt, or its declaration where that came first, to the end. */
export function wholeSpan(incident: Incident, lifecycle: Lifecycle, now: number): Span {
  const declared = declaredOf(incident, now)
  const from = lifecycle.startedAt === null ? declared : Math.min(declared, Date.parse(lifecycle.startedAt))
  return { from, to: Math.max(from, lifecycle.closedAt === null ? now : Date.parse(lifecycle.closedAt)) }
}

/** When it was declared, in milliseconds. */
export function declaredOf({ declaration }: Incident, otherwise: number): number {
  return declaration === null ? otherwise : Date.parse(declaration.declaredAt)
}

interface Call {
  readonly event: string
  readonly at: string
  readonly by: string
  /** A person, or the level that was raised. */
  readonly who: string
  /** How, where that was said. */
  readonly way: WayName | null
  readonly note: string | null
}

/** Who was called, paged or reached, and which level was raised (manual 6.2, 6.3). */
export type Called =
  | (Call & { readonly kind: 'tried' | 'reached' | 'raised' })
  | (Call & { readonly kind: 'paged'; readonly outcome: Page['state'] })

/** All of them by the time at which they happened. */
export function calledOf(incident: Incident): Called[] {
  const calls = registersOf(incident, 'call:').flatMap(([who, writes]) =>
    writes
      .filter((w) => !w.undone)
      .map(({ event, at, by, value: { state: kind, way, note } }) => ({ event, at, by, kind, who, way, note })),
  )
  const raised = registersOf(incident, 'level:').flatMap(([who, writes]) =>
    writes
      .filter((w) => !w.undone)
      .map(({ event, at, by, value }) => ({
        event,
        at,
        by,
        kind: 'raised' as const,
        who,
        way: null,
        note: value.reason,
      })),
  )
  const paged = incident.pages.map(({ event, at, by, person, way, state: outcome, why }) => {
    return { event, at, by, kind: 'paged' as const, who: person, way, note: why, outcome }
  })
  return [...calls, ...raised, ...paged].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
