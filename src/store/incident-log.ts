import { statSync } from 'node:fs'
import { relative } from 'node:path'
import { zoneLike } from '../domain/drill/clock.ts'
import { isGivenUp, type Unmet } from '../domain/log/causal-heads.ts'
import { type HybridClock, isFarAhead } from '../domain/log/chain.ts'
import { type Frozen, type Head, nameOf } from '../domain/log/event.ts'
import type { FlawedFile } from '../domain/log/governing-files.ts'
import type { Behind, FarAhead, FileRead, Finding, FrozenFile, Torn } from '../domain/log/verification.ts'
import { type RemoteEvents, remoteEventsSince } from '../domain/log/writer-audit.ts'
import { fail } from '../domain/outcome.ts'
import type { Settings } from '../domain/settings.ts'
import { digestOfFile } from './digest.ts'
import type { LogFile } from './log-file.ts'
import { isFolderOf } from './log-names.ts'
import { LogReading } from './log-reading.ts'
import { type TornEnd, tornEnds } from './torn-ends.ts'

/** The log of one incident: what was read of it, and what there is to say of it as a log. */
export class IncidentLog extends LogReading {
  private readonly digests = new Map<string, { readonly of: string; readonly digest: string }>()

  /** What makes the incident read-only. */
  findings(): Finding[] {
    const found = [...this.files.flatMap((file) => this.findingIn(file)), ...this.lostFrozen(), ...this.wrongFolder()]
    if (found.length > 0 || this.incident.declaration !== null || this.incident.beyond !== null) return found
    const file = relative(this.workspace, this.directory)
    return [{ file, writer: null, line: 1, offset: 0, why: 'no-beginning' }]
  }

  /** Throws `Failed` with `damaged` where the log cannot be believed; `next` is the line to type once that is mended. */
  mustBeWhole(next?: string): void {
    const finding = this.findings()[0]
    if (finding === undefined) return
    const { file, line, why } = finding
    const declared = this.incident.declaration !== null
    fail('damaged', { id: this.id, file, line, why, declared, ...(next !== undefined && { next }) })
  }

  private findingIn({ path, writer, damage, length }: LogFile): Finding[] {
    const frozen = this.incident.givenUp.get(writer)?.frozen ?? null
    const found = frozen === null ? damage : { line: frozen.line, offset: length, why: 'frozen-altered' as const }
    if (found === null || (frozen !== null && this.isAsFrozen(path, frozen))) return []
    return [{ file: relative(this.workspace, path), writer, ...found }]
  }

  private lostFrozen(): Finding[] {
    return [...this.incident.givenUp].flatMap(([writer, { frozen }]): Finding[] => {
      if (frozen === null || this.files.some((file) => file.writer === writer)) return []
      return [{ file: frozen.file, writer, line: frozen.line, offset: 0, why: 'frozen-missing' }]
    })
  }

  private wrongFolder(): Finding[] {
    const { declaration } = this.incident
    if (declaration === null || isFolderOf(this.id, declaration.id)) return []
    const file = this.files.find(({ writer }) => declaration.event.startsWith(`${writer}:`))?.path ?? this.directory
    return [{ file: relative(this.workspace, file), writer: null, line: 1, offset: 0, why: 'wrong-folder' }]
  }

  /** What its events name and is gone, or is not what they name. */
  flawedFiles(read = false): FlawedFile[] {
    return this.governing.flawed(this.incident.named, read)
  }

  /** Of these, what is in force. */
  lackingFiles(): FlawedFile[] {
    const { runbookDigest, settingsDigest } = this.incident
    const inForce = new Set([runbookDigest, settingsDigest])
    return this.governing.flawed(this.incident.named.filter(({ digest }) => inForce.has(digest)))
  }

  /** Throws `Failed` with `runbook-missing` where runbook or settings in force are not beside the log. */
  mustBeGoverned(): void {
    for (const { file, flaw } of this.lackingFiles()) fail('runbook-missing', { id: this.id, file, flaw })
  }

  /** The settings in force; null where they are not beside the log. */
  get settings(): Settings | null {
    return this.lackingFiles().some(({ kind }) => kind === 'settings') ? null : this.incident.settings
  }

  /** The zone of the incident: without its settings, one with the offset at which it was declared. */
  get timezone(): string {
    return this.settings?.timezone ?? zoneLike(this.incident.declaration?.declaredAt ?? '')
  }

  private isAsFrozen(path: string, { bytes, digest }: Frozen): boolean {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    if (size !== BigInt(bytes)) return false
    const of = [ino, size, mtimeNs, ctimeNs].join()
    if (this.digests.get(path)?.of !== of) this.digests.set(path, { of, digest: digestOfFile(path).digest })
    return this.digests.get(path)?.digest === digest
  }

