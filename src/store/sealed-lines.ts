import { type EventDraft, type Guest, type Head, isCritical } from '../domain/log/event.ts'
import { type HybridClock, nextClock } from '../domain/log/hybrid-clock.ts'
import { MAX_LINE_BYTES, seal, unseal } from '../domain/log/line.ts'
import { SET_ASIDE } from '../domain/log/missing-heads.ts'
import type { Signer } from '../domain/log/signature.ts'
import { fail } from '../domain/problem.ts'

/** A line, and its writer's head once the line is written. */
export interface SealedLine extends Head {
  readonly line: string
}

/** What all lines of one append have in common. */
export interface LineContext {
  readonly version: number
  /** The id of the incident in its lines. */
  readonly incident: string
  readonly writer: string
  /** The last line of the writer; null before its first. */
  readonly last: (Head & { readonly hlc: HybridClock }) | null
  /** The last clocks of the other writers. */
  readonly otherClocks: readonly HybridClock[]
  /** The heads of other writers that each line names. */
  readonly after: readonly Head[]
  readonly by: string
  readonly guest?: Guest
  readonly recordedAt: string
  /** In milliseconds since 1970. */
  readonly now: number
  /** Null in a log of a version without signatures. */
  readonly signer: Signer | null
}

/** Makes the lines of events, and checks that each can be read back. `path` is named if no clock can follow those known. */
export function sealLines(drafts: readonly EventDraft[], context: LineContext, path: string): SealedLine[] {
  const { version, incident, writer, last, otherClocks, after, by, guest, recordedAt, now, signer } = context
  let prev: Head | null = last
  let clock: HybridClock | null = last?.hlc ?? null
  return drafts.map(({ type, data, at = recordedAt }) => {
    clock = nextClock(clock, otherClocks, now) ?? fail('not-recorded', { path, why: 'EOVERFLOW' })
    const seq: number = (prev?.seq ?? 0) + 1
    const event = {
      v: version,
      incident,
      writer,
      seq,
      prev: prev?.hash ?? null,
      hlc: clock,
      ...(after.length > 0 && { after }),
      at,
      recordedAt,
      by,
      ...guest,
      type,
      critical: isCritical(type),
      data,
    }
    const { line, hash } = seal(event, signer ?? undefined)
    const bytes = Buffer.from(line)
    if (bytes.length + 1 >= MAX_LINE_BYTES) fail('too-long', { bytes: bytes.length + 1, limit: MAX_LINE_BYTES })
    const read = unseal(bytes)
    if ('damage' in read) throw new Error(`would write a line that could not be read back: ${read.damage}`)
    prev = { writer, seq, hash }
    return { line, writer, seq, hash }
  })
}

/** The most heads that a line names, unless more of its writers are known: a flood of writers must not fill every line. */
const MAX_HEADS = 100

/**
 * The heads of other writers that a line names: what is said of a writer holds for what was seen of it (`lateWords`). Of
 * too many, those known and some others, without those that `drafts` set aside.
 */
export function headsToName(
  others: readonly Head[],
  drafts: readonly EventDraft[],
  isKnown: (writer: string) => boolean,
): readonly Head[] {
  if (others.length <= MAX_HEADS) return others
  const left = writersSetAside(drafts)
  const remaining = others.filter(({ writer }) => !left.has(writer))
  const first = remaining.filter(({ writer }) => isKnown(writer))
  const last = remaining.filter(({ writer }) => !isKnown(writer))
  return [...first, ...last].slice(0, Math.max(first.length, MAX_HEADS))
}

/** The writers whose files these events set aside: their heads are no longer named. */
function writersSetAside(drafts: readonly EventDraft[]): ReadonlySet<string> {
  return new Set(
    drafts.flatMap(({ type, data }) => (type === 'log.continued' && data.reason === SET_ASIDE ? [data.writer] : [])),
  )
}
