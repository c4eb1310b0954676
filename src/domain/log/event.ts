import { isAuthority } from '../authorities/authority.ts'
import { CONTACT_METHODS } from '../contacts/contacts.ts'
import { isInject, isScenario, isSpeed } from '../drill/scenario.ts'
import {
  arrayOf,
  boolean,
  cached,
  fileName,
  type Guard,
  type GuardedType,
  guard,
  integer,
  isRecord,
  type JsonSchema,
  nullable,
  oneOf,
  optional,
  recordOf,
  safeInteger,
  shape,
  text,
  time,
  word,
} from '../guard.ts'
import { bilingual, isRunbook, LANGUAGES, PHASES, SEVERITIES, STAGES } from '../runbook/runbook.ts'
import { approvalRules, isSettings } from '../settings.ts'
import { freeText, said } from './free-text.ts'
import { governingSchema, hasGoverningData } from './governing-files.ts'
import { scopeChange, scopeTarget } from './scope-change.ts'

/** Version of the lines of a new log. Lines of a later version cannot be interpreted. */
export const LOG_VERSION = 2

export type { ScopeChange, ScopeState } from './scope-change.ts'

export const CLOSINGS = ['resolved', 'false-alarm', 'duplicate'] as const
export type ClosedAs = (typeof CLOSINGS)[number]

/** The head of one writer's hash chain. */
export interface Head {
  readonly writer: string
  readonly seq: number
  readonly hash: string
}

/** A word that occurs in many lines, so that it is checked only once. */
const name = cached(word)

const head = shape(() => ({ writer: name, seq: safeInteger, hash: text }))

export const COMMAND_ENDS = ['exited', 'signalled', 'timed-out', 'interrupted', 'not-started'] as const
export type CommandEnd = (typeof COMMAND_ENDS)[number]

/**
 * Bytes kept as `file` in the incident's `evidence/`, never in the log. `digest` is the SHA-256, in lower-case hex, of a
 * stored salt and the bytes: they can be deleted without leaving a trace of their content or breaking the hash chain.
 */
const kept = shape(() => ({ file: fileName, bytes: safeInteger, digest: word }))
export type KeptBytes = GuardedType<typeof kept>

const attachment = shape(() => ({ name: freeText, file: fileName, bytes: safeInteger, digest: word }))
export type Attachment = GuardedType<typeof attachment>

/**
 * The note that a copy was made of: an event of the incident `id` (whose lines have `incident`), recorded by `by`. `ref` is
 * what that incident was declared for, if that is known.
 */
const noteSource = shape(() => ({
  ...{ incident: word, id: word, event: word, by: text, ref: optional(text) },
  /** Whether whoever copied it did not know the writer that recorded it. */
  unknown: optional(boolean),
}))
export type NoteSource = GuardedType<typeof noteSource>

/** Output on one stream: its `total` bytes, the first of them as far as `kept`; `lost` if some could not be written. */
const output = shape(() => ({ total: safeInteger, kept: nullable(kept), lost: optional(boolean) }))
export type CommandOutput = GuardedType<typeof output>

/** Why a refusal was overridden (`--force --reason`), and the ids of what was open then. */
const force = shape(() => ({ reason: said, open: arrayOf(word) }))
export type Force = GuardedType<typeof force>

/** One text of a notice as it is sent: `digest` is the SHA-256 of its UTF-8 bytes, in lower-case hex. */
const noticeText = shape(() => ({
  language: oneOf(LANGUAGES),
  subject: nullable(freeText),
  text: freeText,
  digest: word,
}))
export type NoticeText = GuardedType<typeof noticeText>

/** The evidence for a claim such as "assets are safe", and who approved making it. */
const claim = shape(() => ({ evidence: freeText, approvedBy: freeText }))
export type Claim = GuardedType<typeof claim>

/**
 * On what another person has to approve: the event that asked for the approval it was given (`approval`), or that nobody had
 * approved it (`unapproved`).
 */
