import { sha256 } from '../domain/log/sha256.ts'
import type { Relay } from './relay.ts'

/** Whoever began so long ago and has not said that it is done is no longer waited for. */
const PATIENCE_MS = 60_000
/** Digits of a digest in the names that the relay has. */
const NAME_DIGITS = 40

/** Something that one of the machines that share an incident is to do, so that no other does it again. */
export interface OnceTask {
  /** The id in the lines of the incident. */
  readonly incident: string
  /** The same on all machines. */
  readonly name: string
}

/** A machine that does such things, and what it calls itself. */
export interface OnceDoer {
  readonly relay: Pick<Relay, 'lastTurn' | 'heldTurnsAfter' | 'takeTurn' | 'giveBackTurn'>
  readonly machine: string
  readonly name: string
}

/** Whether it is this machine's to do, was done, or is another machine's for now. */
export type OnceClaim = 'own' | 'done' | 'elsewhere'

/** Claims a task. What this machine claimed before and has not done is its own still. */
export async function claimOnce({ relay, machine, name }: OnceDoer, task: OnceTask): Promise<OnceClaim> {
  const { incident } = task
  const channel = channelOf(task)
  if ((await relay.lastTurn(incident, doneChannelOf(task))) !== null) return 'done'
  const last = (await relay.lastTurn(incident, channel))?.n ?? 0
  const [held] = last === 0 ? [] : await relay.heldTurnsAfter(incident, channel, last - 1)
  if (held?.isOwn && held.machine === machine) return 'own'
  if (held !== undefined && held.ageMs < PATIENCE_MS) return 'elsewhere'
  return (await relay.takeTurn(incident, channel, last + 1, machine, name, null)) ? 'own' : 'elsewhere'
}

/** Says that it is done. */
export async function finishOnce({ relay, machine, name }: OnceDoer, task: OnceTask): Promise<void> {
  await relay.takeTurn(task.incident, doneChannelOf(task), 1, machine, name, null)
}

/** Leaves a task that this machine has claimed to another one. */
export async function giveBackOnce({ relay, machine, name }: OnceDoer, task: OnceTask): Promise<void> {
  const { incident } = task
  const channel = channelOf(task)
  const last = await relay.lastTurn(incident, channel)
  if (last?.isOwn && last.machine === machine) await relay.giveBackTurn(incident, channel, last.n, machine, name)
}

/** Neither is the name of a channel of a runbook (`ID_FORM`). */
function channelOf({ name }: OnceTask): string {
  return `once:${digestOf(name)}`
}

function doneChannelOf({ name }: OnceTask): string {
  return `done:${digestOf(name)}`
}

function digestOf(name: string): string {
  return sha256(name).slice(0, NAME_DIGITS)
}
