import { grouped } from '../grouped.ts'
import { eventPlace, writerOf } from '../log/event.ts'
import type { SeenEvent } from './horizon.ts'
import type { Incident, Notice } from './incident.ts'
import { reachedSomebody } from './notice-reach.ts'
import { latestWrites } from './register.ts'

/** What told a channel something, or may have: a notice that was posted, or an attempt to send one. */
interface Telling {
  readonly event: string
  readonly seen: readonly SeenEvent[]
  readonly order: number
}

/**
 * Returns, by channel, the notices and attempts to send one that were made without knowing of each other and may all have
 * reached customers, if nobody who knew of all of them has told that channel anything since; `counts` says whose notices are
 * looked at.
 */
export function concurrentNotices(
  { notices }: Incident,
  counts: (writer: string) => boolean = () => true,
): { readonly channel: string; readonly events: string[] }[] {
  const told = notices.filter((notice) => notice.state === 'unknown' || reachedSomebody(notice))
  return grouped(told, ({ channel }) => channel).flatMap(([first, ...more]) => {
    const { channel } = first
    const tellings = [first, ...more].flatMap(tellingsOf).filter(({ event }) => counts(writerOf(event)))
    const latest = latestWrites(tellings.reverse().map(asWrite))
    return latest.length < 2 ? [] : [{ channel, events: latest.map(({ event }) => event) }]
  })
}

function tellingsOf({ event, seen, order, sending }: Notice): Telling[] {
  return [{ event, seen, order }, ...(sending?.retries ?? []).map((retry) => ({ ...retry, order }))]
}

function asWrite({ event, seen, order }: Telling, place: number) {
  return { event, ...eventPlace(event), after: seen, order, place: -place, undone: false }
}