const approved = () => ({ approval: optional(word), unapproved: optional(boolean) })

/** A notice as prepared for approval: with the texts, and whatever is overridden if it is sent. */
const preparedNotice = shape(() => ({
  channel: word,
  stage: oneOf(STAGES),
  number: nullable(safeInteger),
  texts: arrayOf(noticeText),
  digest: word,
  next: nullable(time),
  forced: optional(force),
}))
export type PreparedNotice = GuardedType<typeof preparedNotice>

/** How a delivery ended; `unknown` if it may or may not have left the machine. */
export const DELIVERY_OUTCOMES = ['sent', 'failed', 'unknown'] as const
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number]

/** A file when frozen: length, SHA-256, the damaged line, `why` it is damaged, and the operator's reason in `words`. */
const frozen = shape(() => ({
  file: text,
  bytes: safeInteger,
  digest: word,
  line: safeInteger,
  why: text,
  words: freeText,
}))
export type FreezeRecord = GuardedType<typeof frozen>

const guards = {
  /** Declares the incident. `startedAt` is when the halt began; null if that is not known or the halt is planned. */
  'incident.started': shape(() => ({
    id: word,
    type: word,
    title: nullable(freeText),
    severity: nullable(oneOf(SEVERITIES)),
    drill: boolean,
    startedAt: nullable(time),
    planned: nullable(shape(() => ({ from: time, to: time }))),
    scope: arrayOf(scopeChange),
    /** What it was declared for: the key of an alert, a ticket. */
    ref: optional(text),
    /** Only lines of version 1 contain the runbook and settings themselves. */
    runbook: optional(isRunbook),
    runbookDigest: word,
    settings: optional(isSettings),
    settingsDigest: word,
  })),
  /** The scenario of a drill; `speed` is how many times faster than real time its clock runs. */
  'drill.began': shape(() => ({ scenario: isScenario, scenarioDigest: word, speed: isSpeed, auto: boolean })),
  'drill.injected': shape(() => ({ inject: isInject })),
  'incident.classified': shape(() => ({
    type: optional(word),
    severity: optional(oneOf(SEVERITIES)),
    title: optional(freeText),
    /** Absent where nothing was changed: a first title. */
    reason: optional(said),
  })),
  /** The title in the languages that are present, until a new title is given. */
  'incident.titled': shape(() => ({ ja: optional(freeText), en: optional(freeText), reason: optional(said) })),
  'step.begun': shape(() => ({ step: word, note: optional(said) })),
  'step.done': shape(() => ({ step: word, note: optional(said) })),
  'step.declined': shape(() => ({ step: word, reason: said })),
  'step.skipped': shape(() => ({ step: word, reason: said })),
  'step.assigned': shape(() => ({ step: word, to: freeText })),
  /** States the keys that are present, `kept` for a personal value. `known: false` is "not known yet", and clears the public words. */
  'fact.set': shape(() => ({
    fact: word,
    known: optional(boolean),
    value: optional(nullable(freeText)),
    ja: optional(nullable(freeText)),
    en: optional(nullable(freeText)),
    kept: optional(kept),
  })),
  /**
   * `ja`, `en`: the same words in that language. `hypothesis`: it states a possible cause; `discards`, `confirms`: it rules out that one, or finds it to be the cause;
   * `key`: it is a key moment of the incident; `source`: it is copied from elsewhere.
   */
  'note.added': shape(() => ({
    text: said,
    ja: optional(freeText),
    en: optional(freeText),
    step: optional(word),
    attached: optional(arrayOf(attachment)),
    hypothesis: optional(boolean),
    discards: optional(word),
    confirms: optional(word),
    key: optional(boolean),
    source: optional(noteSource),
  })),
  /** Marks an event as a key moment of the incident, for the story that its report tells. */
  'moment.marked': shape(() => ({ event: word })),
  /** Answers that events which were proposed as key moments are none, so that they are not proposed again. */
  'moment.declined': shape(() => ({ events: arrayOf(word) })),
  /** A note whose text is kept as evidence, outside the hash chain. */
  'note.private': shape(() => ({ kept, attached: optional(arrayOf(attachment)) })),
  /** A command is about to run in `directory`, for at most `timeout` ms; unknown without a later `command.ended`. */
  'command.started': shape(() => ({
    argv: arrayOf(freeText),
    host: text,
    directory: freeText,
    step: nullable(word),
    stdout: fileName,
    stderr: fileName,
    timeout: safeInteger,
  })),
  /** `why`: error code if it did not start; `left`: a child process that still had the output open was left running. */
  'command.ended': shape(() => ({
    command: word,
    end: oneOf(COMMAND_ENDS),
    code: nullable(safeInteger),
    signal: nullable(word),
    why: nullable(word),
    duration: safeInteger,
    stdout: nullable(output),
    stderr: nullable(output),
    left: optional(boolean),
  })),
  /** Somebody found out how a command of unknown outcome ended, and describes it in `words`. */
  'command.settled': shape(() => ({ command: word, words: said })),
  /** `standing` is the state before removal, if it was not intact; `leftover` is set if no event owned the file. */
  'evidence.removed': shape(() => ({
    file: fileName,
    reason: said,
    standing: optional(word),
    leftover: optional(boolean),
  })),
  /**
   * `forced`: what had been restricted was stated to be open without a lift; `open` are the operations. `unapproved`: where
   * another person has to approve lifts.
   */
  'scope.changed': shape(() => ({
    changes: arrayOf(scopeChange),
    forced: optional(force),
    unapproved: optional(boolean),
  })),
  'phase.advanced': shape(() => ({ to: oneOf(PHASES), forced: optional(force) })),
  'scope.lifted': shape(() => ({
    changes: arrayOf(scopeChange),
    open: arrayOf(word),
    forced: optional(force),
    ...approved(),
  })),
  'incident.reopened': shape(() => ({ reason: said, scope: arrayOf(scopeChange) })),
  /** `duplicateOf` is the id of the incident that goes on instead, if this one was joined to it. */
  'incident.closed': shape(() => ({
    as: oneOf(CLOSINGS),
    reason: nullable(said),
    forced: optional(force),
    duplicateOf: optional(word),
  })),
  /** `unapproved`: what is no longer restricted by that, where another person has to approve lifts. */
  'event.undone': shape(() => ({ event: word, reason: said, unapproved: optional(arrayOf(word)) })),
  /** `ja`, `en`: the words of a note or follow-up in that language; a `text` without them leaves none. */
  'event.corrected': shape(() => ({
    event: word,
    at: optional(time),
    text: optional(freeText),
    ja: optional(freeText),
    en: optional(freeText),
    reason: said,
  })),
  /** Text of an event is crossed out wherever it is shown: the `field` of its data, or all in it (`redaction.ts`). */
  'event.redacted': shape(() => ({ event: word, field: word, reason: said })),
  /**
   * `corrects` is the notice that one of stage `correction` or `retraction` mends. With `settles`, nothing was posted: the
   * notice that this intent sent with an unknown outcome is known to have arrived.
   */
  'notice.posted': shape(() => ({
    channel: word,
    stage: oneOf(STAGES),
    number: nullable(safeInteger),
    link: nullable(freeText),
    text: nullable(freeText),
    digest: nullable(word),
    next: nullable(time),
    corrects: optional(word),
    settles: optional(word),
    claim: optional(claim),
    forced: optional(force),
    ...approved(),
  })),
  /**
   * A notice is about to be sent; unknown without a later `notice.delivered`. Retries keep number (第N報) and idempotency
   * `key`, and name the first intent in `retries`. `journal` is a file in `evidence/`; `digest` is over the texts' digests.
   */
  'notice.intended': shape(() => ({
    channel: word,
    stage: oneOf(STAGES),
    number: nullable(safeInteger),
    retries: nullable(word),
    /** Number of the turn to send on the channel that was taken among machines that share the incident. */
    turn: optional(safeInteger),
    via: word,
    key: word,
    texts: arrayOf(noticeText),
    digest: word,
    next: nullable(time),
    journal: nullable(fileName),
    corrects: optional(word),
    claim: optional(claim),
    forced: optional(force),
    ...approved(),
  })),
  /** How the intent `notice` ended; `accepted`, `refused` and `unknown` count recipients, null for ways without any. */
  'notice.delivered': shape(() => ({
    notice: word,
    outcome: oneOf(DELIVERY_OUTCOMES),
    why: nullable(word),
    detail: nullable(freeText),
    link: nullable(freeText),
    /** Where each language can be read, if there are several. */
    links: optional(recordOf(freeText)),
    accepted: nullable(safeInteger),
    refused: nullable(safeInteger),
    unknown: nullable(safeInteger),
    journal: nullable(kept),
  })),
  /** Whether a channel may be used. It may not if somebody else controls it, such as a hijacked mail domain. */
  'channel.marked': shape(() => ({ channel: word, safe: boolean, reason: said })),
  /** Promises when the next notice on a channel comes, without posting one. */
  'notice.promised': shape(() => ({ channel: word, next: time })),
  /** Somebody was called and has not answered yet. */
  'contact.tried': shape(() => ({ person: word, way: nullable(oneOf(CONTACT_METHODS)), note: optional(said) })),
  'contact.reached': shape(() => ({ person: word, way: nullable(oneOf(CONTACT_METHODS)), note: optional(said) })),
  /** A page is about to be sent over `via`, without number or address here; unknown without a later `page.delivered`. */
  'page.intended': shape(() => ({
    person: word,
    way: oneOf(CONTACT_METHODS),
    via: word,
    department: nullable(word),
    level: nullable(word),
    key: word,
    text: noticeText,
    journal: nullable(fileName),
  })),
  'page.delivered': shape(() => ({
    page: word,
    outcome: oneOf(DELIVERY_OUTCOMES),
    why: nullable(word),
    detail: nullable(freeText),
    journal: nullable(kept),
  })),
  /** An escalation level was raised; `reason` is set if no rule asked for it. */
  'escalation.raised': shape(() => ({ level: word, reason: nullable(said) })),
  /** A follow-up; `serves` is the prevention fact that it implements, `ref` its key or address in a tracker. */
  'action.added': shape(() => ({
    text: said,
    ja: optional(freeText),
    en: optional(freeText),
    owner: nullable(freeText),
    due: nullable(time),
    serves: optional(word),
    ref: optional(freeText),
  })),
  /** The lead was offered to somebody. The offer is open until it is accepted, replaced or undone. */
  'handover.offered': shape(() => ({ to: freeText, note: optional(said) })),
  /** Whoever recorded this leads from now on, by accepting `offer`, or for `reason` if no offer was made to them. */
  'handover.accepted': shape(() => ({ offer: nullable(word), reason: nullable(said) })),
  /** An event from which deadlines of an authority count, or that of `filing`; `authority` has the rules known then. */
  'clock.started': shape(() => ({ authority: isAuthority, event: word, filing: nullable(word) })),
  /** A report was filed with an authority; `ref` is their reference number. */
  'authority.reported': shape(() => ({
    authority: isAuthority,
    filing: word,
    ref: nullable(freeText),
    note: optional(said),
  })),
  /** What a field of an authority's form says, because only the form asks for it; null if that is not known. */
  'filing.field-stated': shape(() => ({ authority: word, field: word, value: nullable(freeText) })),
  /**
   * Something was prepared that another person has to approve: notices, or the decision to lift the restrictions in `lift`.
   * `as` is whoever asks, by id in the contacts. `asked` are the people who can approve it, by id, else by name; missing if
   * anybody else can. `basis` is the SHA-256 of what they state or assume of the halt, `digest` that of all of it.
   */
  'approval.requested': shape(() => ({
    notices: optional(arrayOf(preparedNotice)),
    claim: optional(claim),
    lift: optional(arrayOf(scopeTarget)),
    as: optional(text),
    asked: optional(arrayOf(text)),
    basis: word,
    digest: word,
  })),
  /** Approves what `request` prepared, which has this digest; `as` is whoever does, by id in the contacts. */
  'approval.granted': shape(() => ({ request: word, digest: word, as: optional(text) })),
  /** The reason is no note, whose words could be corrected: it stands as it was given. */
  'approval.refused': shape(() => ({ request: word, reason: freeText })),
  'action.changed': shape(() => ({
    action: word,
    owner: optional(freeText),
    due: optional(time),
    ref: optional(freeText),
    ja: optional(freeText),
    en: optional(freeText),
  })),
  'action.done': shape(() => ({ action: word, note: optional(said) })),
  'runbook.adopted': shape(() => ({
    runbook: optional(isRunbook),
    runbookDigest: word,
    reason: said,
    /** The channels of which notices need no approval any more, since they are not for customers from now on. */
    unapproved: optional(arrayOf(word)),
  })),
  'settings.adopted': shape(() => ({
    settings: optional(isSettings),
    settingsDigest: word,
    /** What another person has to approve from now on, if that changed; null for nothing. */
    approval: optional(nullable(approvalRules)),
    /** Who can approve it from now on, by id with their names, if that changed; null for anybody else. */
    approvers: optional(nullable(recordOf(bilingual))),
  })),
  /** Says that a writer, with this key (null if it does not sign), is known to the one who records this. */
  'writer.accepted': shape(() => ({ writer: word, key: nullable(text) })),
  /** Locks that processes of other machines or containers held were released without them. Times are local, as shown. */
  'lock.broken': shape(() => ({
    holders: arrayOf(shape(() => ({ pid: safeInteger, host: text, user: text, since: nullable(text) }))),
    reason: said,
  })),
  /** A torn write was set aside: `kept` is the file next to the log, `bytes` its length. */
  'log.recovered': shape(() => ({ kept: text, bytes: safeInteger })),
  /**
   * This writer continues the log without the rest of another's file: `found` is its last head that counts, `kept` the one
   * known from elsewhere, `words` the operator's reason if a person decided it.
   */
  'log.continued': shape(() => ({
    writer: word,
    found: nullable(head),
    kept: nullable(head),
    reason: text,
    frozen: optional(frozen),
    words: optional(freeText),
  })),
} satisfies Record<string, Guard<unknown>>

