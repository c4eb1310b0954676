import { compareHolding, type Holding } from '../domain/relay/holdings.ts'
import type { StoredLines } from '../store/stored-lines.ts'
import type { Relay, RelayPlace } from './relay.ts'

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
}

/** A log that is shared. */
export interface SharedLog {
  /** The id in its lines. */
  readonly incident: string
  readonly lines: StoredLines
  /** Whether this machine writes the file of a writer, so that nothing is added to it from elsewhere. */
  isOwn(writer: string): boolean
  /** By writer, what was there and here when it was last refused: the same is not looked at again. */
  readonly refused: Map<string, string>
}

/** Takes over what is not here of a log and verifies, then sends what the relay lacks, also of other writers. */
export async function exchange(relay: Relay, log: SharedLog): Promise<Exchanged> {
  const { incident, lines } = log
  const writers = lines.writers()
  const holdings = new Map((await relay.holdings(incident, writers)).map((one) => [one.writer, one]))
  let [pushed, pulled] = [0, 0]
  const refused: string[] = []
  for (const writer of new Set([...writers, ...holdings.keys()])) {
    const holding = holdings.get(writer) ?? null
    const both = () => `${holding?.digest} ${lines.hashes(writer).length}`
    if (log.refused.get(writer) === both()) {
      refused.push(writer)
      continue
    }
    if (!log.isOwn(writer)) pulled += await pull(relay, log, writer, holding)
    const compared = compareHolding(lines.hashes(writer), holding)
    const count = compared.has === 'first' ? compared.count : null
    pushed += await push(relay, log, writer, count)
    if (count !== null) continue
    refused.push(writer)
    log.refused.set(writer, both())
  }
  return { pushed, pulled, refused }
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

/** Takes over the lines of a writer that continue what is here. Returns how many. */
async function pull(relay: Relay, log: SharedLog, writer: string, holding: Holding | null): Promise<number> {
  const { incident, lines } = log
  if (compareHolding(lines.hashes(writer), holding).has === 'first') return 0
  let taken = 0
  let idlePages = 0
  let place = endOf(lines.hashes(writer))
  while (idlePages < MAX_IDLE_PAGES) {
    const page = await relay.linesAfter(incident, writer, place)
    const last = page.at(-1)
    if (last === undefined) break
    const added = lines.append(
      incident,
      writer,
      page.map(({ bytes }) => bytes),
    )
    idlePages = added === 0 ? idlePages + 1 : 0
    taken += added
    place = last
  }
  return taken
}

/** The place after everything that claims to be the last of these lines. */
function endOf(hashes: readonly string[]): RelayPlace {
  // It sorts after all hex digits.
  return { seq: hashes.length, hash: 'g' }
}
