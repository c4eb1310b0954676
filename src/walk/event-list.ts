import { timelineEntryMaker } from '../domain/incident/timeline.ts'
import type { Envelope } from '../domain/log/event.ts'
import { timelineLine } from '../incident/event-lines.ts'
import type { Session } from './session.ts'

/** An event as it stands now, with its time, its name and its current words. */
export function eventLine({ incident, context }: Session, event: Envelope): string {
  return timelineLine(timelineEntryMaker(incident, [])(event), context.text)
}
