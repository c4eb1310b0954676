import type { Head } from '../domain/log/event.ts'
import { Branches, type Fork, type Resolved } from '../domain/relay/branches.ts'
import { compareHolding } from '../domain/relay/holdings.ts'
import type { LookedAt } from '../store/relay-state.ts'
import type { StoredLines } from '../store/stored-lines.ts'
import { MARK_DIGITS, type Relay, type RelayLine, type RelayPlace } from './relay.ts'

/** The most bytes of lines that are sent at once. */
const BATCH_BYTES = 1024 * 1024
/** The most pages of a writer that are read in a row without a line that can be taken over; the next run goes on after them. */
const MAX_IDLE_PAGES = 10
/** The most lines of a writer of which it is kept that they can never be taken over. */
const MAX_REFUSED = 100_000

/** What went over the relay, in lines. */
export interface Exchanged {
  readonly pushed: number
  readonly pulled: number
  /** Writers of whom the relay has something else than what is here: lines that do not verify, or contradict it. */
  readonly refused: readonly string[]
  /** Where lines that verify have the place of others, as far as that was looked at now. */
  readonly forks: readonly Fork[]
}

/** A log that is shared. */
export interface SharedLog {
  /** The id in its lines. */
  readonly incident: string
  readonly lines: StoredLines
  /** Whether each writer must have the name of its key (`LinesOf`). */
  readonly mustBeNamed: boolean
  /** Whether lines of a writer may be added here: this machine is not writing them. */
  mayAdd(writer: string): boolean
  /** The heads of a writer that known writers name, in log order. */
  headsNamed(writer: string): readonly Head[]
  /** By writer, what was looked at and not taken over. */
  readonly lookedAt: Map<string, LookedAt>
  /** After which name it is the turn of writers that are not here, if there are too many to look at all of them. */
  readonly turn: { after: string }
  /** Called as the relay answers, with what tells how many lines of each writer are still to be looked at; more may follow. */
  readonly onAnswer?: OnAnswer | undefined
}

export type OnAnswer = (left: () => readonly number[]) => void

/**
 * Takes over what is not here of a log and verifies, then sends what the relay lacks, also of other writers, if that is wanted.
 * Those of whom the relay has something else come last: what the others had seen of them decides.
 */
export async function exchange(relay: Relay, log: SharedLog, isSending = true): Promise<Exchanged> {
  const { incident, lines } = log
  const here = lines.writers()
  const { found: held, next } = await relay.holdings(incident, here, log.turn.after)
  log.turn.after = next
  const holdings = new Map(held.map((one) => [one.writer, one]))
  const compare = (writer: string) => compareHolding(lines.hashes(writer), holdings.get(writer) ?? null)
  const writers = [...new Set([...here, ...holdings.keys()])]
  const isContested = (writer: string) => compare(writer).has === 'others'
  const bothOf = (writer: string) => `${holdings.get(writer)?.digest} ${lines.hashes(writer).length}`
  const leftOf = (writer: string) => {
    const isLookedAt = log.lookedAt.get(writer)?.of === bothOf(writer)
    return isLookedAt ? 0 : Math.max(0, (holdings.get(writer)?.lines ?? 0) - lines.hashes(writer).length)
  }
  const ordered = [...writers.filter((one) => !isContested(one)), ...writers.filter(isContested)]
  let [pushed, pulled] = [0, 0]
  const refused: string[] = []
  const forks: Fork[] = []
  for (const [i, writer] of ordered.entries()) {
    log.onAnswer?.(() =>
      ordered
        .slice(i)
        .map(leftOf)
        .filter((count) => count > 0),
    )
    const both = () => bothOf(writer)
    const before = log.lookedAt.get(writer)
    if (before?.of === both()) {
      if (before.hasInvalid) refused.push(writer)
      continue
    }
    const mayAdd = log.mayAdd(writer)
    if (mayAdd && compare(writer).has === 'more') pulled += await pull(relay, log, writer)
    const compared = compare(writer)
    if (compared.has === 'first') {
      pushed += isSending ? await push(relay, log, writer, compared.count) : 0
      log.lookedAt.delete(writer)
      continue
    }
    const digest = holdings.get(writer)?.digest ?? ''
    const found = await findBranches(relay, log, writer, before)
    // What came before the place where an earlier run had stopped was not looked at.
    const since = before?.place ? before.since : digest
    const { hasInvalid } = found.lookedAt
    const isHere = lines.hashes(writer).length > 0
    forks.push(...found.forks)
    if (mayAdd) pulled += await pull(relay, log, writer, found.taking)
    if (isSending) pushed += await push(relay, log, writer, null)
    if (hasInvalid) refused.push(writer)
    const isDone = found.lookedAt.place === null && since === digest
    // What the relay may lack of those that are here is to be sent yet.
    if (isDone && !isSending && lines.hashes(writer).length > 0) continue
    if (hasInvalid || found.forks.length > 0 || !isDone)
      log.lookedAt.set(writer, { ...found.lookedAt, isHere, of: isDone ? both() : null, since })
    else log.lookedAt.delete(writer)
  }
  return { pushed, pulled, refused, forks }
}

