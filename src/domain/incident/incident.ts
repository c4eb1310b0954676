import type { Authority } from '../authorities/authority.ts'
import type { WayName } from '../contacts/contacts.ts'
import type { GivenUp, Unmet } from '../log/causal-heads.ts'
import type {
  Claim,
  CommandEnd,
  DeliveryOutcome,
  Envelope,
  EventData,
  Head,
  NoticeText,
  ScopeState,
} from '../log/event.ts'
import type { GoverningKind, NamedFile } from '../log/governing-files.ts'
import type { Severity } from '../runbook/runbook.ts'
import { EMPTY_RUNBOOK, type Phase, type Runbook, type Stage } from '../runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../settings.ts'
import { Registers } from './register.ts'

/** What the declaring event fixed for good. */
export interface Declaration {
  readonly event: string
  readonly id: string
  /** The random id that stands in every line. */
  readonly incident: string
  /** Of the line that declares it; what is added is of the same. */
  readonly version: number
  readonly drill: boolean
  readonly declaredAt: string
  readonly declaredBy: string
  readonly planned: { readonly from: string; readonly to: string } | null
}

export interface StepMark {
  readonly state: 'in-progress' | 'done' | 'declined' | 'skipped'
  readonly note: string | null
}

export interface FactMark {
  readonly known: boolean
  readonly value: string | null
}

export interface ScopeMark {
  /** Null takes an exception for one asset back. */
  readonly state: ScopeState | null
  readonly words: string | null
}

export interface PhaseMark {
  readonly phase: Phase
  readonly by: 'declared' | 'advance' | 'lift' | 'reopen' | 'close'
  readonly reason: string | null
  readonly forced: { readonly reason: string; readonly open: readonly string[] } | null
  readonly closedAs: string | null
}

export interface CallMark {
  readonly state: 'tried' | 'reached'
  /** How, where that was said. */
  readonly way: WayName | null
  readonly note: string | null
}

export interface LevelMark {
  readonly reason: string | null
}

export interface HypothesisMark {
  readonly state: 'open' | 'discarded'
  /** What it says, or why it was discarded. */
  readonly note: string
}

export interface LeadMark {
  readonly name: string
  readonly reason: string | null
}

/** Null once it was accepted. */
export type OfferMark = { readonly to: string; readonly note: string | null } | null

export interface FiledMark {
  readonly ref: string | null
  readonly note: string | null
}

export interface ChannelMark {
  readonly safe: boolean
  readonly reason: string
}

/** What each register holds, by the form of its key. */
export interface Values {
  [key: `step:${string}`]: StepMark
  [key: `assignee:${string}`]: string
  [key: `fact:${string}`]: FactMark
  /** `words:FACT.LANGUAGE` */
  [key: `words:${string}`]: string | null
  /** `scope:OPERATION` or `scope:OPERATION:ASSET` */
  [key: `scope:${string}`]: ScopeMark
  /** `promise:CHANNEL` */
  [key: `promise:${string}`]: string
  /** `channel:CHANNEL` */
  [key: `channel:${string}`]: ChannelMark
  /** `call:PERSON` */
  [key: `call:${string}`]: CallMark
  /** `level:LEVEL` */
  [key: `level:${string}`]: LevelMark
  /** `hypothesis:EVENT`, the note that states it */
  [key: `hypothesis:${string}`]: HypothesisMark
  /** `authority:ID`, as the log last described it */
  [key: `authority:${string}`]: Authority
  /** `clock:AUTHORITY:EVENT`; for one filing or all */
  [key: `clock:${string}`]: { readonly filing: string | null }
  /** `done:ACTION`, a follow-up that was carried out */
  [key: `done:${string}`]: true
  /** `filed:FILING` */
  [key: `filed:${string}`]: FiledMark
  lead: LeadMark
  offer: OfferMark
  phase: PhaseMark
  type: string
  severity: Severity
  title: string
}

export interface Notice {
  readonly event: string
  readonly order: number
  readonly channel: string
  readonly stage: Stage
  /** 第N報; null for the announcement of a planned halt. */
  readonly number: number | null
  /** When it went out; while that is not known, when it was about to. */
  readonly at: string
  readonly by: string
  /** `posted` by a person, else as its delivery ended; `unknown` as well while that has not been recorded. */
  readonly state: 'posted' | DeliveryOutcome
  readonly link: string | null
  /** The text that a person posted, where it was kept. */
  readonly text: string | null
  /** The texts that were sent, one for each language. */
  readonly texts: readonly NoticeText[]
  readonly digest: string | null
  readonly next: string | null
  readonly claim: Claim | null
  readonly forced: { readonly reason: string; readonly open: readonly string[] } | null
  /** How it was sent; null where a person posted it. */
  readonly sending: Sending | null
}

/** What is known of the sending of a notice. */
export interface Sending {
  /** The first intent: way, key and texts are the same at each attempt. */
  readonly intent: EventData['notice.intended']
  /** Names of the intents, the first one first: each attempt has one. */
  readonly attempts: readonly string[]
  /** Names of the journals that say what happened to each recipient, in the order of the attempts. */
  readonly journals: readonly string[]
  /** Whether the last attempt's outcome has been recorded. */
  readonly ended: boolean
  readonly why: string | null
  readonly detail: string | null
  readonly accepted: number | null
  readonly refused: number | null
  readonly unknown: number | null
}

