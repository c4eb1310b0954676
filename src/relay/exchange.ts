import type { Head } from '../domain/log/event.ts'
import { Branches, type Fork, type Resolved } from '../domain/relay/branches.ts'
import { compareHolding } from '../domain/relay/holdings.ts'
import type { StoredLines } from '../store/stored-lines.ts'
import type { Relay, RelayLine, RelayPlace } from './relay.ts'

/** Lines of so many bytes are sent at once. */
const BATCH_BYTES = 1024 * 1024
/** So many pages without a line that can be taken over are read of a writer; what comes after them is left for later. */
const MAX_IDLE_PAGES = 40

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
  /** By writer, what was there and here when it was last refused: the same is not looked at again. */
  readonly refused: Map<string, string>
}

/** What is said of lines that were refused since other ones that verify have their place. */
const FORKED = ' forked'

/**
 * Takes over what is not here of a log and verifies, then sends what the relay lacks, also of other writers. Those of whom
 * the relay has something else come last: what the others had seen of them decides.
 */
export async function exchange(relay: Relay, log: SharedLog): Promise<Exchanged> {
  const { incident, lines } = log
  const here = lines.writers()
  const holdings = new Map((await relay.holdings(incident, here)).map((one) => [one.writer, one]))
  const compare = (writer: string) => compareHolding(lines.hashes(writer), holdings.get(writer) ?? null)
  const writers = [...new Set([...here, ...holdings.keys()])]
  const isContested = (writer: string) => compare(writer).has === 'others'
  let [pushed, pulled] = [0, 0]
  const refused: string[] = []
  const forks: Fork[] = []
  for (const writer of [...writers.filter((one) => !isContested(one)), ...writers.filter(isContested)]) {
    const both = () => `${holdings.get(writer)?.digest} ${lines.hashes(writer).length}`
    const before = log.refused.get(writer)
    if (before === both() + FORKED) continue
    if (before === both()) {
      refused.push(writer)
      continue
    }
    const mayAdd = log.mayAdd(writer)
    if (mayAdd && compare(writer).has === 'more') pulled += await pull(relay, log, writer)
    const compared = compare(writer)
    if (compared.has === 'first') {
      pushed += await push(relay, log, writer, compared.count)
      continue
    }
    const found = await findBranches(relay, log, writer)
    forks.push(...found.forks)
    if (mayAdd) pulled += await pull(relay, log, writer, found.losing)
    pushed += await push(relay, log, writer, null)
    if (found.hasInvalid) refused.push(writer)
    if (found.hasInvalid || found.forks.length > 0) log.refused.set(writer, both() + (found.hasInvalid ? '' : FORKED))
  }
  return { pushed, pulled, refused, forks }
}

/** Looks at what the relay has of a writer and is not here; `hasInvalid` if some of it does not verify. */
async function findBranches(
  relay: Relay,
  { incident, lines, mustBeNamed, headsNamed }: SharedLog,
  writer: string,
): Promise<Resolved & { readonly hasInvalid: boolean }> {
  const hashes = lines.hashes(writer)
  const branches = new Branches(
    { incident, writer, mustBeNamed },
    { hashes, chainAt: (seq) => lines.chainAt(writer, seq) },
  )
  let hasInvalid = false
  const next = (place: RelayPlace) => relay.linesAfter(incident, writer, place, hashes)
  await readPages(next, { seq: 0, hash: '' }, (page) => {
    const added = page.filter(({ bytes }) => branches.add(bytes))
    hasInvalid ||= added.length < page.length
    return added.length
  })
  return { ...branches.resolve(headsNamed(writer)), hasInvalid }
}

/** Reads pages of lines until there are none, or `take` could use nothing of too many of them. Returns how many it used. */
async function readPages(
  next: (place: RelayPlace) => Promise<readonly RelayLine[]>,
  from: RelayPlace,
  take: (page: readonly RelayLine[]) => number,
): Promise<number> {
  let used = 0
  for (let place = from, idlePages = 0; idlePages < MAX_IDLE_PAGES; ) {
    const page = await next(place)
    const last = page.at(-1)
    if (last === undefined) break
    const count = take(page)
    idlePages = count === 0 ? idlePages + 1 : 0
    used += count
    place = last
  }
  return used
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

/** Takes over the lines of a writer that continue what is here, but those that are `losing`. Returns how many. */
async function pull(
  relay: Relay,
  { incident, lines, mustBeNamed }: SharedLog,
  writer: string,
  losing?: ReadonlySet<string>,
): Promise<number> {
  const next = (place: RelayPlace) => relay.linesAfter(incident, writer, place)
  return readPages(next, endOf(lines.hashes(writer)), (page) => {
    const bytes = page.map((line) => line.bytes)
    return lines.append({ incident, writer, mustBeNamed }, bytes, losing)
  })
}

/** The place after everything that claims to be the last of these lines. */
function endOf(hashes: readonly string[]): RelayPlace {
  // It sorts after all hex digits.
  return { seq: hashes.length, hash: 'g' }
}
