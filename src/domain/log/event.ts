import { PHASES, STAGES } from '../runbook/runbook.ts'
import { isRunbook, isSettings } from './governing.ts'
import {
  arrayOf,
  boolean,
  type Guard,
  type Guarded,
  isRecord,
  nullable,
  number,
  oneOf,
  optional,
  shape,
  text,
  time,
  word,
} from './guard.ts'

export const SEVERITIES = ['sev1', 'sev2', 'sev3', 'sev4'] as const
export type Severity = (typeof SEVERITIES)[number]

/** States of one operation, for all assets or one (manual 1.1). */
export const SCOPE_STATES = ['stopped', 'cancel-only', 'post-only', 'limited', 'open'] as const
export type ScopeState = (typeof SCOPE_STATES)[number]

export const CLOSINGS = ['resolved', 'false-alarm', 'duplicate'] as const
export type Closing = (typeof CLOSINGS)[number]

/** The head of one writer's chain. */
export interface Head {
  readonly writer: string
  readonly seq: number
  readonly hash: string
}

const head = shape({ writer: word, seq: number, hash: text })

/** One entry of the scope table; `state` null takes an exception for one asset back. */
const scopeChange = shape({
  operation: word,
  asset: nullable(word),
  state: nullable(oneOf(SCOPE_STATES)),
  words: nullable(text),
})
export type ScopeChange = Guarded<typeof scopeChange>

/** What a refusal yielded to: `--force --reason`, and what stood open. */
const force = shape({ reason: text, open: arrayOf(word) })
export type Force = Guarded<typeof force>

/** A damaged file as it was given up: its length, its SHA-256, where and why it cannot be believed, the operator's reason. */
const frozen = shape({ file: text, bytes: number, digest: word, line: number, why: text, words: text })
export type Frozen = Guarded<typeof frozen>

const guards = {
  /** Declares the incident. `startedAt` is given where the halt is known to have begun; null for a planned one. */
  'incident.started': shape({
    id: word,
    type: word,
    title: nullable(text),
    severity: nullable(oneOf(SEVERITIES)),
    drill: boolean,
    startedAt: nullable(time),
    planned: nullable(shape({ from: time, to: time })),
    scope: arrayOf(scopeChange),
    runbook: isRunbook,
    runbookDigest: word,
    settings: isSettings,
    settingsDigest: word,
  }),
  'incident.classified': shape({
    type: optional(word),
    severity: optional(oneOf(SEVERITIES)),
    title: optional(text),
    reason: text,
  }),
  'step.begun': shape({ step: word, note: optional(text) }),
  'step.done': shape({ step: word, note: optional(text) }),
  'step.declined': shape({ step: word, reason: text }),
  'step.skipped': shape({ step: word, reason: text }),
  'step.assigned': shape({ step: word, to: text }),
  /** The keys that are there were stated; `known: false` is "not known yet" and takes words back too. */
  'fact.set': shape({
    fact: word,
    known: optional(boolean),
    value: optional(nullable(text)),
    ja: optional(nullable(text)),
    en: optional(nullable(text)),
  }),
  'note.added': shape({ text }),
  'scope.changed': shape({ changes: arrayOf(scopeChange) }),
  'phase.advanced': shape({ to: oneOf(PHASES), forced: optional(force) }),
  'scope.lifted': shape({ changes: arrayOf(scopeChange), open: arrayOf(word), forced: optional(force) }),
  'incident.reopened': shape({ reason: text, scope: arrayOf(scopeChange) }),
  'incident.closed': shape({ as: oneOf(CLOSINGS), reason: nullable(text), forced: optional(force) }),
  'event.undone': shape({ event: word, reason: text }),
  'event.corrected': shape({ event: word, at: optional(time), text: optional(text), reason: text }),
  'notice.posted': shape({
    channel: word,
    stage: oneOf(STAGES),
    number: nullable(number),
    link: nullable(text),
    text: nullable(text),
    digest: nullable(word),
    next: nullable(time),
  }),
  /** Promises the next report of a channel without a notice. */
  'notice.promised': shape({ channel: word, next: time }),
  'action.added': shape({ text, owner: nullable(text), due: nullable(time) }),
  'action.changed': shape({ action: word, owner: optional(text), due: optional(time) }),
  'action.done': shape({ action: word, note: optional(text) }),
  'runbook.adopted': shape({ runbook: isRunbook, runbookDigest: word, reason: text }),
  'settings.adopted': shape({ settings: isSettings, settingsDigest: word }),
  /** A torn tail was set aside: `kept` is the file beside the log, `bytes` its length. */
  'log.recovered': shape({ kept: text, bytes: number }),
  /**
   * This writer goes on where another one's file is behind, altered or unusable; `found` is the last head that counts of
   * it, `kept` the head that is known from elsewhere, `words` the operator's reason where a person decided it.
   */
  'log.continued': shape({
    writer: word,
    found: nullable(head),
    kept: nullable(head),
    reason: text,
    frozen: optional(frozen),
    words: optional(text),
  }),
} satisfies Record<string, Guard<unknown>>

