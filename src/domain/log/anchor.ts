import { type Envelope, type Head, nameOf } from './event.ts'
import { headDigest } from './line.ts'

/** Of more writers than these, only all together are compared. */
const MOST_WRITERS = 8

/**
 * The event at which a log had the given head (its first digits will do), null where it never had. A head was taken of
 * what was there at that time and place: of any of the writers whose files have been put together since.
 */
export function anchorOf(events: Iterable<Envelope>, given: string): string | null {
  const heads = new Map<string, Head>()
  for (const event of events) {
    const { writer, seq, hash, after = [] } = event
    const own = { writer, seq, hash }
    heads.set(writer, own)
    const others = [...heads.values()].filter((head) => head.writer !== writer)
    const views = [[...after, own], ...subsetsOf(others).map((some) => [...some, own])]
    if (views.some((view) => headDigest(view).startsWith(given))) return nameOf(event)
  }
  return null
}

/** All of them first. */
function subsetsOf(heads: readonly Head[]): (readonly Head[])[] {
  return heads.length < MOST_WRITERS ? withoutAny(heads) : [heads]
}

function withoutAny([first, ...rest]: readonly Head[]): (readonly Head[])[] {
  if (first === undefined) return [[]]
  const without = withoutAny(rest)
  return [...without.map((some) => [first, ...some]), ...without]
}
