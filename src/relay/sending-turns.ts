import { stateOfTurn } from '../domain/incident/sending-turns.ts'
import { fail } from '../domain/problem.ts'
import type { Journal } from '../store/journal.ts'
import { inertLine } from '../view/inert.ts'
import type { Relay, Turn } from './relay.ts'

/** A turn without an outcome that was taken so long ago is no longer waited for: somebody has to find out what became of it. */
const PATIENCE_MS = 120_000

/** Who takes turns. */
export interface Taker {
  readonly relay: Relay
  readonly journal: Journal
  /** What this machine calls itself. */
  readonly name: string
}

/**
 * Takes this machine's turn to send by a channel, whose lock it holds. What others sent in turns before must be in the log, with
 * its outcome: throws `being-sent` if one is not, unless `isAlone`. Resolves to the turn, and whether another one was passed over.
 */
export async function takeTurn(
  { relay, journal, name }: Taker,
  channel: string,
  isAlone: boolean,
): Promise<{ readonly n: number; readonly isAlone: boolean }> {
  const incident = incidentOf(journal)
  const last = await relay.lastTurn(incident, channel)
  const isOpen = last !== null && isPending(journal, channel, last)
  if (isOpen && !isAlone) refuse(journal, channel, last)
  const n = (last?.n ?? 0) + 1
  if (await relay.takeTurn(incident, channel, n, journal.machine, name)) return { n, isAlone: isOpen }
  const other = await relay.lastTurn(incident, channel)
  return refuse(journal, channel, other ?? (last as Turn))
}

/** Gives a turn back if nothing was sent with it. */
export async function giveBackUnused({ relay, journal, name }: Taker, channel: string, n: number): Promise<void> {
  if (stateOfTurn(journal.incident, channel, n) === 'unused')
    await relay.giveBackTurn(incidentOf(journal), channel, n, journal.machine, name)
}

/** The id in the lines of a log that declares its incident. */
function incidentOf({ id, incident: { declaration } }: Journal): string {
  return declaration?.incident ?? fail('no-declaration', { id })
}

/** Whether something may go out in a turn of another machine. This one holds the lock of the channel: its own turns have ended. */
function isPending({ incident, machine }: Journal, channel: string, turn: Turn): boolean {
  return turn.machine !== machine && !turn.isGivenBack && stateOfTurn(incident, channel, turn.n) !== 'ended'
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
