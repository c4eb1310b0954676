import { highestTurn, lastUnwaitedTurn, stateOfTurn } from '../domain/incident/sending-turns.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { ID_FORM } from '../domain/runbook/names.ts'
import type { Journal } from '../store/journal.ts'
import { inertLine } from '../view/inert.ts'
import type { Relay, Turn } from './relay.ts'

/** A turn without an outcome that was taken so long ago is no longer waited for: somebody has to find out what became of it. */
const PATIENCE_MS = 120_000

/** The most numbers that are passed over at once: anybody can say that a turn has a high one. */
const MAX_PASSED = 1_000

/** Who takes turns. */
export interface Taker {
  readonly relay: Relay
  readonly journal: Journal
  /** What this machine calls itself. */
  readonly name: string
}

/**
 * Takes this machine's turn to send by a channel, whose lock it holds. What others sent in all turns before must be in the log,
 * with its outcome, or the log must say that it was not waited for: throws `being-sent` if a turn is still open, unless
 * `isAlone`. A writer that this machine does not know ends no turn but its own. Resolves to the turn, and whether another one was passed over.
 */
export async function takeTurn(
  taker: Taker,
  channel: string,
  isAlone: boolean,
): Promise<{ readonly n: number; readonly isAlone: boolean }> {
  const { relay, journal, name } = taker
  const incident = incidentOf(journal)
  await passUsedNumbers(taker, channel)
  const last = await relay.lastTurn(incident, channel)
  const open = await openTurn(taker, channel, last?.n ?? 0)
  if (open !== null && !isAlone) refuse(journal, channel, open)
  const n = (last?.n ?? 0) + 1
  if (await relay.takeTurn(incident, channel, n, journal.machine, name, journal.writer))
    return { n, isAlone: open !== null }
  const other = (await relay.lastTurn(incident, channel)) ?? last
  return refuse(journal, channel, other ?? fail('relay-unusable', { relay: relay.name, why: 'other-tables' }))
}

/**
 * Uses up the numbers that the log has and the relay does not, as after a restore: a turn with a number that has ended in logs
 * would keep nobody waiting.
 */
async function passUsedNumbers({ relay, journal, name }: Taker, channel: string): Promise<void> {
  const highest = highestTurn(journal.withOwnNotices(), channel)
  if (highest === 0) return
  const last = (await relay.lastTurn(incidentOf(journal), channel))?.n ?? 0
  const to = Math.min(highest, last + MAX_PASSED)
  if (to > last) await relay.passTurns(incidentOf(journal), channel, last + 1, to, journal.machine, name)
}

/**
 * A turn up to the `last` in which another machine may be sending; null if there is none. Those of this machine, which holds
 * the lock, have ended: it gives back what it has not used.
 */
async function openTurn(taker: Taker, channel: string, last: number): Promise<Turn | null> {
  const { relay, journal } = taker
  const isOwn = (turn: Turn) => turn.isOwn && turn.machine === journal.machine
  const known = journal.withOwnNotices()
  const isOpen = (turn: Turn) =>
    !isOwn(turn) &&
    stateOfTurn(known, channel, turn.n, (writer) => writer === turn.writer || journal.knows(writer)) !== 'ended'
  for (let n = lastUnwaitedTurn(known, channel, journal.knows) - 1; n < last; ) {
    const page = (await relay.heldTurnsAfter(incidentOf(journal), channel, n)).filter((turn) => turn.n <= last)
    for (const turn of page.filter(isOwn)) await giveBackUnused(taker, channel, turn.n)
    const open = page.findLast(isOpen)
    if (open !== undefined) return open
    n = page.at(-1)?.n ?? last
  }
  return null
}

/** Gives a turn back if nothing was sent with it. */
export async function giveBackUnused({ relay, journal, name }: Taker, channel: string, n: number): Promise<void> {
  if (stateOfTurn(journal.incident, channel, n) === 'unused')
    await relay.giveBackTurn(incidentOf(journal), channel, n, journal.machine, name)
}

/**
 * Gives back the turns of this machine with which nothing was sent and whose process has ended: it held the lock of the channel,
 * which nobody takes from a process that may be alive.
 */
export async function giveBackAbandoned(taker: Taker): Promise<void> {
  const { relay, journal } = taker
  const { incident } = journal
  const held = await relay.ownHeldTurns(incidentOf(journal), journal.machine)
  for (const { channel, n } of held) {
    // A channel names a file, and what the relay says of channels may be anything.
    if (!ID_FORM.test(channel) || stateOfTurn(incident, channel, n) !== 'unused') continue
    const unlock = lockIfFree(journal, channel)
    try {
      journal.refresh()
      if (unlock !== null) await giveBackUnused(taker, channel, n)
    } finally {
      unlock?.()
    }
  }
}

/** Null if a process that may be alive is sending on the channel. */
function lockIfFree(journal: Journal, channel: string): (() => void) | null {
  try {
    return journal.lockSending(channel)
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'lock-timeout') return null
    throw error
  }
}

/** The id in the lines of a log that declares its incident. */
function incidentOf({ id, incident: { declaration } }: Journal): string {
  return declaration?.incident ?? fail('no-declaration', { id })
}

function refuse({ incident }: Journal, channel: string, { name, ageMs }: Turn): never {
  const by = {
    of: 'machine',
    name: inertLine(name),
    seconds: Math.round(ageMs / 1000),
    isOverdue: ageMs >= PATIENCE_MS,
  } as const
  return fail('being-sent', { channel, by, names: incident.runbook.channels })
}
