import { type PlayedDrill, playedDrillOf } from '../drill/played-drill.ts'
import { grouped } from '../grouped.ts'
import { phaseOf, severityOf, titleOf, typeOf } from '../incident/current-values.ts'
import { type FollowUpState, followUpState, followUpsOf } from '../incident/follow-up-state.ts'
import type { Incident } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { type ListEntry, listEntryOf } from '../incident/list-entry.ts'
import { planOf } from '../incident/planned-halt.ts'
import { stepsOf } from '../incident/steps.ts'
import type { Acquaintance } from '../log/known-writers.ts'
import { metricsOf } from '../report/metrics.ts'
import { milestonesOf } from '../report/milestones.ts'
import type { Bilingual } from '../runbook/runbook.ts'
import { utcOffsetAt } from '../time.ts'
import { type Likeness, likenessOf } from './similar-incidents.ts'

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

/** When the figures are taken (ms), and the time zone whose months and quarters they are for. */
export interface Vantage {
  readonly now: number
  readonly zone: string
}

export function statsOf(cases: readonly Case[], { now, zone }: Vantage) {
  const halts = cases.filter(isCounted)
  const real = cases.filter(({ drill }) => !drill)
  const countClosedAs = (as: string) => real.filter(({ closedAs }) => closedAs === as).length
  const types = typesOf(halts, now)
  const quarters = periodsOf(halts, QUARTERS, zone)
  return {
    incidents: halts.length,
    drills: cases.length - real.length,
    falseAlarms: countClosedAs('false-alarm'),
    duplicates: countClosedAs('duplicate'),
    ...figuresOf(halts, now),
    /** Most frequent first. */
    types,
    /** Most often skipped first. */
    skipped: skippedOf(halts),
    /** The longest overdue first. */
    overdue: halts
      .flatMap(({ id, followUps }) =>
        followUps
          .filter((followUp) => followUpState(followUp, now) === 'overdue')
          .map(({ id: event, text, owner, due, ref }) => ({
            incident: id,
            event,
            text,
            owner,
            due: due as string,
            ref,
          })),
      )
      .sort((a, b) => Date.parse(a.due) - Date.parse(b.due)),
    /** `YYYY-MM`, from the first month with an incident to the last, without gaps. */
    months: periodsOf(halts, MONTHS, zone).map(({ period, cases }) => ({ month: period, count: cases.length })),
    /** Of all incidents first (`type` is null), then of each type; all have the same quarters. */
    trends: [null, ...types.map(({ type }) => type)].map((type) => ({
      type,
      quarters: quarters.map(({ period, cases }) => {
        const ofType = cases.filter((one) => type === null || one.type === type)
        return { quarter: period, incidents: ofType.map(({ id }) => id), ...figuresOf(ofType, now) }
      }),
    })),
    /** The incidents behind the figures. */
    cases: halts.map((halt) => ({
      incident: halt.id,
      title: halt.title,
      type: halt.type,
      severity: halt.severity,
      planned: halt.planned,
      began: halt.at,
      quarter: quarterOf(halt, zone),
      timeToDetectSeconds: halt.timeToDetectSeconds,
      timeToNotifySeconds: halt.timeToNotifySeconds,
      timeToResumeSeconds: halt.timeToResumeSeconds,
      updatesDue: halt.updatesDue,
      updatesKept: halt.updatesKept,
      followUps: countStates([halt], now),
    })),
  }
}

/** Whether figures include an incident: drills, false alarms and duplicates are in none. */
export function isCounted({ drill, closedAs }: Pick<Case, 'drill' | 'closedAs'>): boolean {
  return !drill && closedAs !== 'false-alarm' && closedAs !== 'duplicate'
}

/** What is measured of several incidents. */
export type Figures = Readonly<ReturnType<typeof figuresOf>>

function figuresOf(cases: readonly Case[], now: number) {
  const sum = (key: 'updatesDue' | 'updatesKept') => cases.reduce((total, one) => total + one[key], 0)
  return {
    /** How many of them were planned: nobody has to detect these, so that they have no time to detect. */
    planned: cases.filter(({ planned }) => planned).length,
    timeToDetect: spreadOf(cases.map(({ timeToDetectSeconds }) => timeToDetectSeconds)),
    timeToNotify: spreadOf(cases.map(({ timeToNotifySeconds }) => timeToNotifySeconds)),
    timeToResume: spreadOf(cases.map(({ timeToResumeSeconds }) => timeToResumeSeconds)),
    updatesDue: sum('updatesDue'),
    updatesKept: sum('updatesKept'),
    followUps: countStates(cases, now),
  }
}

