import { type Envelope, type Event, type EventType, type Kept, nameOf, type ScopeChange } from '../../log/event.ts'
import { namedIn } from '../../log/governing-files.ts'
import { EMPTY_RUNBOOK, type Runbook } from '../../runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../settings.ts'
import type { Action, CommandRun, Evidence, Incident, Notice, Page, Values } from '../incident.ts'
import { Places } from './places.ts'
import { Writing } from './writing.ts'

/** An incident being folded: maps and lists of its own, changed in place. Never leaves the fold. */
export type Draft = Changing & {
  readonly written: Writing
  readonly found: {
    readonly notices: Places<Notice>
    /** Notices by the attempts to send them. */
    readonly sendings: Places<Notice>
    readonly pages: Places<Page>
    /** Follow-ups by the event that added them, and by the one that said that they are done. */
    readonly actions: Places<Action>
    readonly evidence: Places<Evidence>
    readonly files: Places<Evidence>
    readonly commands: Places<CommandRun>
  }
}

type Changing = {
  -readonly [K in keyof Incident]: Incident[K] extends ReadonlyMap<infer Key, infer V>
    ? Map<Key, V>
    : Incident[K] extends readonly (infer V)[]
      ? V[]
      : Incident[K]
}

export function draftOf(incident: Incident): Draft {
  const written = new Writing(incident.registers)
  const draft: Changing = {
    ...incident,
    registers: written.registers,
    undone: new Map(incident.undone),
    heads: new Map(incident.heads),
    unmet: new Map(incident.unmet),
    named: [...incident.named],
    givenUp: new Map(incident.givenUp),
    recovered: [...incident.recovered],
    notices: [...incident.notices],
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
      notices: new Places(draft.notices, ({ event }) => [event]),
      sendings: new Places(draft.notices, ({ sending }) => sending?.attempts ?? []),
      pages: new Places(draft.pages, ({ event }) => [event]),
      actions: new Places(draft.actions, ({ id, doneEvent }) => [id, doneEvent]),
      evidence: new Places(draft.evidence, ({ event }) => [event]),
      files: new Places(draft.evidence, ({ file }) => [file]),
      commands: new Places(draft.commands, ({ event }) => [event]),
    },
  }
}

/** What the fold has come to. */
export function incidentOf({ written: _, found: __, ...incident }: Draft): Incident {
  return incident
}

/** By event type, what it changes. */
export type Handlers = { readonly [T in EventType]: (draft: Draft, event: Extract<Event, { type: T }>) => void }

export function put<K extends keyof Values>(draft: Draft, event: Event, key: K, value: Values[K]): void {
  draft.written.put(key, event, draft.events, value)
}

export function putScope(draft: Draft, event: Event, changes: readonly ScopeChange[]): void {
  for (const { operation, asset, state, words } of changes)
    put(draft, event, `scope:${operation}${asset === null ? '' : `:${asset}`}`, { state, words })
}

export function keep(
  draft: Draft,
  event: Event,
  kind: Evidence['kind'],
  { file, bytes, digest }: Kept,
  name?: string,
): void {
  const { at, by } = event
  draft.evidence.push({
    file,
    kind,
    event: nameOf(event),
    name: name ?? null,
    at,
    by,
    bytes,
    digest,
    removed: draft.discarded.get(file) ?? null,
  })
}

interface Governing {
  readonly runbook?: Runbook | undefined
  readonly runbookDigest?: string
  readonly settings?: Settings | undefined
  readonly settingsDigest?: string
}

/** Puts in force what an event carries. What it names is empty until it is attached by whoever can read the files. */
export function govern(draft: Draft, event: Event, data: Governing): void {
  draft.named.push(...namedIn(event))
  const { runbook = EMPTY_RUNBOOK, runbookDigest, settings = DEFAULT_SETTINGS, settingsDigest } = data
  if (runbookDigest !== undefined) Object.assign(draft, { runbook, runbookDigest })
  if (settingsDigest !== undefined) Object.assign(draft, { settings, settingsDigest })
}

export function contradict(draft: Draft, event: Envelope, why: Incident['anomalies'][number]['why']): void {
  draft.anomalies.push({ event: nameOf(event), why })
}
