import { writerOf } from '../log/event.ts'
import type { Incident, Notice } from './incident.ts'

/** What became of a turn to send: nothing was begun with it, it has no outcome yet, or it has. */
export type TurnState = 'unused' | 'open' | 'ended'

/** Whether it counts what a writer says of the turns in which it sent. */
type Counts = (writer: string) => boolean

/** An attempt to send a notice, and the turn in which it was made; undefined if it took none. */
interface Attempt {
  readonly event: string
  readonly turn: number | undefined
  readonly forced: Notice['forced']
}

/** Returns what this log knows of a turn on a channel. */
export function stateOfTurn(
  { notices }: Incident,
  channel: string,
  turn: number,
  counts: Counts = () => true,
): TurnState {
  const isIn = (attempt: Attempt) => attempt.turn === turn && counts(writerOf(attempt.event))
  const notice = notices.findLast((one) => one.channel === channel && attemptsOf(one).some(isIn))
  if (notice === undefined) return 'unused'
  return notice.state === 'unknown' && notice.sending?.ended === false ? 'open' : 'ended'
}

/** Returns the last turn on a channel with whose use this log has that an earlier one was not waited for; 0 if there is none. */
export function lastUnwaitedTurn({ notices }: Incident, channel: string, counts: Counts = () => true): number {
  const attempts = notices.filter((one) => one.channel === channel).flatMap(attemptsOf)
  const unwaited = attempts.filter(
    ({ event, forced }) => forced?.open.includes('being-sent') && counts(writerOf(event)),
  )
  return Math.max(0, ...unwaited.map(({ turn = 0 }) => turn))
}

/** Returns the highest number of a turn on a channel that this log has, whoever says so; 0 if it has none. */
export function highestTurn({ notices }: Incident, channel: string): number {
  const attempts = notices.filter((one) => one.channel === channel).flatMap(attemptsOf)
  return Math.max(0, ...attempts.map(({ turn = 0 }) => turn))
}

function attemptsOf({ event, forced, forcedRetries = [], sending }: Notice): Attempt[] {
  if (sending === null) return []
  const retries = (sending.retries ?? []).map((retry): Attempt => {
    const overridden = forcedRetries.find((one) => one.event === retry.event)
    return { event: retry.event, turn: retry.turn, forced: overridden?.forced ?? null }
  })
  return [{ event, turn: sending.intent.turn, forced }, ...retries]
}
