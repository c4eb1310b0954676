import type { Authority } from '../authorities/authority.ts'
import type { ContactMethodName } from '../contacts/contacts.ts'
import {
  type Claim,
  type CommandEnd,
  type DeliveryOutcome,
  type Envelope,
  type EventData,
  type Force,
  type Head,
  type NoticeText,
  type ScopeState,
  writerOf,
} from '../log/event.ts'
import type { GoverningKind, NamedFile } from '../log/governing-files.ts'
import type { WriterBirth, WriterRecord, WriterStatement } from '../log/known-writers.ts'
import type { AbandonedFile, MissingHead } from '../log/missing-heads.ts'
import type { RestoredWriter } from '../log/set-aside.ts'
import { EMPTY_RUNBOOK, type Phase, type Runbook, type Severity, type Stage } from '../runbook/runbook.ts'
import { type ApprovalRules, DEFAULT_SETTINGS, type Settings } from '../settings.ts'
import type { EventPosition, SeenEvent } from './horizon.ts'
import type { GivenTexts, OwnTexts, Wording } from './own-texts.ts'
import { Registers } from './registers.ts'

/** The name of an event, when what it records happened (ISO 8601), and who recorded it. */
export interface EventReference {
  readonly event: string
  readonly at: string
  readonly by: string
}

/** What the declaring event fixed for good. */
export interface Declaration {
  readonly event: string
  /** The name of its folder on this machine: the id that it was declared with or, if another one has that here, `-2`, … after it. */
  readonly id: string
  /** The id that it was declared with. */
  readonly declaredId: string
  /** The random id that every line contains. */
  readonly incident: string
  /** Version of the declaring line. Later lines are written in the same version. */
  readonly version: number
  readonly drill: boolean
  readonly declaredAt: string
  readonly declaredBy: string
  readonly planned: { readonly from: string; readonly to: string } | null
  /** What it was declared for, such as the key of an alert; null if nothing was named. */
  readonly ref: string | null
}

/** A state that somebody put a step in. `note` is the reason if it was declined or skipped. */
export interface StepMark {
  readonly state: 'in-progress' | 'done' | 'declined' | 'skipped'
  readonly note: string | null
}

/** What was stated of a fact; a value of null if it is not known. */
export interface FactMark {
  readonly known: boolean
  readonly value: string | null
}

/** A stated scope of an operation, or of one of its assets. */
export interface ScopeMark {
  /** Null withdraws what was stated about an asset: its operation's state applies to it again. */
  readonly state: ScopeState | null
  /** What the state means, in the operator's words. `limited` requires them. */
  readonly words: string | null
  /** Why it was stated to be open without a lift, if it was; `unapproved` where another person has to approve lifts. */
  readonly forced?: Force
  readonly unapproved?: boolean
}

/** The phase that the halt entered. */
export interface PhaseMark {
  readonly phase: Phase
  readonly by: 'declared' | 'advance' | 'lift' | 'reopen' | 'close'
  /** Why it was reopened or closed; else null. */
  readonly reason: string | null
  readonly forced: Force | null
  readonly closedAs: string | null
  readonly approval?: string
  readonly unapproved?: boolean
  /** The id of the incident that it was joined to when it was closed. */
  readonly duplicateOf: string | null
}

/** An attempt to call somebody. */
export interface CallMark {
  readonly state: 'tried' | 'reached'
  /** Null if it was not stated. */
  readonly way: ContactMethodName | null
  readonly note: string | null
}

/** What somebody recorded about an act that another person has to approve; `invitedBy` as an event has it. */
export type ApprovalMark =
  | { readonly says: 'requested'; readonly prepared: EventData['approval.requested']; readonly invitedBy?: string }
  | { readonly says: 'granted'; readonly digest: string; readonly as: string | null; readonly invitedBy?: string }
  | { readonly says: 'refused'; readonly reason: string }

/** A statement about a possible cause. */
export interface HypothesisMark {
  readonly state: 'open' | 'discarded' | 'confirmed'
  /** The hypothesis, or why it was discarded or confirmed. */
  readonly note: string
  /** The same in languages in which somebody wrote it; missing if nobody did. */
  readonly texts?: GivenTexts
}

