import {
  type Attachment,
  type Envelope,
  type Event,
  type EventData,
  type Force,
  type Head,
  isNewer,
  nameOf,
} from '../log/event.ts'
import { compareEvents } from '../log/hybrid-clock.ts'
import { isAbandoned, isMissingHead } from '../log/missing-heads.ts'
import { copyKey } from './copied-notes.ts'
import { currentWrite } from './current-values.ts'
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
import { roleKey } from './facts.ts'
import type {
  Action,
  CallMark,
  CommandRun,
  Incident,
  Notice,
  PhaseMark,
  RegisterValues,
  UndoneNotice,
} from './incident.ts'
import { EMPTY_INCIDENT, headOf } from './incident.ts'
import { correctMentions } from './mentions.ts'
import { noticeFromIntent, seenBy, withOutcome, withRetry } from './notices.ts'
import type { EventPosition, Write } from './register.ts'

/** Folds events, given in any order, to the state of the incident. Never throws: contradictions become anomalies. */
export function foldEvents(events: Iterable<Event | Envelope>): Incident {
  return foldInOrder([...events].sort(compareEvents))
}

/** Folds events in log order (`log/hybrid-clock.ts`), one at a time, onto an incident whose events all come before them. */
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
  // A head that was missing when another writer named it may come later in log order.
  if (draft.unmet.get(event.writer)?.head.hash === event.hash) draft.unmet.delete(event.writer)
  if (draft.declaration !== null && event.incident !== draft.declaration.incident)
    addAnomaly(draft, event, 'foreign-incident')
  else {
    const handler = isNewer(event) ? undefined : HANDLERS.get(event.type)
    if (handler !== undefined) handler(draft, event as Event)
    else if (event.critical || isNewer(event)) draft.beyond ??= { event: nameOf(event), type: event.type }
    if (event.after !== undefined) noteMissingHeads(draft, event, event.after)
  }
}

