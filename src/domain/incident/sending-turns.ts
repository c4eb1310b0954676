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