/** The types of the values of registers, by the form of the register's key. */
export interface RegisterValues {
  [key: `step:${string}`]: StepMark
  [key: `assignee:${string}`]: string
  /** `fact:NAME`, or `fact:@ROLE` for what other events than `fact.set` state. */
  [key: `fact:${string}`]: FactMark
  /** `words:FACT.LANGUAGE` */
  [key: `words:${string}`]: string | null
  /** `scope:OPERATION` or `scope:OPERATION:ASSET` */
  [key: `scope:${string}`]: ScopeMark
  /** `promise:CHANNEL`, when the next notice comes (ISO 8601) */
  [key: `promise:${string}`]: string
  [key: `channel:${string}`]: { readonly safe: boolean; readonly reason: string }
  [key: `call:${string}`]: CallMark
  [key: `level:${string}`]: { readonly reason: string | null }
  /** `hypothesis:EVENT`, where EVENT is the note that states it */
  [key: `hypothesis:${string}`]: HypothesisMark
  /** `moment:EVENT`, a key moment of the incident */
  [key: `moment:${string}`]: true
  /** `no-moment:EVENT`, an event that was proposed as a key moment and is none */
  [key: `no-moment:${string}`]: true
  /** `authority:ID`, as the log last described it */
  [key: `authority:${string}`]: Authority
  /** `clock:AUTHORITY:EVENT`; `filing` null starts the clocks of all filings */
  [key: `clock:${string}`]: { readonly filing: string | null }
  /** `done:ACTION`, a follow-up that was carried out */
  [key: `done:${string}`]: true
  /** `posted:EVENT`, a notice that a person posted */
  [key: `posted:${string}`]: true
  /** `redacted:EVENT:FIELD` */
  [key: `redacted:${string}`]: true
  /** `approval:EVENT`, where EVENT asks for the approval */
  [key: `approval:${string}`]: ApprovalMark
  /** `field:AUTHORITY:FIELD`, what a field of its form says; null if that is not known */
  [key: `field:${string}`]: string | null
  [key: `filed:${string}`]: { readonly ref: string | null; readonly note: string | null }
  lead: { readonly name: string; readonly reason: string | null }
  /** Null once it was accepted. */
  offer: { readonly to: string; readonly note: string | null } | null
  phase: PhaseMark
  type: string
  severity: Severity
  title: string
  /** `title:LANGUAGE` */
  [key: `title:${string}`]: string
}

/** A notice to customers on one channel, with all attempts to send it. */
export interface Notice extends EventReference {
  /** Position in the fold of the event that posted it or first intended to send it. */
  readonly order: number
  /** The last event of each writer that whoever made it had seen. */
  readonly seen: readonly SeenEvent[]
  readonly channel: string
  readonly stage: Stage
  /** 第N報; null for the announcement of a planned halt. */
  readonly number: number | null
  /** When it went out; as long as that is not known, when its last attempt began. */
  readonly at: string
  /** When that was recorded. */
  readonly recordedAt: string
  /** Position in the fold of the event that recorded it. */
  readonly timeOrder: number
  /** `posted` by a person, else how its delivery ended: `unknown` until that is recorded. */
  readonly state: 'posted' | DeliveryOutcome
  readonly link: string | null
  /** Where each language can be read, if there are several. */
  readonly links?: Readonly<Record<string, string>>
  /** The text that a person posted, if it was recorded. */
  readonly text: string | null
  /** The texts that were sent, one for each language. */
  readonly texts: readonly NoticeText[]
  readonly digest: string | null
  /** When it says that the next notice comes (ISO 8601). */
  readonly next: string | null
  /** Name of the event of the notice that it corrects or retracts; null if it does neither. */
  readonly corrects: string | null
  readonly claim: Claim | null
  readonly forced: Force | null
  /** What further attempts to send it overrode; missing if none did. */
  readonly forcedRetries?: readonly (EventReference & { readonly forced: Force })[]
  /** The event that asked for the approval that it was given; missing if it needed none, or had none. */
  readonly approval?: string
  /** True if it needed an approval and had none. */
  readonly unapproved?: boolean
  /** How it was sent; null if a person posted it. */
  readonly sending: Sending | null
  /** The event by which a person stated that it arrived, and its times before that; missing if nobody had to. */
  readonly settled?: { readonly event: string; readonly before: Pick<Notice, 'at' | 'recordedAt' | 'timeOrder'> }
}