/** Records the heads that an event says its writer had seen and the log lacks, unless their file was abandoned. */
function noteMissingHeads(draft: IncidentDraft, event: Event | Envelope, after: readonly Head[]): void {
  for (const head of after) {
    if (!isMissingHead(head, event, draft.heads)) continue
    const { writer, seq } = head
    const givenUp = draft.givenUp.get(writer)
    if (givenUp !== undefined && isAbandoned(head, givenUp)) continue
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
    const { fact, known, value } = event.data
    // Without a value there is nothing to say to customers.
    const cleared = known === false ? null : undefined
    const { ja = cleared, en = cleared } = event.data
    if (known !== undefined || value !== undefined)
      writeRegister(draft, event, `fact:${fact}`, { known: known ?? true, value: value ?? null })
    if (ja !== undefined) writeRegister(draft, event, `words:${fact}.ja`, ja)
    if (en !== undefined) writeRegister(draft, event, `words:${fact}.en`, en)
  },
  'scope.changed': (draft, event) => {
    const { changes, forced } = event.data
    writeScope(draft, event, changes, forced === undefined ? {} : { forced })
  },
  // The declaration and the phases of the halt.
  'incident.started': (draft, event) => {
    if (draft.declaration !== null) return addAnomaly(draft, event, 'second-declaration')
    const { id, drill, planned, type, title, severity, startedAt, scope } = event.data
    const { v: version, incident, recordedAt: declaredAt, by: declaredBy } = event
    draft.declaration = { event: nameOf(event), id, incident, version, drill, declaredAt, declaredBy, planned }
    putInForce(draft, event, event.data)
    // Whoever declares leads from the declaration on, even if the halt began earlier.
    const declared = { ...event, at: declaredAt }
    writeRegister(draft, declared, 'lead', { name: declaredBy, reason: null })
    writeRegister(draft, event, 'type', type)
    if (title !== null) writeRegister(draft, event, 'title', title)
    if (severity !== null) writeRegister(draft, event, 'severity', severity)
    writeRegister(draft, event, 'phase', phaseMark(planned === null ? 'initial-response' : 'scheduled', 'declared'))
    // The beginning is known from the declaration on, not from the beginning on.
    if (startedAt !== null) writeRegister(draft, declared, roleKey('began'), { known: true, value: startedAt })
    if (planned !== null) {
      writeRegister(draft, event, roleKey('planned-begin'), { known: true, value: planned.from })
      writeRegister(draft, event, roleKey('planned-end'), { known: true, value: planned.to })
    }
    writeScope(draft, event, scope)
  },
  'incident.classified': (draft, event) => {
    const { type, severity, title } = event.data
    if (type !== undefined) writeRegister(draft, event, 'type', type)
    if (severity !== undefined) writeRegister(draft, event, 'severity', severity)
    if (title !== undefined) writeRegister(draft, event, 'title', title)
  },
  'phase.advanced': (draft, event) => {
    const { to, forced = null } = event.data
    writeRegister(draft, event, 'phase', { ...phaseMark(to, 'advance'), forced })
    // This starts a planned halt, on each machine that does not know of another start.
    if (to === 'initial-response') writeRegister(draft, event, roleKey('began'), { known: true, value: event.at })
  },
  'scope.lifted': (draft, event) => {
    const { changes, open, forced } = event.data
    // Of the open steps, only criteria need a forced lift and a reason for it.
    const allOpen = [...new Set([...(forced?.open ?? []), ...open])]
    const overridden = allOpen.length === 0 ? null : { reason: forced?.reason ?? '', open: allOpen }
    writeRegister(draft, event, 'phase', { ...phaseMark('after-resumption', 'lift'), forced: overridden })
    writeScope(draft, event, changes)
  },
  'incident.reopened': (draft, event) => {
    writeRegister(draft, event, 'phase', { ...phaseMark('during-halt', 'reopen'), reason: event.data.reason })
    writeScope(draft, event, event.data.scope)
  },
  'incident.closed': (draft, event) => {
    const { as: closedAs, reason, forced = null, duplicateOf = null } = event.data
    writeRegister(draft, event, 'phase', { ...phaseMark('closed', 'close'), reason, forced, closedAs, duplicateOf })
  },
  // Notices, and the channels they are sent on.
  'notice.posted': (draft, event) => {
    const { corrects = null, claim = null, forced = null, ...rest } = event.data
    const seen = seenBy(event)
    const origin = { ...referenceTo(event), recordedAt: event.recordedAt, order: draft.events, seen }
    draft.notices.push({ ...rest, ...origin, state: 'posted', texts: [], corrects, claim, forced, sending: null })
    writeRegister(draft, event, `posted:${origin.event}`, true)
  },
  'notice.intended': (draft, event) => {
    const { data } = event
    if (data.retries === null) {
      draft.notices.push(noticeFromIntent(event, draft.events))
      return
    }
    const { sendings } = draft.found
    // `sendings` finds a notice by any of its attempts, but `retries` must name the first.
    const first = sendings.find(data.retries).find((n) => n.event === data.retries)
    if (first === undefined) addAnomaly(draft, event, 'unknown-target')
    else sendings.change(first.event, (n) => ({ ...n, ...(n.sending && withRetry(n, n.sending, event)) }))
  },
  'notice.delivered': (draft, event) => {
    const { notice, journal } = event.data
    const { sendings } = draft.found
    if (sendings.find(notice).length === 0) addAnomaly(draft, event, 'unknown-target')
    sendings.change(notice, (n) => ({ ...n, ...(n.sending && withOutcome(n, n.sending, event)) }))
    if (journal !== null) addEvidence(draft, event, 'journal', journal)
  },
  'channel.marked': (draft, event) => {
    const { channel, safe, reason } = event.data
    writeRegister(draft, event, `channel:${channel}`, { safe, reason })
  },
  'notice.promised': (draft, event) => writeRegister(draft, event, `promise:${event.data.channel}`, event.data.next),
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
    const origin = { ...referenceTo(event), order: draft.events }
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
  // Who leads, and to whom the lead was offered.
  'handover.offered': (draft, event) => {
    const { to, note = null } = event.data
    writeRegister(draft, event, 'offer', { to, note })
  },
  'handover.accepted': (draft, event) => {
    writeRegister(draft, event, 'lead', { name: event.by, reason: event.data.reason })
    writeRegister(draft, event, 'offer', null)
  },
  // Follow-ups.
  'action.added': (draft, event) => {
    const { at, by, data } = event
    const { serves = null, ...rest } = data
    draft.actions.push({ id: nameOf(event), at, by, ...rest, serves, doneAt: null, doneEvent: null })
  },
  'action.changed': (draft, event) => {
    const { action, owner, due } = event.data
    changeAction(draft, event, action, (a) => ({ owner: owner ?? a.owner, due: due ?? a.due }))
  },
  'action.done': (draft, event) => {
    const { action } = event.data
    if (isAdded(draft, action)) writeRegister(draft, event, `done:${action}`, true)
    changeAction(draft, event, action, (a) => withDone(draft, a))
  },
  // Notes, commands that were run, and the evidence that both leave next to the log.
  'note.added': (draft, event) => {
    const { text: note, attached, hypothesis, discards, source } = event.data
    keepAttachments(draft, event, attached)
    if (source !== undefined) draft.copiedNotes.set(copyKey(source), nameOf(event))
    if (hypothesis === true) writeRegister(draft, event, `hypothesis:${nameOf(event)}`, { state: 'open', note })
    if (discards === undefined) return
    if (draft.registers.has(`hypothesis:${discards}`))
      writeRegister(draft, event, `hypothesis:${discards}`, { state: 'discarded', note })
    else addAnomaly(draft, event, 'unknown-target')
  },
  'note.private': (draft, event) => {
    addEvidence(draft, event, 'note', event.data.kept)
    keepAttachments(draft, event, event.data.attached)
  },
  'command.started': (draft, event) => {
    const { argv, step, stdout, stderr } = event.data
    draft.commands.push({ ...referenceTo(event), argv, step, stdout, stderr, end: null, settled: null })
  },
  'command.ended': (draft, event) => {
    const { command, end: how, code, signal, stdout, stderr } = event.data
    changeCommand(draft, event, command, { end: { how, code, signal } })
    for (const [kind, output] of Object.entries({ stdout, stderr }))
      if (output?.kept) addEvidence(draft, event, kind as 'stdout' | 'stderr', output.kept)
  },
  'command.settled': (draft, event) => {
    const { command, words } = event.data
    changeCommand(draft, event, command, { settled: { ...referenceTo(event), words } })
  },
  'evidence.removed': (draft, event) => {
    const { file, reason, leftover } = event.data
    const removed = { ...referenceTo(event), reason }
    const isKept = draft.found.files.find(file).length > 0
    if (!isKept && !leftover) addAnomaly(draft, event, 'unknown-target')
    if (!isKept && !draft.discarded.has(file)) draft.discarded.set(file, removed)
    draft.found.files.change(file, (e) => (e.removed === null ? { ...e, removed } : e))
  },
  // Undoing and correcting earlier events.
  'event.undone': (draft, event) => {
    const target = event.data.event
    const writes = draft.written.by(target)
    if (writes.length === 0) return addAnomaly(draft, event, 'unknown-target')
    if (!writes.every(({ write }) => isUndoable(write))) return addAnomaly(draft, event, 'not-undoable')
    draft.undone.set(target, nameOf(event))
    draft.written.amend(target, positionOf(draft, event), () => ({ undone: true }))
    draft.found.actions.change(target, (a) => withDone(draft, a))
    takeOutNotice(draft, target, { ...referenceTo(event), reason: event.data.reason })
  },
  'event.corrected': (draft, event) => {
    const { event: target, at = null, text = null, reason } = event.data
    const { by, recordedAt } = event
    draft.corrections.push({ event: nameOf(event), target, by, recordedAt, at, text, reason })
    const position = positionOf(draft, event)
    if (at !== null) retime(draft, position, target, at)
    if (text !== null)
      draft.written.amend(target, position, (w) => ({ value: withSaid(w.value, text), corrected: true }))
    const { notices, undoneNotices, pages, evidence, commands, actions } = draft.found
    const retimed = <T extends { readonly at: string }>(item: T): T => ({ ...item, at: at ?? item.at })
    const mended = <T extends Notice>(n: T): T => ({ ...retimed(n), forced: forcedFor(n.forced, text) })
    notices.change(target, mended)
    undoneNotices.change(target, mended)
    for (const items of [pages, evidence, commands]) items.change(target, retimed)
    correctMentions(draft, { target, at, text })
    actions.change(target, (a) =>
      a.id === target ? { ...a, at: at ?? a.at, text: text ?? a.text } : withDone(draft, a),
    )
  },
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
  'settings.adopted': (draft, event) => putInForce(draft, event, event.data),
  'log.recovered': (draft, event) => {
    draft.recovered.push(event.data.kept)
  },
  'log.continued': (draft, event) => {
    const { writer, found, kept, reason, frozen = null } = event.data
    const givenUp = { event: nameOf(event), found, kept, reason, frozen }
    const unmet = draft.unmet.get(writer)
    draft.givenUp.set(writer, givenUp)
    if (unmet !== undefined && isAbandoned(unmet.head, givenUp)) draft.unmet.delete(writer)
  },
} satisfies Handlers

