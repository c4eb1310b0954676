import { existsSync, fstatSync, readdirSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { zoneWithOffsetOf } from '../domain/drill/clock.ts'
import { isAbandoned, type MissingHead } from '../domain/log/causal-heads.ts'
import { type HybridClock, isFarAhead } from '../domain/log/chain.ts'
import { type Draft, type Frozen, type Head, nameOf } from '../domain/log/event.ts'
import type { FlawedFile } from '../domain/log/governing-files.ts'
import type { Behind, FarAhead, FileRead, Finding, FrozenFile, Torn } from '../domain/log/verification.ts'
import { type RemoteEvents, remoteEventsSince } from '../domain/log/writer-audit.ts'
import { fail } from '../domain/outcome.ts'
import type { Settings } from '../domain/settings.ts'
import { type Access, cut, openForAppend, writeNewFile } from '../platform/durable.ts'
import { closing, readAt } from '../platform/file-bytes.ts'
import { withRegularFile } from '../platform/regular-files.ts'
import { fileDigest } from './digest.ts'
import { isFolderOf, isLogName, type LogFile } from './log-file.ts'
import { LogReading } from './log-reading.ts'

/** The log of one incident as it was read, and the checks of its integrity. */
export class IncidentLog extends LogReading {
  /** By path, the digest of a frozen file and its stat data when it was computed. */
  private readonly digests = new Map<string, { readonly stat: string; readonly digest: string }>()

  /** The damage that makes the incident read-only. */
  findings(): Finding[] {
    const found = [
      ...this.files.flatMap((file) => this.findingIn(file)),
      ...this.missingFrozen(),
      ...this.wrongFolder(),
    ]
    if (found.length > 0 || this.incident.declaration !== null || this.incident.beyond !== null) return found
    const file = relative(this.workspace, this.directory)
    return [{ file, writer: null, line: 1, offset: 0, why: 'no-beginning' }]
  }

  /** Throws `Failed` with `damaged` if the log is damaged; `next` is the command to run once that is repaired. */
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
    if (found === null || (frozen !== null && this.isUnchanged(path, frozen))) return []
    return [{ file: relative(this.workspace, path), writer, ...found }]
  }

  private missingFrozen(): Finding[] {
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

  /** Runbook and settings files that events name but that are missing or altered; with `validate`, invalid ones too. */
  flawedFiles(validate = false): FlawedFile[] {
    return this.governing.flawed(this.incident.named, validate)
  }

  /** The flawed files among those in force. */
  lackingFiles(): FlawedFile[] {
    const { runbookDigest, settingsDigest } = this.incident
    const inForce = new Set([runbookDigest, settingsDigest])
    return this.governing.flawed(this.incident.named.filter(({ digest }) => inForce.has(digest)))
  }

  /** Throws `Failed` with `runbook-missing` if the runbook or settings in force are not beside the log. */
  mustBeGoverned(): void {
    for (const { file, flaw } of this.lackingFiles()) fail('runbook-missing', { id: this.id, file, flaw })
  }

  /** The settings in force; null if they are not beside the log. */
  get settings(): Settings | null {
    return this.lackingFiles().some(({ kind }) => kind === 'settings') ? null : this.incident.settings
  }

  /** The incident's time zone; without its settings, a zone with the UTC offset of its declaration. */
  get timezone(): string {
    return this.settings?.timezone ?? zoneWithOffsetOf(this.incident.declaration?.declaredAt ?? '')
  }

  private isUnchanged(path: string, { bytes, digest }: Frozen): boolean {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    if (size !== BigInt(bytes)) return false
    const stat = [ino, size, mtimeNs, ctimeNs].join()
    if (this.digests.get(path)?.stat !== stat) this.digests.set(path, { stat, digest: fileDigest(path).digest })
    return this.digests.get(path)?.digest === digest
  }

  /** Damaged files that were given up and have not changed since. */
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

  /** The last verified clock of each writer. */
  protected get clocks(): { readonly writer: string; readonly seq: number; readonly hlc: HybridClock }[] {
    return this.files.flatMap(({ chain }) => (chain === null ? [] : [chain]))
  }

  /** Other writers whose clocks are so far ahead of `now` that nobody follows them. */
  farAhead(now: number): FarAhead[] {
    return this.clocks
      .filter(({ writer, hlc }) => isFarAhead(hlc, now) && !this.isOwn(writer))
      .map(({ writer, seq, hlc }) => ({ writer, event: nameOf({ writer, seq }), aheadSeconds: (hlc[0] - now) / 1000 }))
  }

  /** The latest time, in milliseconds, of the clocks that are followed. */
  latestTime(now: number): number {
    const far = new Set(this.farAhead(now).map(({ writer }) => writer))
    return Math.max(0, ...this.clocks.filter(({ writer }) => !far.has(writer)).map(({ hlc }) => hlc[0]))
  }

  /** The torn ends kept beside the log. */
  aside(): TornEnd[] {
    return tornEnds(this.directory, this.id)
  }

  read(): FileRead[] {
    return this.files.map(({ path, writer }) => {
      return { file: relative(this.workspace, path), writer, bytes: statSync(path).size }
    })
  }

  /** The head kept outside, if the log does not reach it and has not been continued without it; else null. */
  behind(): Behind | null {
    const kept = this.head
    if (kept === null) return null
    const givenUp = this.incident.givenUp.get(kept.writer)
    const file = this.files.find((f) => f.writer === kept.writer)
    if (file?.hasExpectedHead || (givenUp !== undefined && isAbandoned(kept, givenUp))) return null
    return { kept, found: this.headOf(kept.writer) }
  }

  /** Heads that writers had seen of others but the log lacks, unless `findings` or `behind` report that writer. */
  unmet(): MissingHead[] {
    const reported = new Set([...this.findings().map(({ writer }) => writer), this.behind()?.kept.writer])
    return [...this.incident.unmet.values()].filter(({ head }) => !reported.has(head.writer))
  }

  /** The last verified head of a writer. */
  headOf(writer: string): Head | null {
    return this.incident.heads.get(writer) ?? null
  }

  /** Whether a writer belongs to this user, workspace and machine, as far as this machine knows. */
  isOwn(writer: string): boolean {
    return this.head?.writer === writer || this.kept.own().includes(writer)
  }

  /**
   * Events of other writers that this machine had not seen when it last recorded; empty if it never recorded, or if the
   * log lacks its own last event.
   */
  news(): readonly RemoteEvents[] {
    return this.newsOf(() => true)
  }

  /** The part of `news` from writers that this machine did not know at all. */
  newWriters(): readonly RemoteEvents[] {
    return this.newsOf((known) => known === 0)
  }

  /** Reads the events only if the heads show that there are new ones. */
  private newsOf(isWanted: (known: number) => boolean): readonly RemoteEvents[] {
    const last = this.incident.heads.size > 1 ? this.agreesWith() : null
    if (last === null) return []
    const own = new Set([last.writer, ...this.kept.own()])
    const event = this.files.find(({ writer }) => writer === last.writer)?.last() ?? null
    if (event?.hash === last.hash) {
      const seen = new Map(event.after?.map(({ writer, seq }) => [writer, seq]))
      const isNews = ({ writer, seq }: Head, known = seen.get(writer) ?? 0) => seq > known && isWanted(known)
      if (![...this.incident.heads.values()].some((head) => !own.has(head.writer) && isNews(head))) return []
    }
    return remoteEventsSince(this.events(), last, (writer) => own.has(writer)).filter(({ known }) => isWanted(known))
  }

  /** The head kept outside, if the log has it; else null. */
  agreesWith(): Head | null {
    return this.head !== null && this.files.some((f) => f.writer === this.head?.writer && f.hasExpectedHead)
      ? this.head
      : null
  }
}

const TORN = /\.torn-\d+(?:-\d+)?$/

/** Copies the torn end of a file to one beside the log, then truncates the file; does nothing if there is none. */
export function setTornEndAside(file: LogFile, access: Access): void {
  const torn = file.tail?.torn ?? new Uint8Array()
  if (torn.length === 0) return
  const kept = pathFor(`${file.path}.torn-${file.wholeLength}`, torn)
  if (!existsSync(kept)) writeNewFile(kept, torn, access)
  closing(openForAppend(file.path), (fd) => cut(fd, file.wholeLength))
}

/** The path for torn bytes: the first that is free, or that already has just these bytes since a crash. */
function pathFor(path: string, torn: Uint8Array): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}-${n}`
    if (!existsSync(name) || holds(name, torn)) return name
  }
}

function holds(path: string, bytes: Uint8Array): boolean {
  if (!statSync(path).isFile()) return false
  return withRegularFile(
    path,
    0,
    (fd) => fstatSync(fd).size === bytes.length && readAt({ fd, at: 0 }, Buffer.alloc(bytes.length)).equals(bytes),
  )
}

export interface TornEnd {
  readonly path: string
  readonly bytes: number
}

/** The torn ends kept beside a log. */
export function tornEnds(directory: string, id: string): TornEnd[] {
  return readdirSync(directory)
    .filter((name) => TORN.test(name) && isLogName(name.replace(TORN, ''), id))
    .sort()
    .map((name) => join(directory, name))
    .map((path) => ({ path, bytes: statSync(path).size }))
}

/**
 * An event for each torn end that no event names yet, for example because the disk was full when it was set aside.
 * `shown` makes a path relative to the workspace.
 */
export function unrecordedTornEnds(
  ends: readonly TornEnd[],
  named: readonly string[],
  shown: (path: string) => string,
): Draft[] {
  const known = new Set(named.map((path) => basename(path)))
  return ends
    .filter(({ path }) => !known.has(basename(path)))
    .map(({ path, bytes }) => ({ type: 'log.recovered', data: { kept: shown(path), bytes } }))
}
