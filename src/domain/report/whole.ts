import type { Incident } from '../incident/incident.ts'
import type { Course } from '../incident/lifecycle.ts'
import type { Span } from './spans.ts'

/** From the start of the halt, or its declaration where that came first, to the end. */
export function wholeSpan(incident: Incident, course: Course, now: number): Span {
  const declared = declaredOf(incident, now)
  const from = course.startedAt === null ? declared : Math.min(declared, Date.parse(course.startedAt))
  return { from, to: Math.max(from, course.closedAt === null ? now : Date.parse(course.closedAt)) }
}

/** When it was declared, in milliseconds. */
export function declaredOf({ declaration }: Incident, otherwise: number): number {
  return declaration === null ? otherwise : Date.parse(declaration.declaredAt)
}
