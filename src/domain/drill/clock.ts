import { currentWrite } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { EventData, EventDraft } from '../log/event.ts'

/** Converts a real time (ms) to the incident's, by the log alone: a drill's clock may run faster until the closing. */
export function incidentTimeAt(incident: Incident, realTime: number): number {
  const { exercise } = incident
  const opened = drillOpenedAt(incident)
  if (exercise === null || opened === null || realTime <= opened) return realTime
  const time = opened + (realTime - opened) * exercise.speed
  const closed = closedAt(incident)
  if (closed === null || time <= closed) return time
  const realClosing = opened + Math.floor((closed - opened) / exercise.speed)
  return closed + realTime - realClosing
}

/** When a drill was opened, in milliseconds; injects are timed from it. Null before the declaration. */
export function drillOpenedAt({ declaration }: Incident): number | null {
  return declaration === null ? null : Date.parse(declaration.declaredAt)
}

/** When the closing was recorded, in milliseconds, whatever time was given for it; null if the drill is not closed. */
function closedAt(incident: Incident): number | null {
  const phase = currentWrite(incident, 'phase')
  return phase?.value.phase === 'closed' ? Date.parse(phase.recordedAt) : null
}

/** Formats a time as in the log: ISO 8601, with the UTC offset of `sample`. */
export function formatWithOffsetOf(ms: number, sample: string): string {
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})$/.exec(sample) ?? []
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  const zone = /(?:Z|[+-]\d{2}:\d{2})$/.exec(sample)?.[0] ?? 'Z'
  return new Date(ms + offset).toISOString().replace('Z', zone)
}

/** Returns a time zone without DST that has the UTC offset of `sample`; UTC if that is not a whole number of hours. */
export function zoneWithOffsetOf(sample: string): string {
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})$/.exec(sample) ?? []
  // The sign is inverted, as in POSIX: Etc/GMT-9 is UTC+9.
  return hours === undefined || minutes !== '00' ? 'UTC' : `Etc/GMT${sign === '-' ? '+' : '-'}${Number(hours)}`
}

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