/** A notice that a person had recorded as posted by mistake. It counts for nothing. */
export interface UndoneNotice extends Notice {
  readonly undone: EventReference & { readonly reason: string }
}

export interface Sending {
  /** The first intent. Transport, key and texts are the same for every attempt. */
  readonly intent: EventData['notice.intended']
  /** Names of the intents, one per attempt, in order. */
  readonly attempts: readonly string[]
  /** The attempts after the first, with what whoever made them had seen; missing if there are none. */
  readonly retries?: readonly Retry[]
  /** Names of the journals that tell what happened to each recipient, in the order of the attempts. */
  readonly journals: readonly string[]
  /** Whether the last attempt's outcome has been recorded. */
  readonly ended: boolean
  readonly why: string | null
  readonly detail: string | null
  /** Counts of recipients, as last recorded; null if they are not known or the transport has none. */
  readonly accepted: number | null
  readonly refused: number | null
  readonly unknown: number | null
}

/** Another attempt to send a notice. */
export interface Retry {
  readonly event: string
  /** The last event of each writer that whoever made it had seen. */
  readonly seen: readonly SeenEvent[]
  /** Its turn among machines that share the incident (`notice.intended`); missing if it took none. */
  readonly turn?: number
}

/** A page to somebody. It counts as a call unless it failed. */
export interface Page extends EventReference {
  /** Position in the fold of the event that intended it. */
  readonly order: number
  readonly recordedAt: string
  readonly person: string
  readonly way: ContactMethodName
  /** The department or level they were paged for; both null if the person was named directly. */
  readonly department: string | null
  readonly level: string | null
  /** `unknown` until the outcome is recorded. */
  readonly state: DeliveryOutcome
  /** Whether its outcome has been recorded. */
  readonly ended: boolean
  readonly why: string | null
  readonly detail: string | null
  /** Name of the journal of a mail. */
  readonly journal: string | null
}

/** A follow-up. */
export interface Action {
  /** Name of the event that added it. */
  readonly id: string
  readonly at: string
  readonly by: string
  readonly text: string
  readonly texts: OwnTexts
  readonly owner: string | null
  readonly due: string | null
  /** The prevention fact that it implements. */
  readonly serves: string | null
  /** Its key or address in a tracker. */
  readonly ref: string | null
  readonly doneAt: string | null
  /** Name of the event that said it was done. */
  readonly doneEvent: string | null
  /** Whether a writer that this machine does not know added it, or says that it is done. */
  readonly unknown: boolean
}

/** A follow-up with its words as every writer wrote them last. */
export type FoldedAction = Omit<Action, 'text' | 'texts' | 'unknown'> & { readonly wordings: readonly Wording[] }

/** A correction of an earlier event, `target`. `at` and the texts are null if they stay as they were. */
export interface Correction {
  readonly event: string
  readonly target: string
  readonly by: string
  readonly recordedAt: string
  readonly at: string | null
  readonly text: string | null
  readonly ja: string | null
  readonly en: string | null
  readonly reason: string
}

/** An event by which a field of an earlier one, `target`, was redacted. */
export interface Redaction {
  readonly event: string
  readonly target: string
  readonly field: string
  readonly reason: string
  /** The writers that undid it. */
  readonly undoneBy: readonly string[]
}

/** Bytes kept next to the log in `evidence/`, until they are removed. */
export interface Evidence extends EventReference {
  readonly file: string
  readonly kind: 'attachment' | 'note' | 'fact' | 'stdout' | 'stderr' | 'journal'
  /** Original file name of an attachment. */
  readonly name: string | null
  readonly bytes: number
  readonly digest: string
  readonly removed: Removal | null
}

export interface Removal extends EventReference {
  readonly reason: string
}

/** A command that was run. While `end` is null it may still run; `settled` is how it ended according to a person. */
export interface CommandRun extends EventReference {
  readonly argv: readonly string[]
  readonly step: string | null
  readonly stdout: string
  readonly stderr: string
  readonly end: { readonly how: CommandEnd; readonly code: number | null; readonly signal: string | null } | null
  readonly settled: (EventReference & { readonly words: string }) | null
}

