import { statSync } from 'node:fs'
import { relative } from 'node:path'
import { isDeclaredTwice } from '../domain/incident/declarations.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { type FreezeRecord, type Head, writerOf } from '../domain/log/event.ts'
import {
  type AbandonedFile,
  FOREIGN,
  FORKED,
  type ForeignLines,
  type ForkedWriter,
  isAbandoned,
  type MissingHead,
  SET_ASIDE,
} from '../domain/log/missing-heads.ts'
import type { Finding, FrozenFile, KeptHeadMismatch, TornWrite } from '../domain/log/verification.ts'
import { auditWriters, type HeadDiscrepancy } from '../domain/log/writer-audit.ts'
import { fail, type ProblemParams } from '../domain/problem.ts'
import { fileDigest } from './digest.ts'
import { LogFile } from './log-file.ts'
import { isFolderOf } from './log-paths.ts'
import { LogReading } from './log-reading.ts'
import { type TornEnd, tornEnds } from './torn-ends.ts'

/** What speaks against a log as a whole: `incomplete` lacks what this machine recorded, or what another writer had seen. */
export type LogFlaw = 'damaged' | 'declared-twice' | 'incomplete'

/** What the message about damage depends on. */
type DamageContext = Pick<ProblemParams['damaged'], 'during' | 'next'>

/** What speaks against a log that was read: damage, lines that are missing or foreign, writers that contradict each other. */
export class LogIntegrity extends LogReading {
  /** By path, the digest of a frozen file, and the file's stat data when the digest was computed. */
  private readonly digests = new Map<string, { readonly stat: string; readonly digest: string }>()
  private audited: { readonly of: Incident; readonly found: readonly HeadDiscrepancy[] } | null = null

  /** The damage that makes the incident read-only. */
  findings(): Finding[] {
    const inFiles = this.files.flatMap((file) => this.findingIn(file))
    const found = [...inFiles, ...this.missingFrozenFiles(), ...this.wrongFolder()]
    if (found.length > 0 || this.incident.declaration !== null || this.incident.beyond !== null) return found
    const file = relative(this.workspace, this.directory)
    return [{ file, writer: null, line: 1, offset: 0, why: 'no-beginning' }]
  }

  /** Throws `ProblemError` with `damaged` if the log is damaged. */
  mustBeWhole(said: DamageContext = {}): void {
    this.failFor(this.findings(), said)
  }

  /**
   * Damage by which nothing is lost that counts, in files of others: lines that their writer did not sign, and files that
   * never had an event of this incident that anybody knew of. It stops nobody from recording.
   */
  harmlessDamage(): Finding[] {
    return this.findings().filter((finding) => this.isHarmless(finding))
  }

  /** The damage by which events may be missing: not that of files that belong to the log by name alone. */
  lossyDamage(): Finding[] {
    return this.findings().filter((finding) => !this.isStray(finding))
  }

  /** Throws `ProblemError` with `damaged` if events may be missing. */
  mustBeComplete(): void {
    this.failFor(this.lossyDamage(), {})
  }

  /** Throws `ProblemError` with `damaged` if the log is damaged by anything but `harmlessDamage`. */
  mustBeUsable(said: DamageContext = {}): void {
    const stopping = this.findings().filter((finding) => !this.isHarmless(finding))
    this.failFor(stopping, said)
  }

  private isHarmless(finding: Finding): boolean {
    return this.isStray(finding) || (finding.why === 'wrong-signature' && this.isOfOthers(finding))
  }

  /** Whether a file never had an event of this incident that anybody knew of, so that it belongs to the log by name alone. */
  private isStray(finding: Finding): boolean {
    const { writer, line } = finding
    if (writer === null || line > 1 || !this.isOfOthers(finding)) return false
    return !this.incident.heads.has(writer) && !this.hasBeenSeen(writer)
  }

  private isOfOthers({ writer }: Finding): boolean {
    return writer !== null && writer !== this.keptHead?.writer && this.incident.declaration !== null
  }

