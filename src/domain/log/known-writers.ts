import { isRecord } from '../guard.ts'
import type { Envelope, Head } from './event.ts'
import { introducersOf } from './signature.ts'

/** What the first line of a writer says of it. */
export interface WriterBirth {
  readonly writer: string
  /** Who acted in its first event. */
  readonly by: string
  /** Its key; null if it does not sign. */
  readonly key: string | null
  /** The keys that introduce it, the latest first, each with a valid signature of the next. */
  readonly introducers: readonly string[]
  /** Whether it had seen the writer that declared the incident, and did not begin with what `join` records. */
  readonly sawDeclarer: boolean
}

/** The event by which a writer accepted an offered lead. */
export interface OfferAcceptance {
  readonly seq: number
  /** Whether it was the first, or among the first, that whoever offered the lead is known to have seen. */
  readonly isSeen: boolean
}

/**
 * What a writer (`by`) says of another: that it knows it, by accepting it or by a hand-over to it that was accepted; that
 * nothing of it counts; or that the log goes on without the rest of its file, or with lines in it that are not its own.
 */
export type WriterStatement =
  | {
      readonly says: 'known'
      readonly by: string
      readonly writer: string
      /** Name of the event that says it; of a hand-over, the offer. */
      readonly event: string
      /** The key of the writer that is meant; undefined where it is that of its first line, whatever that is. */
      readonly key?: string | null
      readonly acceptance?: OfferAcceptance
    }
  | {
      readonly says: 'set-aside'
      readonly by: string
      readonly writer: string
      /** Name of the event that says it. */
      readonly event: string
      /** What it had seen of other writers. Left out if that is the same as in its last such word. */
      readonly seen?: readonly Head[]
      /** The reason that was given. */
      readonly words?: string
    }
  | {
      readonly says: 'given-up'
      readonly by: string
      readonly writer: string
      /** Name of the event that says it. */
      readonly event: string
      /** If the file was frozen as damaged, the number of its last event that counts (0 if none does); else null. */
      readonly frozenAfter: number | null
      /** The reason that was given; none where the program went on by itself. */
      readonly words?: string
    }

/** The word of a writer that it knows another. */
export type Recognition = Extract<WriterStatement, { says: 'known' }>

/** What a log says of its writers. */
export interface WriterRecord {
  /** By writer. */
  readonly births: ReadonlyMap<string, WriterBirth>
  /** In log order. */
  readonly statements: readonly WriterStatement[]
  /** The writer that declared the incident; null before the declaration. */
  readonly declaredBy: string | null
}

/** Whether a machine has a reason to know a writer (`knownWriters`). */
export type Knows = (writer: string) => boolean

/** What a machine knows here from halts that were joined to this one (`join`) and in which it had recorded. */
export interface KnownFromJoined {
  /** The keys of the writers that it knows there. */
  readonly keys: ReadonlySet<string>
  /** Whether it was led here by that: then it has no reason of its own to know who declared this one. */
  readonly isLedHere: boolean
}

export const NOTHING_JOINED: KnownFromJoined = { keys: new Set(), isLedHere: false }

/** What a machine knows of those who recorded in an incident. Plain data. */
export interface Acquaintance {
  /** How many of the writers it does not know. */
  readonly unknown: number
  /** The keys of the one that declared the incident; null if none did. */
  readonly declarer: readonly string[] | null
  /** The keys of those that it knows, where it has recorded something itself; else null. */
  readonly known: readonly string[] | null
}

/** Reads the first line of a writer; `declaredBy` is the writer that declared the incident before that, or null. */
export function birthOf(
  { writer, by, key, introducedBy, after = [], data }: Envelope,
  declaredBy: string | null,
): WriterBirth {
  // Whoever joins halts copies from the one to the other and closes it, with no more reason to know who declared either.
  const isOfJoin = isRecord(data) && (data.source !== undefined || data.duplicateOf !== undefined)
  const introducers = key !== undefined && introducedBy !== undefined ? introducersOf(key, introducedBy) : []
  return {
    writer,
    by,
    key: key ?? null,
    introducers,
    sawDeclarer: !isOfJoin && after.some((head) => head.writer === declaredBy),
  }
}

/**
 * The writers that a machine has a reason to know: its own (`isOwn`), those that somebody else vouches for (`isVouchedFor`)
 * or a known one does, and earlier and later ones of the same machine as a known one. The writer that declared the incident
 * is known to a machine that has recorded nothing in it, or that had seen that writer when it began to: a later writer of the
 * same machine, as after a restart, changes nothing of that. A machine that others have led here, by joining the halt that
 * it had recorded in, knows whom it knew there, and does not come to know who declared this one by being led to it.
 */