/** Whether it is unknown how a command ended: it may still be running, or its end was never recorded. */
export function isOutcomeUnknown({ end, settled }: CommandRun): boolean {
  return end === null && settled === null
}

/** That a statement of the scope was taken back, and what that opened without an approval by its own word; null for nothing. */
export interface ScopeUndoing extends EventReference, EventPosition {
  readonly undoes: string
  readonly unapproved: readonly string[] | null
  /** The last event of each writer that whoever recorded it had seen. */
  readonly seen: readonly SeenEvent[]
}

/** What another person has to approve from an event on, by the settings that it put in force; null for nothing. */
export interface RuleChange extends EventPosition {
  readonly approval: ApprovalRules | null
}

/** A contradiction found during the fold. A log written by this program has none. */
export interface Anomaly {
  readonly event: string
  readonly why:
    | 'second-declaration'
    | 'not-a-drill'
    | 'unknown-target'
    | 'not-undoable'
    | 'not-redactable'
    | 'foreign-incident'
}

/** A drill that follows a scenario, and the injects of it that were played in so far. */
export type Exercise = EventData['drill.began'] & {
  /** Each inject by its id, with the event that recorded it. */
  readonly injected: readonly { readonly id: string; readonly event: string; readonly at: string }[]
}

/** What a notice or lift (`act`, by its event) rested on that no longer counts, since its writer was set aside. */
export interface LostApproval {
  readonly act: string
  /** The event of the approval, or of what was prepared for it, and who recorded that. */
  readonly event: string
  readonly by: string
  /** The event that set the writer aside, and the reason given there; empty if none was. */
  readonly setAside: string
  readonly reason: string
}

/** A fold over events. Registers keep what can be undone or in conflict; views (`steps.ts`, …) are functions of this. */
export interface Incident {
  readonly declaration: Declaration | null
  /** Null for a real incident, and for a drill without a scenario. */
  readonly exercise: Exercise | null
  readonly runbook: Runbook
  readonly runbookDigest: string
  readonly settings: Settings
  readonly settingsDigest: string
  /** The writer that put the settings in force; empty if none did. */
  readonly settingsWriter: string
  /** The runbook and settings files that the log names, in the order in which they came into force. */
  readonly named: readonly NamedFile[]
  readonly registers: Registers
  /** Those that count: without the undone ones. */
  readonly notices: readonly Notice[]
  readonly undoneNotices: readonly UndoneNotice[]
  readonly pages: readonly Page[]
  readonly actions: readonly FoldedAction[]
  readonly corrections: readonly Correction[]
  readonly redactions: readonly Redaction[]
  readonly evidence: readonly Evidence[]
  /** Files in `evidence/` that were removed although no event owned them, by name. */
  readonly discarded: ReadonlyMap<string, Removal>
  readonly commands: readonly CommandRun[]
  /** Copies of other incidents' notes, by `copyKey` of what they were copied from: the names of their events. */
  readonly copiedNotes: ReadonlyMap<string, readonly string[]>
  /** What the incidents were declared for that were joined to this one: the names of the events that say so. */
  readonly joinedRefs: ReadonlyMap<string, readonly string[]>
  readonly scopeUndoings: readonly ScopeUndoing[]
  /** In log order; what the declaration put in force is not among them. */
  readonly ruleChanges: readonly RuleChange[]
  /** Approvals that do not count as far as the keys known to this machine tell, by their events. The fold knows of none. */
  readonly vainApprovals: readonly string[]
  /** The writers that this machine does not know; empty as long as it does not matter (`mattersWhoIsKnown`), or where that was not looked for. */
  readonly unknownWriters: ReadonlySet<string>
  /** What acts rested on that no longer counts, since its writer was set aside. The fold, which does not read it, knows of none. */
  readonly lostApprovals: readonly LostApproval[]
  /** Undone events by name, each with the event that undid it. */
  readonly undone: ReadonlyMap<string, string>
  readonly anomalies: readonly Anomaly[]
  readonly heads: ReadonlyMap<string, Head>
  /** By writer, its first line. */
  readonly births: ReadonlyMap<string, WriterBirth>
  /** What writers say of each other, in log order. */
  readonly statements: readonly WriterStatement[]
  /** By name, the `log.continued` events that do not count (`judgeWriters`), with the writer that each is about. */
  readonly ignored: ReadonlyMap<string, string>
  /** Writers that have set each other aside without effect (`judgeWriters`). */
  readonly disputed: readonly string[]
  /** The same for those that freeze a damaged file, and settle no loss. */
  readonly onlyFreezing: ReadonlyMap<string, string>
  /** The writers that were set aside and count again. */
  readonly restored: readonly RestoredWriter[]
  /** By writer, the head with the highest number that others had seen of it and the log lacks. */
  readonly unmet: ReadonlyMap<string, MissingHead>
  /** By writer, each time that its file was abandoned, in log order; not those that set it aside. */
  readonly givenUp: ReadonlyMap<string, readonly AbandonedFile[]>
  /** The files to which torn writes were set aside, as far as the log names them. */
  readonly recovered: readonly string[]
  /** Hybrid clock of the last event. */
  readonly clock: readonly [number, number] | null
  /** How many events were folded. */
  readonly events: number
  /** The first event that this version cannot fold, such as a critical one of an unknown type. Nothing may be decided. */
  readonly beyond: { readonly event: string; readonly type: string } | null
}

