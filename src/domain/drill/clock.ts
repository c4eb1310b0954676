import { standingIn } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'

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
