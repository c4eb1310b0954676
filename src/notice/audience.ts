import type { Incident } from '../domain/incident/incident.ts'
import type { NoticeText } from './notice.ts'

/** Whether customers read it; a channel that the runbook does not know is taken to be theirs. */
export function isForCustomers(
  { incident }: { readonly incident: Incident },
  { channel }: Pick<NoticeText, 'channel'>,
): boolean {
  return incident.runbook.channels[channel]?.audience !== 'departments'
}
