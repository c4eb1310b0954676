import { join } from 'node:path'
import type { EventData, EventDraft, Head } from '../domain/log/event.ts'
import { shortcomingOf } from '../domain/log/missing-heads.ts'
import type { Finding, KeptHeadMismatch } from '../domain/log/verification.ts'
import { auditWriters } from '../domain/log/writer-audit.ts'
import { fileDigest } from './digest.ts'
import type { IncidentLog } from './incident-log.ts'

type Continued = EventData['log.continued']

/**
 * Returns the first events of a new writer, which make a broken log usable again. Each is about one writer's file: a damaged
 * file is frozen as it is; of a missing, truncated or replaced one, only what is left counts from now on. Empty if the log is
 * sound. `words` is the operator's reason.
 */
export function recoveryEvents(log: IncidentLog, workspace: string, words: string): EventDraft[] {
  const findings = log.findings()
  const contradicted = auditWriters(log.events()).contradicted
  const behind = log.keptHeadMismatch()
  const knownHeads: Head[] = [...contradicted.map(({ head }) => head), ...(behind === null ? [] : [behind.kept])]
  const damaged = new Map(findings.flatMap((f) => (f.writer === null ? [] : [[f.writer, f] as const])))
  const incomplete = knownHeads.map(({ writer }) => writer).filter((writer) => !damaged.has(writer))
  return [
    ...[...damaged].map(([writer, finding]) => abandonDamaged(writer, finding)),
    ...[...new Set(incomplete)].map((writer) => abandonFile(log, writer, farthestHead(writer), words, differs(writer))),
  ].map((data): EventDraft => ({ type: 'log.continued', data }))

  function abandonDamaged(writer: string, { file, line, why }: Finding): Continued {
    const kept = farthestHead(writer)
    if (why === 'frozen-missing') return abandonFile(log, writer, kept, words)
    const frozen = { file, ...fileDigest(join(workspace, file)), line, why, words }
    return { writer, found: log.headOf(writer), kept, reason: 'damaged', frozen }
  }

  function farthestHead(writer: string): Head | null {
    // It may have been abandoned before.
    const { kept = null, found = null } = log.incident.givenUp.get(writer) ?? {}
    const heads = [...knownHeads, kept, found].flatMap((head) => (head?.writer === writer ? [head] : []))
    return heads.sort((a, b) => b.seq - a.seq)[0] ?? null
  }

  function differs(writer: string): boolean {
    return contradicted.some(({ head, how }) => head.writer === writer && how === 'differs')
  }
}

/** Returns the event to record before any other if the log lacks the head that is kept outside the workspace. */
export function eventForKeptHeadMismatch(log: IncidentLog, { kept }: KeptHeadMismatch): EventDraft {
  // Another writer may have seen more of that file than this machine has kept.
  const seen = log.incident.unmet.get(kept.writer)?.head
  const farther = seen !== undefined && seen.seq > kept.seq ? seen : kept
  return { type: 'log.continued', data: abandonFile(log, kept.writer, farther) }
}

/** The data of an event that abandons the file of a writer. Without a known head, the file counts as missing. */
function abandonFile(log: IncidentLog, writer: string, kept: Head | null, words?: string, differs = false): Continued {
  const found = log.headOf(writer)
  const reason = differs ? 'differs' : kept === null ? 'missing' : shortcomingOf(found, kept)
  return { writer, found, kept, reason, ...(words !== undefined && { words }) }
}