export type EventData = { [T in keyof typeof guards]: GuardedType<(typeof guards)[T]> }
export type EventType = keyof EventData
/** How a command ended, with its exit code, signal or error code. */
export type CommandOutcome = Pick<EventData['command.ended'], 'end' | 'code' | 'signal' | 'why'>
export const EVENT_TYPES = Object.keys(guards) as EventType[]

/** Returns the JSON Schema of the data of an event type. */
export function dataSchema(type: EventType): JsonSchema {
  return guards[type].schema()
}

/** Types that a version of the program may ignore if it does not know them: no decision depends on them. */
const NOT_CRITICAL: ReadonlySet<EventType> = new Set([
  'incident.titled',
  'note.added',
  'moment.marked',
  'moment.declined',
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
  'filing.field-stated',
  'writer.accepted',
  'lock.broken',
  'log.recovered',
  'log.continued',
])

/** Types whose content (text, output) is in evidence rather than in the line. */
const WITH_EVIDENCE: ReadonlySet<string> = new Set(['note.private', 'command.started', 'command.ended'])

/** Whether an event of this type has its content in evidence: removing that is how to take it back. */
export function isContentInEvidence(type: string): boolean {
  return WITH_EVIDENCE.has(type)
}

/** Whether a version that does not know this type must stop making decisions. */
export function isCritical(type: EventType): boolean {
  return !NOT_CRITICAL.has(type)
}

