import { clocksOf } from '../domain/deadlines.ts'
import { type Party, partiesOf } from '../domain/incident/calls.ts'
import { conflictsOf } from '../domain/incident/conflicts.ts'
import { phaseOf, severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import { clocksFor, type DutyFilter, isOf } from '../domain/incident/duty-filter.ts'
import { factsOf } from '../domain/incident/facts.ts'
import { hypothesesOf } from '../domain/incident/hypotheses.ts'
import { type Incident, outcomeUnknown, type Page } from '../domain/incident/incident.ts'
import { leadOf, offerOf } from '../domain/incident/lead.ts'
import { type Lifecycle, lifecycleOf } from '../domain/incident/lifecycle.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { type StepView, stepsOf } from '../domain/incident/steps.ts'
import { headDigest } from '../domain/log/line.ts'
import { metricsOf, milestonesOf } from '../domain/report/metrics.ts'

/** Milliseconds as ISO 8601 in the incident's zone. */
export type Stamp = (ms: number) => string

/** A step as programs see it (contract, `status --json`). */
export function stepDocument({ step, ...view }: StepView, stamp: Stamp) {
  const { id, phase, section, clauses, source, department, title, modality, kind } = step
  return {
    id,
    phase,
    section,
    clauses,
    source,
    department,
    title,
    modality,
    kind,
    state: view.state,
    assignee: view.assignee,
    dueAt: view.dueAt === null ? null : stamp(view.dueAt),
    at: view.at,
    by: view.by,
    reason: view.reason,
  }
}

export interface LogFacts {
  readonly files: readonly string[]
  readonly intact: boolean
}

/** `status --json`; steps, clocks and calls are those of whose duties are meant. */
export function statusDocument(incident: Incident, log: LogFacts, now: number, stamp: Stamp, whose: DutyFilter) {
  const lifecycle = lifecycleOf(incident)
  const steps = stepsOf(incident, now)
  const clocks = clocksFor(incident, clocksOf(incident, lifecycle, now), steps, whose)
  const parties = partiesOf(incident, lifecycle, now).filter(({ id }) => [null, id].includes(whose.department))
  const heads = [...incident.heads.values()]
  return {
    schemaVersion: 1,
    incident: incident.declaration?.id ?? '',
    title: titleOf(incident),
    type: typeOf(incident),
    severity: severityOf(incident),
    drill: incident.declaration?.drill ?? false,
    lead: leadOf(incident),
    offer: offerOf(incident),
    phase: phaseOf(incident),
    ...timesOf(incident, lifecycle),
    scope: scopeOf(incident),
    facts: factsOf(incident),
    steps: steps.filter((view) => isOf(view, whose)).map((view) => stepDocument(view, stamp)),
    calls: parties.map(callDocument),
    pages: incident.pages.map(pageDocument),
    notices: incident.notices.map(({ event, channel, stage, number, at, state, link, digest }) => ({
      event,
      channel,
      stage,
      number,
      at,
      state,
      link,
      digest,
    })),
    metrics: metricsOf(incident, lifecycle, milestonesOf(incident, lifecycle), now),
    clocks: clocks.map((clock) => ({ ...clock, dueAt: stamp(clock.dueAt) })),
    outcomesUnknown: incident.commands
      .filter(outcomeUnknown)
      .map(({ event, argv, step, at, by }) => ({ event, argv, step, at, by })),
    hypotheses: hypothesesOf(incident),
    conflicts: conflictsOf(incident),
    log: { files: log.files, events: incident.events, heads, head: headDigest(heads), intact: log.intact },
  }
}

/** A department, or somebody of the contact flow, as far as calling them has come. */
export function callDocument({ id, next, reached, calls }: Party) {
  const people = calls.map(({ person, state, at, by }) => ({ id: person, state, at, by }))
  return { id, next, reached: reached?.person ?? null, people }
}

function pageDocument({ event, person, department, level, way, at, by, state, why }: Page) {
  return { event, person, department, level, way, at, by, state, why }
}

function timesOf(incident: Incident, { startedAt, current, closedAt }: Lifecycle) {
  const { number: interruption, liftedAt, fullyResumedAt } = current
  const declaredAt = incident.declaration?.declaredAt ?? null
  return { interruption, startedAt, declaredAt, liftedAt, fullyResumedAt, closedAt }
}
