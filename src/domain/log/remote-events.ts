import type { Envelope, Head } from './event.ts'

/** What a writer has in the log that this machine had not seen when it last recorded. */
export interface RemoteEvents {
  readonly writer: string
  /** Number of its last event that had been seen; 0 where it was not known at all. */
  readonly known: number
  readonly events: number
  readonly by: readonly string[]
}

/**
 * `last` is the head of this machine's last event, which names what it had seen of the others; none where it is not among
 * the events. Its own writers are no news.
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
  return seen === null ? [] : beyond(seen, others)
}

function beyond(
  seen: ReadonlyMap<string, number>,
  events: readonly Pick<Envelope, 'writer' | 'seq' | 'by'>[],
): RemoteEvents[] {
  const news = new Map<string, RemoteEvents & { events: number; by: string[] }>()
  for (const { writer, seq, by } of events) {
    const known = seen.get(writer) ?? 0
    if (seq <= known) continue
    const found = news.get(writer) ?? { writer, known, events: 0, by: [] }
    news.set(writer, found)
    found.events += 1
    if (!found.by.includes(by)) found.by.push(by)
  }
  return [...news.values()]
}
