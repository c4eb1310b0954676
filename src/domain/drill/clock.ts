import { standingIn } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import type { Draft, EventData } from '../log/event.ts'

/**
 * What time it is in an incident, in milliseconds, while the real time is `real`: in a drill that goes faster, ahead of it
 * from the opening on; once that is closed, as fast as real time again. All of it stands in the log, so every process
 * that reads the log agrees.
 */
export function timeIn(incident: Incident, real: number): number {
  const { exercise } = incident
  const opened = openedAt(incident)
  if (exercise === null || opened === null || real <= opened) return real
  const time = opened + (real - opened) * exercise.speed
  const closed = closedAt(incident)
  if (closed === null || time <= closed) return time
  const realClosing = opened + Math.floor((closed - opened) / exercise.speed)
  return closed + real - realClosing
}

/** When a drill was opened, in milliseconds: what its injects are counted from. Null before anything was declared. */
export function openedAt({ declaration }: Incident): number | null {
  return declaration === null ? null : Date.parse(declaration.declaredAt)
}

/** When closing was recorded, whatever was said of when it happened. */
function closedAt(incident: Incident): number | null {
  const phase = standingIn(incident, 'phase')
  return phase?.value.phase === 'closed' ? Date.parse(phase.recordedAt) : null
}

/** A time as the log writes it, in ISO 8601 with the offset that another one has. */
export function stampLike(ms: number, sample: string): string {
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})$/.exec(sample) ?? []
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  const zone = /(?:Z|[+-]\d{2}:\d{2})$/.exec(sample)?.[0] ?? 'Z'
  return new Date(ms + offset).toISOString().replace('Z', zone)
}

/** A zone without summer time whose offset a time has, as far as hours tell it; else UTC. */
export function zoneLike(sample: string): string {
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})$/.exec(sample) ?? []
  // POSIX counts westward.
  return hours === undefined || minutes !== '00' ? 'UTC' : `Etc/GMT${sign === '-' ? '+' : '-'}${Number(hours)}`
}

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
