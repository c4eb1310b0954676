import { join } from 'node:path'
import { shortcomingOf } from '../domain/log/causal-heads.ts'
import type { Draft, EventData, Head } from '../domain/log/event.ts'
import type { Behind, Finding } from '../domain/log/verification.ts'
import { auditWriters } from '../domain/log/writer-audit.ts'
import { fileDigest } from './digest.ts'
import type { IncidentLog } from './incident-log.ts'

type Continued = EventData['log.continued']

/**
 * The first events of a new writer, which make a broken log usable again: each damaged file is frozen as it is, and
 * each one that is missing, truncated or replaced is given up, except for what is left of it. Empty if the log is
 * sound. `words` is the operator's reason.
 */
export function continuations(log: IncidentLog, workspace: string, words: string): Draft[] {
  const findings = log.findings()
  const contradicted = auditWriters(log.events()).contradicted
  const behind = log.behind()
  const knownHeads: Head[] = [...contradicted.map(({ head }) => head), ...(behind === null ? [] : [behind.kept])]
  const damaged = new Map(findings.flatMap((f) => (f.writer === null ? [] : [[f.writer, f] as const])))
  const incomplete = knownHeads.map(({ writer }) => writer).filter((writer) => !damaged.has(writer))
  return [
    ...[...damaged].map(([writer, finding]) => giveUp(writer, finding)),
    ...[...new Set(incomplete)].map((writer) => gap(log, writer, farthest(writer), words, differs(writer))),
  ].map((data): Draft => ({ type: 'log.continued', data }))

  function giveUp(writer: string, { file, line, why }: Finding): Continued {
    const kept = farthest(writer)
    if (why === 'frozen-missing') return gap(log, writer, kept, words)
    const frozen = { file, ...fileDigest(join(workspace, file)), line, why, words }
    return { writer, found: log.headOf(writer), kept, reason: 'damaged', frozen }
  }

  function farthest(writer: string): Head | null {
    const before = log.incident.givenUp.get(writer)
    const heads = [...knownHeads, before?.kept, before?.found].filter((head) => head?.writer === writer)
    return heads.reduce<Head | null>((far, head) => ((head?.seq ?? 0) > (far?.seq ?? 0) ? (head ?? null) : far), null)
  }

  function differs(writer: string): boolean {
    return contradicted.some(({ head, how }) => head.writer === writer && how === 'differs')
  }
}

/** The event that comes first when an operator simply records, but the log is behind the head kept outside. */
export function continuation(log: IncidentLog, { kept }: Behind): Draft {
  const seen = log.incident.unmet.get(kept.writer)?.head
  const farther = seen !== undefined && seen.seq > kept.seq ? seen : kept
  return { type: 'log.continued', data: gap(log, kept.writer, farther) }
}

function gap(log: IncidentLog, writer: string, kept: Head | null, words?: string, differs = false): Continued {
  const found = log.headOf(writer)
  const reason = differs ? 'differs' : kept === null ? 'missing' : shortcomingOf(found, kept)
  return { writer, found, kept, reason, ...(words !== undefined && { words }) }
}
