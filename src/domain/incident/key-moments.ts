import { registersByName } from './current-values.ts'
import type { Incident } from './incident.ts'

/** Returns the events that somebody marked as key moments, by their names. */
export function keyMoments(incident: Incident): ReadonlySet<string> {
  const marked = registersByName(incident, 'moment:').filter(([, writes]) => writes.some(({ undone }) => !undone))
  return new Set(marked.map(([event]) => event))
}

/** Returns the events of which somebody has said whether they are key moments, also if the mark was taken back. */
export function answeredMoments(incident: Incident): ReadonlySet<string> {
  const declined = registersByName(incident, 'no-moment:').filter(([, writes]) => writes.some(({ undone }) => !undone))
  return new Set([...registersByName(incident, 'moment:'), ...declined].map(([event]) => event))
}

export function isKeyMoment(incident: Incident, event: string): boolean {
  return keyMoments(incident).has(event)
}
