import { openDeadlines } from '../domain/deadlines.ts'
import type { Approval } from '../domain/incident/approvals.ts'
import { type Party, partiesOf } from '../domain/incident/calls.ts'
import type { Conflict } from '../domain/incident/conflicts.ts'
import { phaseOf, severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import { type DutyFilter, deadlinesFor, matchesFilter } from '../domain/incident/duty-filter.ts'
import { factsOf } from '../domain/incident/facts.ts'
import { hypothesesOf } from '../domain/incident/hypotheses.ts'
import {
  type CommandRun,
  type Incident,
  isOutcomeUnknown,
  type Notice,
  type Page,
} from '../domain/incident/incident.ts'
import { leadOf, leadOfferOf } from '../domain/incident/lead.ts'
import { type Lifecycle, lifecycleOf } from '../domain/incident/lifecycle.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { type StepView, stepsOf } from '../domain/incident/steps.ts'
import type { UnknownWriter } from '../domain/incident/unknown-writers.ts'
import { headDigest } from '../domain/log/line.ts'
import { withdrawnStatements } from '../domain/notice/withdrawn-statements.ts'
import { metricsOf } from '../domain/report/metrics.ts'
import { milestonesOf } from '../domain/report/milestones.ts'
import type { FeedStatus } from '../feeds/feed-status.ts'
import type { RelayChange } from '../store/relay-state.ts'
import { approvalDocument } from './awaiting-approval.ts'
import type { SyncStatus } from './sync-status.ts'

/** Formats milliseconds since 1970 as ISO 8601 in the incident's time zone. */
export type Stamp = (ms: number) => string

/** A step in JSON, as in `status --json` and `next --json`. */
export function stepDocument({ step, state, assignee, dueAt: due, at, by, reason }: StepView, stamp: Stamp) {
  const { id, phase, section, clauses, source, department, title, modality, kind } = step
  const declared = { id, phase, section, clauses, source, department, title, modality, kind }
  return { ...declared, state, assignee, dueAt: due === null ? null : stamp(due), at, by, reason }
}

export interface LogState {
  /** Paths of the files of all writers. */
  readonly files: readonly string[]
  /** False if the log is damaged, or events that were once seen are missing. */
  readonly intact: boolean
  /** The writers that this machine does not know. */
  readonly unknownWriters: readonly UnknownWriter[]
  readonly conflicts: readonly Conflict[]
  readonly approvals: readonly Approval[]
  readonly sync: SyncStatus
  readonly feeds: readonly FeedStatus[]
}

/** The document of `status --json`; `filter` limits its steps, deadlines and, by department, calls, and nothing else. */
export function statusDocument(incident: Incident, log: LogState, now: number, stamp: Stamp, filter: DutyFilter) {
  const lifecycle = lifecycleOf(incident)
  const steps = stepsOf(incident, now)
  const deadlines = deadlinesFor(incident, openDeadlines(incident, lifecycle, now), steps, filter)
  const { department } = filter
  const parties = partiesOf(incident, lifecycle, now).filter(({ id }) => department === null || id === department)
  const heads = [...incident.heads.values()]
  return {
    schemaVersion: 1,
    incident: incident.declaration?.id ?? '',
    title: titleOf(incident),
    type: typeOf(incident),
    severity: severityOf(incident),
    drill: incident.declaration?.drill ?? false,
    lead: leadOf(incident),
    offer: leadOfferOf(incident),
    phase: phaseOf(incident),
    ...timesOf(incident, lifecycle),
    scope: scopeOf(incident),
    facts: factsOf(incident),
    steps: steps.filter((view) => matchesFilter(view, filter)).map((view) => stepDocument(view, stamp)),
    calls: parties.map(callDocument),
    pages: incident.pages.map(pageDocument),
    notices: incident.notices.map(noticeDocument),
    metrics: metricsOf(incident, lifecycle, milestonesOf(incident, lifecycle), now),
    toCorrect: withdrawnStatements(incident).map(({ notice, what, stated }) => {
      return { notice: notice.event, channel: notice.channel, what, stated }
    }),
    clocks: deadlines.map((deadline) => ({ ...deadline, dueAt: stamp(deadline.dueAt) })),
    outcomesUnknown: incident.commands.filter(isOutcomeUnknown).map(commandDocument),
    hypotheses: hypothesesOf(incident),
    conflicts: log.conflicts,
    approvals: log.approvals.map((approval) => approvalDocument(approval, stamp)),
    lostApprovals: incident.lostApprovals,
    log: {
      files: log.files,
      events: incident.events,
      heads,
      head: headDigest(heads),
      intact: log.intact,
      unknownWriters: log.unknownWriters.map(({ writer, by, events }) => ({ writer, by, events })),
    },
    sync: {
      ...log.sync,
      lastAt: log.sync.lastAt === null ? null : stamp(log.sync.lastAt),
      changed: log.sync.changed && changeDocument(log.sync.changed, stamp),
      machines: log.sync.machines.map(({ name, key, at }) => ({ name, key, at: stamp(at) })),
    },
    feeds: log.feeds,
  }
}

/** A party of the contact flow in JSON: whom to call next, who was reached, and its people with the calls made so far. */
export function callDocument({ id, next, reached, calls }: Party) {
  const people = calls.map(({ person, state, at, by }) => ({ id: person, state, at, by }))
  return { id, next, reached: reached?.person ?? null, people }
}

function commandDocument({ event, argv, step, at, by }: CommandRun) {
  return { event, argv, step, at, by }
}

function noticeDocument({ event, channel, stage, number, corrects, at, state, link, digest }: Notice) {
  return { event, channel, stage, number, corrects, at, state, link, digest }
}

function pageDocument({ event, person, department, level, way, at, by, state, why }: Page) {
  return { event, person, department, level, way, at, by, state, why }
}

function timesOf(incident: Incident, { startedAt, current, closedAt }: Lifecycle) {
  const { number: interruption, liftedAt, fullyResumedAt } = current
  const declaredAt = incident.declaration?.declaredAt ?? null
  return { interruption, startedAt, declaredAt, liftedAt, fullyResumedAt, closedAt }
}

function changeDocument({ at, isOther, alternates = false }: RelayChange, stamp: (ms: number) => string) {
  return { at: stamp(at), isOther, alternates }
}
