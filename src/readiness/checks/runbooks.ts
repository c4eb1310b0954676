import { join } from 'node:path'
import { readAuthorities } from '../../authority/io/authority-files.ts'
import { found } from '../../domain/readiness/finding.ts'
import { checkTemplates } from '../../notice/io/template-files.ts'
import { latestToday } from '../../platform/clock.ts'
import { checkReportTemplates, vocabularyOf } from '../../report/template/template-files.ts'
import type { Examination } from '../io/examination.ts'
import { inFile, readiness, type Told } from './check-result.ts'
import { reviewsOf } from './reviews.ts'

/** The chapters in force: what `runbook check` finds, and when they were gone through. */
export function checkRunbooks(examination: Examination): Told[] {
  const { loaded } = examination
  if ('problem' in loaded) return [{ of: 'problem', problem: loaded.problem, place: null }]
  return [...inFile(loaded.findings), ...readiness(...reviewsOf(examination, 'runbooks', loaded.reviews))]
}

/** The authorities in force, likewise, and which of them nobody has checked yet. */
export function checkAuthorities(examination: Examination): Told[] {
  const { world, runbook } = examination
  const team = join(world.workspace.directory, 'runbooks')
  const { known, findings, reviews } = readAuthorities(world.root, team, { runbook, today: latestToday(world.now()) })
  const ids = known.flatMap(({ authority: { id, verify } }) => (verify ? [id] : []))
  return [
    ...inFile(findings),
    ...readiness(
      ...reviewsOf(examination, 'runbooks', reviews, 'authorities'),
      ...(ids.length === 0 ? [] : [found('info', 'authorities-to-verify', { ids })]),
    ),
  ]
}

/** The templates of notices in force and those of reports, likewise. */
export function checkTeamTemplates(examination: Examination): Told[] {
  const { world, runbook } = examination
  const { directory } = world.workspace
  const today = latestToday(world.now())
  const notices = checkTemplates(world.root, directory, Object.keys(runbook.types), today)
  const reports = checkReportTemplates(directory, vocabularyOf(runbook), today)
  const findings = [...notices.findings, ...reports.findings]
  const reviews = [...notices.reviews, ...reports.reviews]
  const broken = new Set(findings.map(({ file }) => file))
  const undated = reviews.filter(({ own, reviewed, place }) => own && reviewed === null && !broken.has(place.file))
  return [
    ...inFile(findings),
    ...readiness(
      ...undated.map(({ place }) => found('warning', 'not-reviewed', { what: 'templates' }, place)),
      ...reviewsOf(examination, 'templates', reviews),
    ),
  ]
}
