import { isAuthority } from '../authorities/authority.ts'
import { WAYS } from '../contacts/contacts.ts'
import { isInject, isScenario, isSpeed } from '../drill/scenario.ts'
import {
  arrayOf,
  boolean,
  fileName,
  type Guard,
  type Guarded,
  guard,
  integer,
  isRecord,
  type JsonSchema,
  nullable,
  number,
  oneOf,
  optional,
  repeated,
  shape,
  text,
  time,
  word,
} from '../guard.ts'
import { isRunbook, LANGUAGES, PHASES, SEVERITIES, STAGES } from '../runbook/runbook.ts'
import { isSettings } from '../settings.ts'
import { governingSchema, hasGoverning } from './governing-files.ts'
import { scopeChange } from './scope-change.ts'

/** The version of the lines of a log that begins now; no later one can be read. */
export const LOG_VERSION = 2

export type { ScopeChange, ScopeState } from './scope-change.ts'

export const CLOSINGS = ['resolved', 'false-alarm', 'duplicate'] as const
export type Closing = (typeof CLOSINGS)[number]

/** The head of one writer's chain. */
export interface Head {
  readonly writer: string
  readonly seq: number
  readonly hash: string
}

const name = repeated(word)

const head = shape(() => ({ writer: name, seq: number, hash: text }))

/** How a command that was run ended. */
export const COMMAND_ENDS = ['exited', 'signalled', 'timed-out', 'interrupted', 'not-started'] as const
export type CommandEnd = (typeof COMMAND_ENDS)[number]

/**
 * Bytes kept beside the log and never in it: `file` is their name in the incident's `evidence/`, `bytes` their size,
 * `digest` the SHA-256, in lower-case hex, of a salt kept with them and the bytes. So they can be removed without a trace
 * of what they said, and nothing in the chain breaks.
 */
const kept = shape(() => ({ file: fileName, bytes: number, digest: word }))
export type Kept = Guarded<typeof kept>

const attachment = shape(() => ({ name: text, file: fileName, bytes: number, digest: word }))
export type Attachment = Guarded<typeof attachment>

/** What a command wrote to one stream: `total` bytes came, of which the first were kept, or none; `lost` on a full disk. */
const output = shape(() => ({ total: number, kept: nullable(kept), lost: optional(boolean) }))
export type Output = Guarded<typeof output>

/** What a refusal yielded to: `--force --reason`, and what stood open. */
const force = shape(() => ({ reason: text, open: arrayOf(word) }))
export type Force = Guarded<typeof force>

/** One text of a notice as it leaves: `digest` is the SHA-256 of its UTF-8 bytes, in lower-case hex. */
const noticeText = shape(() => ({ language: oneOf(LANGUAGES), subject: nullable(text), text, digest: word }))
export type NoticeText = Guarded<typeof noticeText>

/** What backs a claim such as that assets are safe, and who approved saying so. */
const claim = shape(() => ({ evidence: text, approvedBy: text }))
export type Claim = Guarded<typeof claim>

/** How a delivery ended; `unknown` where it may or may not have left the machine. */
export const DELIVERY_OUTCOMES = ['sent', 'failed', 'unknown'] as const
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number]

/** A damaged file as it was given up: its length, its SHA-256, where and why it cannot be believed, the operator's reason. */
const frozen = shape(() => ({ file: text, bytes: number, digest: word, line: number, why: text, words: text }))
export type Frozen = Guarded<typeof frozen>

