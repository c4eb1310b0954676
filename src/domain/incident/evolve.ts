import {
  type Attachment,
  type Envelope,
  type Event,
  type EventType,
  type Head,
  isKnown,
  type Kept,
  nameOf,
  type ScopeChange,
} from '../log/event.ts'
import { compareEvents } from '../log/order.ts'
import { isGivenUp, unmetIn } from '../log/seen.ts'
import {
  type Action,
  type CallMark,
  type Evidence,
  headOf,
  INITIAL,
  type Incident,
  type PhaseMark,
  type Values,
} from './incident.ts'
import { type Write, write } from './register.ts'
import { delivered, intended, retried } from './sending.ts'

/** An incident being folded: maps and lists of its own, changed in place. Never leaves this file. */
type Draft = {
  -readonly [K in keyof Incident]: Incident[K] extends ReadonlyMap<infer Key, infer V>
    ? Map<Key, V>
    : Incident[K] extends readonly (infer V)[]
      ? V[]
      : Incident[K]
}

/** Folds events, in any order of arrival, to the state of the incident. Total: it marks what contradicts, never throws. */
export function replay(events: Iterable<Event | Envelope>): Incident {
  return refold([...events].sort(compareEvents))
}

/** Folds events that are already in order (`log/order.ts`) without keeping them. */
export function refold(ordered: Iterable<Event | Envelope>): Incident {
  const draft = draftOf(INITIAL)
  for (const event of ordered) apply(draft, event)
  return draft
}

/** Follows the incident by events that come after all it has seen, in order. */
export function evolve(incident: Incident, ...events: readonly (Event | Envelope)[]): Incident {
  const draft = draftOf(incident)
  for (const event of events) apply(draft, event)
  return draft
}

function draftOf(incident: Incident): Draft {
  return {
    ...incident,
    registers: new Map(incident.registers),
    undone: new Map(incident.undone),
    heads: new Map(incident.heads),
    unmet: new Map(incident.unmet),
    givenUp: new Map(incident.givenUp),
    recovered: [...incident.recovered],
    notices: [...incident.notices],
    actions: [...incident.actions],
    corrections: [...incident.corrections],
    evidence: [...incident.evidence],
    discarded: new Map(incident.discarded),
    commands: [...incident.commands],
    anomalies: [...incident.anomalies],
  }
}

function apply(draft: Draft, event: Event | Envelope): void {
  draft.events += 1
  draft.heads.set(event.writer, headOf(event))
  draft.clock = event.hlc
  if (draft.unmet.get(event.writer)?.head.hash === event.hash) draft.unmet.delete(event.writer)
  if (draft.declaration !== null && event.incident !== draft.declaration.incident)
    contradict(draft, event, 'foreign-incident')
  else {
    if (isKnown(event)) (handlers[event.type] as (draft: Draft, event: Event) => void)(draft, event)
    else if (event.critical) draft.beyond ??= { event: nameOf(event), type: event.type }
    if (event.after !== undefined) compare(draft, event, event.after)
  }
}

/** Keeps what an event says was seen of other writers, where the log does not have it. */
function compare(draft: Draft, event: Event | Envelope, after: readonly Head[]): void {
  for (const unmet of unmetIn(event, after, draft.heads)) {
    const { writer, seq } = unmet.head
    const givenUp = draft.givenUp.get(writer)
    if (givenUp !== undefined && isGivenUp(unmet.head, givenUp)) continue
    if (seq > (draft.unmet.get(writer)?.head.seq ?? 0)) draft.unmet.set(writer, unmet)
  }
}

type Handlers = { readonly [T in EventType]: (draft: Draft, event: Extract<Event, { type: T }>) => void }

