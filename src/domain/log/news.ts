import type { Envelope, Head } from './event.ts'

/** What a writer has in the log that this machine had not seen when it last recorded. */
export interface News {
  readonly writer: string
  /** Number of its last event that had been seen; 0 where it was not known at all. */
  readonly known: number
  readonly events: number
  readonly by: readonly string[]
}

/** `last` is this machine's last event, which names what it had seen of the others; its own writers are no news. */
export function newsSince(
  last: Envelope,
  events: Iterable<Envelope>,
  isOwn: (writer: string) => boolean,
): readonly News[] {
  const seen = new Map((last.after ?? []).map((head: Head) => [head.writer, head.seq]))
  const news = new Map<string, { writer: string; known: number; events: number; by: string[] }>()
  for (const { writer, seq, by } of events) {
    const known = seen.get(writer) ?? 0
    if (writer === last.writer || isOwn(writer) || seq <= known) continue
    const found = news.get(writer) ?? { writer, known, events: 0, by: [] }
    news.set(writer, found)
    found.events += 1
    if (!found.by.includes(by)) found.by.push(by)
  }
  return [...news.values()]
}
