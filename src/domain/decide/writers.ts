import { problem } from '../problem.ts'
import { accept, type Decision, type Situation } from './decision.ts'

export interface WriterIntent {
  readonly kind: 'accept-writer'
  readonly writer: string
  /** The key of a writer that was set aside, which the incident does not know any more. */
  readonly key?: string | null
}

export const writerDeciders = { 'accept-writer': acceptWriter }

/** Accepts a writer as known, with the key that it has. */
function acceptWriter(
  { incident }: Situation,
  { writer, key = incident.births.get(writer)?.key }: WriterIntent,
): Decision {
  if (key === undefined) return problem('unknown-writer', { given: writer, allowed: [...incident.births.keys()] })
  return accept({ type: 'writer.accepted', data: { writer, key } })
}
