import { type Envelope, type Event, type EventData, type Head, isNewer, nameOf } from '../log/event.ts'
import { birthOf } from '../log/known-writers.ts'
import { isAbandoned, isMissingHead } from '../log/missing-heads.ts'
import { REDACTED } from '../log/redaction.ts'
import { inviterOf } from './actor.ts'
import {
  addAnomaly,
  addEvidence,
  draftOf,
  type Handlers,
  type IncidentDraft,
  incidentOf,
  positionOf,
  putInForce,
  referenceTo,
  writeRegister,
  writeScope,
} from './draft.ts'
import { valueInEvidence } from './facts.ts'
import { amendmentHandlers } from './folding/amendments.ts'
import { evidenceHandlers } from './folding/evidence.ts'
import { followUpHandlers } from './folding/follow-ups.ts'
import { noticeHandlers } from './folding/notices.ts'
import { phaseHandlers } from './folding/phases.ts'
import { acceptOffer, noteSeenAcceptances, writerHandlers } from './folding/writers.ts'
import type { CallMark, Incident, RegisterValues } from './incident.ts'
import { declarerOf, EMPTY_INCIDENT, headOf } from './incident.ts'
import { isLastOffer } from './lead.ts'

/**
 * Folds events in log order (`log/hybrid-clock.ts`), one at a time, onto an incident whose events all come before them.
 * Never throws: contradictions become anomalies.
 */
export function foldInOrder(ordered: Iterable<Event | Envelope>, incident = EMPTY_INCIDENT): Incident {
  const draft = draftOf(incident)
  for (const event of ordered) apply(draft, event)
  return incidentOf(draft)
}

/** Like `foldInOrder`, for a few events. */
export function evolve(incident: Incident, ...events: readonly (Event | Envelope)[]): Incident {
  return foldInOrder(events, incident)
}

function apply(draft: IncidentDraft, event: Event | Envelope): void {
  draft.events += 1
  draft.heads.set(event.writer, headOf(event))
  draft.clock = event.hlc
  if (!draft.births.has(event.writer)) draft.births.set(event.writer, birthOf(event, declarerOf(draft)))
  // A head that was missing when another writer named it may come later in log order.
  if (draft.unmet.get(event.writer)?.head.hash === event.hash) draft.unmet.delete(event.writer)
  if (draft.declaration !== null && event.incident !== draft.declaration.incident)
    addAnomaly(draft, event, 'foreign-incident')
  else {
    const handler = isNewer(event) ? undefined : HANDLERS.get(event.type)
    if (handler === undefined ? event.critical || isNewer(event) : !isFolded(handler, draft, event as Event))
      draft.beyond ??= { event: nameOf(event), type: event.type }
    if (event.after !== undefined) {
      noteMissingHeads(draft, event, event.after)
      noteSeenAcceptances(draft, event, event.after)
    }
  }
}

/** False if an event breaks its handler: nothing may be decided then, and whoever wrote it can be set aside. */
function isFolded(handler: Handler, draft: IncidentDraft, event: Event): boolean {
  try {
    handler(draft, event)
    return true
  } catch {
    return false
  }
}

/** Records the heads that an event says its writer had seen and the log lacks, unless their file was abandoned. */
function noteMissingHeads(draft: IncidentDraft, event: Event | Envelope, after: readonly Head[]): void {
  for (const head of after) {
    if (!isMissingHead(head, event, draft.heads)) continue
    const { writer, seq } = head
    if (draft.givenUp.get(writer)?.some((file) => isAbandoned(head, file))) continue
    if (seq > (draft.unmet.get(writer)?.head.seq ?? 0)) draft.unmet.set(writer, { head, by: nameOf(event) })
  }
}

