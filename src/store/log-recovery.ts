import { join } from 'node:path'
import type { EventData, EventDraft, Head } from '../domain/log/event.ts'
import {
  FOREIGN,
  FORKED,
  type ForeignLines,
  type ForkedWriter,
  shortcomingOf,
  UNWRITABLE,
} from '../domain/log/missing-heads.ts'
import { type Finding, foreignIn, type KeptHeadMismatch } from '../domain/log/verification.ts'
import { auditWriters } from '../domain/log/writer-audit.ts'
import { fileDigest } from './digest.ts'
import type { IncidentLog } from './incident-log.ts'

type Continued = EventData['log.continued']

/**
 * Returns the first events of a new writer, which make a broken log usable again. Each is about one writer's file: a damaged
 * file is frozen as it is; of a missing, truncated or replaced one, only what is left counts from now on. Empty if the log is
 * sound. Foreign lines that events have named are acknowledged. `words` is the operator's reason.
 */
export function recoveryEvents(log: IncidentLog, workspace: string, words: string): EventDraft[] {
  const findings = log.findings()
  const writerAudit = auditWriters(log.events(), log.incident)
  const { contradicted } = writerAudit
  const foreign = foreignIn({ foreign: log.foreignLines(), writerAudit }).filter((lines) => !lines.isAcknowledged)
  const behind = log.keptHeadMismatch()
  const knownHeads: Head[] = [...contradicted.map(({ head }) => head), ...(behind === null ? [] : [behind.kept])]
  const damaged = new Map(findings.flatMap((f) => (f.writer === null ? [] : [[f.writer, f] as const])))
  const incomplete = knownHeads.map(({ writer }) => writer).filter((writer) => !damaged.has(writer))
  return [
    ...[...damaged].map(([writer, finding]) => abandonDamaged(writer, finding)),
    ...[...new Set(incomplete)].map((writer) => giveUp(log, writer, farthestHead(writer), words, differs(writer))),
    ...foreign.map(({ writer, found, kept }): Continued => ({ writer, found, kept, reason: FOREIGN, words })),
  ].map((data): EventDraft => ({ type: 'log.continued', data }))

  function abandonDamaged(writer: string, { file, line, why }: Finding): Continued {
    const kept = farthestHead(writer)
    if (why === 'frozen-missing' || why === 'unreadable') return abandonFile(log, writer, kept, words)
    const frozen = { file, ...fileDigest(join(workspace, file)), line, why, words }
    return { writer, found: log.headOf(writer), kept, reason: 'damaged', frozen }
  }

  function farthestHead(writer: string): Head | null {
    // It may have been abandoned before.
    const said = log.incident.givenUp.get(writer) ?? []
    const heads = [...knownHeads, ...said.flatMap(({ kept, found }) => [kept, found])].flatMap((head) =>
      head?.writer === writer ? [head] : [],
    )
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
  return { type: 'log.continued', data: giveUp(log, kept.writer, farther) }
}

/** Returns the event to record, as a new writer, before any other if the own file has foreign lines. */
export function eventForForeignLines({ writer, found, kept }: ForeignLines): EventDraft {
  return { type: 'log.continued', data: { writer, found, kept, reason: FOREIGN } }
}

/** Returns the event to record, as a new writer, before any other if a copy of the state folder has recorded as the same one. */
export function eventForFork(log: IncidentLog, { writer, base: found }: ForkedWriter): EventDraft {
  return { type: 'log.continued', data: { writer, found, kept: log.headOf(writer), reason: FORKED } }
}

/** Returns the event to record, as a new writer, before any other if the own file, which ends so, cannot be written to. */
export function eventForUnwritableFile(head: Head): EventDraft {
  return { type: 'log.continued', data: { writer: head.writer, found: head, kept: head, reason: UNWRITABLE } }
}

/** The same as `abandonFile`, but a file that another machine has frozen stays so. */
function giveUp(log: IncidentLog, writer: string, kept: Head | null, words?: string, differs = false): Continued {
  const { frozen = null, found = null, reason = '' } = log.abandonedFile(writer) ?? {}
  if (frozen === null) return abandonFile(log, writer, kept, words, differs)
  return { writer, found, kept, reason, frozen: { ...frozen, words: words ?? frozen.words } }
}

/** The data of an event that abandons the file of a writer. Without a known head, the file counts as missing. */
function abandonFile(log: IncidentLog, writer: string, kept: Head | null, words?: string, differs = false): Continued {
  const found = log.headOf(writer)
  const reason = differs ? 'differs' : kept === null ? 'missing' : shortcomingOf(found, kept)
  return { writer, found, kept, reason, ...(words !== undefined && { words }) }
}
