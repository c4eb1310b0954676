import { eventPlace } from '../log/event.ts'
import { registerNames } from './current-values.ts'
import { hasSeen, knownTo } from './horizon.ts'
import type { Incident } from './incident.ts'
import type { Write } from './register.ts'

// Who asked for an approval: writers that this machine knows, whose requests only known writers void, and others.

/** Whether any writer has asked for an approval. */
export function hasAskers(incident: Incident): boolean {
  return registerNames(incident, 'approval:').length > 0
}

/** What a writer asked approval for. */
interface Asked {
  readonly writer: string
}

export function isKnownAsker({ unknownWriters }: Incident, { writer }: Asked): boolean {
  return !unknownWriters.has(writer)
}

/** Those of some acts for which writers known to this machine have asked approval or, if there are none, all. */
export function ofKnownAskers<A extends Asked>(incident: Incident, approvals: readonly A[]): readonly A[] {
  const ofKnown = approvals.filter((one) => isKnownAsker(incident, one))
  return ofKnown.length > 0 ? ofKnown : approvals
}

/**
 * The incident by which a request is judged: if its writer is known to this machine, without what unknown writers have recorded
 * since and whoever asked had not seen.
 */
export function heededSince(incident: Incident, request: Write<unknown>): Incident {
  const { unknownWriters, heads } = incident
  if (unknownWriters.size === 0 || unknownWriters.has(request.writer)) return incident
  const known = [...heads.keys()].filter((writer) => !unknownWriters.has(writer))
  const ofKnown = known.map((writer) => ({ writer, seq: Number.POSITIVE_INFINITY }))
  const seen = [...ofKnown, ...knownTo(request).seen]
  const isHeeded = ({ event }: { readonly event: string }) => hasSeen(seen, eventPlace(event))
  const registers = incident.registers.asOf({ order: Number.POSITIVE_INFINITY, seen, until: null })
  return { ...incident, registers, notices: incident.notices.filter(isHeeded) }
}
