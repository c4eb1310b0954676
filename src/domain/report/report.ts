import { absentBranches } from '../incident/absent-branches.ts'
import { approvalUsed } from '../incident/approved-acts.ts'
import { type Conflict, conflictsOf } from '../incident/conflicts.ts'
import { phaseOf, registerOf, severityOf, titleOf, titleWrittenIn, typeOf } from '../incident/current-values.ts'
import type { ExaminedEvidence } from '../incident/evidence.ts'
import { type FactView, factFor, factOf, factsByPerson, factsOf } from '../incident/facts.ts'
import { filingsOf } from '../incident/filings.ts'
import { followUpsOf } from '../incident/follow-up-state.ts'
import { hypothesesOf } from '../incident/hypotheses.ts'
import type { Evidence, Incident } from '../incident/incident.ts'
import { keyMoments } from '../incident/key-moments.ts'
import { leadOfferOf, leadTermsOf } from '../incident/lead.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { planOf } from '../incident/planned-halt.ts'
import type { Register, Write } from '../incident/register.ts'
import { scopeOf } from '../incident/scope.ts'
import { scopeHistory } from '../incident/scope-history.ts'
import { stepsOf } from '../incident/steps.ts'
import { stepsInBulk } from '../incident/steps-in-bulk.ts'
import { type TimelineEntry, timelineEntryMaker } from '../incident/timeline.ts'
import { isPassedOver } from '../incident/translations.ts'
import { enteredLateSeconds } from '../log/entered-late.ts'
import type { Envelope, EventData } from '../log/event.ts'
import { previousEventFinder, setBackShifts } from '../log/hybrid-clock.ts'
import type { Knows } from '../log/known-writers.ts'
import { headDigest } from '../log/line.ts'
import { losesNothing } from '../log/missing-heads.ts'
import { REPORT_PARTS, type ReportPart } from '../runbook/runbook.ts'
import type { Comparison } from '../stats/comparison.ts'
import { clauseStates } from './clause-states.ts'
import { deviationsOf } from './deviations.ts'
import { assignmentsOf, callRecordsOf, factHistory, phasesOf, wholeIncidentSpan } from './history.ts'
import { impactOf } from './impact.ts'
import { metricsOf } from './metrics.ts'
import { milestonesOf } from './milestones.ts'
import { confirmedFor } from './root-cause.ts'
import { type Story, tellsStory } from './story.ts'
import type { UndoneEvent } from './taken-back-criteria.ts'
import { lateUpdatesOf, updatePromisesOf } from './update-promises.ts'

export type Report = Readonly<ReturnType<typeof reportOf>>

/** Makes the report of an incident as of `now` (ms). `events` are those of its log, in order; they are read repeatedly. */
export function reportOf(
  incident: Incident,
  events: Iterable<Envelope>,
  now: number,
  conflicts: readonly Conflict[] = conflictsOf(incident),
  knows: Knows = () => true,
) {
  const lifecycle = lifecycleOf(incident)
  const span = wholeIncidentSpan(incident, lifecycle, now)
  const steps = stepsOf(incident, now)
  const milestones = milestonesOf(incident, lifecycle)
  const { liftedAt, fullyResumedAt } = lifecycle.current
  const { people, enteredLate, undone, story, entries } = chronologyOf(incident, events, knows)
  return {
    incident: incident.declaration?.id ?? '',
    title: titleOf(incident),
    /** The title that somebody wrote in each language; null where nobody did. */
    titles: { ja: titleWrittenIn(incident, 'ja'), en: titleWrittenIn(incident, 'en') },
    type: typeOf(incident),
    types: changesOf(registerOf(incident, 'type')).map(({ value, at }) => ({ type: value, at })),
    severity: severityOf(incident),
    severities: changesOf(registerOf(incident, 'severity')).map(({ value, at }) => ({ severity: value, at })),
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
    /** The plan as it stood when the halt began. */
    planned: planOf(incident),
    interruptions: lifecycle.interruptions.length,
    people,
    story,
    leads: leadTermsOf(incident),
    offer: leadOfferOf(incident),
    assignments: assignmentsOf(incident),
    called: callRecordsOf(incident),
    hypotheses: hypothesesOf(incident),
    milestones,
    metrics: metricsOf(incident, lifecycle, milestones, now),
    /** With earlier incidents, once the caller has read them. */
    comparison: null as Comparison | null,
    scope: scopeOf(incident),
    scopeHistory: scopeHistory(incident, span),
    impact: impactOf(incident, lifecycle, now),
    promises: updatePromisesOf(incident, lifecycle, now),
    lateUpdates: lateUpdatesOf(incident, lifecycle, now),
    facts: factsOf(incident),
    factsByPerson: factsByPerson(incident),
    factHistory: factHistory(incident),
    parts: factsByReportPart(incident),
    clauses: clauseStates(incident, steps, now),
    steps,
    deviations: deviationsOf(incident, steps, undone),
    notices: incident.notices,
    /** By whom notices were approved, other than their authors. */
    noticeApprovals: noticeApprovals(incident),
    /** Notices recorded as posted by mistake. */
    undoneNotices: incident.undoneNotices,
    /** Reports to authorities that are due or have been made. */
    filings: filingsOf(incident).filter(({ state }) => state !== 'waiting'),
    actions: followUpsOf(incident),
    /** `passedOver`: its words, since nobody unknown can put words in the place of what others said. */
    corrections: incident.corrections.map((one) => ({ ...one, passedOver: isPassedOver(incident, one) })),
    /** What was undone, in the order in which it was. */
    undone,
    /** With the state of each file (`ExaminedEvidence`) once the caller has checked the files. */
    evidence: incident.evidence as readonly (Evidence | ExaminedEvidence)[],
    commands: incident.commands,
    conflicts,
    /** Each iteration reads the events again. */
    timeline: entries,
    enteredLate,
    stepsInBulk: stepsInBulk(incident),
    log: { events: incident.events, head: headDigest(incident.heads.values()) },
    /**
     * The number of writers, of torn ends set aside, and of writers given up after damage or a loss; and what copies of a state
     * folder recorded that is not here.
     */
    chain: {
      writers: incident.heads.size,
      tornEnds: incident.recovered.length,
      givenUp: writersGivenUp(incident),
      absent: absentBranches(incident),
    },
  }
}

