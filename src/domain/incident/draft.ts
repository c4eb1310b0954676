import { type Envelope, type Event, type EventType, type KeptBytes, nameOf, type ScopeChange } from '../log/event.ts'
import { governingFilesIn } from '../log/governing-files.ts'
import { EMPTY_RUNBOOK, type Runbook } from '../runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../settings.ts'
import { lastSeen } from './folding/last-seen.ts'
import { unseenAcceptances } from './folding/unseen-acceptances.ts'
import type { EventPosition } from './horizon.ts'
import type {
  CommandRun,
  Correction,
  EventReference,
  Evidence,
  FoldedAction,
  Incident,
  Notice,
  Page,
  Redaction,
  RegisterValues,
  ScopeMark,
  UndoneNotice,
} from './incident.ts'
import { NameIndex } from './name-index.ts'
import { RegisterWriter } from './register-writer.ts'

/** An incident during the fold, with maps and lists that are changed in place. It never leaves the fold. */
export type IncidentDraft = Mutable & {
  readonly written: RegisterWriter
  /** The events of notices that are undone, and still among `notices` until the end of the fold. */
  readonly takenOut: Set<string>
  readonly found: {
    /** Notices by the event that posted them or first intended to send them, and by the one that states that they arrived. */
    readonly notices: NameIndex<Notice>
    /** Undone notices by their events, and by the ones that undid them. */
    readonly undoneNotices: NameIndex<UndoneNotice>
    /** Notices by the events of the attempts to send them. */
    readonly sendings: NameIndex<Notice>
    readonly pages: NameIndex<Page>
    /** Follow-ups by the event that added them, and by the one that marked them as done. */
    readonly actions: NameIndex<FoldedAction>
    readonly evidence: NameIndex<Evidence>
    /** Evidence by the name of its file, and by the event that removed it. */
    readonly files: NameIndex<Evidence>
    /** Commands by the event that started them, and by the one that settles them. */
    readonly commands: NameIndex<CommandRun>
    readonly corrections: NameIndex<Correction>
    readonly redactions: NameIndex<Redaction>
    /** The names of files in `discarded`, by the event that removed them. */
    readonly discarded: Map<string, string>
  }
  /** `unseenAcceptances` */
  readonly unseen: Map<string, Set<number>>
  readonly lastSeen: Map<string, string>
}

type Mutable = {
  -readonly [K in keyof Incident]: Incident[K] extends ReadonlyMap<infer Key, infer V>
    ? Map<Key, V extends readonly (infer Item)[] ? Item[] : V>
    : Incident[K] extends readonly (infer V)[]
      ? V[]
      : Incident[K]
}

function withOwnLists(lists: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  return new Map([...lists].map(([key, list]) => [key, [...list]]))
}

/** Starts a draft with the state of an incident, which is not changed. */
export function draftOf(incident: Incident): IncidentDraft {
  const written = new RegisterWriter(incident.registers)
  const draft: Mutable = {
    ...incident,
    registers: written.registers,
    copiedNotes: withOwnLists(incident.copiedNotes),
    joinedRefs: withOwnLists(incident.joinedRefs),
    scopeUndoings: [...incident.scopeUndoings],
    ruleChanges: [...incident.ruleChanges],
    vainApprovals: [...incident.vainApprovals],
    lostApprovals: [...incident.lostApprovals],
    undone: new Map(incident.undone),
    heads: new Map(incident.heads),
    births: new Map(incident.births),
    statements: [...incident.statements],
    ignored: new Map(incident.ignored),
    disputed: [...incident.disputed],
    onlyFreezing: new Map(incident.onlyFreezing),
    restored: [...incident.restored],
    unmet: new Map(incident.unmet),
    named: [...incident.named],
    givenUp: new Map([...incident.givenUp].map(([writer, files]) => [writer, [...files]])),
    recovered: [...incident.recovered],
    notices: [...incident.notices],
    undoneNotices: [...incident.undoneNotices],
    pages: [...incident.pages],
    actions: [...incident.actions],
    corrections: [...incident.corrections],
    redactions: [...incident.redactions],
    evidence: [...incident.evidence],
    discarded: new Map(incident.discarded),
    commands: [...incident.commands],
    anomalies: [...incident.anomalies],
  }
  return {
    ...draft,
    written,
    takenOut: new Set(),
    unseen: unseenAcceptances(draft.statements),
    lastSeen: lastSeen(draft.statements),
    found: {
      notices: new NameIndex(draft.notices, ({ event, settled }) => [event, settled?.event ?? null]),
      undoneNotices: new NameIndex(draft.undoneNotices, ({ event, undone }) => [event, undone.event]),
      sendings: new NameIndex(draft.notices, ({ sending }) => sending?.attempts ?? []),
      pages: new NameIndex(draft.pages, ({ event }) => [event]),
      actions: new NameIndex(draft.actions, ({ id, doneEvent }) => [id, doneEvent]),
      evidence: new NameIndex(draft.evidence, ({ event }) => [event]),
      files: new NameIndex(draft.evidence, ({ file, removed }) => [file, removed?.event ?? null]),
      commands: new NameIndex(draft.commands, ({ event, settled }) => [event, settled?.event ?? null]),
      corrections: new NameIndex(draft.corrections, ({ event }) => [event]),
      redactions: new NameIndex(draft.redactions, ({ event }) => [event]),
      discarded: new Map([...draft.discarded].map(([file, { event }]) => [event, file])),
    },
  }
}