  /** Whether a writer that is known had seen an event of this one, or has given up its file. */
  private hasBeenSeen(writer: string): boolean {
    const { unmet, givenUp } = this.incident
    const seen = unmet.get(writer)
    return givenUp.has(writer) || (seen !== undefined && !this.unknownNames().has(writerOf(seen.by)))
  }

  private failFor([finding]: readonly Finding[], said: DamageContext): void {
    if (finding === undefined) return
    const { file, line, why } = finding
    fail('damaged', { id: this.id, file, line, why, declared: this.incident.declaration !== null, ...said })
  }

  /** The damage in a file, or none. A frozen file is damaged only if it has changed since it was frozen. */
  private findingIn({ path, writer, damage, length }: LogFile): Finding[] {
    const { frozen = null, reason } = this.abandonedFile(writer) ?? {}
    if (reason === SET_ASIDE || (reason !== undefined && damage?.why === 'unreadable')) return []
    const found = frozen === null ? damage : { line: frozen.line, offset: length, why: 'frozen-altered' as const }
    if (found === null || (frozen !== null && this.isFrozenUnchanged(path, frozen))) return []
    if (found.why === 'wrong-signature' && this.isKnownForeign(writer)) return []
    return [{ file: relative(this.workspace, path), writer, ...found }]
  }

  /** Whether lines that a writer did not sign are known to be foreign, so that they stop nobody from recording. */
  private isKnownForeign(writer: string): boolean {
    return this.abandonedFile(writer)?.reason === FOREIGN || this.foreignLines()?.writer === writer
  }

  /**
   * Lines after the head that this machine kept of its own file, which it did not write: it announces each write. Null if
   * there are none. They stay where they are, and count only if they are signed.
   */
  foreignLines(): ForeignLines | null {
    const file = this.files.find(({ writer }) => writer === this.keptHead?.writer)
    if (file?.chain === undefined || file.chain === null || !file.hasExpectedHead) return null
    // Read again: other processes of this machine record as the same writer.
    const { head: kept, isAnnounced } = this.writerState.headFile(this.id)
    if (kept === null || kept.writer !== file.writer) return null
    const { writer, seq, hash } = file.chain
    const isForged = file.damage?.why === 'wrong-signature' && seq >= kept.seq
    return isForged || (seq > kept.seq && !isAnnounced) ? { writer, kept, found: { writer, seq, hash } } : null
  }

  /** The writer of this machine whose lines fork, as long as this machine has not said so in the log; null if none. */
  unnamedFork(): ForkedWriter | null {
    const fork = this.writerState.fork(this.id)
    if (fork === null || this.headOf(fork.writer) === null) return null
    const said = (this.incident.givenUp.get(fork.writer) ?? []).filter(
      ({ event, reason }) => reason === FORKED && this.isOfOwnMachine(writerOf(event)),
    )
    return said.some(({ found }) => (found?.seq ?? 0) <= (fork.base?.seq ?? 0)) ? null : fork
  }

  private missingFrozenFiles(): Finding[] {
    return [...this.incident.givenUp.keys()].flatMap((writer): Finding[] => {
      const { frozen = null } = this.abandonedFile(writer) ?? {}
      if (frozen === null || this.files.some((file) => file.writer === writer)) return []
      return [{ file: frozen.file, writer, line: frozen.line, offset: 0, why: 'frozen-missing' }]
    })
  }

  /** A finding if the folder has the name of another incident than the log declares, else none. */
  private wrongFolder(): Finding[] {
    const { declaration } = this.incident
    if (declaration === null || isFolderOf(this.id, declaration.declaredId)) return []
    const file = this.files.find(({ writer }) => declaration.event.startsWith(`${writer}:`))?.path ?? this.directory
    return [{ file: relative(this.workspace, file), writer: null, line: 1, offset: 0, why: 'wrong-folder' }]
  }

  private isFrozenUnchanged(path: string, { bytes, digest }: FreezeRecord): boolean {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    if (size !== BigInt(bytes)) return false
    const stat = [ino, size, mtimeNs, ctimeNs].join()
    if (this.digests.get(path)?.stat !== stat) this.digests.set(path, { stat, digest: fileDigest(path).digest })
    return this.digests.get(path)?.digest === digest
  }

