import { join } from 'node:path'
import { shortcomingOf } from '../domain/log/causal-heads.ts'
import type { Draft, EventData, Head } from '../domain/log/event.ts'
import type { Behind, Finding } from '../domain/log/verification.ts'
import { survey } from '../domain/log/writer-audit.ts'
import { digestOfFile } from './digest.ts'
import type { IncidentLog } from './incident-log.ts'

type Continued = EventData['log.continued']

/**
 * What a new writer says first, so that the log can be believed and written again: each damaged file is frozen as it is,
 * and each one that is missing, cut or exchanged is given up for what is left of it. Nothing where all is well. `words`
 * is the operator's reason.
 */
export function continuations(log: IncidentLog, workspace: string, words: string): Draft[] {
  const findings = log.findings()
  const contradicted = survey(log.events()).contradicted
  const behind = log.behind()
  const elsewhere: Head[] = [...contradicted.map(({ head }) => head), ...(behind === null ? [] : [behind.kept])]
  const damaged = new Map(findings.flatMap((f) => (f.writer === null ? [] : [[f.writer, f] as const])))
  const short = elsewhere.map(({ writer }) => writer).filter((writer) => !damaged.has(writer))
  return [
    ...[...damaged].map(([writer, finding]) => giveUp(writer, finding)),
    ...[...new Set(short)].map((writer) => gap(log, writer, farthest(writer), words, isOther(writer))),
  ].map((data): Draft => ({ type: 'log.continued', data }))

  function giveUp(writer: string, { file, line, why }: Finding): Continued {
    const kept = farthest(writer)
    if (why === 'frozen-missing') return gap(log, writer, kept, words)
    const frozen = { file, ...digestOfFile(join(workspace, file)), line, why, words }
    return { writer, found: log.headOf(writer), kept, reason: 'damaged', frozen }
  }

  function farthest(writer: string): Head | null {
    const before = log.incident.givenUp.get(writer)
    const heads = [...elsewhere, before?.kept, before?.found].filter((head) => head?.writer === writer)
    return heads.reduce<Head | null>((far, head) => ((head?.seq ?? 0) > (far?.seq ?? 0) ? (head ?? null) : far), null)
  }

  function isOther(writer: string): boolean {
    return contradicted.some(({ head, how }) => head.writer === writer && how === 'differs')
  }
}

/** What an operator who just records goes on with, where the log is behind the head kept outside. */
export function continuation(log: IncidentLog, { kept }: Behind): Draft {
  const seen = log.incident.unmet.get(kept.writer)?.head
  const farther = seen !== undefined && seen.seq > kept.seq ? seen : kept
  return { type: 'log.continued', data: gap(log, kept.writer, farther) }
}

function gap(log: IncidentLog, writer: string, kept: Head | null, words?: string, other = false): Continued {
  const found = log.headOf(writer)
  const reason = other ? 'differs' : kept === null ? 'missing' : shortcomingOf(found, kept)
  return { writer, found, kept, reason, ...(words !== undefined && { words }) }
}
