import { relative } from 'node:path'
import { titleOf } from '../domain/incident/current-values.ts'
import { governingFileName } from '../domain/log/governing-files.ts'
import { countSetBacks } from '../domain/log/hybrid-clock.ts'
import { headDigest } from '../domain/log/line.ts'
import { anchorOf, type LogFindings, verificationOf } from '../domain/log/verification.ts'
import { auditWriters } from '../domain/log/writer-audit.ts'
import { fail } from '../domain/problem.ts'
import type { Journal } from '../store/journal.ts'
import { examineAllEvidence, findLeftovers } from './io/evidence-status.ts'

/** What `verify` found, with the incident and log it belongs to. */
export type VerifiedLog = ReturnType<typeof verifyLog>

/**
 * Verifies a log that was read from its first line. `directory` is the workspace, `now` in milliseconds since 1970, and
 * `against` a head, or its first digits, that the log should once have had.
 */
export function verifyLog(directory: string, journal: Journal, now: number, against?: string) {
  const { incident } = journal
  const inWorkspace = (path: string) => relative(directory, path)
  const evidence = examineAllEvidence(journal)
  const leftovers = findLeftovers(journal)
  const undeleted = leftovers.filter(({ removed }) => removed !== null).map(() => ({ standing: 'undeleted' as const }))
  const parts: LogFindings = {
    writerAudit: auditWriters(journal.events()),
    read: journal.filesRead(),
    findings: journal.findings(),
    frozen: journal.frozenFiles(),
    torn: journal.tornWrites(),
    aside: journal.aside().map(({ path, bytes }) => ({ file: inWorkspace(path), bytes })),
    behind: journal.keptHeadMismatch(),
    agreesWith: journal.confirmedKeptHead(),
    anchoredAt: against === undefined ? null : anchorOf(journal.events(), against),
    isCompared: against !== undefined,
    flawed: journal.flawedFiles(true),
    evidence: [...evidence, ...undeleted],
  }
  return {
    ...verificationOf(parts, (writer) => journal.headOf(writer)),
    incident: journal.id,
    title: titleOf(incident),
    /** The folder of the log, relative to the workspace. */
    directory: inWorkspace(journal.directory),
    events: incident.events,
    head: headDigest(incident.heads.values()),
    /** Whether a valid event declares the incident. */
    declared: incident.declaration !== null,
    anchoredAt: parts.anchoredAt,
    compared: parts.writerAudit.compared,
    findings: parts.findings,
    behind: parts.behind,
    torn: parts.torn,
    frozen: parts.frozen,
    evidence,
    leftovers,
    news: journal.newRemoteEvents(),
    flawed: parts.flawed,
    /** How many runbook and settings files the log names. */
    named: new Set(incident.named.map(governingFileName)).size,
    farAhead: journal.farAhead(now),
    setBack: countSetBacks(journal.events()),
  }
}

/**
 * Throws `ProblemError` if the log cannot be trusted as a whole: `damaged`; `log-behind` if it lacks the head kept on this
 * machine; `log-incomplete` if it lacks events of one writer that another had seen.
 */
export function mustBeSound(journal: Journal, { unmet }: VerifiedLog): void {
  const { id } = journal
  journal.mustBeWhole()
  const behind = journal.keptHeadMismatch()
  if (behind !== null)
    fail('log-behind', { id, writer: behind.kept.writer, seq: behind.found?.seq ?? 0, kept: behind.kept.seq })
  for (const { writer, found, head, by, how } of unmet)
    fail('log-incomplete', { id, writer, seq: found?.seq ?? 0, seen: head.seq, by, how })
}

/** Throws `ProblemError` with `runbook-missing` if a runbook or settings file that the log names is missing or altered. */
export function mustHaveNamedFiles({ id }: Journal, { flawed }: VerifiedLog): void {
  for (const { file, flaw } of flawed) fail('runbook-missing', { id, file, flaw })
}
