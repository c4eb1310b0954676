import { expect } from 'vitest'
import type { Authority, DeadlineRule, Filing, Period } from '../src/domain/authorities/authority.ts'
import { decide, type Intent } from '../src/domain/decide/decide.ts'
import { type DecisionContext, isProblem } from '../src/domain/decide/decision.ts'
import type { ComposedNotice } from '../src/domain/decide/sending.ts'
import { foldInOrder } from '../src/domain/incident/evolve.ts'
import type { Incident } from '../src/domain/incident/incident.ts'
import { foldOfKnown } from '../src/domain/incident/unknown-writers.ts'
import {
  type Envelope,
  type Event,
  type EventData,
  type EventDraft,
  type Guest,
  type Head,
  isCritical,
} from '../src/domain/log/event.ts'
import { compareEvents } from '../src/domain/log/hybrid-clock.ts'
import type { Acquaintance } from '../src/domain/log/known-writers.ts'
import { seal } from '../src/domain/log/line.ts'
import type { ProblemCode } from '../src/domain/problem.ts'
import type { Runbook } from '../src/domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../src/domain/settings.ts'
import { SMALL_RUNBOOK } from './small-runbook.ts'

/** 22:17:05 in Tokyo, when the halts of these tests are declared. */
export const DECLARED = Date.parse('2026-11-24T22:17:05.000+09:00')

/** A time as the log writes it; milliseconds after the halt was declared. */
export function iso(after: number): string {
  return new Date(DECLARED + after + 9 * 3_600_000).toISOString().replace('Z', '+09:00')
}

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** What a machine knows of the writers of an incident where it does not matter. */
export const NO_WRITERS: Acquaintance = { unknown: 0, declarer: null, known: null }

/** Writes drafts as one writer would: chained and sealed. `after` is in milliseconds from declaring. */
export class Writer {
  readonly events: Event[] = []
  readonly name: string
  private readonly by: string

  constructor(name = 'aaaaaaaa', by = 'taro') {
    this.name = name
    this.by = by
  }

  write(
    draft: EventDraft,
    after = this.events.length * SECOND,
    knows: readonly Event[] = [],
    guest: Partial<Guest> & { readonly by?: string } = {},
  ): Event {
    const last = this.events.at(-1)
    const seen = new Map(knows.map((e) => [e.writer, { writer: e.writer, seq: e.seq, hash: e.hash }]))
    const event = {
      v: 1,
      incident: 'incident',
      writer: this.name,
      seq: (last?.seq ?? 0) + 1,
      prev: last?.hash ?? null,
      hlc: [DECLARED + after, this.events.length] as const,
      ...(seen.size > 0 && { after: [...seen.values()] }),
      at: draft.at ?? iso(after),
      recordedAt: iso(after),
      by: this.by,
      ...guest,
      type: draft.type,
      critical: isCritical(draft.type),
      data: draft.data,
    }
    const sealed = { ...event, hash: seal(event).hash } as Event
    this.events.push(sealed)
    return sealed
  }
}

export function started(over: Partial<EventData['incident.started']> = {}): EventDraft {
  return {
    type: 'incident.started',
    data: {
      id: '20261124-221705-failure',
      type: 'failure',
      title: 'Matching engine down',
      severity: 'sev2',
      drill: false,
      startedAt: iso(-12 * MINUTE),
      planned: null,
      scope: [],
      runbook: SMALL_RUNBOOK,
      runbookDigest: 'runbook-1',
      settings: DEFAULT_SETTINGS,
      settingsDigest: 'settings-1',
      ...over,
    },
  }
}

export const planned = (over: Partial<EventData['incident.started']> = {}): EventDraft =>
  started({ type: 'maintenance', startedAt: null, planned: { from: iso(HOUR), to: iso(3 * HOUR) }, ...over })

export const withRunbook = (runbook: Runbook): EventDraft => started({ runbook })
export const withSettings = (settings: Partial<Settings>): EventDraft =>
  started({ settings: { ...DEFAULT_SETTINGS, ...settings } })