export type EventData = { [T in keyof typeof guards]: Guarded<(typeof guards)[T]> }
export type EventType = keyof EventData
export const EVENT_TYPES = Object.keys(guards) as EventType[]

/** Types that a version not knowing them may pass over: they change nothing that a decision rests on. */
const PASSABLE: ReadonlySet<EventType> = new Set(['note.added', 'log.recovered', 'log.continued'])

export function isCritical(type: EventType): boolean {
  return !PASSABLE.has(type)
}

export interface Envelope {
  readonly v: number
  /** Random id of the incident. */
  readonly incident: string
  readonly writer: string
  readonly seq: number
  /** Hash of the line before, null on the first. */
  readonly prev: string | null
  /** Hybrid logical clock: [milliseconds, counter]. */
  readonly hlc: readonly [number, number]
  /** Heads of other writers that this one had seen. */
  readonly after?: readonly Head[]
  /** When it happened, as far as the operator said; ISO 8601 with offset. */
  readonly at: string
  /** When it was recorded; ISO 8601 with offset. */
  readonly recordedAt: string
  readonly by: string
  readonly type: string
  readonly critical: boolean
  readonly data: unknown
  readonly hash: string
}

export type Event = { [T in EventType]: Envelope & { readonly type: T; readonly data: EventData[T] } }[EventType]

/** What `decide` returns: an event without what the log adds to it. */
export type Draft = {
  [T in EventType]: { readonly type: T; readonly at?: string; readonly data: EventData[T] }
}[EventType]

const heads = arrayOf(head)
/** A hybrid clock that nothing can follow would end the log. */
const moment = (value: unknown) => number(value) && value >= 0 && value < LAST_MS
const count = (value: unknown) => number(value) && value >= 0
export const LAST_MS = Date.UTC(10_000, 0, 1)

const envelope: Guard<Envelope> = (value): value is Envelope =>
  isRecord(value) &&
  number(value.v) &&
  word(value.incident) &&
  word(value.writer) &&
  number(value.seq) &&
  (value.prev === null || text(value.prev)) &&
  Array.isArray(value.hlc) &&
  value.hlc.length === 2 &&
  moment(value.hlc[0]) &&
  count(value.hlc[1]) &&
  (value.after === undefined || heads(value.after)) &&
  time(value.at) &&
  time(value.recordedAt) &&
  text(value.by) &&
  word(value.type) &&
  boolean(value.critical) &&
  isRecord(value.data)

export function isKnownType(type: string): type is EventType {
  return Object.hasOwn(guards, type)
}

/** A parsed line as an event, as an envelope of a type this version does not know, or null if it is neither. */
export function readEvent(value: unknown): Event | Envelope | null {
  if (!envelope(value)) return null
  if (!isKnownType(value.type)) return value
  return (guards[value.type] as Guard<unknown>)(value.data) ? (value as Event) : null
}

export function isKnown(event: Event | Envelope): event is Event {
  return isKnownType(event.type)
}

/** The name of an event: `writer:seq`. */
export function nameOf(event: { readonly writer: string; readonly seq: number }): string {
  return `${event.writer}:${event.seq}`
}
