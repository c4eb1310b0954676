import { type Envelope, type Event, type EventType, type Kept, nameOf, type ScopeChange } from '../../log/event.ts'
import type { Evidence, Incident, Values } from '../incident.ts'
import { write } from '../register.ts'

/** An incident being folded: maps and lists of its own, changed in place. Never leaves the fold. */
export type Draft = {
  -readonly [K in keyof Incident]: Incident[K] extends ReadonlyMap<infer Key, infer V>
    ? Map<Key, V>
    : Incident[K] extends readonly (infer V)[]
      ? V[]
      : Incident[K]
}

/** By event type, what it changes. */
export type Handlers = { readonly [T in EventType]: (draft: Draft, event: Extract<Event, { type: T }>) => void }

export function put<K extends keyof Values>(draft: Draft, event: Event, key: K, value: Values[K]): void {
  draft.registers.set(key, [...(draft.registers.get(key) ?? []), write(event, draft.events, value)])
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

export function contradict(draft: Draft, event: Envelope, why: Incident['anomalies'][number]['why']): void {
  draft.anomalies.push({ event: nameOf(event), why })
}