const guards = {
  /** Declares the incident. `startedAt` is given where the halt is known to have begun; null for a planned one. */
  'incident.started': shape(() => ({
    id: word,
    type: word,
    title: nullable(text),
    severity: nullable(oneOf(SEVERITIES)),
    drill: boolean,
    startedAt: nullable(time),
    planned: nullable(shape(() => ({ from: time, to: time }))),
    scope: arrayOf(scopeChange),
    /** Carried by lines of version 1 alone; as is `settings`. */
    runbook: optional(isRunbook),
    runbookDigest: word,
    settings: optional(isSettings),
    settingsDigest: word,
  })),
  /** What is exercised; `speed` is how many times faster than real time the drill's clock goes. */
  'drill.began': shape(() => ({ scenario: isScenario, scenarioDigest: word, speed: isSpeed, auto: boolean })),
  /** Something that the scenario has in store came. */
  'drill.injected': shape(() => ({ inject: isInject })),
  'incident.classified': shape(() => ({
    type: optional(word),
    severity: optional(oneOf(SEVERITIES)),
    title: optional(text),
    reason: text,
  })),
  'step.begun': shape(() => ({ step: word, note: optional(text) })),
  'step.done': shape(() => ({ step: word, note: optional(text) })),
  'step.declined': shape(() => ({ step: word, reason: text })),
  'step.skipped': shape(() => ({ step: word, reason: text })),
  'step.assigned': shape(() => ({ step: word, to: text })),
  /** The keys that are there were stated; `known: false` is "not known yet" and takes words back too. */
  'fact.set': shape(() => ({
    fact: word,
    known: optional(boolean),
    value: optional(nullable(text)),
    ja: optional(nullable(text)),
    en: optional(nullable(text)),
  })),
  /** `hypothesis` where it says what may be the cause; `discards` names the hypothesis that it rules out, and says why. */
  'note.added': shape(() => ({
    text,
    attached: optional(arrayOf(attachment)),
    hypothesis: optional(boolean),
    discards: optional(word),
  })),
  /** A note whose words stay out of the chain. */
  'note.private': shape(() => ({ kept, attached: optional(arrayOf(attachment)) })),
  /**
   * A command is about to be run: without `command.ended` after it the outcome is unknown. `directory` is where, `stdout`
   * and `stderr` the names under which its output is kept while it runs, `timeout` in milliseconds.
   */
  'command.started': shape(() => ({
    argv: arrayOf(text),
    host: text,
    directory: text,
    step: nullable(word),
    stdout: fileName,
    stderr: fileName,
    timeout: number,
  })),
  /**
   * `duration` in milliseconds; `why` is the error code where it could not be started; `left` where something it started
   * still had its output open and was left running, so that later output is not kept.
   */
  'command.ended': shape(() => ({
    command: word,
    end: oneOf(COMMAND_ENDS),
    code: nullable(number),
    signal: nullable(word),
    why: nullable(word),
    duration: number,
    stdout: nullable(output),
    stderr: nullable(output),
    left: optional(boolean),
  })),
  /** Somebody found out how a command ended whose outcome was unknown, and says it in words. */
  'command.settled': shape(() => ({ command: word, words: text })),
  /**
   * `standing` is what was found of it before, where it was not intact; `leftover` is set where no event owned the file.
   */
  'evidence.removed': shape(() => ({
    file: fileName,
    reason: text,
    standing: optional(word),
    leftover: optional(boolean),
  })),
  'scope.changed': shape(() => ({ changes: arrayOf(scopeChange) })),
  'phase.advanced': shape(() => ({ to: oneOf(PHASES), forced: optional(force) })),
  'scope.lifted': shape(() => ({ changes: arrayOf(scopeChange), open: arrayOf(word), forced: optional(force) })),
  'incident.reopened': shape(() => ({ reason: text, scope: arrayOf(scopeChange) })),
  'incident.closed': shape(() => ({ as: oneOf(CLOSINGS), reason: nullable(text), forced: optional(force) })),
  'event.undone': shape(() => ({ event: word, reason: text })),
  'event.corrected': shape(() => ({ event: word, at: optional(time), text: optional(text), reason: text })),
  'notice.posted': shape(() => ({
    channel: word,
    stage: oneOf(STAGES),
    number: nullable(number),
    link: nullable(text),
    text: nullable(text),
    digest: nullable(word),
    next: nullable(time),
    claim: optional(claim),
    forced: optional(force),
  })),
  /**
   * A notice is about to leave the machine: without `notice.delivered` after it the outcome is unknown. Number (第N報) and
   * idempotency `key` are fixed here and kept by retries, which name the first intent in `retries`. `journal` is the name
   * under which what happens to each recipient is kept beside the log; `digest` is the SHA-256 over the texts' digests.
   */
  'notice.intended': shape(() => ({
    channel: word,
    stage: oneOf(STAGES),
    number: nullable(number),
    retries: nullable(word),
    via: word,
    key: word,
    texts: arrayOf(noticeText),
    digest: word,
    next: nullable(time),
    journal: nullable(fileName),
    claim: optional(claim),
    forced: optional(force),
  })),
  /** How the intent `notice` ended; `accepted`, `refused` and `unknown` count recipients, where there are any. */
  'notice.delivered': shape(() => ({
    notice: word,
    outcome: oneOf(DELIVERY_OUTCOMES),
    why: nullable(word),
    detail: nullable(text),
    link: nullable(text),
    accepted: nullable(number),
    refused: nullable(number),
    unknown: nullable(number),
    journal: nullable(kept),
  })),
  /** Whether a channel may be used: not where it is in somebody else's hands, as a hijacked mail domain is. */
  'channel.marked': shape(() => ({ channel: word, safe: boolean, reason: text })),
  /** Promises the next report of a channel without a notice. */
  'notice.promised': shape(() => ({ channel: word, next: time })),
  /** Somebody was called and has not answered; `way` is how. */
  'contact.tried': shape(() => ({ person: word, way: nullable(oneOf(WAYS)), note: optional(text) })),
  /** Somebody answered. */
  'contact.reached': shape(() => ({ person: word, way: nullable(oneOf(WAYS)), note: optional(text) })),
  /**
   * A page to somebody is about to leave the machine: without `page.delivered` after it the outcome is unknown. `way` is
   * how they are reached, `via` what sends it; `department` or `level` is for whose sake. No number or address.
   */
  'page.intended': shape(() => ({
    person: word,
    way: oneOf(WAYS),
    via: word,
    department: nullable(word),
    level: nullable(word),
    key: word,
    text: noticeText,
    journal: nullable(fileName),
  })),
  /** How the intent `page` ended. */
  'page.delivered': shape(() => ({
    page: word,
    outcome: oneOf(DELIVERY_OUTCOMES),
    why: nullable(word),
    detail: nullable(text),
    journal: nullable(kept),
  })),
  /** An escalation level was called in; `reason` where the rules did not ask for it. */
  'escalation.raised': shape(() => ({ level: word, reason: nullable(text) })),
  /** A follow-up; `serves` is the fact of prevention that it carries out. */
  'action.added': shape(() => ({ text, owner: nullable(text), due: nullable(time), serves: optional(word) })),
  /** The lead was offered to somebody; it stands until it is accepted, replaced or undone. */
  'handover.offered': shape(() => ({ to: text, note: optional(text) })),
  /** Whoever recorded it leads from now on; `offer` is what they took up, `reason` why where it was not made to them. */
  'handover.accepted': shape(() => ({ offer: nullable(word), reason: nullable(text) })),
  /**
   * An event came that deadlines of an authority count from; `filing` where it is for that report alone. What the
   * authority wants stands in it, as it was known then.
   */
  'clock.started': shape(() => ({ authority: isAuthority, event: word, filing: nullable(word) })),
  /** A report was made to an authority; `ref` is the number under which they keep it. */
  'authority.reported': shape(() => ({
    authority: isAuthority,
    filing: word,
    ref: nullable(text),
    note: optional(text),
  })),
  'action.changed': shape(() => ({ action: word, owner: optional(text), due: optional(time) })),
  'action.done': shape(() => ({ action: word, note: optional(text) })),
  'runbook.adopted': shape(() => ({ runbook: optional(isRunbook), runbookDigest: word, reason: text })),
  'settings.adopted': shape(() => ({ settings: optional(isSettings), settingsDigest: word })),
  /** A torn tail was set aside: `kept` is the file beside the log, `bytes` its length. */
  'log.recovered': shape(() => ({ kept: text, bytes: number })),
  /**
   * This writer goes on where another one's file is behind, altered or unusable; `found` is the last head that counts of
   * it, `kept` the head that is known from elsewhere, `words` the operator's reason where a person decided it.
   */
  'log.continued': shape(() => ({
    writer: word,
    found: nullable(head),
    kept: nullable(head),
    reason: text,
    frozen: optional(frozen),
    words: optional(text),
  })),
} satisfies Record<string, Guard<unknown>>

