import { type Envelope, type Event, isKnown } from '../log/event.ts'

/** A halt that was joined to this one, as the writers say who copied notes from there. */
export interface JoinedHalt {
  /** The id in its lines. */
  readonly incident: string
  /** The id that it was declared with. */
  readonly id: string
  /** By writer that copied: whether a machine had seen that when it began to record here, or has recorded nothing here. */
  readonly copiers: ReadonlyMap<string, boolean>
}

/** Reads what was copied, given events in log order; `own` is the first writer of a machine here, or null. */
export function joinedHalts(events: Iterable<Event | Envelope>, own: string | null): JoinedHalt[] {
  /** By incident, the first copy of each writer. */
  const found = new Map<string, { readonly id: string; readonly copies: Map<string, number> }>()
  let seen: ReadonlyMap<string, number> | null = null
  for (const event of events) {
    const { writer, seq, after = [] } = event
    if (writer === own) seen ??= new Map(after.map((head) => [head.writer, head.seq]))
    if (!isKnown(event) || event.type !== 'note.added' || event.data.source === undefined) continue
    const { incident, id } = event.data.source
    const halt = found.get(incident) ?? { id, copies: new Map() }
    found.set(incident, halt)
    if (!halt.copies.has(writer)) halt.copies.set(writer, seq)
  }
  const isSeen = ([writer, seq]: [string, number]) => [writer, seen === null || (seen.get(writer) ?? 0) >= seq] as const
  return [...found].map(([incident, { id, copies }]) => ({ incident, id, copiers: new Map([...copies].map(isSeen)) }))
}
