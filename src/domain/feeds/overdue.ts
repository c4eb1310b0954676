import { overdueDeadlines } from '../deadlines.ts'
import { isConfidential } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { Deadline } from '../incident/notice-deadlines.ts'
import { sha256 } from '../log/sha256.ts'
import type { Severity } from '../runbook/runbook.ts'
import { type FeedFilter, isFor, type Standing } from './feed-event.ts'

/** A deadline that passed, as feeds are told of it. */
export interface OverdueClock extends Deadline {
  /** The same whenever and wherever it is told. */
  readonly key: string
  /** The incident in which it is overdue, which names what it is about. */
  readonly seenIn: Incident
  /** Whether only that a deadline passed may be told, in some halt. */
  readonly isSecret: boolean
  /** Whether it is overdue by what known writers alone have recorded. */
  readonly isVouchedFor: boolean
}

/**
 * The deadlines that are overdue by all that was `recorded` in an incident, by what is left where unknown writers silence no
 * alarm (`unsilenced`), or by what known writers alone have recorded (`vouched`): soonest first, each once for each time at
 * which it was due. None of an incident that is confidential; where only unknown writers say that it is, which may be true or
 * silence an alarm, each is secret.
 */
export function overdueClocks(
  { recorded, unsilenced, vouched }: Readonly<Record<'recorded' | 'unsilenced' | 'vouched', Incident>>,
  now: number,
): OverdueClock[] {
  const { declaration } = recorded
  if (declaration === null || isConfidential(unsilenced)) return []
  const isSecret = isConfidential(recorded)
  const clocks = new Map<string, OverdueClock>()
  for (const seenIn of new Set([vouched, unsilenced, recorded]))
    for (const { id, dueAt } of overdueDeadlines(seenIn, now)) {
      const clock = `${id}:${new Date(dueAt).toISOString()}`
      const key = `${declaration.incident}-overdue:${isSecret ? sha256(clock) : clock}`
      const isVouchedFor = seenIn === vouched || clocks.get(clock)?.isVouchedFor === true
      clocks.set(clock, { id, dueAt, key, seenIn, isSecret, isVouchedFor })
    }
  return [...clocks.values()].sort((a, b) => a.dueAt - b.dueAt)
}

/** What a feed is told first: what nobody unknown can have made up, then what others than the own people wait for. */
export function byUrgency(a: OverdueClock, b: OverdueClock): number {
  return Number(b.isVouchedFor) - Number(a.isVouchedFor) || Number(isFollowUp(a)) - Number(isFollowUp(b))
}

function isFollowUp({ id }: Deadline): boolean {
  return id.startsWith('action:')
}

/** What a feed is told of overdue deadlines of an incident that stands like this: all, or nothing. */
export function isForOverdue(
  standing: Standing,
  highest: Severity | null,
  filter: FeedFilter,
  isDrill: boolean,
): boolean {
  return isFor({ names: ['overdue'], before: standing, after: standing, highest }, filter, isDrill)
}
