import { relative } from 'node:path'
import { titleOf } from '../domain/incident/current-values.ts'
import {
  type DeclarationClaim,
  declarationsIn,
  isDeclaredTwice,
  rivalWriters,
} from '../domain/incident/declarations.ts'
import { hasSeen } from '../domain/incident/horizon.ts'
import { eventPlace } from '../domain/log/event.ts'
import { governingFileName } from '../domain/log/governing-files.ts'
import { countSetBacks } from '../domain/log/hybrid-clock.ts'
import { headDigest } from '../domain/log/line.ts'
import { anchorOf, type LogFindings, verificationOf } from '../domain/log/verification.ts'
import { auditWriters } from '../domain/log/writer-audit.ts'
import { fail } from '../domain/problem.ts'
import type { CheckedAnchor } from '../signing/io/check-anchors.ts'
import type { Journal } from '../store/journal.ts'
import type { UnpackedLog } from '../store/unpacked-log.ts'
import { examineAllEvidence, findLeftovers } from './io/evidence-status.ts'

/** An archive of a log. */
export interface Bundle {
  /** Its path as given. */
  readonly file: string
  /** The SHA-256 of the archive. */
  readonly digest: string
  /** How many pieces of evidence the log names; none of them is in the archive. */
  readonly evidence: number
}

/** The archive that a log was read from. */
export interface UnpackedBundle extends Bundle {
  /** Whose list of signers the signatures were compared with; null if there was none. */
  readonly signers: 'given' | 'workspace' | 'bundle' | null
  /** What this machine recorded in the incident, if the log ends before that: where it does, and up to where. */
  readonly recordedSince: UnpackedLog['recordedSince']
}

/** How many pieces of evidence a log names, without those that were removed. */
export function evidenceNamedIn({ incident }: Journal): number {
  return incident.evidence.filter(({ removed }) => removed === null).length
}

/** What `verify` found, with the incident and log it belongs to. */
export type VerifiedLog = ReturnType<typeof verifyLog>

/**
 * Verifies a log that was read from its first line. `directory` is the workspace, `now` in milliseconds since 1970,
 * `against` a head, or its first digits, that the log should once have had, `anchors` the heads that were signed, and `bundle`
 * the archive that the log was unpacked from: evidence is not in it.
 */
export function verifyLog(
  directory: string,
  journal: Journal,
  now: number,
  against?: string,
  anchors: readonly CheckedAnchor[] = [],
  bundle: UnpackedBundle | null = null,
) {
  const { incident } = journal
  const inWorkspace = (path: string) => relative(directory, path)
  const evidence = bundle === null ? examineAllEvidence(journal) : []
  const leftovers = findLeftovers(journal)
  const undeleted = leftovers.filter(({ removed }) => removed !== null).map(() => ({ standing: 'undeleted' as const }))
  const parts: LogFindings = {
    writerAudit: auditWriters(journal.events(), incident),
    read: journal.filesRead(),
    findings: journal.findings(),
    isDeclaredTwice: isDeclaredTwice(incident),
    frozen: journal.frozenFiles(),
    torn: journal.tornWrites(),
    aside: journal.aside().map(({ path, bytes }) => ({ file: inWorkspace(path), bytes })),
    behind: journal.keptHeadMismatch(),
    foreign: journal.foreignLines(),
    setAside: journal.setAsideWriters,
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
    declarations: declarationsIn(journal.events(), incident).map((claim) => ({
      ...claim,
      signers: signersOf(claim, anchors),
    })),
    anchoredAt: parts.anchoredAt,
    compared: parts.writerAudit.compared,
    findings: parts.findings,
    behind: parts.behind,
    torn: parts.torn,
    frozen: parts.frozen,
    evidence,
    bundle,
    leftovers,
    news: journal.newRemoteEvents(),
    flawed: parts.flawed,
    /** How many runbook and settings files the log names. */
    named: new Set(incident.named.map(governingFileName)).size,
    farAhead: journal.farAhead(now),
    anchors,
    unknown: journal.unknownWriters().map(({ writer }) => writer),
    setBack: countSetBacks(journal.events(), journal.knows),
  }
}

function signersOf({ event }: DeclarationClaim, anchors: readonly CheckedAnchor[]): string[] {
  if (event === null) return []
  const covering = anchors.filter(({ state, heads }) => state === 'in-log' && hasSeen(heads, eventPlace(event)))
  return [...new Set(covering.flatMap(({ signatures }) => signatures.flatMap(({ signer }) => signer ?? [])))]
}

/** Whether `verify` itself says it, which has the details already. */
interface During {
  readonly during?: 'verify'
}

/**
 * Throws `ProblemError` if the log cannot be trusted as a whole: `damaged`; `declared-twice`; `log-behind` if it lacks the head kept on this
 * machine; `log-incomplete` if it lacks events of one writer that another had seen; `foreign-lines` if a file has lines that
 * its writer did not write, and nobody has said with a reason that they are known.
 */
export function mustBeSound(journal: Journal, { unmet, foreign }: VerifiedLog, said: During = {}): void {
  const { id } = journal
  journal.mustBeWhole(said)
  const writers = rivalWriters(journal.incident)
  if (writers.length > 0) fail('declared-twice', { id, writers, ...said })
  const behind = journal.keptHeadMismatch()
  if (behind !== null)
    fail('log-behind', { id, writer: behind.kept.writer, seq: behind.found?.seq ?? 0, kept: behind.kept.seq })
  for (const { writer, found, head, by, how } of unmet)
    fail('log-incomplete', { id, writer, seq: found?.seq ?? 0, seen: head.seq, by, how })
  for (const { writer, kept, isAcknowledged } of foreign)
    if (!isAcknowledged) fail('foreign-lines', { id, writer, kept: kept.seq })
}

/** Throws `ProblemError` with `anchor-differs` if the log does not have a head that was signed or time-stamped. */
export function mustHaveAnchors({ id }: Journal, { anchors }: VerifiedLog, said: During = {}): void {
  for (const { file, state, signatures, tokens } of anchors)
    if ((state === 'missing' || state === 'altered') && signatures.length + tokens.length > 0)
      fail('anchor-differs', { id, file, ...said })
}

/** Throws `ProblemError` with `runbook-missing` if a runbook or settings file that the log names is missing or altered. */
export function mustHaveNamedFiles({ id }: Journal, { flawed }: VerifiedLog, said: During = {}): void {
  for (const { file, flaw } of flawed) fail('runbook-missing', { id, file, flaw, ...said })
}