export const EMPTY_INCIDENT: Incident = {
  declaration: null,
  exercise: null,
  runbook: EMPTY_RUNBOOK,
  runbookDigest: '',
  settings: DEFAULT_SETTINGS,
  settingsDigest: '',
  settingsWriter: '',
  named: [],
  registers: Registers.NONE,
  notices: [],
  undoneNotices: [],
  pages: [],
  actions: [],
  corrections: [],
  redactions: [],
  evidence: [],
  discarded: new Map(),
  commands: [],
  copiedNotes: new Map(),
  joinedRefs: new Map(),
  scopeUndoings: [],
  ruleChanges: [],
  vainApprovals: [],
  unknownWriters: new Set(),
  lostApprovals: [],
  undone: new Map(),
  anomalies: [],
  heads: new Map(),
  births: new Map(),
  statements: [],
  ignored: new Map(),
  disputed: [],
  onlyFreezing: new Map(),
  restored: [],
  unmet: new Map(),
  givenUp: new Map(),
  recovered: [],
  clock: null,
  events: 0,
  beyond: null,
}

/** The writer that declared the incident; null before the declaration. */
export function declarerOf({ declaration }: Pick<Incident, 'declaration'>): string | null {
  return declaration === null ? null : writerOf(declaration.event)
}

/** Whether what one writer says can take the place of what another said: nothing that an unknown one says does. */
export function canReplace({ unknownWriters }: Pick<Incident, 'unknownWriters'>, one: string, other: string): boolean {
  return one === other || !unknownWriters.has(one)
}

/** What the log says of its writers. */
export function writerRecordOf(incident: Pick<Incident, 'births' | 'statements' | 'declaration'>): WriterRecord {
  return { births: incident.births, statements: incident.statements, declaredBy: declarerOf(incident) }
}

export function headOf(event: Envelope): Head {
  return { writer: event.writer, seq: event.seq, hash: event.hash }
}

/** Whether the runbook or settings in force are in a file next to the log, rather than in a line of it. */
export function isInOwnFile({ named, ...incident }: Incident, kind: GoverningKind): boolean {
  return named.some((file) => file.kind === kind && file.digest === incident[`${kind}Digest`])
}

export function isOpenWithDueDate<A extends Pick<Action, 'due' | 'doneAt'>>(
  action: A,
): action is A & { readonly due: string } {
  return action.doneAt === null && action.due !== null
}

/** Whether a follow-up is overdue; `now` is in milliseconds. */
export function isFollowUpOverdue(
  action: Pick<Action, 'due' | 'doneAt'>,
  now: number,
): action is Action & { readonly due: string } {
  return isOpenWithDueDate(action) && isPast(action.due, now)
}

/** Whether an ISO 8601 time is past; `now` is in milliseconds. */
export function isPast(due: string, now: number): boolean {
  return Date.parse(due) < now
}
