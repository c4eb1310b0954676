import { lowerBound } from '../binary-search.ts'
import {
  type Envelope,
  type Event,
  type EventType,
  type Force,
  type KeptBytes,
  nameOf,
  type ScopeChange,
} from '../log/event.ts'
import { governingFilesIn } from '../log/governing-files.ts'
import { EMPTY_RUNBOOK, type Runbook } from '../runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../settings.ts'
import type {
  Action,
  CommandRun,
  EventReference,
  Evidence,
  Incident,
  Notice,
  Page,
  RegisterValues,
  UndoneNotice,
} from './incident.ts'
import type { AmendedParts, EventPosition, Slot, StoredWrite, UnnamedWrite, Write } from './register.ts'
import { newWrite, packWrite, Registers, TextStore } from './register.ts'

/** An incident during the fold, with maps and lists that are changed in place. It never leaves the fold. */
export type IncidentDraft = Mutable & {
  readonly written: RegisterWriter
  readonly found: {
    /** Notices by the event that posted them or first intended to send them. */
    readonly notices: NameIndex<Notice>
    readonly undoneNotices: NameIndex<UndoneNotice>
    /** Notices by the events of the attempts to send them. */
    readonly sendings: NameIndex<Notice>
    readonly pages: NameIndex<Page>
    /** Follow-ups by the event that added them, and by the one that marked them as done. */
    readonly actions: NameIndex<Action>
    readonly evidence: NameIndex<Evidence>
    /** Evidence by the name of its file. */
    readonly files: NameIndex<Evidence>
    readonly commands: NameIndex<CommandRun>
  }
}

type Mutable = {
  -readonly [K in keyof Incident]: Incident[K] extends ReadonlyMap<infer Key, infer V>
    ? Map<Key, V>
    : Incident[K] extends readonly (infer V)[]
      ? V[]
      : Incident[K]
}

/** Starts a draft with the state of an incident, which is not changed. */
export function draftOf(incident: Incident): IncidentDraft {
  const written = new RegisterWriter(incident.registers)
  const draft: Mutable = {
    ...incident,
    registers: written.registers,
    copiedNotes: new Map(incident.copiedNotes),
    undone: new Map(incident.undone),
    heads: new Map(incident.heads),
    unmet: new Map(incident.unmet),
    named: [...incident.named],
    givenUp: new Map(incident.givenUp),
    recovered: [...incident.recovered],
    notices: [...incident.notices],
    undoneNotices: [...incident.undoneNotices],
    pages: [...incident.pages],
    actions: [...incident.actions],
    corrections: [...incident.corrections],
    evidence: [...incident.evidence],
    discarded: new Map(incident.discarded),
    commands: [...incident.commands],
    anomalies: [...incident.anomalies],
  }
  return {
    ...draft,
    written,
    found: {
      notices: new NameIndex(draft.notices, ({ event }) => [event]),
      undoneNotices: new NameIndex(draft.undoneNotices, ({ event }) => [event]),
      sendings: new NameIndex(draft.notices, ({ sending }) => sending?.attempts ?? []),
      pages: new NameIndex(draft.pages, ({ event }) => [event]),
      actions: new NameIndex(draft.actions, ({ id, doneEvent }) => [id, doneEvent]),
      evidence: new NameIndex(draft.evidence, ({ event }) => [event]),
      files: new NameIndex(draft.evidence, ({ file }) => [file]),
      commands: new NameIndex(draft.commands, ({ event }) => [event]),
    },
  }
}

export function incidentOf({ written: _, found: __, ...incident }: IncidentDraft): Incident {
  return incident
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
  forced: { readonly forced?: Force } = {},
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
  draft.named.push(...governingFilesIn(event))
  const { runbook = EMPTY_RUNBOOK, runbookDigest, settings = DEFAULT_SETTINGS, settingsDigest } = data
  if (runbookDigest !== undefined) Object.assign(draft, { runbook, runbookDigest })
  if (settingsDigest !== undefined) Object.assign(draft, { settings, settingsDigest })
}

/** Records that an event contradicts those before it. */
export function addAnomaly(draft: IncidentDraft, event: Envelope, why: Incident['anomalies'][number]['why']): void {
  draft.anomalies.push({ event: nameOf(event), why })
}

/** The slots of the writes of each event, in two parallel arrays per writer: a map of all events would take more memory. */
export class ByEvent {
  private readonly lists = new Map<string, { readonly seqs: number[]; readonly slots: Slot[] }>()

  add(writer: string, seq: number, slot: Slot): void {
    const lists = this.lists.get(writer) ?? { seqs: [], slots: [] }
    this.lists.set(writer, lists)
    // A later event nearly always belongs at the end.
    const at = (lists.seqs.at(-1) ?? 0) <= seq ? lists.seqs.length : firstFrom(lists.seqs, seq + 1)
    lists.seqs.splice(at, 0, seq)
    lists.slots.splice(at, 0, slot)
  }

  of(writer: string, seq: number): readonly Slot[] {
    const { seqs, slots } = this.lists.get(writer) ?? NONE
    return slots.slice(firstFrom(seqs, seq), firstFrom(seqs, seq + 1))
  }
}