export function incidentOf({ takenOut, ...draft }: IncidentDraft): Incident {
  const { written: _, found: __, unseen: ___, lastSeen: ____, ...incident } = draft
  return takenOut.size === 0
    ? incident
    : { ...incident, notices: incident.notices.filter(({ event }) => !takenOut.has(event)) }
}

export function referenceTo(event: Envelope): EventReference {
  return { event: nameOf(event), at: event.at, by: event.by }
}

export type Handlers = { readonly [T in EventType]: (draft: IncidentDraft, event: Extract<Event, { type: T }>) => void }

/** Where an event that is being folded stands, and when it was recorded. */
export function positionOf(draft: IncidentDraft, { writer, seq, recordedAt }: Envelope): EventPosition {
  return { writer, seq, order: draft.events, recordedAt }
}

export function writeRegister<K extends keyof RegisterValues>(
  draft: IncidentDraft,
  event: Event,
  key: K,
  value: RegisterValues[K],
): void {
  draft.written.put(key, event, draft.events, value)
}

export function writeScope(
  draft: IncidentDraft,
  event: Event,
  changes: readonly ScopeChange[],
  forced: Pick<ScopeMark, 'forced' | 'unapproved'> = {},
): void {
  for (const { operation, asset, state, words } of changes)
    writeRegister(draft, event, `scope:${operation}${asset === null ? '' : `:${asset}`}`, { state, words, ...forced })
}

/** Adds a piece of evidence. `name` is the original file name of an attachment. */
export function addEvidence(
  draft: IncidentDraft,
  event: Event,
  kind: Evidence['kind'],
  { file, bytes, digest }: KeptBytes,
  name?: string,
): void {
  const removed = draft.discarded.get(file) ?? null
  draft.evidence.push({ ...referenceTo(event), file, kind, name: name ?? null, bytes, digest, removed })
}

/** The runbook or settings in an event's data, as values (log version 1) or by their digests only. */
interface Governing {
  readonly runbook?: Runbook | undefined
  readonly runbookDigest?: string
  readonly settings?: Settings | undefined
  readonly settingsDigest?: string
}

/** Puts an event's runbook or settings in force. If it only names their files, the store puts in their content later. */
export function putInForce(draft: IncidentDraft, event: Event, data: Governing): void {
  draft.named.push(...governingFilesIn(event).map((file) => ({ ...file, writer: event.writer })))
  const { runbook = EMPTY_RUNBOOK, runbookDigest, settings = DEFAULT_SETTINGS, settingsDigest } = data
  if (runbookDigest !== undefined) Object.assign(draft, { runbook, runbookDigest })
  if (settingsDigest !== undefined) Object.assign(draft, { settings, settingsDigest, settingsWriter: event.writer })
}

/** Records that an event contradicts those before it. */
export function addAnomaly(draft: IncidentDraft, event: Envelope, why: Incident['anomalies'][number]['why']): void {
  draft.anomalies.push({ event: nameOf(event), why })
}
