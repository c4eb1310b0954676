import type { Envelope, Head } from './event.ts'

/** The events of another writer that this machine had not seen when it last recorded. */
export interface RemoteEvents {
  readonly writer: string
  /** Number of the writer's last event that this machine had seen; 0 if it had seen none. */
  readonly known: number
  readonly events: number
  /** Who acted in them, in order of appearance. */
  readonly by: readonly string[]
}

/**
 * Returns what is new of each other writer since the event with the head `last`, this machine's last; nothing if that is not
 * among `events`. Writers for which `isOwn` holds belong to this machine and are left out.
 */
export function remoteEventsSince(
  events: Iterable<Envelope>,
  last: Head,
  isOwn: (writer: string) => boolean,
): RemoteEvents[] {
  let seen: ReadonlyMap<string, number> | null = null
  const others: Pick<Envelope, 'writer' | 'seq' | 'by'>[] = []
  for (const { writer, seq, hash, by, after = [] } of events) {
    if (hash === last.hash) seen = new Map(after.map((head) => [head.writer, head.seq]))
    if (writer !== last.writer && !isOwn(writer)) others.push({ writer, seq, by })
  }
  return seen === null ? [] : unseenOf(others, seen)
}

function unseenOf(
  events: readonly Pick<Envelope, 'writer' | 'seq' | 'by'>[],
  seen: ReadonlyMap<string, number>,
): RemoteEvents[] {
  const unseen = new Map<string, RemoteEvents & { events: number; by: string[] }>()
  for (const { writer, seq, by } of events) {
    const known = seen.get(writer) ?? 0
    if (seq <= known) continue
    const summary = unseen.get(writer) ?? { writer, known, events: 0, by: [] }
    unseen.set(writer, summary)
    summary.events += 1
    if (!summary.by.includes(by)) summary.by.push(by)
  }
  return [...unseen.values()]
}
