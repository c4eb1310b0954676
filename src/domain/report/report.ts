import { type Conflict, conflictsOf } from '../incident/conflicts.ts'
import { phaseOf, register, severityOf, titleOf, typeOf } from '../incident/current-values.ts'
import type { Examined } from '../incident/evidence.ts'
import { type FactView, factOf, factsOf } from '../incident/facts.ts'
import { type FilingView, filingsOf } from '../incident/filings.ts'
import { type Hypothesis, hypothesesOf } from '../incident/hypotheses.ts'
import type { Action, CommandRun, Correction, Evidence, Incident, Notice } from '../incident/incident.ts'
import { type Offer, offerOf, type Term, termsOf } from '../incident/lead.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import type { Register, Write } from '../incident/register.ts'
import { type ScopeEntry, scopeOf } from '../incident/scope.ts'
import { type StepView, stepsOf } from '../incident/steps.ts'
import { type TimelineEntry, timeline } from '../incident/timeline.ts'
import type { Envelope } from '../log/event.ts'
import { headDigest } from '../log/line.ts'
import { REPORT_PARTS, type ReportPart } from '../runbook/runbook.ts'
import {
  type ClauseState,
  clauseStates,
  type Deviation,
  deviationsOf,
  type Promised,
  promisesOf,
} from './deviations.ts'
import {
  type Assignment,
  assignmentsOf,
  type Called,
  calledOf,
  type FactChange,
  factHistory,
  type PhaseSpan,
  phasesOf,
  type ScopeHistory,
  scopeHistory,
  wholeSpan,
} from './history.ts'
import { type Impact, impactOf } from './impact.ts'
import { type Metrics, type Milestone, metricsOf, milestonesOf } from './metrics.ts'

/** The post-incident report as data. */
export interface Report {
  readonly incident: string
  readonly title: string | null
  readonly type: string
  readonly types: readonly { readonly type: string; readonly at: string }[]
  readonly severity: string | null
  readonly severities: readonly { readonly severity: string; readonly at: string }[]
  readonly drill: boolean
  readonly phase: string
  /** How long it was in each phase. */
  readonly phases: readonly PhaseSpan[]
  readonly closedAs: string | null
  readonly startedAt: string | null
  readonly declaredAt: string
  readonly declaredBy: string
  readonly timezone: string
  readonly liftedAt: string | null
  readonly fullyResumedAt: string | null
  readonly closedAt: string | null
  readonly planned: { readonly from: string; readonly to: string } | null
  readonly interruptions: number
  readonly people: readonly string[]
  /** Who led when. */
  readonly leads: readonly Term[]
  /** The lead, offered and not accepted. */
  readonly offer: Offer | null
  /** Who was given which step. */
  readonly assignments: readonly Assignment[]
  /** Who was called, and which levels were raised. */
  readonly called: readonly Called[]
  readonly hypotheses: readonly Hypothesis[]
  readonly milestones: readonly Milestone[]
  readonly metrics: Metrics
  readonly scope: readonly ScopeEntry[]
  /** What was stated of each operation, from when to when. */
  readonly scopeHistory: readonly ScopeHistory[]
  readonly impact: Impact
  readonly promises: readonly Promised[]
  readonly facts: Readonly<Record<string, FactView>>
  readonly factHistory: readonly FactChange[]
  /** By part of the report, the facts that fill it. */
  readonly parts: Readonly<Record<ReportPart, readonly Filling[]>>
  readonly clauses: readonly ClauseState[]
  readonly steps: readonly StepView[]
  readonly deviations: readonly Deviation[]
  readonly notices: readonly Notice[]
  /** Reports to authorities that are due, or were made. */
  readonly filings: readonly FilingView[]
  readonly actions: readonly Action[]
  readonly corrections: readonly Correction[]
  /** With what is there of each, where that was looked at. */
  readonly evidence: readonly (Evidence | Examined)[]
  readonly commands: readonly CommandRun[]
  readonly conflicts: readonly Conflict[]
  /** Read afresh each time it is gone through. */
  readonly timeline: Iterable<TimelineEntry>
  readonly log: { readonly events: number; readonly head: string }
  /** How many wrote it, how many torn ends were set aside, and after how many a damage was given up. */
  readonly chain: { readonly writers: number; readonly tornEnds: number; readonly givenUp: number }
}

