import type { EventData, EventDraft } from '../log/event.ts'

import { formatWithOffsetOf } from '../time.ts'

/** The runbook and settings in force when a drill is opened, as fields of its first event. */
export type RunbookAndSettings = Pick<
  EventData['incident.started'],
  'runbook' | 'runbookDigest' | 'settings' | 'settingsDigest'
>

/** Returns the first events of a drill opened at `opened` (ISO 8601): the declaration of the halt, and the scenario. */
export function openingOf(
  { id, opened, title }: { readonly id: string; readonly opened: string; readonly title: string },
  inForce: RunbookAndSettings,
  drill: EventData['drill.began'],
): EventDraft[] {
  const { type, severity, before, planned, scope } = drill.scenario
  const shifted = (span: number) => formatWithOffsetOf(Date.parse(opened) + span, opened)
  const startedAt = before === null ? null : shifted(-before)
  const window = planned === null ? null : { from: shifted(planned.from), to: shifted(planned.to) }
  const started = { id, type, title, severity, drill: true, startedAt, planned: window, scope, ...inForce }
  return [
    { type: 'incident.started', ...(startedAt !== null && { at: startedAt }), data: started },
    { type: 'drill.began', data: drill },
  ]
}