/** A page to somebody, who counts as called unless it failed. */
export interface Page {
  readonly event: string
  readonly order: number
  readonly at: string
  readonly by: string
  readonly person: string
  readonly way: WayName
  /** For whose sake; both null where they were named by themselves. */
  readonly department: string | null
  readonly level: string | null
  /** `unknown` as well while its outcome has not been recorded. */
  readonly state: DeliveryOutcome
  /** Whether its outcome has been recorded. */
  readonly ended: boolean
  readonly why: string | null
  readonly detail: string | null
  /** Name of the journal of a mail. */
  readonly journal: string | null
}

export interface Action {
  /** Name of the event that added it. */
  readonly id: string
  readonly at: string
  readonly by: string
  readonly text: string
  readonly owner: string | null
  readonly due: string | null
  /** The fact of prevention that it carries out. */
  readonly serves: string | null
  readonly doneAt: string | null
  /** Name of the event that said it was done. */
  readonly doneEvent: string | null
}

export interface Correction {
  readonly event: string
  readonly target: string
  readonly by: string
  readonly recordedAt: string
  readonly at: string | null
  readonly text: string | null
  readonly reason: string
}

/** Bytes kept beside the log (`evidence/`), until they are removed. */
export interface Evidence {
  readonly file: string
  readonly kind: 'attachment' | 'note' | 'stdout' | 'stderr' | 'journal'
  /** The event that says what they are, and the name that an attachment had. */
  readonly event: string
  readonly name: string | null
  readonly at: string
  readonly by: string
  readonly bytes: number
  readonly digest: string
  readonly removed: Removal | null
}

/** The event that says that bytes were removed. */
export interface Removal {
  readonly event: string
  readonly at: string
  readonly by: string
  readonly reason: string
}

/** A command that was run. Without `end` it may still run; `settled` is what somebody found out of how it ended. */
export interface CommandRun {
  readonly event: string
  readonly argv: readonly string[]
  readonly step: string | null
  readonly at: string
  readonly by: string
  readonly stdout: string
  readonly stderr: string
  readonly end: { readonly how: CommandEnd; readonly code: number | null; readonly signal: string | null } | null
  readonly settled: { readonly event: string; readonly at: string; readonly by: string; readonly words: string } | null
}

/** Whether nobody knows how it ended. */
export function outcomeUnknown({ end, settled }: CommandRun): boolean {
  return end === null && settled === null
}

/** What contradicts, seen while folding; a well-behaved log has none. */
export interface Anomaly {
  readonly event: string
  readonly why: 'second-declaration' | 'not-a-drill' | 'unknown-target' | 'not-undoable' | 'foreign-incident'
}

type Began = EventData['drill.began']

/** What a drill exercises, and what of it has come. */
export interface Exercise extends Began {
  /** By inject, the event that says that it came, and when. */
  readonly injected: readonly { readonly id: string; readonly event: string; readonly at: string }[]
}

/**
 * The state of an incident: a fold over its events. Whatever can be undone or contradicted lies in registers, which
 * keep every write; views of it (`steps.ts`, `scope.ts`, `lifecycle.ts`, …) are functions of this.
 */
export interface Incident {
  readonly declaration: Declaration | null
  /** Null where it is real, or a drill without a scenario. */
  readonly exercise: Exercise | null
  readonly runbook: Runbook
  readonly runbookDigest: string
  readonly settings: Settings
  readonly settingsDigest: string
  /** Files beside the log that its events name, in the order in which they came to be in force. */
  readonly named: readonly NamedFile[]
  readonly registers: Registers
  readonly notices: readonly Notice[]
  readonly pages: readonly Page[]
  readonly actions: readonly Action[]
  readonly corrections: readonly Correction[]
  readonly evidence: readonly Evidence[]
  /** By name, files in `evidence/` that were removed though no event owned them. */
  readonly discarded: ReadonlyMap<string, Removal>
  readonly commands: readonly CommandRun[]
  readonly undone: ReadonlyMap<string, string>
  readonly anomalies: readonly Anomaly[]
  readonly heads: ReadonlyMap<string, Head>
  /** By writer, what others had seen of it and the log does not have; the farthest. */
  readonly unmet: ReadonlyMap<string, Unmet>
  /** By writer, as it was last given up. */
  readonly givenUp: ReadonlyMap<string, GivenUp>
  /** Files of torn ends that the log names. */
  readonly recovered: readonly string[]
  readonly clock: readonly [number, number] | null
  readonly events: number
  /** The first critical event of a type this version does not know: nothing may be decided any more. */
  readonly beyond: { readonly event: string; readonly type: string } | null
}

export const INITIAL: Incident = {
  declaration: null,
  exercise: null,
  runbook: EMPTY_RUNBOOK,
  runbookDigest: '',
  settings: DEFAULT_SETTINGS,
  settingsDigest: '',
  named: [],
  registers: Registers.NONE,
  notices: [],
  pages: [],
  actions: [],
  corrections: [],
  evidence: [],
  discarded: new Map(),
  commands: [],
  undone: new Map(),
  anomalies: [],
  heads: new Map(),
  unmet: new Map(),
  givenUp: new Map(),
  recovered: [],
  clock: null,
  events: 0,
  beyond: null,
}

export function headOf(event: Envelope): Head {
  return { writer: event.writer, seq: event.seq, hash: event.hash }
}

/** Whether what is in force stands beside the log, and not in it. */
export function isNamed({ named, ...incident }: Incident, kind: GoverningKind): boolean {
  return named.some((file) => file.kind === kind && file.digest === incident[`${kind}Digest`])
}
