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
}

/**
 * The deadlines that are overdue by all that was `recorded` in an incident, or by what writers have recorded that are `known`:
 * soonest first, each once. None of an incident that is confidential; where only others say that it is, which may be true or
 * silence an alarm, each is secret.
 */
export function overdueClocks(recorded: Incident, known: Incident, now: number): OverdueClock[] {
  const { declaration } = recorded
  if (declaration === null || isConfidential(known)) return []
  const isSecret = isConfidential(recorded)
  const clocks = new Map<string, OverdueClock>()
  for (const seenIn of new Set([recorded, known]))
    for (const { id, dueAt } of overdueDeadlines(seenIn, now))
      if (!clocks.has(id)) {
        const clock = `${id}:${new Date(dueAt).toISOString()}`
        const key = `${declaration.incident}-overdue:${isSecret ? sha256(clock) : clock}`
        clocks.set(id, { id, dueAt, key, seenIn, isSecret })
      }
  return [...clocks.values()].sort((a, b) => a.dueAt - b.dueAt)
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
