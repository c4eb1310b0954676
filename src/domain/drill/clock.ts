import { currentWrite } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'

/** Converts a real time to the incident's, both in ms, from the log alone. Only a drill's clock may run faster, until closed. */
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