  /** Damaged files that were frozen and have not changed since. */
  frozenFiles(): FrozenFile[] {
    return this.files.flatMap((file) => {
      const abandoned = this.abandonedFile(file.writer)
      if (!abandoned?.frozen || this.findingIn(file).length > 0) return []
      const { frozen, event: continuedBy } = abandoned
      const { path, writer, length: offset } = file
      return [{ ...frozen, file: relative(this.workspace, path), writer, offset, continuedBy }]
    })
  }

  tornWrites(): TornWrite[] {
    return this.files.flatMap(({ path, writer, tail, wholeLength: offset }) => {
      const bytes = tail?.torn.length ?? 0
      return bytes === 0 ? [] : [{ file: relative(this.workspace, path), writer, offset, bytes }]
    })
  }

  /** The torn ends kept beside the log. */
  aside(): TornEnd[] {
    return tornEnds(this.directory, this.id)
  }

  /**
   * The head kept outside the workspace, if the log lacks it and this machine has not continued it without that; else null.
   * What other machines say does not dismiss it.
   */
  keptHeadMismatch(): KeptHeadMismatch | null {
    const kept = this.keptHead
    if (kept === null) return null
    const isMine = ({ event }: AbandonedFile) => this.isOfOwnMachine(writerOf(event))
    const said = (this.incident.givenUp.get(kept.writer) ?? []).filter(isMine)
    if (this.hasKeptHead(kept) || said.some((abandoned) => isAbandoned(kept, abandoned))) return null
    return { kept, found: this.headOf(kept.writer) }
  }

  /** Whether this machine goes on in the file of a writer, which has all that it wrote there. */
  private isGoingOnIn(writer: string): boolean {
    return this.keptHead?.writer === writer && this.hasKeptHead(this.keptHead)
  }

  /**
   * Whether only this machine adds lines to the file of a writer. What it did not write there is foreign, wherever it comes
   * from; while a write is announced, that could not be told.
   */
  isWriting(writer: string): boolean {
    return this.isGoingOnIn(writer) && this.writerState.isAnnounced(this.id)
  }

  private hasKeptHead(kept: Head): boolean {
    const file = this.files.find(({ writer }) => writer === kept.writer)
    if (file === undefined || !this.setAsideWriters.has(kept.writer)) return file?.hasExpectedHead === true
    // Nothing of it was read, since another machine has set it aside.
    const raw = new LogFile(file.path, kept)
    for (const _ of raw.events()) if (raw.hasExpectedHead !== null) break
    return raw.hasExpectedHead === true
  }

  /** Heads that writers had seen of others and the log lacks, without those of writers in `findings` or `behind`. */
  missingHeads(): MissingHead[] {
    return this.unreported([...this.incident.unmet.values()])
  }

  /** Like `missingHeads`, with those of files that longer ones replaced: for that, the log is read again if several wrote it. */
  contradictedHeads(): HeadDiscrepancy[] {
    const { incident } = this
    if (incident.heads.size < 2 && incident.unmet.size === 0) return []
    if (this.audited?.of !== incident)
      this.audited = { of: incident, found: auditWriters(this.events(), incident).contradicted }
    return this.unreported(this.audited.found)
  }

  private unreported<T extends MissingHead>(found: readonly T[]): T[] {
    const reported = new Set([...this.findings().map(({ writer }) => writer), this.keptHeadMismatch()?.kept.writer])
    return found.filter(({ head: { writer } }) => !reported.has(writer) && !this.setAsideWriters.has(writer))
  }

  /** The most serious of what speaks against the log as a whole; null if nothing does. */
  flaw(): LogFlaw | null {
    if (this.findings().length > 0) return 'damaged'
    if (isDeclaredTwice(this.incident)) return 'declared-twice'
    return this.keptHeadMismatch() !== null || this.contradictedHeads().length > 0 ? 'incomplete' : null
  }

  /** The last verified head of a writer. */
  headOf(writer: string): Head | null {
    return this.incident.heads.get(writer) ?? null
  }
}
