import type { Draft, EventData } from '../log/event.ts'
import { stampLike } from './clock.ts'

/** What a drill is opened under. */
export type InForce = Pick<EventData['incident.started'], 'runbook' | 'runbookDigest' | 'settings' | 'settingsDigest'>

/** The first events of a drill that is opened at `opened`, in ISO 8601: a declared halt, and what is exercised. */
export function openingOf(
  { id, opened, title }: { readonly id: string; readonly opened: string; readonly title: string },
  inForce: InForce,
  began: EventData['drill.began'],
): Draft[] {
  const { type, severity, before, planned, scope } = began.scenario
  const later = (span: number) => stampLike(Date.parse(opened) + span, opened)
  const startedAt = before === null ? null : later(-before)
  const window = planned === null ? null : { from: later(planned.from), to: later(planned.to) }
  const started = { id, type, title, severity, drill: true, startedAt, planned: window, scope, ...inForce }
  return [
    { type: 'incident.started', ...(startedAt !== null && { at: startedAt }), data: started },
    { type: 'drill.began', data: began },
  ]
}