export const begun = (step: string, at?: string): EventDraft => ({
  type: 'step.begun',
  ...(at && { at }),
  data: { step },
})
export const done = (step: string, note?: string): EventDraft => ({
  type: 'step.done',
  data: { step, ...(note && { note }) },
})
export const skipped = (step: string, reason = 'no time'): EventDraft => ({
  type: 'step.skipped',
  data: { step, reason },
})
export const declined = (step: string, reason = 'not needed'): EventDraft => ({
  type: 'step.declined',
  data: { step, reason },
})
export const advanced = (to: EventData['phase.advanced']['to']): EventDraft => ({
  type: 'phase.advanced',
  data: { to },
})
export const scoped = (
  operation: string,
  state: EventData['scope.changed']['changes'][number]['state'],
  asset: string | null = null,
): EventDraft => ({
  type: 'scope.changed',
  data: { changes: [{ operation, asset, state, words: null }] },
})
/** States that a service never was restricted, as `scope --force` does. */
export const takenBack = (
  operation: string,
  asset: string | null = null,
  state: 'open' | null = 'open',
): EventDraft => ({
  type: 'scope.changed',
  data: {
    changes: [{ operation, asset, state, words: null }],
    forced: { reason: 'it never stopped', open: [operation] },
  },
})
export const lifted = (...operations: string[]): EventDraft => ({
  type: 'scope.lifted',
  data: { changes: operations.map((operation) => ({ operation, asset: null, state: 'open', words: null })), open: [] },
})
export const reopened = (...operations: string[]): EventDraft => ({
  type: 'incident.reopened',
  data: {
    reason: 'fell over',
    scope: operations.map((operation) => ({ operation, asset: null, state: 'stopped', words: null })),
  },
})
export const closed = (): EventDraft => ({ type: 'incident.closed', data: { as: 'resolved', reason: null } })
export const posted = (
  channel: string,
  stage: EventData['notice.posted']['stage'],
  number: number | null,
  next: string | null = null,
): EventDraft => ({
  type: 'notice.posted',
  data: { channel, stage, number, link: null, text: null, digest: null, next },
})

export const composed = (channel: string, stage: ComposedNotice['stage'], number: number | null): ComposedNotice => ({
  channel,
  stage,
  number,
  via: 'webhook',
  key: `key-${channel}-${stage}-${number ?? 0}`,
  texts: [{ language: 'ja', subject: null, text: '停止しています', digest: 'd1' }],
  digest: 'd2',
  next: null,
  journal: null,
})
export const intended = (
  channel: string,
  stage: ComposedNotice['stage'],
  number: number | null,
  over: Partial<EventData['notice.intended']> = {},
): EventDraft & { type: 'notice.intended' } => ({
  type: 'notice.intended',
  data: { ...composed(channel, stage, number), retries: null, ...over },
})
export const deliveredAs = (
  notice: string,
  outcome: EventData['notice.delivered']['outcome'] = 'sent',
  over: Partial<EventData['notice.delivered']> = {},
): EventDraft & { type: 'notice.delivered' } => ({
  type: 'notice.delivered',
  data: {
    notice,
    outcome,
    why: outcome === 'sent' ? null : 'unreachable',
    detail: null,
    link: null,
    accepted: null,
    refused: null,
    unknown: null,
    journal: null,
    ...over,
  },
})
export const marked = (channel: string, safe: boolean, reason = 'domain hijacked'): EventDraft => ({
  type: 'channel.marked',
  data: { channel, safe, reason },
})