const handlers: Handlers = {
  'incident.started': (draft, event) => {
    if (draft.declaration !== null) return contradict(draft, event, 'second-declaration')
    const { id, drill, planned, type, title, severity, startedAt, scope, runbook, settings } = event.data
    const { incident, recordedAt: declaredAt, by: declaredBy } = event
    draft.declaration = { event: nameOf(event), id, incident, drill, declaredAt, declaredBy, planned }
    Object.assign(draft, { runbook, runbookDigest: event.data.runbookDigest })
    Object.assign(draft, { settings, settingsDigest: event.data.settingsDigest })
    put(draft, event, 'type', type)
    if (title !== null) put(draft, event, 'title', title)
    if (severity !== null) put(draft, event, 'severity', severity)
    put(draft, event, 'phase', phase(planned === null ? 'initial-response' : 'scheduled', 'declared'))
    if (startedAt !== null) put(draft, event, 'fact:started-at', { known: true, value: startedAt })
    if (planned !== null) {
      put(draft, event, 'fact:planned-start', { known: true, value: planned.from })
      put(draft, event, 'fact:planned-end', { known: true, value: planned.to })
    }
    putScope(draft, event, scope)
  },
  'incident.classified': (draft, event) => {
    const { type, severity, title } = event.data
    if (type !== undefined) put(draft, event, 'type', type)
    if (severity !== undefined) put(draft, event, 'severity', severity)
    if (title !== undefined) put(draft, event, 'title', title)
  },
  'step.begun': (draft, event) => mark(draft, event, 'in-progress', event.data.note),
  'step.done': (draft, event) => mark(draft, event, 'done', event.data.note),
  'step.declined': (draft, event) => mark(draft, event, 'declined', event.data.reason),
  'step.skipped': (draft, event) => mark(draft, event, 'skipped', event.data.reason),
  'step.assigned': (draft, event) => put(draft, event, `assignee:${event.data.step}`, event.data.to),
  'fact.set': (draft, event) => {
    const { fact, known, value } = event.data
    const taken = known === false ? null : undefined
    const { ja = taken, en = taken } = event.data
    if (known !== undefined || value !== undefined)
      put(draft, event, `fact:${fact}`, { known: known ?? true, value: value ?? null })
    if (ja !== undefined) put(draft, event, `words:${fact}.ja`, ja)
    if (en !== undefined) put(draft, event, `words:${fact}.en`, en)
  },
  'note.added': (draft, event) => attach(draft, event, event.data.attached),
  'note.private': (draft, event) => {
    keep(draft, event, 'note', event.data.kept)
    attach(draft, event, event.data.attached)
  },
  'command.started': (draft, event) => {
    const { argv, step, stdout, stderr } = event.data
    draft.commands.push({
      event: nameOf(event),
      argv,
      step,
      at: event.at,
      by: event.by,
      stdout,
      stderr,
      end: null,
      settled: null,
    })
  },
  'command.ended': (draft, event) => {
    const { command, end: how, code, signal, stdout, stderr } = event.data
    if (!draft.commands.some((c) => c.event === command)) contradict(draft, event, 'unknown-target')
    draft.commands = draft.commands.map((c) => (c.event === command ? { ...c, end: { how, code, signal } } : c))
    for (const [kind, output] of Object.entries({ stdout, stderr }))
      if (output?.kept) keep(draft, event, kind as 'stdout' | 'stderr', output.kept)
  },
  'command.settled': (draft, event) => {
    const { command, words } = event.data
    if (!draft.commands.some((c) => c.event === command)) contradict(draft, event, 'unknown-target')
    const settled = { event: nameOf(event), at: event.at, by: event.by, words }
    draft.commands = draft.commands.map((c) => (c.event === command ? { ...c, settled } : c))
  },
  'evidence.removed': (draft, event) => {
    const { file, reason, leftover } = event.data
    const { at, by } = event
    const removed = { event: nameOf(event), at, by, reason }
    const isKept = draft.evidence.some((e) => e.file === file)
    if (!isKept && !leftover) contradict(draft, event, 'unknown-target')
    if (!isKept && !draft.discarded.has(file)) draft.discarded.set(file, removed)
    draft.evidence = draft.evidence.map((e) => (e.file === file && e.removed === null ? { ...e, removed } : e))
  },
  'scope.changed': (draft, event) => putScope(draft, event, event.data.changes),
  'phase.advanced': (draft, event) => {
    const from = standing(draft, 'phase')?.phase
    put(draft, event, 'phase', { ...phase(event.data.to, 'advance'), forced: event.data.forced ?? null })
    if (from === 'scheduled') put(draft, event, 'fact:started-at', { known: true, value: event.at })
  },
  'scope.lifted': (draft, event) => {
    const { changes, open, forced } = event.data
    const left = [...new Set([...(forced?.open ?? []), ...open])]
    const yielded = left.length === 0 ? null : { reason: forced?.reason ?? '', open: left }
    put(draft, event, 'phase', { ...phase('after-resumption', 'lift'), forced: yielded })
    putScope(draft, event, changes)
  },
  'incident.reopened': (draft, event) => {
    put(draft, event, 'phase', { ...phase('during-halt', 'reopen'), reason: event.data.reason })
    putScope(draft, event, event.data.scope)
  },
  'incident.closed': (draft, event) => {
    const { as, reason, forced } = event.data
    put(draft, event, 'phase', { ...phase('closed', 'close'), reason, forced: forced ?? null, closedAs: as })
  },
  'event.undone': (draft, event) => {
    const target = event.data.event
    const writes = writesOf(draft, target)
    if (writes.length === 0) return contradict(draft, event, 'unknown-target')
    if (!writes.every(undoable)) return contradict(draft, event, 'not-undoable')
    draft.undone.set(target, nameOf(event))
    amend(draft, target, (w) => ({ ...w, undone: true }))
  },
  'event.corrected': (draft, event) => {
    const { event: target, at = null, text = null, reason } = event.data
    const { by, recordedAt } = event
    draft.corrections.push({ event: nameOf(event), target, by, recordedAt, at, text, reason })
    if (at !== null) retime(draft, target, at)
    if (text !== null) amend(draft, target, (w) => ({ ...w, value: reworded(w.value, text), corrected: true }))
    const moved = <T extends { readonly event: string; readonly at: string }>(things: readonly T[]): T[] =>
      things.map((t) => (t.event === target ? { ...t, at: at ?? t.at } : t))
    draft.notices = moved(draft.notices)
    draft.evidence = moved(draft.evidence)
    draft.commands = moved(draft.commands)
    draft.actions = draft.actions.map((a) => ({
      ...a,
      ...(a.id === target && { at: at ?? a.at, text: text ?? a.text }),
      ...(a.doneEvent === target && at !== null && { doneAt: at }),
    }))
  },
  'notice.posted': (draft, event) => {
    const { at, by, data } = event
    const { claim = null, forced = null, ...said } = data
    const place = { event: nameOf(event), order: draft.events, at, by }
    draft.notices.push({ ...said, ...place, state: 'posted', texts: [], claim, forced, sending: null })
  },
  'notice.intended': (draft, event) => {
    const { data } = event
    if (data.retries === null) {
      draft.notices.push(intended(event, draft.events))
      return
    }
    if (!draft.notices.some((n) => n.event === data.retries && n.sending !== null))
      contradict(draft, event, 'unknown-target')
    draft.notices = draft.notices.map((n) =>
      n.event === data.retries && n.sending !== null ? { ...n, ...retried(n, n.sending, event) } : n,
    )
  },
  'notice.delivered': (draft, event) => {
    const { notice, journal } = event.data
    if (!draft.notices.some((n) => n.sending?.attempts.includes(notice))) contradict(draft, event, 'unknown-target')
    draft.notices = draft.notices.map((n) =>
      n.sending?.attempts.includes(notice) ? { ...n, ...delivered(n, n.sending, event) } : n,
    )
    if (journal !== null) keep(draft, event, 'journal', journal)
  },
  'channel.marked': (draft, event) => {
    const { channel, safe, reason } = event.data
    put(draft, event, `channel:${channel}`, { safe, reason })
  },
  'notice.promised': (draft, event) => put(draft, event, `promise:${event.data.channel}`, event.data.next),
  'contact.tried': (draft, event) => call(draft, event, 'tried'),
  'contact.reached': (draft, event) => call(draft, event, 'reached'),
  'escalation.raised': (draft, event) => {
    const { level, reason } = event.data
    put(draft, event, `level:${level}`, { reason })
  },
  'action.added': (draft, event) => {
    draft.actions.push({ id: nameOf(event), at: event.at, by: event.by, ...event.data, doneAt: null, doneEvent: null })
  },
  'action.changed': (draft, event) =>
    changeAction(draft, event, event.data.action, ({ owner, due }) => ({
      owner: event.data.owner ?? owner,
      due: event.data.due ?? due,
    })),
  'action.done': (draft, event) =>
    changeAction(draft, event, event.data.action, () => ({ doneAt: event.at, doneEvent: nameOf(event) })),
  'runbook.adopted': (draft, event) => {
    draft.runbook = event.data.runbook
    draft.runbookDigest = event.data.runbookDigest
  },
  'settings.adopted': (draft, event) => {
    draft.settings = event.data.settings
    draft.settingsDigest = event.data.settingsDigest
  },
  'log.recovered': (draft, event) => {
    draft.recovered.push(event.data.kept)
  },
  'log.continued': (draft, event) => {
    const { writer, found, kept, reason, frozen = null } = event.data
    const givenUp = { event: nameOf(event), found, kept, reason, frozen }
    const unmet = draft.unmet.get(writer)
    draft.givenUp.set(writer, givenUp)
    if (unmet !== undefined && isGivenUp(unmet.head, givenUp)) draft.unmet.delete(writer)
  },
}

