import { found } from '../../domain/readiness/finding.ts'
import { daysBetween, isDue } from '../../domain/readiness/review.ts'
import { readScenarios } from '../../drill/io/scenario-files.ts'
import { latestToday } from '../../platform/clock.ts'
import type { Examination } from '../io/examination.ts'
import { inFile, readiness, type Told } from './check-result.ts'
import { reviewsOf } from './reviews.ts'

const DAY = 86_400_000

/** The scenarios of drills: what is wrong with them, and when they were gone through. */
export function checkScenarios(examination: Examination): Told[] {
  const { world, runbook } = examination
  const { findings, reviews } = readScenarios(world.root, world.workspace.directory, {
    runbook,
    today: latestToday(world.now()),
  })
  return [...inFile(findings), ...readiness(...reviewsOf(examination, 'runbooks', reviews, 'scenarios'))]
}

/** When people last brought a drill to its end: one that the program played trains nobody. */
export function checkDrills({ logs, intervals, today, world, settings }: Examination): Told[] {
  const limit = Math.floor(intervals.drill / DAY)
  const { stamp } = world.clock(settings.timezone)
  const ended = logs.flatMap((log) => {
    if ('problem' in log || !log.entry.drill || log.isAuto) return []
    const { closedAt } = log.entry
    return closedAt === null ? [] : [{ id: log.id, closed: stamp(Date.parse(closedAt)).slice(0, 10) }]
  })
  const last = ended.sort((a, b) => (a.closed < b.closed ? -1 : 1)).at(-1)
  if (last === undefined) return readiness(found('warning', 'drill-never', { limit }))
  if (!isDue(last.closed, today, intervals.drill)) return []
  return readiness(found('warning', 'drill-due', { ...last, days: daysBetween(last.closed, today), limit }))
}