export type EventData = { [T in keyof typeof guards]: Guarded<(typeof guards)[T]> }
export type EventType = keyof EventData
/** How a command ended; one of the three says it closer. */
export type CommandOutcome = Pick<EventData['command.ended'], 'end' | 'code' | 'signal' | 'why'>
export const EVENT_TYPES = Object.keys(guards) as EventType[]

/** Types that a version not knowing them may pass over: they change nothing that a decision rests on. */
const PASSABLE: ReadonlySet<EventType> = new Set([
  'note.added',
  'note.private',
  'command.started',
  'command.ended',
  'command.settled',
  'evidence.removed',
  'contact.tried',
  'contact.reached',
  'page.intended',
  'page.delivered',
  'escalation.raised',
  'drill.injected',
  'handover.offered',
  'handover.accepted',
  'clock.started',
  'authority.reported',
  'log.recovered',
  'log.continued',
])

/** Types whose words or output stand beside the log, and are removed there. */
const BESIDE: ReadonlySet<string> = new Set(['note.private', 'command.started', 'command.ended'])

/** Whether what an event leaves is taken back by removing evidence. */
export function standsBeside(type: string): boolean {
  return BESIDE.has(type)
}

export function isCritical(type: EventType): boolean {
  return !PASSABLE.has(type)
}