function keep(draft: Draft, event: Event, kind: Evidence['kind'], { file, bytes, digest }: Kept, name?: string): void {
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

function attach(draft: Draft, event: Event, attached: readonly Attachment[] = []): void {
  for (const { name, ...bytes } of attached) keep(draft, event, 'attachment', bytes, name)
}

function phase(to: PhaseMark['phase'], by: PhaseMark['by']): PhaseMark {
  return { phase: to, by, reason: null, forced: null, closedAs: null }
}

function put<K extends keyof Values>(draft: Draft, event: Event, key: K, value: Values[K]): void {
  draft.registers.set(key, [...(draft.registers.get(key) ?? []), write(event, draft.events, value)])
}

function mark(
  draft: Draft,
  event: Event & { data: { step: string } },
  state: Values['step:']['state'],
  note?: string,
): void {
  put(draft, event, `step:${event.data.step}`, { state, note: note ?? null })
}

function call(
  draft: Draft,
  event: Event & { data: { person: string; note?: string } },
  state: CallMark['state'],
): void {
  put(draft, event, `call:${event.data.person}`, { state, note: event.data.note ?? null })
}

function putScope(draft: Draft, event: Event, changes: readonly ScopeChange[]): void {
  for (const { operation, asset, state, words } of changes)
    put(draft, event, `scope:${operation}${asset === null ? '' : `:${asset}`}`, { state, words })
}

function standing<K extends keyof Values>(draft: Draft, key: K): Values[K] | undefined {
  return draft.registers.get(key)?.findLast((w) => !w.undone)?.value as Values[K] | undefined
}

function contradict(draft: Draft, event: Envelope, why: Incident['anomalies'][number]['why']): void {
  draft.anomalies.push({ event: nameOf(event), why })
}

function writesOf(draft: Draft, target: string): Write<unknown>[] {
  return [...draft.registers.values()].flatMap((writes) => writes.filter((w) => w.event === target))
}

/** Declaring and closing stand: what follows them rests on them. */
function undoable(w: Write<unknown>): boolean {
  const by = (w.value as Partial<PhaseMark>)?.by
  return by !== 'declared' && by !== 'close'
}

/** A planned halt began when it was advanced: the one moves with the other. */
function retime(draft: Draft, target: string, at: string): void {
  const began = draft.registers.get('phase')?.some((w) => w.event === target && (w.value as PhaseMark).by === 'advance')
  amend(draft, target, (w, key) => ({
    ...w,
    at,
    corrected: true,
    ...(began && key === 'fact:started-at' && { value: { known: true, value: at } }),
  }))
}

function amend(draft: Draft, target: string, change: (w: Write<unknown>, key: string) => Write<unknown>): void {
  for (const [key, writes] of draft.registers)
    if (writes.some((w) => w.event === target))
      draft.registers.set(
        key,
        writes.map((w) => (w.event === target ? change(w, key) : w)),
      )
}

/** Only the mark of a step has words of its own to correct. */
function reworded(value: unknown, text: string): unknown {
  return typeof value === 'object' && value !== null && 'note' in value ? { ...value, note: text } : value
}

function changeAction(draft: Draft, event: Event, id: string, change: (action: Action) => Partial<Action>): void {
  if (!draft.actions.some((a) => a.id === id)) contradict(draft, event, 'unknown-target')
  draft.actions = draft.actions.map((a) => (a.id === id ? { ...a, ...change(a) } : a))
}