/** Looks at what the relay has of a writer and is not here, and goes on where it was not looked at before. */
async function findBranches(
  relay: Relay,
  { incident, lines, mustBeNamed, headsNamed }: SharedLog,
  writer: string,
  before: LookedAt | undefined,
): Promise<Resolved & { readonly lookedAt: Omit<LookedAt, 'of' | 'since' | 'isHere'> }> {
  const hashes = lines.hashes(writer)
  const branches = new Branches(
    { incident, writer, mustBeNamed },
    { hashes, chainAt: (seq) => lines.chainAt(writer, seq) },
    before?.hasOtherKey,
  )
  const refused = [...(before?.refused ?? [])]
  const without = [...hashes.map(markOf), ...refused]
  let hasInvalid = before !== undefined && (before.place !== null || refused.length > 0) && before.hasInvalid
  let place: RelayPlace | null = before?.place ?? START
  for (let idlePages = 0; place !== null && idlePages < MAX_IDLE_PAGES; ) {
    const page: readonly RelayLine[] = await relay.linesAfter(incident, writer, place, { without })
    place = page.at(-1) ?? null
    const found = page.map(({ hash, bytes }) => ({ hash, fitting: branches.add(bytes) }))
    const never = found.filter(({ fitting }) => fitting === 'never').map(({ hash }) => markOf(hash))
    refused.push(...never.slice(0, MAX_REFUSED - refused.length))
    const fitting = found.filter((one) => one.fitting === 'fits').length
    hasInvalid ||= fitting < found.length
    idlePages = fitting > 0 ? 0 : idlePages + 1
  }
  const kept = place === null ? null : { seq: place.seq, hash: place.hash }
  const lookedAt = { place: kept, refused, hasInvalid, hasOtherKey: branches.hasOtherKey }
  return { ...branches.resolve(headsNamed(writer)), lookedAt }
}

/** Before all lines. */
const START: RelayPlace = { seq: 0, hash: '' }

/** What stands for a hash. */
function markOf(hash: string): string {
  return hash.slice(0, MARK_DIGITS)
}

/** Sends the lines of a writer after the first `count`, or, if it is unknown what is there, those that are not. Returns how many. */
async function push(
  relay: Relay,
  { incident, lines }: SharedLog,
  writer: string,
  count: number | null,
): Promise<number> {
  let sent = 0
  for (let next = (count ?? 0) + 1; next <= lines.hashes(writer).length; ) {
    const batch = [...lines.lines(writer, next, BATCH_BYTES)]
    const hashes = batch.map(({ hash }) => hash)
    const there = count === null ? await relay.hashesAmong(incident, writer, hashes) : new Set()
    const missing = batch.filter(({ hash }) => !there.has(hash))
    if (missing.length > 0) await relay.addLines(incident, writer, missing)
    sent += missing.length
    next += batch.length
  }
  return sent
}

/** Takes over the lines of a writer that continue what is here: all, or those with these hashes. Returns how many. */
async function pull(
  relay: Relay,
  { incident, lines, mustBeNamed }: SharedLog,
  writer: string,
  only?: readonly string[],
): Promise<number> {
  let taken = 0
  if (only?.length === 0) return taken
  for (let place = endOf(lines.hashes(writer)); ; ) {
    const page = await relay.linesAfter(incident, writer, place, only && { only })
    const last = page.at(-1)
    if (last === undefined) return taken
    const count = lines.append(
      { incident, writer, mustBeNamed },
      page.map(({ bytes }) => bytes),
    )
    taken += count
    // The rest of them follows a line that does not verify.
    if (count < page.length) return taken
    place = last
  }
}

/** The place after everything that claims to be the last of these lines. */
function endOf(hashes: readonly string[]): RelayPlace {
  // It sorts after all hex digits.
  return { seq: hashes.length, hash: 'g' }
}
