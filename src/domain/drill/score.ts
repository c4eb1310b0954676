import type { Incident } from '../incident/incident.ts'
import { courseOf } from '../incident/lifecycle.ts'
import { cadence } from './scoring/cadence.ts'
import type { Check, Judged } from './scoring/check.ts'
import { completeness } from './scoring/completeness.ts'
import { escalation } from './scoring/escalation.ts'
import { latency } from './scoring/latency.ts'

/** What a drill is judged by, against the manual: how soon, how regularly, how completely, and who was called in. */
export const SECTIONS = ['latency', 'cadence', 'completeness', 'escalation'] as const
export type SectionName = (typeof SECTIONS)[number]

/** What cost points: how many of the section's hundred. Times in milliseconds. */
export interface Loss extends Omit<Check, 'got'> {
  readonly points: number
}

export interface Section {
  readonly id: SectionName
  /** 0 to 100; null where there was nothing to judge. */
  readonly score: number | null
  readonly checks: number
  readonly lost: readonly Loss[]
}

export interface Score {
  readonly mark: number
  /** The mean of the sections that were judged; null where none was. */
  readonly total: number | null
  readonly passed: boolean
  readonly sections: readonly Section[]
}

const JUDGES: Readonly<Record<SectionName, (judged: Judged) => Check[]>> = {
  latency,
  cadence,
  completeness,
  escalation,
}

/** The score of a drill as it stands at `now`, in milliseconds; null where it exercises no scenario. */
export function scoreOf(incident: Incident, now: number): Score | null {
  const { exercise, declaration } = incident
  if (exercise === null || declaration === null) return null
  const course = courseOf(incident)
  const isClosed = course.closedAt !== null
  const end = course.closedAt === null ? now : Math.min(now, Date.parse(course.closedAt))
  const { scenario } = exercise
  const judged = { incident, course, scenario, opened: Date.parse(declaration.declaredAt), end, isClosed }
  const sections = SECTIONS.map((id) => sectionOf(id, JUDGES[id](judged)))
  const scores = sections.flatMap(({ score }) => score ?? [])
  const total = scores.length === 0 ? null : Math.round(scores.reduce((sum, score) => sum + score, 0) / scores.length)
  return { mark: scenario.mark, total, passed: total !== null && total >= scenario.mark, sections }
}

function sectionOf(id: SectionName, checks: readonly Check[]): Section {
  const count = checks.length
  const lost = checks
    .filter(({ got }) => got < 1)
    .map(({ got, ...check }) => ({ ...check, points: Math.round(((1 - got) * 1000) / count) / 10 }))
  const whole = checks.reduce((sum, { got }) => sum + got, 0)
  return { id, score: count === 0 ? null : Math.round((whole * 100) / count), checks: count, lost }
}
