import type { Notice } from '../incident/incident.ts'
import { wentOut } from '../incident/notice-reach.ts'
import { noticesAsSent } from '../incident/notices.ts'
import type { Stage } from '../runbook/runbook.ts'
import { MINUTE } from '../time.ts'

/** Within so many milliseconds of the first, notices of a round are taken to have gone out together. */
export const TOGETHER_MS = 2 * MINUTE

/**
 * Groups notices into rounds, both in the order in which they went out: those of one number that are called by the same stage. Once a notice
 * went out on a channel, a further one there, such as another announcement without a number, begins the next round.
 */
export function noticeRounds(notices: readonly Notice[], stageOf: (notice: Notice) => Stage): Notice[][] {
  const rounds = new Rounds<Notice>()
  for (const notice of noticesAsSent(notices))
    rounds.add(notice, `${notice.number} ${stageOf(notice)}`, wentOut(notice))
  return rounds.all
}

/** Notices by the rounds in which they went out, each on a channel once; added in the order of their times. */
export class Rounds<T extends { readonly channel: string }> {
  readonly all: [T, ...T[]][] = []
  /** By what the notices of a round have in common. */
  private readonly alike = new Map<string, RoundsAlike<T>>()

  /** Adds a notice to the last round of the kind `alike` on whose channel none went out, or begins one with it. */
  add(notice: T, alike: string, wentOut: boolean): void {
    const group = this.alike.get(alike) ?? new RoundsAlike<T>()
    this.alike.set(alike, group)
    const open = group.openTo(notice.channel)
    const round = open.at(-1)
    if (round === undefined) {
      group.all.push(this.addAlone(notice))
      group.openTo(notice.channel)
    } else round.push(notice)
    if (wentOut) open.pop()
  }

  /** Adds a notice as a round of its own, to which no other one belongs. */
  addAlone(notice: T): [T, ...T[]] {
    const round: [T, ...T[]] = [notice]
    this.all.push(round)
    return round
  }
}

/** However many rounds there are, those in which a channel was told are not looked at again for it. */
class RoundsAlike<T> {
  readonly all: [T, ...T[]][] = []
  private readonly byChannel = new Map<string, { readonly open: [T, ...T[]][]; looked: number }>()

  /** The rounds in which nothing went out on a channel so far; whoever sends on it takes the last one away. */
  openTo(channel: string): [T, ...T[]][] {
    const known = this.byChannel.get(channel) ?? { open: [], looked: 0 }
    this.byChannel.set(channel, known)
    for (; known.looked < this.all.length; known.looked += 1) known.open.push(this.all[known.looked] as [T, ...T[]])
    return known.open
  }
}