const NONE = { seqs: [], slots: [] }

/** The index of the first number in a sorted list that is at least `least`. */
function firstFrom(list: readonly number[], least: number): number {
  return lowerBound(list.length, (i) => (list[i] as number) < least)
}

/** A register keeps the names of up to this many writers. Most have fewer; thousands would take much memory. */
const MAX_KEPT_WRITERS = 8

/** Writes to the registers of an incident during the fold. The incident's previous registers are not changed. */
export class RegisterWriter {
  /** A live view of what was written so far. */
  readonly registers: Registers
  private readonly last: Map<string, Slot>
  private readonly writers: Map<string, readonly string[] | null>
  private readonly amended: Map<Slot, Slot>
  /** Built when the first event is undone or corrected; null until then. */
  private slotsByEvent: ByEvent | null = null
  /** The position in the fold of the event being written, and the place of its next write. */
  private order = 0
  private place = 0

  constructor({ index, texts }: Registers) {
    this.last = new Map(index.last)
    this.writers = new Map(index.writers)
    this.amended = new Map(index.amended)
    const { last, writers, amended } = this
    // Texts can be shared, since they are only ever appended to. Only the shared empty ones must stay empty.
    this.registers = new Registers({ last, writers, amended }, last.size === 0 ? new TextStore() : texts)
  }

  put(key: string, event: Envelope, order: number, value: unknown): void {
    if (order !== this.order) [this.order, this.place] = [order, 0]
    const before = this.last.get(key) ?? null
    const slot = this.store({ key, before, write: newWrite(event, order, this.place, value) })
    this.last.set(key, slot)
    this.addWriter(key, event.writer)
    this.place += 1
    this.slotsByEvent?.add(event.writer, event.seq, slot)
  }

  private addWriter(key: string, writer: string): void {
    const known = this.writers.get(key)
    if (known === null || known?.includes(writer)) return
    this.writers.set(key, known?.length === MAX_KEPT_WRITERS ? null : [...(known ?? []), writer])
  }

  by(event: string): StoredWrite[] {
    return this.slotsOf(event).map((slot) => this.registers.writeAt(slot))
  }

  /** Changes parts of each write of an event, because of a later event. */
  amend(event: string, by: EventPosition, partsOf: (write: Write<unknown>, key: string) => AmendedParts): void {
    for (const slot of this.slotsOf(event)) {
      const current = this.registers.amendedSlot(slot)
      const entry = this.registers.writeAt(current)
      const parts = partsOf(entry.write, entry.key)
      const amendment = { ...by, sets: Object.keys(parts) as (keyof AmendedParts)[] }
      this.amended.set(current, this.store({ ...entry, write: { ...entry.write, ...parts, amendment } }))
    }
  }

  private store(entry: StoredWrite<UnnamedWrite>): Slot {
    return this.registers.texts.add(packWrite(entry))
  }

  private slotsOf(event: string): readonly Slot[] {
    this.slotsByEvent ??= slotsIn(this.registers)
    const colon = event.lastIndexOf(':')
    const slots = this.slotsByEvent.of(event.slice(0, colon), Number(event.slice(colon + 1)))
    // The number may have been spelled another way, such as `01`: that is not the event's name.
    return slots.filter((slot) => this.registers.writeAt(slot).write.event === event)
  }
}

function slotsIn(registers: Registers): ByEvent {
  const slots = new ByEvent()
  for (const { write, slot } of registers.inOrder(() => true)) slots.add(write.writer, write.seq, slot)
  return slots
}

/** Finds the items of a growing list by name. An item that was changed is still found by its former names. */
export class NameIndex<T> {
  private readonly list: T[]
  private readonly namesOf: (item: T) => readonly (string | null)[]
  private readonly indices = new Map<string, Set<number>>()
  private indexed = 0

  constructor(list: T[], namesOf: (item: T) => readonly (string | null)[]) {
    this.list = list
    this.namesOf = namesOf
  }

  find(name: string): T[] {
    return [...this.indicesOf(name)].map((index) => this.list[index] as T)
  }

  /** Replaces each item of a name with the result of `change`. */
  change(name: string, change: (item: T) => T): void {
    for (const index of this.indicesOf(name)) {
      this.list[index] = change(this.list[index] as T)
      // Its names may have changed.
      this.add(index)
    }
  }

  /** Indexes the list anew, after an item was taken out of it. */
  rebuild(): void {
    this.indices.clear()
    this.indexed = 0
  }

  /** Returns the indices of a name's items, after indexing what was added to the list since the last call. */
  private indicesOf(name: string): ReadonlySet<number> {
    for (; this.indexed < this.list.length; this.indexed += 1) this.add(this.indexed)
    return this.indices.get(name) ?? NO_INDICES
  }

  private add(index: number): void {
    for (const name of this.namesOf(this.list[index] as T)) {
      if (name === null) continue
      const known = this.indices.get(name)
      if (known === undefined) this.indices.set(name, new Set([index]))
      else known.add(index)
    }
  }
}

const NO_INDICES: ReadonlySet<number> = new Set()
