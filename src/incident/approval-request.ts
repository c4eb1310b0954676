import { type Approval, approvalOf, openApprovals } from '../domain/incident/approvals.ts'
import { fail } from '../domain/problem.ts'
import type { Journal } from '../store/journal.ts'
import { eventNamed, eventNameOf } from './event-name.ts'

/**
 * The act for which approval was asked, by the name of the event as a person types it. A number alone is the only open request
 * of that number, whoever wrote it, else that of the writer that records here. Throws `ambiguous-request`, `unknown-event` or
 * `not-a-request`.
 */
export function requestNamed(journal: Journal, given: string, now: number): Approval {
  const incident = journal.withPeopleOfKnown()
  const own = eventNameOf(journal, given)
  const number = /^\d+$/.test(given.normalize('NFKC').trim()) ? own.replace(/^.*:/, ':') : null
  const open = openApprovals(incident, now).filter(({ event }) => number !== null && event.endsWith(number))
  if (open.length > 1) fail('ambiguous-request', { given, matches: open.map(({ event }) => event) })
  const event = open.length === 1 ? (open[0] as Approval).event : own
  const approval = approvalOf(incident, event, now)
  if (approval !== null) return approval
  eventNamed(journal, given)
  return fail('not-a-request', { event })
}