/** Counts follow-ups by their state. */
export function countStates(
  cases: readonly Pick<Case, 'followUps'>[],
  now: number,
): Readonly<Record<FollowUpState, number>> {
  const states = cases.flatMap(({ followUps }) => followUps.map((followUp) => followUpState(followUp, now)))
  const count = (state: FollowUpState) => states.filter((one) => one === state).length
  return {
    overdue: count('overdue'),
    open: count('open'),
    'done-late': count('done-late'),
    'done-in-time': count('done-in-time'),
    done: count('done'),
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

function typesOf(cases: readonly Case[], now: number) {
  return grouped(cases, ({ type }) => type)
    .map((ofType) => ({ type: ofType[0].type, count: ofType.length, ...figuresOf(ofType, now) }))
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

/** A calendar: how many periods a year has, and the name of one from 1. */
interface Calendar {
  readonly perYear: number
  readonly name: (year: string, part: number) => string
}

const MONTHS: Calendar = { perYear: 12, name: (year, month) => `${year}-${String(month).padStart(2, '0')}` }
const QUARTERS: Calendar = { perYear: 4, name: (year, quarter) => `${year}-Q${quarter}` }

/** The periods from the first with an incident to the last, without gaps, each with the incidents that began in it. */
function periodsOf(cases: readonly Case[], calendar: Calendar, zone: string) {
  const numbered = cases.flatMap((one) => {
    const number = periodNumber(one, calendar, zone)
    return number === null ? [] : [{ number, one }]
  })
  const byNumber = new Map(
    grouped(numbered, ({ number }) => number).map((group) => [group[0].number, group.map(({ one }) => one)]),
  )
  const first = Math.min(...byNumber.keys())
  const length = byNumber.size === 0 ? 0 : Math.max(...byNumber.keys()) - first + 1
  return Array.from({ length }, (_, i) => ({
    period: periodName(first + i, calendar),
    cases: byNumber.get(first + i) ?? [],
  }))
}

/** The quarter in which an incident began by the clocks of a zone, such as `2026-Q4`; null if that is not known. */
export function quarterOf(one: Pick<Case, 'at'>, zone: string): string | null {
  const number = periodNumber(one, QUARTERS, zone)
  return number === null ? null : periodName(number, QUARTERS)
}

/** The periods since the year 0 in which an incident began by the clocks of a zone; null if it is not known when. */
function periodNumber({ at }: Pick<Case, 'at'>, { perYear }: Calendar, zone: string): number | null {
  if (at === '') return null
  const ms = Date.parse(at)
  const local = new Date(ms + utcOffsetAt(ms, zone))
  return local.getUTCFullYear() * perYear + Math.floor((local.getUTCMonth() * perYear) / 12)
}

function periodName(number: number, { perYear, name }: Calendar): string {
  return name(String(Math.floor(number / perYear)).padStart(4, '0'), (number % perYear) + 1)
}

/** What one incident contributes to the statistics. */
export type Case = Readonly<ReturnType<typeof caseOf>>

/** Returns the case of an incident at `now` (ms). Of a closed incident, it does not depend on that. */
export function caseOf(incident: Incident, now: number) {
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
    planned: planOf(incident) !== null,
    closedAs: lifecycle.closedAs,
    /** When it began if that is known, else when it was declared; ISO 8601. */
    at: lifecycle.startedAt ?? declaredAt,
    timeToDetectSeconds: metrics.timeToDetectSeconds,
    timeToNotifySeconds: metrics.timeToNotifySeconds,
    timeToResumeSeconds: metrics.timeToResumeSeconds,
    updatesDue: metrics.updatesDue,
    updatesKept: metrics.updatesKept,
    skipped: skipped.map(({ step, reason }) => ({ step: step.id, title: step.title, reason: reason as string })),
    /** Without how they stand, since that depends on the time (`followUpState`). */
    followUps: followUpsOf(incident),
  }
}

/** A summary of a closed incident for lists and statistics: plain data that does not depend on the current time. */
export interface IncidentSummary {
  readonly entry: ListEntry
  readonly case: Case
  readonly likeness: Likeness
  readonly played: PlayedDrill | null
  readonly acquaintance: Acquaintance
}

/** Returns null for an incident that is not closed, since its summary depends on the current time. */
export function summaryOf(incident: Incident, acquaintance: Acquaintance): IncidentSummary | null {
  const entry = listEntryOf(incident)
  if (phaseOf(incident) !== 'closed' || entry.closedAt === null) return null
  return {
    entry,
    case: caseOf(incident, Date.parse(entry.closedAt)),
    likeness: likenessOf(incident),
    played: playedDrillOf(incident),
    acquaintance,
  }
}
