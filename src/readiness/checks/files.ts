import { join } from 'node:path'
import { readAuthorities } from '../../authority/io/authority-files.ts'
import { weeklyGaps } from '../../domain/contacts/cover.ts'
import { isSamePerson } from '../../domain/contacts/roster.ts'
import { type ReadinessFinding, type ReviewedKind, readinessFinding } from '../../domain/readiness/finding.ts'
import { daysBetween, isReviewDue, type Reviewable } from '../../domain/readiness/review.ts'
import { languagesOf } from '../../domain/settings.ts'
import { readScenarios } from '../../drill/io/scenario-files.ts'
import { checkTemplates } from '../../notice/io/template-files.ts'
import { latestToday } from '../../platform/clock.ts'
import { checkReportTemplates, vocabularyOf } from '../../report/io/template-files.ts'
import type { FileReview } from '../../runbook/file-review.ts'
import type { Finding } from '../../runbook/finding.ts'
import type { CheckContext } from '../io/check-context.ts'
import { type CheckResult, fileResults, readinessResults } from './check-result.ts'

/** Checks the chapters in force: what `runbook check` finds, and whether their reviews are due. */
export function checkRunbooks(context: CheckContext): CheckResult[] {
  const { loaded } = context
  if (loaded === null) return readinessResults(readinessFinding('info', 'runbooks-undecided', {}))
  if ('problem' in loaded) return [{ of: 'problem', problem: loaded.problem, place: null }]
  const { findings, reviews } = loaded
  const undated = missingReviews('runbooks', reviews, findings)
  return [...fileResults(findings), ...readinessResults(...undated, ...dueReviews(context, 'runbooks', reviews))]
}

/** Checks the authority files in force: what is wrong with them, whose review is due, and which are unverified. */
export function checkAuthorities(context: CheckContext): CheckResult[] {
  const { world, runbook, shipped } = context
  const team = join(world.workspace.directory, 'runbooks')
  const { known, findings, reviews } = readAuthorities(shipped, team, { runbook, today: latestToday(world.now()) })
  const ids = known.flatMap(({ authority: { id, verify } }) => (verify ? [id] : []))
  return [
    ...fileResults(findings),
    ...readinessResults(
      ...dueReviews(context, 'runbooks', reviews, 'authorities'),
      ...(ids.length === 0 ? [] : [readinessFinding('info', 'authorities-to-verify', { ids })]),
    ),
  ]
}

/** Checks notice and report templates: what is wrong, whose review is due, which of the team's have no review date. */
export function checkTemplateFiles(context: CheckContext): CheckResult[] {
  const { world, runbook, claims } = context
  const { directory } = world.workspace
  const today = latestToday(world.now())
  const notices = checkTemplates(world.root, directory, runbook, today, world.env, claims)
  const reports = checkReportTemplates(directory, vocabularyOf(runbook), today, world.env)
  const findings = [...notices.findings, ...reports.findings]
  const reviews = [...notices.reviews, ...reports.reviews]
  return [
    ...fileResults(findings),
    ...readinessResults(
      ...missingReviews('templates', reviews, findings),
      ...dueReviews(context, 'templates', reviews),
    ),
  ]
}

/** Checks `halt.yaml`, and whether notices can name the organisation and a contact. */
export function checkSettings({ settingsFile, settings, runbook, contacts }: CheckContext): CheckResult[] {
  if (settingsFile !== null && 'problem' in settingsFile)
    return [{ of: 'problem', problem: settingsFile.problem, place: null }]
  const findings = fileResults(settingsFile?.source.findings ?? [])
  if (findings.length > 0) return findings
  const { channels } = settings
  const noticeLanguages = (of: readonly string[]) => [
    ...new Set(of.flatMap((id) => languagesOf(settings, runbook, id))),
  ]
  const { people = {}, departments = {} } = contacts?.roster ?? {}
  const allowed = [...Object.keys(departments), ...Object.keys(people)]
  const strangers = (settings.approvers ?? []).filter((given) => !allowed.includes(given))
  const automatic = Object.keys(channels).filter((id) => channels[id]?.via !== 'by-hand')
  return readinessResults(
    ...strangers.map((given): ReadinessFinding => {
      const place = settingsFile?.source.placeOf(['approvers']) ?? null
      return readinessFinding('error', 'approver-unknown', { given, allowed }, place)
    }),
    ...noticeLanguages(Object.keys(runbook.channels)).flatMap((language) =>
      (['organisation', 'contact'] as const)
        .filter((key) => settings[key][language] === null)
        .map((key): ReadinessFinding => {
          const place = settingsFile?.source.placeOf([key]) ?? null
          // The program refuses to send notices without an organisation and a contact.
          const level = noticeLanguages(automatic).includes(language) ? 'error' : 'warning'
          return readinessFinding(level, `${key}-unset`, { language }, place)
        }),
    ),
  )
}