const count = integer(0, Number.MAX_SAFE_INTEGER)
const hlc: Guard<readonly [number, number]> = guard(
  (value): value is readonly [number, number] =>
    Array.isArray(value) && value.length === 2 && count(value[0]) && count(value[1]),
  () => ({ type: 'array', prefixItems: [count.schema(), count.schema()], items: false, minItems: 2 }),
)

const introduction = { key: text, sig: text }

/**
 * How somebody acted who did not type it: `via` is the program (`board`, or `mcp` for an assistant), `invitedBy` whoever runs
 * it and let them in; missing if they did so themselves. `request` tells what they asked for from everything else, so that
 * asking again records nothing.
 */
const guest = { via: word, invitedBy: text, request: word }
/** Through which program somebody acted, and who let them, as `by` of an event does not say. */
export type Guest = Readonly<{ via: string; invitedBy?: string; request?: string }>

const envelope = shape(() => ({
  v: integer(1, Number.MAX_SAFE_INTEGER),
  /** Random id of the incident. */
  incident: name,
  writer: name,
  seq: safeInteger,
  /** Hash of the writer's previous line; null on the first. */
  prev: nullable(text),
  /** Hybrid logical clock: [milliseconds, counter]. */
  hlc,
  /** Heads of other writers that this writer had seen. */
  after: optional(arrayOf(head)),
  /** On a signed writer's first line: its key, and earlier keys of the same machine that introduce it (`Introduction`). */
  key: optional(text),
  introducedBy: optional(shape(() => ({ ...introduction, earlier: optional(arrayOf(shape(() => introduction))) }))),
  /** When it happened, according to the operator; ISO 8601 with offset. */
  at: time,
  /** When it was recorded; ISO 8601 with offset. */
  recordedAt: time,
  by: text,
  via: optional(guest.via),
  invitedBy: optional(guest.invitedBy),
  request: optional(guest.request),
  type: name,
  critical: boolean,
  // The guard of the type checks the rest; `unknown` lets that narrow it.
  data: isRecord as Guard<object> as Guard<unknown>,
  /** The writer's signature of all bytes before it, in base64. */
  sig: optional(text),
  hash: text,
}))
export type Envelope = GuardedType<typeof envelope>