/** Makes the report of an incident from its state and its events, in order, which are read more than once, as of `now` (ms). */
export function reportOf(incident: Incident, events: Iterable<Envelope>, now: number): Report {
  const lifecycle = lifecycleOf(incident)
  const span = wholeSpan(incident, lifecycle, now)
  const steps = stepsOf(incident, now)
  const milestones = milestonesOf(incident, lifecycle)
  const { liftedAt, fullyResumedAt } = lifecycle.current
  const { people, entries } = chronologyOf(incident, events)
  return {
    incident: incident.declaration?.id ?? '',
    title: titleOf(incident),
    type: typeOf(incident),
    types: changesOf(register(incident, 'type')).map(({ value, at }) => ({ type: value, at })),
    severity: severityOf(incident),
    severities: changesOf(register(incident, 'severity')).map(({ value, at }) => ({ severity: value, at })),
    drill: incident.declaration?.drill ?? false,
    phase: phaseOf(incident),
    phases: phasesOf(incident, span, now),
    closedAs: lifecycle.closedAs,
    startedAt: lifecycle.startedAt,
    declaredAt: incident.declaration?.declaredAt ?? '',
    declaredBy: incident.declaration?.declaredBy ?? '',
    timezone: incident.settings.timezone,
    liftedAt,
    fullyResumedAt,
    closedAt: lifecycle.closedAt,
    planned: incident.declaration?.planned ?? null,
    interruptions: lifecycle.interruptions.length,
    people,
    leads: termsOf(incident),
    offer: offerOf(incident),
    assignments: assignmentsOf(incident),
    called: calledOf(incident),
    hypotheses: hypothesesOf(incident),
    milestones,
    metrics: metricsOf(incident, lifecycle, milestones, now),
    scope: scopeOf(incident),
    scopeHistory: scopeHistory(incident, span),
    impact: impactOf(incident, lifecycle, now),
    promises: promisesOf(incident, lifecycle, now),
    facts: factsOf(incident),
    factHistory: factHistory(incident),
    parts: partsOf(incident),
    clauses: clauseStates(incident, steps),
    steps,
    deviations: deviationsOf(incident, steps),
    notices: incident.notices,
    filings: filingsOf(incident).filter(({ state }) => state !== 'waiting'),
    actions: incident.actions,
    corrections: incident.corrections,
    evidence: incident.evidence,
    commands: incident.commands,
    conflicts: conflictsOf(incident),
    timeline: entries,
    log: { events: incident.events, head: headDigest(incident.heads.values()) },
    chain: { writers: incident.heads.size, tornEnds: incident.recovered.length, givenUp: incident.givenUp.size },
  }
}

/** What stands of a register, without what only said the same again. */
function changesOf<T>(writes: Register<T>): Write<T>[] {
  return writes.filter((w) => !w.undone).filter(({ value }, i, live) => i === 0 || value !== live[i - 1]?.value)
}

/** A fact that fills a part of the report, as it stands. */
export interface Filling {
  readonly fact: string
  readonly view: FactView
}

/** What the runbook's facts say for each part of the report: causes, compensation, prevention, review (manual 4.3, 4.4). */
export function partsOf(incident: Incident): Readonly<Record<ReportPart, readonly Filling[]>> {
  const definitions = Object.entries(incident.runbook.facts)
  const of = (part: ReportPart) =>
    definitions.flatMap(([fact, { report }]) => (report?.part === part ? [{ fact, view: factOf(incident, fact) }] : []))
  return Object.fromEntries(REPORT_PARTS.map((part) => [part, of(part)])) as Record<ReportPart, Filling[]>
}

/** Facts that the report asks for and that nobody has stated, in the order of its parts. */
export function unfilled(incident: Incident): string[] {
  const parts = partsOf(incident)
  return REPORT_PARTS.flatMap((part) => parts[part].flatMap(({ fact, view }) => (view.at === null ? [fact] : [])))
}

/** What happened, and who acted. */
export interface Chronology {
  /** Everybody who acted, in the order of the log. */
  readonly people: readonly string[]
  /** Every event as it stands now, in the order in which things happened; read afresh each time it is gone through. */
  readonly entries: Iterable<TimelineEntry>
}

/** An event with its place among the times at which things happened. */
interface Placed {
  readonly entry: TimelineEntry
  readonly place: number
  /** The how manieth of the log it is. */
  readonly n: number
  /** Whether it stands elsewhere than in the order of the log: it was given another time than that of its recording. */
  readonly isMoved: boolean
}

/**
 * Puts the events of a log in the order in which things happened. They can be read again, and are: only those that stand
 * elsewhere than in the log are kept.
 */
export function chronologyOf(incident: Incident, events: Iterable<Envelope>): Chronology {
  const standing = timeline(incident)
  const people = new Set<string>()
  const moved: Placed[] = []
  for (const placed of placedIn(events, standing)) {
    people.add(placed.entry.by)
    if (placed.isMoved) moved.push(placed)
  }
  moved.sort((a, b) => a.place - b.place)
  return {
    people: [...people],
    entries: { [Symbol.iterator]: () => inOrder(placedIn(events, standing), moved) },
  }
}

/** Where a clock was set back, what it recorded stands where it would stand had the clock gone on. */
function* placedIn(events: Iterable<Envelope>, standing: ReturnType<typeof timeline>): Generator<Placed> {
  let [latest, shift, n] = [Number.NEGATIVE_INFINITY, 0, 0]
  let before: Envelope | undefined
  for (const event of events) {
    const recorded = Date.parse(event.recordedAt)
    shift = recorded >= latest ? 0 : Math.max(shift, latest - recorded)
    latest = recorded + shift
    const entry = standing(event, before)
    const place = Date.parse(entry.at) + (entry.at === event.at ? shift : 0)
    yield { entry, place, n, isMoved: place !== latest }
    before = event
    n += 1
  }
}

/** Those that stand where the log has them never go back in time; the others, sorted, are put between them. */
function* inOrder(all: Iterable<Placed>, moved: readonly Placed[]): Generator<TimelineEntry> {
  const waiting = moved.values()
  let next = waiting.next()
  for (const placed of all) {
    if (placed.isMoved) continue
    for (; !next.done && isBefore(next.value, placed); next = waiting.next()) yield next.value.entry
    yield placed.entry
  }
  for (; !next.done; next = waiting.next()) yield next.value.entry
}

function isBefore(one: Placed, other: Placed): boolean {
  return one.place === other.place ? one.n < other.n : one.place < other.place
}