// Each handler is called only with events of its own type.
const HANDLERS = new Map(Object.entries(handlers) as [string, (draft: IncidentDraft, event: Event) => void][])

function markStep(
  draft: IncidentDraft,
  event: Event & { data: { step: string } },
  state: RegisterValues['step:']['state'],
  note?: string,
): void {
  writeRegister(draft, event, `step:${event.data.step}`, { state, note: note ?? null })
}

function phaseMark(to: PhaseMark['phase'], by: PhaseMark['by']): PhaseMark {
  return { phase: to, by, reason: null, forced: null, closedAs: null, duplicateOf: null }
}

function markCall(
  draft: IncidentDraft,
  event: Event & { data: EventData['contact.tried'] },
  state: CallMark['state'],
): void {
  const { person, way = null, note = null } = event.data
  writeRegister(draft, event, `call:${person}`, { state, way, note })
}

/** Returns a follow-up with `doneAt` and `doneEvent` as its register has them now. */
function withDone(draft: IncidentDraft, action: Action): Action {
  const done = currentWrite(draft, `done:${action.id}`)
  return { ...action, doneAt: done?.at ?? null, doneEvent: done?.event ?? null }
}

function changeAction(draft: IncidentDraft, event: Event, id: string, change: (a: Action) => Partial<Action>): void {
  if (isAdded(draft, id)) draft.found.actions.change(id, (a) => ({ ...a, ...change(a) }))
  else addAnomaly(draft, event, 'unknown-target')
}