/** Checks the contact list: what is wrong with it, whether its review is due, and when nobody in a department is on duty. */
export function checkContacts(context: CheckContext): CheckResult[] {
  const { world, contactsFile, contacts } = context
  if (contactsFile === null)
    return readinessResults(readinessFinding('warning', 'contacts-missing', { workspace: world.workspace.directory }))
  if ('problem' in contactsFile) return [{ of: 'problem', problem: contactsFile.problem, place: null }]
  const findings = fileResults(contactsFile.source.findings)
  if (contacts === null) return findings
  const { reviewed, source } = contacts
  const place = source.placeOf(['reviewed'])
  const undated = reviewed === null ? [readinessFinding('warning', 'not-reviewed', { what: 'contacts' }, place)] : []
  const reviews = dueReviews(context, 'contacts', [{ reviewed, isOwn: true, place }])
  return [...findings, ...readinessResults(...undated, ...reviews, ...sharedNames(context), ...dutyGaps(context))]
}

/** Findings on people whom a name does not tell apart: who approves something has to be another than its author. */
function sharedNames({ contacts }: CheckContext) {
  if (contacts === null) return []
  const { roster, source } = contacts
  const people = Object.entries(roster.people)
  return people.flatMap(([id, names], i) =>
    people.slice(i + 1).flatMap(([other, { ja, en }]) => {
      const name = [other, ja, en].find((one) => isSamePerson({ people: { [id]: names } }, id, one))
      const place = source.placeOf(['people', other])
      return name === undefined
        ? []
        : [readinessFinding('warning', 'name-shared', { people: [id, other], name }, place)]
    }),
  )
}

/** Findings on the departments in which nobody can be called at some time of the week. */
function dutyGaps({ contacts, settings, now }: CheckContext) {
  if (contacts === null) return []
  const { roster, people, source } = contacts
  return Object.entries(roster.departments).flatMap(([department, members]) => {
    const hours = members.flatMap((person) => (Object.hasOwn(people, person) ? [people[person]?.hours ?? []] : []))
    const times = hours.length === 0 ? [] : weeklyGaps(hours, now, settings.timezone)
    const place = source.placeOf(['departments', department])
    const params = { department, times, zone: settings.timezone }
    return times.length === 0 ? [] : [readinessFinding('warning', 'nobody-on-duty', params, place)]
  })
}

/** Checks the drill scenarios in force: what is wrong with the team's, which shipped ones do not fit, which are old. */
export function checkScenarios(context: CheckContext): CheckResult[] {
  const { world, runbook, shipped } = context
  const today = latestToday(world.now())
  const team = join(world.workspace.directory, 'runbooks')
  const { findings, remarks, reviews } = readScenarios(shipped, team, { runbook, today })
  const due = dueReviews(context, 'runbooks', reviews, 'scenarios')
  const undated = missingReviews('scenarios', reviews, findings)
  return [...fileResults(findings), ...readinessResults(...remarks, ...undated, ...due)]
}

/** Checks when people last completed a drill. Those that the program played by itself do not count. */
export function checkDrills({ logs, intervals, today, world, settings }: CheckContext): CheckResult[] {
  const limit = Math.floor(intervals.drill / DAY_MS)
  const { stamp } = world.clock(settings.timezone)
  const completed = logs.flatMap((log) => {
    if ('problem' in log || !log.entry.drill || log.isAuto) return []
    const { closedAt } = log.entry
    return closedAt === null ? [] : [{ id: log.id, closed: stamp(Date.parse(closedAt)).slice(0, 10) }]
  })
  const last = completed.sort((a, b) => (a.closed < b.closed ? -1 : 1)).at(-1)
  if (last === undefined) return readinessResults(readinessFinding('warning', 'drill-never', { limit }))
  if (!isReviewDue(last.closed, today, intervals.drill)) return []
  const days = daysBetween(last.closed, today)
  return readinessResults(readinessFinding('warning', 'drill-due', { ...last, days, limit }))
}

const DAY_MS = 86_400_000

/** Findings on files of the team that nobody has reviewed yet. What else is wrong with a file comes first. */
function missingReviews(
  what: ReviewedKind,
  reviews: readonly FileReview[],
  findings: readonly Finding[],
): ReadinessFinding[] {
  const broken = new Set(findings.map(({ file }) => file))
  return reviews
    .filter(({ isOwn, reviewed, place }) => isOwn && reviewed === null && !broken.has(place.file))
    .map(({ place }) => readinessFinding('warning', 'not-reviewed', { what }, place))
}

/** Findings on files whose review is due: one for each file of the team, and one for all shipped files together. */
function dueReviews(
  { today, intervals }: Pick<CheckContext, 'today' | 'intervals'>,
  interval: Reviewable,
  reviews: readonly FileReview[],
  kind: ReviewedKind = interval,
): ReadinessFinding[] {
  const limit = Math.floor(intervals[interval] / DAY_MS)
  const due = reviews.flatMap(({ reviewed, isOwn, place }) =>
    reviewed !== null && isReviewDue(reviewed, today, intervals[interval]) ? [{ reviewed, isOwn, place }] : [],
  )
  const own = due.filter(({ isOwn }) => isOwn)
  const shipped = due.filter(({ isOwn }) => !isOwn).sort((a, b) => (a.reviewed < b.reviewed ? -1 : 1))
  const since = (reviewed: string) => ({ what: kind, reviewed, days: daysBetween(reviewed, today), limit })
  const [oldest] = shipped
  return [
    ...own.map(({ reviewed, place }) => readinessFinding('warning', 'review-due', since(reviewed), place)),
    ...(oldest === undefined
      ? []
      : [readinessFinding('warning', 'shipped-review-due', { ...since(oldest.reviewed), files: shipped.length })]),
  ]
}
