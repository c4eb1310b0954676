import { factRecord } from '../domain/incident/facts.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import type { Recorded } from '../domain/incident/order-of-events.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import type { NoticeRequest } from './notice.ts'
import { factRow, withEarlierCauses } from './notice-rows.ts'
import { causeStated, roleValues } from './role-values.ts'

/** A cause, or reason, as notices give it. */
export interface StatedCause {
  readonly label: string
  readonly words: string
  /** Whether it is more than that the cause is not known yet. */
  readonly isKnown: boolean
  /** Where and when it was stated; null if nobody did: it comes with the type of the halt. */
  readonly stated: Recorded | null
}

/**
 * Returns what a final notice says of the cause of each interruption, the latest last; nothing if the runbook has no such
 * fact.
 */
export function causesInReport(
  request: Pick<NoticeRequest, 'incident' | 'language' | 'settings' | 'now'>,
): StatedCause[] {
  const { incident } = request
  const name = factWithRole(incident.runbook, 'cause')
  if (name === null) return []
  const context = { ...request, stage: 'final', channel: '' } as const
  const { interruptions } = lifecycleOf(incident)
  const stated = interruptions.map((one) => causeStated(context, one))
  return withEarlierCauses(context, factRow(context, name, roleValues(context))).map(({ label, value, known }) => {
    const record = known ? stated.find((one) => one?.words === value)?.stated : factRecord(incident, name)
    return { label, words: value, isKnown: known, stated: record ?? null }
  })
}
