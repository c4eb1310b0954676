import { type PlayedDrill, playedDrillOf } from '../drill/played-drill.ts'
import { phaseOf, severityOf, titleOf, typeOf } from '../incident/current-values.ts'
import { type Incident, isOpenWithDueDate, isPast } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { type ListEntry, listEntryOf } from '../incident/list-entry.ts'
import { stepsOf } from '../incident/steps.ts'
import { metricsOf } from '../report/metrics.ts'
import { milestonesOf } from '../report/milestones.ts'
import type { Bilingual } from '../runbook/runbook.ts'

/** The spread of durations, in seconds. It has no mean, since a single long halt would distort that. */
export interface Spread {
  readonly count: number
  readonly median: number
  readonly least: number
  readonly most: number
}

/** A step that was skipped, in how many incidents, and the reasons given. */
export interface SkippedStep {
  readonly step: string
  readonly title: Bilingual
  readonly count: number
  readonly reasons: readonly string[]
}

/** Statistics of many incidents. Drills, false alarms and duplicates are only counted, apart from the other incidents. */
export type Stats = Readonly<ReturnType<typeof statsOf>>

export function statsOf(cases: readonly Case[]) {
  const real = cases.filter(({ drill }) => !drill)
  const halts = real.filter(({ closedAs }) => closedAs !== 'false-alarm' && closedAs !== 'duplicate')
  const countClosedAs = (as: string) => real.filter(({ closedAs }) => closedAs === as).length
  const sum = (key: 'updatesDue' | 'updatesKept') => halts.reduce((total, halt) => total + halt[key], 0)
  return {
    incidents: halts.length,
    drills: cases.length - real.length,
    falseAlarms: countClosedAs('false-alarm'),
    duplicates: countClosedAs('duplicate'),
    ...spreadsOf(halts),
    /** Most frequent first. */
    types: typesOf(halts),
    updatesDue: sum('updatesDue'),
    updatesKept: sum('updatesKept'),
    /** Most often skipped first. */
    skipped: skippedOf(halts),
    overdue: halts.flatMap(({ id, overdue }) => overdue.map((action) => ({ incident: id, ...action }))),
    /** `YYYY-MM`, from the first month with an incident to the last, without gaps. */
    months: monthsOf(halts.flatMap(({ at }) => (at === '' ? [] : at.slice(0, 7))).sort()),
  }
}

function spreadsOf(cases: readonly Case[]) {
  return {
    timeToNotify: spreadOf(cases.map(({ timeToNotifySeconds }) => timeToNotifySeconds)),
    timeToResume: spreadOf(cases.map(({ timeToResumeSeconds }) => timeToResumeSeconds)),
  }
}

/** Returns the spread of the known times; null if there are none. */
export function spreadOf(times: readonly (number | null)[]): Spread | null {
  const known = times.filter((time) => time !== null).sort((a, b) => a - b)
  const [least] = known
  const most = known.at(-1)
  if (least === undefined || most === undefined) return null
  // The two middle times, which are the same one if their number is odd.
  const low = known[Math.floor((known.length - 1) / 2)] as number
  const high = known[Math.floor(known.length / 2)] as number
  return { count: known.length, median: (low + high) / 2, least, most }
}

function typesOf(cases: readonly Case[]) {
  const types = [...new Set(cases.map(({ type }) => type))]
  return types
    .map((type) => {
      const ofType = cases.filter((candidate) => candidate.type === type)
      return { type, count: ofType.length, ...spreadsOf(ofType) }
    })
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1))
}

function skippedOf(cases: readonly Case[]): SkippedStep[] {
  const steps = new Map<string, SkippedStep>()
  for (const { step, title, reason } of cases.flatMap(({ skipped }) => skipped)) {
    const { count, reasons } = steps.get(step) ?? { count: 0, reasons: [] }
    steps.set(step, { step, title, count: count + 1, reasons: [...new Set([...reasons, reason])] })
  }
  return [...steps.values()].sort((a, b) => b.count - a.count || (a.step < b.step ? -1 : 1))
}

function monthsOf(sorted: readonly string[]) {
  const counts = new Map<number, number>()
  for (const month of sorted.map(monthNumber)) counts.set(month, (counts.get(month) ?? 0) + 1)
  const [first = 0] = counts.keys()
  const length = counts.size === 0 ? 0 : Math.max(...counts.keys()) - first + 1
  return Array.from({ length }, (_, i) => ({ month: monthText(first + i), count: counts.get(first + i) ?? 0 }))
}

/** The months since the year 0 of `YYYY-MM`. */
function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
}

function monthText(months: number): string {
  const pad = (n: number, digits: number) => String(n).padStart(digits, '0')
  return `${pad(Math.floor(months / 12), 4)}-${pad((months % 12) + 1, 2)}`
}

/** What one incident contributes to the statistics. */
export type Case = Readonly<ReturnType<typeof caseAt>>

/** A case with all open follow-ups that have a due date (`owed`), instead of those that are overdue at some time. */
export type CaseWithOwed = Readonly<ReturnType<typeof caseWithOwed>>

export function caseOf(incident: Incident, now: number): Case {
  return caseAt(caseWithOwed(incident, now), now)
}

/** Returns the case as it is at `now`, in milliseconds. */
export function caseAt({ owed, ...rest }: CaseWithOwed, now: number) {
  return { ...rest, overdue: owed.filter(({ due }) => isPast(due, now)) }
}

/** For a closed incident, the result does not depend on `now`. */
function caseWithOwed(incident: Incident, now: number) {
  const lifecycle = lifecycleOf(incident)
  const metrics = metricsOf(incident, lifecycle, milestonesOf(incident, lifecycle), now)
  const { id = '', drill = false, declaredAt = '' } = incident.declaration ?? {}
  const skipped = stepsOf(incident, now).filter(({ state }) => state === 'skipped')
  return {
    id,
    title: titleOf(incident),
    type: typeOf(incident),
    severity: severityOf(incident),
    drill,
    closedAs: lifecycle.closedAs,
    /** When it began if that is known, else when it was declared; ISO 8601. */
    at: lifecycle.startedAt ?? declaredAt,
    timeToNotifySeconds: metrics.timeToNotifySeconds,
    timeToResumeSeconds: metrics.timeToResumeSeconds,
    updatesDue: metrics.updatesDue,
    updatesKept: metrics.updatesKept,
    skipped: skipped.map(({ step, reason }) => ({ step: step.id, title: step.title, reason: reason as string })),
    owed: incident.actions.filter(isOpenWithDueDate).map(({ text, owner, due }) => ({ text, owner, due })),
  }
}

/** A summary of a closed incident for lists and statistics: plain data that does not depend on the current time. */
export interface IncidentSummary {
  readonly entry: ListEntry
  readonly case: CaseWithOwed
  readonly played: PlayedDrill | null
}

/** Returns null for an incident that is not closed, since its summary depends on the current time. */
export function summaryOf(incident: Incident): IncidentSummary | null {
  const entry = listEntryOf(incident)
  if (phaseOf(incident) !== 'closed' || entry.closedAt === null) return null
  return { entry, case: caseWithOwed(incident, Date.parse(entry.closedAt)), played: playedDrillOf(incident) }
}