  /** Damaged files that were given up, and are as they were then. */
  frozen(): FrozenFile[] {
    return this.files.flatMap((file) => {
      const givenUp = this.incident.givenUp.get(file.writer)
      if (!givenUp?.frozen || this.findingIn(file).length > 0) return []
      const { writer, length: offset } = file
      return [
        { ...givenUp.frozen, file: relative(this.workspace, file.path), writer, offset, continuedBy: givenUp.event },
      ]
    })
  }

  torn(): Torn[] {
    return this.files.flatMap(({ path, writer, tail, wholeLength: offset }) => {
      const bytes = tail?.torn.length ?? 0
      return bytes === 0 ? [] : [{ file: relative(this.workspace, path), writer, offset, bytes }]
    })
  }

  /** The last clock of each writer that can be believed. */
  protected get clocks(): { readonly writer: string; readonly seq: number; readonly hlc: HybridClock }[] {
    return this.files.flatMap(({ chain }) => (chain === null ? [] : [chain]))
  }

  /** Other writers whose clocks are so far ahead of a time that they push nobody else's. */
  farAhead(now: number): FarAhead[] {
    return this.clocks
      .filter(({ writer, hlc }) => isFarAhead(hlc, now) && !this.isOwn(writer))
      .map(({ writer, seq, hlc }) => ({ writer, event: nameOf({ writer, seq }), aheadSeconds: (hlc[0] - now) / 1000 }))
  }

  /** The latest time, in milliseconds, that the clocks have come to which are followed. */
  latestTime(now: number): number {
    const far = new Set(this.farAhead(now).map(({ writer }) => writer))
    return Math.max(0, ...this.clocks.filter(({ writer }) => !far.has(writer)).map(({ hlc }) => hlc[0]))
  }

  /** Torn ends that are kept beside the log. */
  aside(): TornEnd[] {
    return tornEnds(this.directory, this.id)
  }

  read(): FileRead[] {
    return this.files.map(({ path, writer }) => {
      return { file: relative(this.workspace, path), writer, bytes: statSync(path).size }
    })
  }

  /** Where this user's last head is known outside, the log does not reach it, and has not been continued without it. */
  behind(): Behind | null {
    const kept = this.head
    if (kept === null) return null
    const givenUp = this.incident.givenUp.get(kept.writer)
    const file = this.files.find((f) => f.writer === kept.writer)
    if (file?.meets || (givenUp !== undefined && isGivenUp(kept, givenUp))) return null
    return { kept, found: this.headOf(kept.writer) }
  }

  /** What writers had seen of others and the log does not have, apart from what is said of them otherwise. */
  unmet(): Unmet[] {
    const said = new Set([...this.findings().map(({ writer }) => writer), this.behind()?.kept.writer])
    return [...this.incident.unmet.values()].filter(({ head }) => !said.has(head.writer))
  }

  /** The last head of a writer that can be believed. */
  headOf(writer: string): Head | null {
    return this.incident.heads.get(writer) ?? null
  }

  /** Whether a writer is one of this user, workspace and machine, as far as that is known here. */
  isOwn(writer: string): boolean {
    return this.head?.writer === writer || this.kept.own().includes(writer)
  }

  /**
   * What others have in the log that this machine had not seen when it last recorded; none where it never did, or its own
   * last event is not there to tell.
   */
  news(): readonly RemoteEvents[] {
    return this.newsOf(() => true)
  }

  /** Of those, what comes from writers that it did not know at all. */
  newWriters(): readonly RemoteEvents[] {
    return this.newsOf((known) => known === 0)
  }

  /** Events are read only where a head tells that there are any. */
  private newsOf(isMeant: (known: number) => boolean): readonly RemoteEvents[] {
    const last = this.incident.heads.size > 1 ? this.agreesWith() : null
    if (last === null) return []
    const own = new Set([last.writer, ...this.kept.own()])
    const event = this.files.find(({ writer }) => writer === last.writer)?.last() ?? null
    if (event?.hash === last.hash) {
      const seen = new Map(event.after?.map(({ writer, seq }) => [writer, seq]))
      const isNews = ({ writer, seq }: Head, known = seen.get(writer) ?? 0) => seq > known && isMeant(known)
      if (![...this.incident.heads.values()].some((head) => !own.has(head.writer) && isNews(head))) return []
    }
    return remoteEventsSince(this.events(), last, (writer) => own.has(writer)).filter(({ known }) => isMeant(known))
  }

  /** The head that is kept outside and in the log: null where there is none, or it is not met. */
  agreesWith(): Head | null {
    return this.head !== null && this.files.some((f) => f.writer === this.head?.writer && f.meets) ? this.head : null
  }
}