/** How many writers lack records; of those that were set aside, none count, and foreign lines are not records. */
function writersGivenUp({ givenUp, statements, ignored }: Incident): number {
  const judged = statements.filter((said) => said.says === 'known' || !ignored.has(said.event))
  const isSetAside = (writer: string) =>
    judged.findLast((said) => said.writer === writer && said.says !== 'given-up')?.says === 'set-aside'
  return [...givenUp].filter(([writer, files]) => !isSetAside(writer) && !files.every(losesNothing)).length
}

/** Returns the writes of a register that are not undone and differ from the one before. */
export function changesOf<T>(writes: Register<T>): Write<T>[] {
  return writes.filter((w) => !w.undone).filter(({ value }, i, live) => i === 0 || value !== live[i - 1]?.value)
}

/** A fact that fills a part of the report, with its current value. */
export interface FactInPart {
  readonly fact: string
  readonly view: FactView
}

/** Returns the facts for each part of the report: causes, compensation, prevention, review (manual 4.3, 4.4). */
export function factsByReportPart(incident: Incident): Readonly<Record<ReportPart, readonly FactInPart[]>> {
  const definitions = Object.entries(incident.runbook.facts)
  const factsIn = (part: ReportPart) =>
    definitions.flatMap(([fact, { report }]) => (report?.part === part ? [{ fact, view: factOf(incident, fact) }] : []))
  return Object.fromEntries(REPORT_PARTS.map((part) => [part, factsIn(part)])) as Record<ReportPart, FactInPart[]>
}

/**
 * Returns the facts that the report asks for and that nobody has stated, in the order of its parts, and those that a person
 * has not stated for themselves; not the root cause if a hypothesis was confirmed.
 */
export function unstatedReportFacts(incident: Incident, person: string): string[] {
  const parts = factsByReportPart(incident)
  const hypotheses = hypothesesOf(incident)
  const isAsked = (fact: string) => confirmedFor(fact, parts.causes, hypotheses) === null
  return REPORT_PARTS.flatMap((part) =>
    parts[part].flatMap(({ fact }) => (factFor(incident, fact, person).at === null && isAsked(fact) ? [fact] : [])),
  )
}

export interface Chronology {
  /** Everybody who acted, in log order. */
  readonly people: readonly string[]
  readonly enteredLate: EnteredLate
  /** What was undone, in the order in which it was. */
  readonly undone: readonly UndoneEvent[]
  readonly story: Story
  /** Every event in its current form, in the order in which things happened. Each iteration reads the events again. */
  readonly entries: Iterable<TimelineEntry>
}

interface EnteredLate {
  /** How many events were recorded more than two minutes after the time that they have now, and by how much at most. */
  readonly events: number
  readonly mostSeconds: number
  /** How many events had their time corrected. */
  readonly correctedTimes: number
}

interface PlacedEntry {
  readonly entry: TimelineEntry
  /** Milliseconds since the epoch. */
  readonly time: number
  /** Its index in the log. */
  readonly index: number
  /** Whether it may be out of log order: it happened at another time than it was recorded. */
  readonly isMoved: boolean
  /** How late it was entered. The start of a halt counts, though the declaration that states it has a time of its own. */
  readonly late: number | null
}