const handlers = {
  // Steps of the runbook.
  'step.begun': (draft, event) => markStep(draft, event, 'in-progress', event.data.note),
  'step.done': (draft, event) => markStep(draft, event, 'done', event.data.note),
  'step.declined': (draft, event) => markStep(draft, event, 'declined', event.data.reason),
  'step.skipped': (draft, event) => markStep(draft, event, 'skipped', event.data.reason),
  'step.assigned': (draft, event) => writeRegister(draft, event, `assignee:${event.data.step}`, event.data.to),
  // Facts, public words, and the scope.
  'fact.set': (draft, event) => {
    const { fact, known, value, kept } = event.data
    // Without a value there is nothing to say to customers.
    const cleared = known === false ? null : undefined
    const { ja = cleared, en = cleared } = event.data
    if (kept !== undefined) {
      addEvidence(draft, event, 'fact', kept)
      const isRemoved = draft.discarded.has(kept.file)
      writeRegister(draft, event, `fact:${fact}`, { known: true, value: isRemoved ? REDACTED : valueInEvidence(kept) })
    } else if (known !== undefined || value !== undefined)
      writeRegister(draft, event, `fact:${fact}`, { known: known ?? true, value: value ?? null })
    if (ja !== undefined) writeRegister(draft, event, `words:${fact}.ja`, ja)
    if (en !== undefined) writeRegister(draft, event, `words:${fact}.en`, en)
  },
  'scope.changed': (draft, event) => {
    const { changes, forced, unapproved } = event.data
    writeScope(draft, event, changes, {
      ...(forced !== undefined && { forced }),
      ...(unapproved !== undefined && { unapproved }),
    })
  },
  ...phaseHandlers,
  ...noticeHandlers,
  // Who was called, and which escalation levels were raised.
  'contact.tried': (draft, event) => markCall(draft, event, 'tried'),
  'contact.reached': (draft, event) => markCall(draft, event, 'reached'),
  'escalation.raised': (draft, event) => {
    const { level, reason } = event.data
    writeRegister(draft, event, `level:${level}`, { reason })
  },
  // Pages to people, and their outcomes.
  'page.intended': (draft, event) => {
    const { person, way, department, level, journal } = event.data
    const origin = { ...referenceTo(event), order: draft.events, recordedAt: event.recordedAt }
    const noOutcome = { state: 'unknown', ended: false, why: null, detail: null } as const
    draft.pages.push({ ...origin, person, way, department, level, ...noOutcome, journal })
  },
  'page.delivered': (draft, event) => {
    const { page, outcome: state, why, detail, journal } = event.data
    if (draft.found.pages.find(page).length === 0) addAnomaly(draft, event, 'unknown-target')
    draft.found.pages.change(page, (p) => (p.ended ? p : { ...p, state, ended: true, why, detail }))
    if (journal !== null) addEvidence(draft, event, 'journal', journal)
  },
  // Events from which deadlines of authorities count, and reports made to them.
  'clock.started': (draft, event) => {
    const { authority, event: started, filing } = event.data
    writeRegister(draft, event, `authority:${authority.id}`, authority)
    writeRegister(draft, event, `clock:${authority.id}:${started}`, { filing })
  },
  'authority.reported': (draft, event) => {
    const { authority, filing, ref, note = null } = event.data
    writeRegister(draft, event, `authority:${authority.id}`, authority)
    writeRegister(draft, event, `filed:${filing}`, { ref, note })
  },
  'filing.field-stated': (draft, event) => {
    const { authority, field, value } = event.data
    writeRegister(draft, event, `field:${authority}:${field}`, value)
  },
  // Who leads, and to whom the lead was offered.
  'handover.offered': (draft, event) => {
    const { to, note = null } = event.data
    writeRegister(draft, event, 'offer', { to, note })
  },
  'handover.accepted': (draft, event) => {
    const { offer, reason } = event.data
    if (offer !== null && reason === null && isLastOffer(draft, offer)) acceptOffer(draft, event, offer)
    writeRegister(draft, event, 'lead', { name: event.by, reason })
    writeRegister(draft, event, 'offer', null)
  },
  // What another person has to approve.
  'approval.requested': (draft, event) =>
    writeRegister(draft, event, `approval:${nameOf(event)}`, {
      ...{ says: 'requested', prepared: event.data },
      ...inviterOf(event),
    }),
  'approval.granted': (draft, event) => {
    const { request, digest, as = null } = event.data
    writeRegister(draft, event, `approval:${request}`, { says: 'granted', digest, as, ...inviterOf(event) })
  },
  'approval.refused': (draft, event) => {
    const { request, reason } = event.data
    writeRegister(draft, event, `approval:${request}`, { says: 'refused', reason })
  },
  ...followUpHandlers,
  ...evidenceHandlers,
  ...amendmentHandlers,
  // The scenario of a drill and its injects.
  'drill.began': (draft, event) => {
    if (draft.exercise !== null || draft.declaration?.drill !== true) addAnomaly(draft, event, 'not-a-drill')
    else draft.exercise = { ...event.data, injected: [] }
  },
  'drill.injected': (draft, event) => {
    const { exercise } = draft
    const { id } = event.data.inject
    if (exercise?.scenario.injects.some((inject) => inject.id === id) !== true)
      return addAnomaly(draft, event, 'unknown-target')
    if (exercise.injected.some((inject) => inject.id === id)) return
    const injected = [...exercise.injected, { id, event: nameOf(event), at: event.at }]
    draft.exercise = { ...exercise, injected }
  },
  // Runbook and settings, and maintenance of the log.
  'runbook.adopted': (draft, event) => putInForce(draft, event, event.data),
  'settings.adopted': (draft, event) => {
    const { approval } = event.data
    putInForce(draft, event, event.data)
    if (approval !== undefined) draft.ruleChanges.push({ ...positionOf(draft, event), approval })
  },
  'lock.broken': () => {},
  'log.recovered': (draft, event) => {
    draft.recovered.push(event.data.kept)
  },
  ...writerHandlers,
} satisfies Handlers

// Each handler is called only with events of its own type.
type Handler = (draft: IncidentDraft, event: Event) => void
const HANDLERS = new Map(Object.entries(handlers) as [string, Handler][])

function markStep(
  draft: IncidentDraft,
  event: Event & { data: { step: string } },
  state: RegisterValues['step:']['state'],
  note?: string,
): void {
  writeRegister(draft, event, `step:${event.data.step}`, { state, note: note ?? null })
}

function markCall(
  draft: IncidentDraft,
  event: Event & { data: EventData['contact.tried'] },
  state: CallMark['state'],
): void {
  const { person, way = null, note = null } = event.data
  writeRegister(draft, event, `call:${person}`, { state, way, note })
}
