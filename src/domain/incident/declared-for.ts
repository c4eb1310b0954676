import { writerOf } from '../log/event.ts'
import type { Knows } from '../log/known-writers.ts'
import type { Incident } from './incident.ts'

/**
 * Whether the incident was declared for `ref`, such as the key of an alert, or one was that a writer who is known joined to
 * it: whoever can write to the folder could otherwise have what fires next noted in another halt.
 */
export function isDeclaredFor(
  { declaration, joinedRefs }: Pick<Incident, 'declaration' | 'joinedRefs'>,
  ref: string,
  knows: Knows,
): boolean {
  return declaration?.ref === ref || (joinedRefs.get(ref) ?? []).some((event) => knows(writerOf(event)))
}