export const announced = (channel: string): EventDraft => posted(channel, 'scheduled', null)
export const promised = (channel: string, next: string): EventDraft => ({
  type: 'notice.promised',
  data: { channel, next },
})
export const assigned = (step: string, to: string): EventDraft => ({ type: 'step.assigned', data: { step, to } })
export const classified = (data: Omit<EventData['incident.classified'], 'reason'>): EventDraft => ({
  type: 'incident.classified',
  data: { ...data, reason: 'known better' },
})
export const stated = (fact: string, data: Omit<EventData['fact.set'], 'fact'>): EventDraft => ({
  type: 'fact.set',
  data: { fact, ...data },
})
export const noted = (text: string): EventDraft => ({ type: 'note.added', data: { text } })
export const attachedNote = (text: string, ...files: readonly string[]): EventDraft => ({
  type: 'note.added',
  data: { text, attached: files.map((file) => ({ name: `${file}.csv`, ...keptAs(file) })) },
})
export const keptAs = (file: string) => ({ file, bytes: 7, digest: `digest of ${file}` })
export const commandStarted = (...argv: readonly string[]): EventDraft & { type: 'command.started' } => ({
  type: 'command.started',
  data: {
    argv,
    host: 'desk-1',
    directory: '/srv/halt',
    step: null,
    stdout: 'out-1',
    stderr: 'err-1',
    timeout: HOUR,
  },
})
export const commandEnded = (
  command: string,
  over: Partial<EventData['command.ended']> = {},
): EventDraft & { type: 'command.ended' } => ({
  type: 'command.ended',
  data: {
    command,
    end: 'exited',
    code: 0,
    signal: null,
    why: null,
    duration: 12,
    stdout: { total: 7, kept: keptAs('out-1') },
    stderr: null,
    ...over,
  },
})
export const commandSettled = (command: string, words = 'it worked'): EventDraft & { type: 'command.settled' } => ({
  type: 'command.settled',
  data: { command, words },
})
export const evidenceRemoved = (file: string): EventDraft => ({
  type: 'evidence.removed',
  data: { file, reason: 'names' },
})
export const undone = (event: string): EventDraft => ({ type: 'event.undone', data: { event, reason: 'slip' } })
export const corrected = (event: string, change: { at?: string; text?: string }): EventDraft => ({
  type: 'event.corrected',
  data: { event, ...change, reason: 'slip' },
})
export const redacted = (event: string, field: string): EventDraft => ({
  type: 'event.redacted',
  data: { event, field, reason: 'a name' },
})
export const tried = (person: string): EventDraft => ({ type: 'contact.tried', data: { person, way: 'phone' } })
export const answered = (person: string): EventDraft => ({ type: 'contact.reached', data: { person, way: 'phone' } })
export const paged = (
  person: string,
  over: Partial<EventData['page.intended']> = {},
): EventDraft & { type: 'page.intended' } => ({
  type: 'page.intended',
  data: {
    person,
    way: 'pager',
    via: 'command',
    department: null,
    level: null,
    key: `key-${person}`,
    text: { language: 'ja', subject: null, text: '呼び出し', digest: 'd1' },
    journal: null,
    ...over,
  },
})
export const pageEnded = (
  page: string,
  outcome: EventData['page.delivered']['outcome'] = 'sent',
  over: Partial<EventData['page.delivered']> = {},
): EventDraft & { type: 'page.delivered' } => ({
  type: 'page.delivered',
  data: { page, outcome, why: outcome === 'sent' ? null : 'refused', detail: null, journal: null, ...over },
})
export const escalated = (level: string, reason: string | null = null): EventDraft => ({
  type: 'escalation.raised',
  data: { level, reason },
})
export const thought = (text: string): EventDraft => ({ type: 'note.added', data: { text, hypothesis: true } })
export const discarded = (event: string, text: string): EventDraft => ({
  type: 'note.added',
  data: { text, discards: event },
})
export const confirmed = (event: string, text: string): EventDraft => ({
  type: 'note.added',
  data: { text, confirms: event },
})
export const keyMoment = (event: string): EventDraft => ({ type: 'moment.marked', data: { event } })
export const offered = (to: string, note?: string): EventDraft => ({
  type: 'handover.offered',
  data: { to, ...(note !== undefined && { note }) },
})
export const accepted = (offer: string | null, reason: string | null = null): EventDraft => ({
  type: 'handover.accepted',
  data: { offer, reason },
})
/** Due 4 h after classification or 24 h after awareness, whichever is earlier; then after 72 h; then after a month. */
export const AUTHORITY: Authority = {
  id: 'dora',
  title: { ja: '当局', en: 'Authority' },
  verify: true,
  reviewed: '2026-11-25',
  events: { awareness: { ja: '知った', en: 'known' }, classification: { ja: '分類した', en: 'classified' } },
  filings: [
    filing('dora-initial', within('classification', 'hours', 4), within('awareness', 'hours', 24)),
    filing('dora-intermediate', { ...within(null, 'hours', 72), after: 'dora-initial' }),
    filing('dora-final', { ...within(null, 'months', 1), after: 'dora-intermediate' }),
  ],
}

function filing(id: string, ...due: readonly DeadlineRule[]): Filing {
  return { id, title: { ja: id, en: id }, due }
}