const count = integer(0, Number.MAX_SAFE_INTEGER)
const hlc: Guard<readonly [number, number]> = guard(
  (value): value is readonly [number, number] =>
    Array.isArray(value) && value.length === 2 && count(value[0]) && count(value[1]),
  () => ({ type: 'array', prefixItems: [count.schema(), count.schema()], items: false, minItems: 2 }),
)

const envelope = shape(() => ({
  v: integer(1, Number.MAX_SAFE_INTEGER),
  /** Random id of the incident. */
  incident: name,
  writer: name,
  seq: number,
  /** Hash of the line before, null on the first. */
  prev: nullable(text),
  /** Hybrid logical clock: [milliseconds, counter]. */
  hlc,
  /** Heads of other writers that this one had seen. */
  after: optional(arrayOf(head)),
  /** When it happened, as far as the operator said; ISO 8601 with offset. */
  at: time,
  /** When it was recorded; ISO 8601 with offset. */
  recordedAt: time,
  by: text,
  type: name,
  critical: boolean,
  data: isRecord as Guard<object> as Guard<unknown>,
  hash: text,
}))
export type Envelope = Guarded<typeof envelope>

export type Event = { [T in EventType]: Envelope & { readonly type: T; readonly data: EventData[T] } }[EventType]

/** What `decide` returns: an event without what the log adds to it. */
export type Draft = {
  [T in EventType]: { readonly type: T; readonly at?: string; readonly data: EventData[T] }
}[EventType]

const GUARDS: ReadonlyMap<unknown, Guard<unknown>> = new Map(Object.entries(guards))

/** JSON Schema (draft 2020-12) of a line of the log, of the types that this version knows. */
export function eventSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...envelope.schema(),
    oneOf: EVENT_TYPES.map((type) => ({
      properties: { type: { const: type }, data: guards[type].schema() },
      ...governingSchema(type),
    })),
  }
}

export function isKnownType(type: string): type is EventType {
  return GUARDS.has(type)
}

/** A parsed line as an event, as an envelope of a type or version that this one does not know, or null if it is neither. */
export function readEvent(value: unknown): Event | Envelope | null {
  if (!envelope(value)) return null
  const guard = GUARDS.get(value.type)
  if (guard === undefined || isNewer(value)) return value
  return guard(value.data) && hasGoverning(value.v, value.type, value.data) ? value : null
}

/** Whether an event is of a version whose data may mean something else than this one takes it for. */
export function isNewer({ v }: Envelope): boolean {
  return v > LOG_VERSION
}

export function isKnown(event: Event | Envelope): event is Event {
  return !isNewer(event) && isKnownType(event.type)
}

/** The name of an event: `writer:seq`. */
export function nameOf(event: { readonly writer: string; readonly seq: number }): string {
  return `${event.writer}:${event.seq}`
}
