import type { Incident, Notice } from './incident.ts'

/** What became of a turn to send: nothing was begun with it, it has no outcome yet, or it has. */
export type TurnState = 'unused' | 'open' | 'ended'

/** Returns what this log knows of a turn on a channel. */
export function stateOfTurn({ notices }: Incident, channel: string, turn: number): TurnState {
  const notice = notices.findLast((one) => one.channel === channel && turnsOf(one).includes(turn))
  if (notice === undefined) return 'unused'
  return notice.state === 'unknown' && notice.sending?.ended === false ? 'open' : 'ended'
}

/** The turns in which it was tried to send a notice. */
function turnsOf({ sending }: Notice): (number | undefined)[] {
  return sending === null ? [] : [sending.intent.turn, ...(sending.retries ?? []).map(({ turn }) => turn)]
}

/** Returns the last turn on a channel with whose use this log has that an earlier one was not waited for; 0 if there is none. */
export function lastUnwaitedTurn({ notices }: Incident, channel: string): number {
  const turns = notices.filter((one) => one.channel === channel).flatMap(unwaitedTurns)
  return Math.max(0, ...turns)
}

function unwaitedTurns({ forced, forcedRetries = [], sending }: Notice): number[] {
  const isUnwaited = (force: Notice['forced']) => force?.open.includes('being-sent') === true
  const retries = (sending?.retries ?? []).filter(({ event }) =>
    forcedRetries.some((retry) => retry.event === event && isUnwaited(retry.forced)),
  )
  return [isUnwaited(forced) ? sending?.intent.turn : undefined, ...retries.map(({ turn }) => turn)].filter(
    (turn) => turn !== undefined,
  )
}
