import type { Incident } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import type { ScoreCheck, ScoringContext } from './score-check.ts'
import { cadenceChecks, latencyChecks } from './score-notices.ts'
import { completenessChecks, escalationChecks } from './score-response.ts'

/** The sections of a score: how quickly, regularly and completely the manual was followed, and who was called in. */
export const SCORE_SECTIONS = ['latency', 'cadence', 'completeness', 'escalation'] as const
export type ScoreSectionName = (typeof SCORE_SECTIONS)[number]

/** A check that was not fully met. */
export interface LostCheck extends Omit<ScoreCheck, 'got'> {
  /** What it cost, out of the section's 100 points. */
  readonly points: number
}

export interface ScoreSection {
  readonly id: ScoreSectionName
  /** 0 to 100; null if there was nothing to judge. */
  readonly score: number | null
  readonly checks: number
  readonly lost: readonly LostCheck[]
}

export interface Score {
  /** The total needed to pass. */
  readonly mark: number
  /** The mean of the judged sections; null if there are none. */
  readonly total: number | null
  readonly passed: boolean
  readonly sections: readonly ScoreSection[]
}

const CHECKS_OF: Readonly<Record<ScoreSectionName, (judged: ScoringContext) => ScoreCheck[]>> = {
  latency: latencyChecks,
  cadence: cadenceChecks,
  completeness: completenessChecks,
  escalation: escalationChecks,
}

/** Returns the score of a drill at `now` (ms); null if the incident is not a drill of a scenario. */
export function scoreOf(incident: Incident, now: number): Score | null {
  const { exercise, declaration } = incident
  if (exercise === null || declaration === null) return null
  const lifecycle = lifecycleOf(incident)
  const isClosed = lifecycle.closedAt !== null
  const end = lifecycle.closedAt === null ? now : Math.min(now, Date.parse(lifecycle.closedAt))
  const { scenario } = exercise
  const judged = { incident, lifecycle, scenario, opened: Date.parse(declaration.declaredAt), end, isClosed }
  const sections = SCORE_SECTIONS.map((id) => sectionOf(id, CHECKS_OF[id](judged)))
  const scores = sections.flatMap(({ score }) => score ?? [])
  const total = scores.length === 0 ? null : Math.round(scores.reduce((sum, score) => sum + score, 0) / scores.length)
  return { mark: scenario.mark, total, passed: total !== null && total >= scenario.mark, sections }
}

function sectionOf(id: ScoreSectionName, checks: readonly ScoreCheck[]): ScoreSection {
  const count = checks.length
  const lost = checks
    .filter(({ got }) => got < 1)
    .map(({ got, ...check }) => ({ ...check, points: Math.round(((1 - got) * 1000) / count) / 10 }))
  const credit = checks.reduce((sum, { got }) => sum + got, 0)
  return { id, score: count === 0 ? null : Math.round((credit * 100) / count), checks: count, lost }
}