export type Event = { [T in EventType]: Envelope & { readonly type: T; readonly data: EventData[T] } }[EventType]

/** An event as `decide` returns it, without the fields that the log adds. `at` is missing if it happened just now. */
export type EventDraft = {
  [T in EventType]: { readonly type: T; readonly at?: string; readonly data: EventData[T] }
}[EventType]

const GUARDS: ReadonlyMap<unknown, Guard<unknown>> = new Map(Object.entries(guards))

/** Returns the JSON Schema (draft 2020-12) of a log line, for the event types that this version knows. */
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

/** Returns a parsed line as an event, or as an envelope if its type or version is unknown; null if it is neither. */
export function readEvent(value: unknown): Event | Envelope | null {
  if (!envelope(value)) return null
  const guard = GUARDS.get(value.type)
  if (guard === undefined || isNewer(value)) return value
  return guard(value.data) && hasGoverningData(value.v, value.type, value.data) ? value : null
}

/** Whether an event is of a later version, in which its data may have another meaning. */
export function isNewer({ v }: Envelope): boolean {
  return v > LOG_VERSION
}

/** Whether this version knows the type of an event and what its data means. */
export function isKnown(event: Event | Envelope): event is Event {
  return !isNewer(event) && isKnownType(event.type)
}

/** The writer in the name of an event. */
export function writerOf(name: string): string {
  return name.slice(0, name.lastIndexOf(':'))
}

/** The writer and the number in the name of an event. */
export function eventPlace(name: string): Pick<Head, 'writer' | 'seq'> {
  const writer = writerOf(name)
  return { writer, seq: Number(name.slice(writer.length + 1)) }
}

export function nameOf(event: { readonly writer: string; readonly seq: number }): string {
  return `${event.writer}:${event.seq}`
}