function within(from: string | null, unit: Period['unit'], count: number): DeadlineRule {
  return { from, after: null, within: { unit, count }, latest: null, before: null, when: null, unless: null }
}

/** An authority with one report, under one rule. */
export const oneRule = (rule: Partial<DeadlineRule>): Authority => ({
  ...AUTHORITY,
  filings: [filing('dora-initial', { ...within('awareness', 'hours', 24), ...rule })],
})
export const clockStarted = (event: string, authority = AUTHORITY, only: string | null = null): EventDraft => ({
  type: 'clock.started',
  data: { authority, event, filing: only },
})
export const reportedTo = (filing: string, ref: string | null = null, authority = AUTHORITY): EventDraft => ({
  type: 'authority.reported',
  data: { authority, filing, ref },
})
/** States what a field of the authority's form says; null for "not known". */
export const fieldStated = (field: string, value: string | null, authority = 'dora'): EventDraft => ({
  type: 'filing.field-stated',
  data: { authority, field, value },
})
export const followUp = (text: string, owner: string | null = null, due: string | null = null): EventDraft => ({
  type: 'action.added',
  data: { text, owner, due },
})
export const finished = (action: string): EventDraft => ({ type: 'action.done', data: { action } })

export const recovered = (kept: string, bytes: number): EventDraft => ({ type: 'log.recovered', data: { kept, bytes } })
export const continued = (
  writer: string,
  found: Head | null = null,
  over: Partial<EventData['log.continued']> = {},
): EventDraft => ({
  type: 'log.continued',
  data: { writer, found, kept: null, reason: found === null ? 'missing' : 'behind', ...over },
})

/** The same event at another time, in milliseconds after the declaration. */
export const happened = (after: number, draft: EventDraft): EventDraft => ({ ...draft, at: iso(after) })

/** The name of the nth event of the one writer of `history`. */
export const nth = (seq: number): string => `aaaaaaaa:${seq}`

/** Events of one writer, a second apart, the first at the time of declaring. */
export function history(...drafts: readonly EventDraft[]): Event[] {
  const writer = new Writer()
  for (const draft of drafts) writer.write(draft)
  return writer.events
}

/** Folds events, given in any order, to the state of the incident. */
export function foldEvents(events: Iterable<Event | Envelope>): Incident {
  return foldInOrder([...events].sort(compareEvents))
}

export function incidentOf(...drafts: readonly EventDraft[]): Incident {
  return foldEvents(history(...drafts))
}

/** Given events, when an intent, then events or a refusal. `when` is a minute after declaring unless told. */
export function given(...drafts: readonly EventDraft[]) {
  return givenBy({ knows: () => true }, incidentOf(...drafts))
}

/** The same with events of a writer that this machine does not know. */
export function givenByStranger(...drafts: readonly EventDraft[]) {
  return givenBy({ knows: () => false }, incidentOf(...drafts))
}

/** The same with events of a writer that this machine knows, and then of one that it does not. */
export function givenBesideStranger(known: readonly EventDraft[], strange: readonly EventDraft[]) {
  const stranger = new Writer('bbbbbbbb', 'eve')
  const theirs = strange.map((draft, i) => stranger.write(draft, (known.length + i) * SECOND))
  const events = [...history(...known), ...theirs]
  const ofKnown = () => foldOfKnown(events, new Set([stranger.name]))
  return givenBy({ knows: (writer) => writer !== stranger.name, ofKnown }, foldEvents(events))
}

function givenBy(context: Pick<DecisionContext, 'knows' | 'ofKnown'>, incident: Incident) {
  return {
    when(intent: Intent, after = MINUTE, by = 'taro') {
      const circumstances: DecisionContext = { by, now: DECLARED + after, recordedAt: iso(after), ...context }
      const decision = decide(incident, intent, circumstances)
      return {
        then(...expected: readonly EventDraft[]): void {
          expect(isProblem(decision) ? decision : decision.events).toEqual(expected)
        },
        refused(code: ProblemCode, params?: object): void {
          expect(decision).toMatchObject({ code, ...(params && { params }) })
        },
        already(...what: readonly string[]): void {
          expect(decision).toEqual({ events: [], already: what })
        },
        decision,
      }
    },
  }
}
