import type { Notice } from '../incident/incident.ts'
import { wentOut } from '../incident/notice-reach.ts'
import type { Stage } from '../runbook/runbook.ts'
import { MINUTE } from '../time.ts'

/** Within so many milliseconds of the first, notices of a round are taken to have gone out together. */
export const TOGETHER_MS = 2 * MINUTE

/**
 * Groups notices into rounds, both by time: those of one number that are called by the same stage. Once a notice
 * went out on a channel, a further one there, such as another announcement without a number, begins the next round.
 */
export function noticeRounds(notices: readonly Notice[], stageOf: (notice: Notice) => Stage): Notice[][] {
  const rounds: Notice[][] = []
  for (const notice of [...notices].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const belongs = ([first, ...rest]: readonly Notice[]) =>
      first?.number === notice.number &&
      stageOf(first) === stageOf(notice) &&
      ![first, ...rest].some((earlier) => earlier.channel === notice.channel && wentOut(earlier))
    const round = rounds.findLast(belongs)
    if (round === undefined) rounds.push([notice])
    else round.push(notice)
  }
  return rounds
}