export function knownWriters(
  { births, statements, declaredBy }: WriterRecord,
  isOwn: (birth: WriterBirth) => boolean,
  isVouchedFor: (birth: WriterBirth) => boolean = () => false,
  joined: KnownFromJoined = NOTHING_JOINED,
): ReadonlySet<string> {
  const all = [...births.values()]
  const own = all.filter(isOwn)
  const trustsDeclarer = !joined.isLedHere && (own[0]?.sawDeclarer ?? true)
  const neighbours = neighboursOf(births, statements)
  const vouched = all.filter(isVouchedFor)
  const first = [
    ...[...own, ...vouched].map(({ writer }) => writer),
    ...joined.keys,
    ...(trustsDeclarer && declaredBy !== null ? [declaredBy] : []),
  ]
  return new Set([...reachableFrom(first, neighbours)].filter((one) => births.has(one)))
}

/**
 * The writers that are known through the one that declared the incident, or were at any time: several of those that accepted
 * an offer may have been, one after the other.
 */
export function everKnown(record: WriterRecord): ReadonlySet<string> {
  const statements = record.statements.map((said) => {
    if (said.says !== 'known') return said
    const { acceptance: _, ...accepted } = said
    return accepted
  })
  return knownWriters({ ...record, statements }, () => false)
}

/** The keys of a writer and of those that introduce it. */
export function keysOf({ key, introducers }: Pick<WriterBirth, 'key' | 'introducers'>): string[] {
  return key === null ? [] : [key, ...introducers]
}

/** Whether the log has the writer that somebody says to know, with the key that is meant. */
export function isOfLog({ writer, key }: Recognition, births: WriterRecord['births']): boolean {
  const birth = births.get(writer)
  return birth !== undefined && (key === undefined || key === birth.key)
}

/** The same for two recognitions that make the same writer known in the same way. */
export function substanceOf({ by, writer, event, key, acceptance }: Recognition): string {
  return JSON.stringify([by, writer, key, ...(acceptance === undefined ? [] : [event, acceptance.isSeen])])
}

/** By writer, the machine that it is of: a name for all those whose keys introduce each other. */
export function machinesOf(births: WriterRecord['births']): ReadonlyMap<string, string> {
  const neighbours = neighboursOf(births, [])
  const machines = new Map<string, string>()
  for (const name of births.keys())
    if (!machines.has(name)) for (const other of reachableFrom([name], neighbours)) machines.set(other, name)
  return machines
}

function reachableFrom(first: readonly string[], neighbours: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>()
  const next = [...first]
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    if (reached.has(one)) continue
    reached.add(one)
    next.push(...(neighbours.get(one) ?? []))
  }
  return reached
}

/** By writer or key, the writers and keys that are known if it is. */
function neighboursOf(births: WriterRecord['births'], statements: readonly WriterStatement[]): Map<string, string[]> {
  const neighbours = new Map<string, string[]>()
  const link = (from: string, to: string) => {
    const reached = neighbours.get(from)
    if (reached === undefined) neighbours.set(from, [to])
    else reached.push(to)
  }
  // Through the keys: the writer that introduced two others may have recorded in another incident only.
  for (const birth of births.values())
    for (const node of keysOf(birth)) {
      link(node, birth.writer)
      link(birth.writer, node)
    }
  const accepted = acceptedOffers(statements)
  for (const statement of statements) {
    if (statement.says !== 'known') continue
    const { by, writer, event, acceptance } = statement
    if (acceptance !== undefined && accepted.get(event) !== writer) continue
    if (isOfLog(statement, births)) link(by, writer)
  }
  return neighbours
}

/**
 * By the name of the offer, the writer that accepted it. Whoever can write to the folder can date an acceptance back before
 * another, so of several those count that whoever offered had seen first; where that leaves more than one, nobody's does.
 */
function acceptedOffers(statements: readonly WriterStatement[]): ReadonlyMap<string, string> {
  const byOffer = new Map<string, { readonly seen: Set<string>; readonly all: Set<string> }>()
  for (const statement of statements) {
    if (statement.says !== 'known' || statement.acceptance === undefined) continue
    const { event, writer, acceptance } = statement
    const { seen, all } = byOffer.get(event) ?? { seen: new Set(), all: new Set() }
    byOffer.set(event, { seen, all: all.add(writer) })
    if (acceptance.isSeen) seen.add(writer)
  }
  return new Map(
    [...byOffer].flatMap(([offer, { seen, all }]) => {
      const [only, ...others] = seen.size > 0 ? seen : all
      return only === undefined || others.length > 0 ? [] : [[offer, only] as const]
    }),
  )
}