/** `found.actions` also has the events that marked follow-ups as done: only the event that added one is its id. */
function isAdded(draft: IncidentDraft, id: string): boolean {
  return draft.found.actions.find(id).some((a) => a.id === id)
}

function changeCommand(draft: IncidentDraft, event: Event, command: string, change: Partial<CommandRun>): void {
  if (draft.found.commands.find(command).length === 0) addAnomaly(draft, event, 'unknown-target')
  draft.found.commands.change(command, (c) => ({ ...c, ...change }))
}

function keepAttachments(draft: IncidentDraft, event: Event, attached: readonly Attachment[] = []): void {
  for (const { name, ...bytes } of attached) addEvidence(draft, event, 'attachment', bytes, name)
}

/** Moves a notice that a person posted from those that count to the undone ones. Undone twice, the last reason counts. */
function takeOutNotice(draft: IncidentDraft, target: string, undone: UndoneNotice['undone']): void {
  draft.found.undoneNotices.change(target, (n) => ({ ...n, undone }))
  const [notice] = draft.found.notices.find(target)
  if (notice === undefined) return
  draft.notices.splice(draft.notices.indexOf(notice), 1)
  draft.undoneNotices.push({ ...notice, undone })
  for (const index of [draft.found.notices, draft.found.sendings]) index.rebuild()
}

/** Declaring cannot be undone, because all later events depend on it. */
function isUndoable(w: Write<unknown>): boolean {
  return (w.value as Partial<PhaseMark>)?.by !== 'declared'
}

/** Corrects the time of an event, and that of the beginning with it if the event started a planned halt. */
function retime(draft: IncidentDraft, position: EventPosition, target: string, at: string): void {
  const writes = draft.written.by(target)
  const isAdvance = writes.some(({ key, write }) => key === 'phase' && (write.value as PhaseMark).by === 'advance')
  draft.written.amend(target, position, (_, key) => ({
    at,
    corrected: true,
    ...(isAdvance && key === roleKey('began') && { value: { known: true, value: at } }),
  }))
}

/** Returns the value of a register with other words for its note or reason. A reason is not added where there is none. */
function withSaid(value: unknown, words: string): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { reason = null, forced = null } = value as Partial<PhaseMark>
  return {
    ...value,
    ...('note' in value && { note: words }),
    ...(reason !== null && { reason: words }),
    ...(forced !== null && { forced: forcedFor(forced, words) }),
  }
}

/** Returns an override for another reason, if one is given. Steps left open at a lift are kept like one without a reason. */
function forcedFor(forced: Force | null, reason: string | null): Force | null {
  return forced === null || reason === null || forced.reason === '' ? forced : { ...forced, reason }
}