/** Sorts events by the time at which things happened. Only those out of log order are kept in memory. */
export function chronologyOf(incident: Incident, events: Iterable<Envelope>, knows: Knows = () => true): Chronology {
  const entryOf = timelineEntryMaker(incident)
  const people = new Set<string>()
  const [moved, told]: [PlacedEntry[], PlacedEntry[]] = [[], []]
  const isTold = tellsStory(incident)
  const undone = new UndoneEvents()
  let enteredLate: EnteredLate = { events: 0, mostSeconds: 0, correctedTimes: 0 }
  for (const placed of placedEvents(events, entryOf, knows)) {
    people.add(placed.entry.by)
    undone.add(placed.entry)
    enteredLate = withEntry(enteredLate, placed)
    if (placed.isMoved) moved.push(placed)
    if (isTold(placed.entry)) told.push(placed)
  }
  told.sort((a, b) => a.time - b.time || a.index - b.index)
  moved.sort((a, b) => a.time - b.time)
  return {
    people: [...people],
    enteredLate,
    undone: undone.inOrder(),
    story: { isMarked: keyMoments(incident).size > 0, entries: told.map(({ entry }) => entry) },
    entries: { [Symbol.iterator]: () => merged(placedEvents(events, entryOf, knows), moved) },
  }
}

/** Counts an event that was entered late, or whose time was corrected. */
function withEntry(counts: EnteredLate, { entry: { at, original }, late }: PlacedEntry): EnteredLate {
  const isRetimed = original !== null && original.at !== at
  return {
    events: counts.events + (late === null ? 0 : 1),
    mostSeconds: Math.max(counts.mostSeconds, late ?? 0),
    correctedTimes: counts.correctedTimes + (isRetimed ? 1 : 0),
  }
}

/** Collects the events that were undone, and those that undid them, from all events of a log. */
class UndoneEvents {
  /** By the name of the event that undid them. */
  private readonly targets = new Map<string, TimelineEntry>()
  private readonly undoings: TimelineEntry[] = []

  add(entry: TimelineEntry): void {
    if (entry.undoneBy !== null) this.targets.set(entry.undoneBy, entry)
    if (entry.type === 'event.undone') this.undoings.push(entry)
  }

  /** What was undone twice, on two machines, is listed once. */
  inOrder(): UndoneEvent[] {
    return this.undoings.flatMap(({ event, recordedAt, by, data }) => {
      const target = this.targets.get(event)
      const { reason } = data as EventData['event.undone']
      return target === undefined ? [] : [{ event, recordedAt, by, reason, target }]
    })
  }
}

/**
 * Times each event. After a clock was set back, times of recording are shifted so that those of known writers never decrease in
 * log order.
 */
function* placedEvents(
  events: Iterable<Envelope>,
  entryOf: ReturnType<typeof timelineEntryMaker>,
  knows: Knows,
): Generator<PlacedEntry> {
  const shiftOf = setBackShifts()
  let [index, lastInOrder] = [0, Number.NEGATIVE_INFINITY]
  const previousOf = previousEventFinder(knows)
  for (const event of events) {
    const isCompared = knows(event.writer)
    const recorded = Date.parse(event.recordedAt)
    const shift = isCompared ? shiftOf(recorded) : 0
    const entry = entryOf(event, previousOf(event))
    const isAsRecorded = entry.at === event.at || entry.at === event.recordedAt
    const time = Date.parse(entry.at) + (isAsRecorded ? shift : 0)
    const late =
      event.type === 'incident.started' ? enteredLateSeconds(event.at, event.recordedAt) : entry.enteredLateSeconds
    const own = recorded + shift
    const isMoved = time !== own || own < lastInOrder
    if (!isMoved) lastInOrder = own
    yield { entry, time, index, isMoved, late }
    index += 1
  }
}

/** Merges `moved`, which is sorted by time, with the other events, whose times never decrease in log order. */
function* merged(all: Iterable<PlacedEntry>, moved: readonly PlacedEntry[]): Generator<TimelineEntry> {
  const waiting = moved.values()
  let next = waiting.next()
  for (const placed of all) {
    if (placed.isMoved) continue
    for (; !next.done && isBefore(next.value, placed); next = waiting.next()) yield next.value.entry
    yield placed.entry
  }
  for (; !next.done; next = waiting.next()) yield next.value.entry
}

function isBefore(a: PlacedEntry, b: PlacedEntry): boolean {
  return a.time === b.time ? a.index < b.index : a.time < b.time
}

function noticeApprovals(incident: Incident): { readonly notice: string; readonly by: string }[] {
  return incident.notices.flatMap(({ approval, ...notice }) => {
    const by = approval === undefined ? undefined : approvalUsed(incident, { ...notice, approval })?.granted?.by
    return by === undefined ? [] : [{ notice: notice.event, by }]
  })
}
