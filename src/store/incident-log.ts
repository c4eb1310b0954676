import { lstatSync } from 'node:fs'
import { relative } from 'node:path'
import { isRecord } from '../domain/guard.ts'
import { type Conflict, conflictsOf } from '../domain/incident/conflicts.ts'
import { type Confidentiality, isConfidential } from '../domain/incident/current-values.ts'
import type { Incident, LostApproval, Notice } from '../domain/incident/incident.ts'
import { lostApprovals } from '../domain/incident/lost-approvals.ts'
import {
  eventsOfKnown,
  foldOfKnown,
  foldOwnNotices,
  foldUnsilenced,
  type UnknownWriter,
  type UnsilencedLog,
  withoutWordsOfStrangers,
  withPeopleOfKnown,
  wordOnNotice,
} from '../domain/incident/unknown-writers.ts'
import { type Envelope, type Event, eventPlace, type Head, nameOf } from '../domain/log/event.ts'
import { type FlawedFile, type GoverningKind, governingKindsOf } from '../domain/log/governing-files.ts'
import { type HybridClock, isFarAhead } from '../domain/log/hybrid-clock.ts'
import type { Knows } from '../domain/log/known-writers.ts'
import { type RemoteEvents, remoteEventsSince } from '../domain/log/remote-events.ts'
import type { RestoredWriter } from '../domain/log/set-aside.ts'
import type { FarAheadWriter, FileRead } from '../domain/log/verification.ts'
import { fail } from '../domain/problem.ts'
import type { Settings } from '../domain/settings.ts'
import { zoneWithOffsetOf } from '../domain/time.ts'

import { isGovernedBy } from './governing-substitutes.ts'
import { LogIntegrity } from './log-integrity.ts'

/** An incident without words of some writers, and for what it was made. */
interface IncidentView {
  readonly of: Incident
  readonly unknown: ReadonlySet<string>
  readonly incident: Incident
}

/** The log of one incident, and what it says where words of unknown writers do not count. */
export class IncidentLog extends LogIntegrity {
  /** What `confirmed` returned last, and for what. */
  private known: IncidentView | null = null
  /** What `byKnownWriters` returned last, and for what. */
  private knownAlone: IncidentView | null = null
  /** What `ofKnownWriters` returned last, and for what. */
  private ofKnown: {
    readonly of: Incident
    readonly unknown: ReadonlySet<string>
    readonly log: UnsilencedLog
  } | null = null

  /** Runbook and settings files that are missing, altered or unreadable; with `validate`, also those that are invalid. */
  flawedFiles(validate = false): FlawedFile[] {
    return this.governing.flawed(this.incident.named, validate)
  }

  /** Those of `flawedFiles` that are in force, or that others than unknown writers put in force. */
  flawedFilesThatMatter(): FlawedFile[] {
    const { named, runbookDigest, settingsDigest } = this.incident
    const inForce = new Set([runbookDigest, settingsDigest])
    const isByKnown = (writer: string) => isGovernedBy(writer, this.incident, this.unknownNames())
    return this.governing.flawed(named.filter(({ writer, digest }) => inForce.has(digest) || isByKnown(writer)))
  }

  /** The flawed files that unknown writers put in force, and in whose place others govern. */
  overruledFiles(): FlawedFile[] {
    const { named, runbookDigest, settingsDigest } = this.incident
    const inForce = new Set([runbookDigest, settingsDigest])
    const overruled = named.filter((file) => inForce.has(file.digest) && this.insteadOf(file) !== null)
    return this.governing.flawed(overruled, true)
  }

  /**
   * The flawed files among those that govern; of the settings, which most commands need, also those that are not valid, and of
   * both with `validate`.
   */
  flawedFilesInForce(validate = false, { runbookDigest, settingsDigest, named } = this.incident): FlawedFile[] {
    const inForce = named.filter(({ kind, digest }) =>
      kind === 'settings' ? digest === settingsDigest : digest === runbookDigest,
    )
    return inForce.flatMap((file) =>
      this.governing.flawed([this.insteadOf(file) ?? file], validate || file.kind === 'settings'),
    )
  }

  /** Throws `ProblemError` with `runbook-missing` if the runbook or settings in force are missing, altered or unreadable. */
  mustBeGoverned(): void {
    const [flawed] = this.flawedFilesInForce()
    if (flawed === undefined) return
    const { file, flaw } = flawed
    fail('runbook-missing', { id: this.id, file, flaw })
  }

  /** The settings in force; null if they are missing, altered or unreadable. */
  get settings(): Settings | null {
    return this.flawedFilesInForce().some(({ kind }) => kind === 'settings') ? null : this.incident.settings
  }

  /** The incident's time zone; without its settings, a zone with the UTC offset of its declaration. */
  get timezone(): string {
    return this.settings?.timezone ?? zoneWithOffsetOf(this.incident.declaration?.declaredAt ?? '')
  }

  /** The last verified clock of each writer. */
  protected get clocks(): { readonly writer: string; readonly seq: number; readonly hlc: HybridClock }[] {
    return this.files.flatMap(({ chain }) => (chain === null ? [] : [chain]))
  }

  /** Other writers whose clocks are so far ahead of `now` that nobody follows them. */
  farAhead(now: number): FarAheadWriter[] {
    return this.clocks
      .filter(({ writer, hlc }) => isFarAhead(hlc, now) && !this.isOwn(writer))
      .map(({ writer, seq, hlc }) => ({ writer, event: nameOf({ writer, seq }), aheadSeconds: (hlc[0] - now) / 1000 }))
  }

  /** The latest clock that is followed, of the writer that brought it into the log; null if there is none. */
  latestClock(now: number): { readonly writer: string; readonly time: number } | null {
    const far = new Set(this.farAhead(now).map(({ writer }) => writer))
    const followed = this.clocks.filter(({ writer }) => !far.has(writer))
    const time = Math.max(...followed.map(({ hlc }) => hlc[0]))
    // Whoever follows the clock of another counts on from it.
    const first = followed.filter(({ hlc }) => hlc[0] === time).sort((a, b) => a.hlc[1] - b.hlc[1])[0]
    return first === undefined ? null : { writer: first.writer, time }
  }

  filesRead(): FileRead[] {
    return this.files.map(({ path, writer }) => {
      return { file: relative(this.workspace, path), writer, bytes: lstatSync(path).size }
    })
  }

  /** Whether a writer is one of this user's on this machine, as far as it is known. */
  isOfThisMachine(writer: string): boolean {
    return this.isOwn(writer) || this.isOfOwnMachine(writer)
  }

  /** The heads of a writer that known writers name, in log order. */
  headsNamed(writer: string): Head[] {
    const unknown = this.unknownNames()
    const heads: Head[] = []
    for (const { after = [], writer: by } of this.events())
      if (!unknown.has(by)) heads.push(...after.filter((head) => head.writer === writer))
    return heads
  }

  /** When a file of the log was last written to, or its inode changed, whatever its lines say; milliseconds since 1970. */
  changedAt(): number {
    return Math.max(0, ...this.files.map(({ path }) => lstatSync(path).ctimeMs))
  }

  /** What the log is without the events by which these writers may have silenced an alarm. */
  unsilenced(unknown: readonly UnknownWriter[]): UnsilencedLog {
    const { incident, silencing } = foldUnsilenced(this.events(), new Set(unknown.map(({ writer }) => writer)))
    return { incident: this.present(incident), silencing }
  }

  /** The same without those of all writers that this machine does not know. */
  ofKnownWriters(): UnsilencedLog {
    const { incident } = this
    const unknown = this.unknownNames()
    if (unknown.size === 0) return { incident, silencing: new Map() }
    if (this.ofKnown?.of !== incident || this.ofKnown.unknown !== unknown)
      this.ofKnown = { of: incident, unknown, log: this.unsilenced(this.unknownWriters()) }
    return this.ofKnown.log
  }

  /** The events of the writers that this machine knows, in log order. */
  eventsOfKnown(): Iterable<Event | Envelope> {
    return eventsOfKnown(this.events(), this.unknownNames())
  }

  /** The incident by what the writers that this machine knows have recorded alone. */
  byKnownWriters(): Incident {
    const { incident: of } = this
    const unknown = this.unknownNames()
    if (unknown.size === 0) return of
    if (this.knownAlone?.of !== of || this.knownAlone.unknown !== unknown)
      this.knownAlone = { of, unknown, incident: this.present(foldOfKnown(this.events(), unknown)) }
    return this.knownAlone.incident
  }

  /**
   * Whether it is confidential, by all that is recorded or by what known writers have recorded: no stranger makes it less so,
   * nor does one who takes away the runbook that says so.
   */
  isConfidential(): boolean {
    return this.confidentiality() !== 'none'
  }

  confidentiality(): Confidentiality {
    const { incident } = this
    const known = this.byKnownWriters()
    const isLacking = known !== incident && this.flawedFilesInForce(true, known).length > 0
    if (isLacking || isConfidential(known)) return 'known'
    return isConfidential(incident) ? 'claimed' : 'none'
  }

  /** The incident, where no word of unknown writers settles what became of evidence and commands of others. */
  confirmed(): Incident {
    const { incident } = this
    const unknown = this.unknownNames()
    if (this.known?.of !== incident || this.known.unknown !== unknown)
      this.known = { of: incident, unknown, incident: withoutWordsOfStrangers(incident, unknown, () => this.events()) }
    return this.known.incident
  }

  /** The incident, where contacts and approvers are those that known writers put in force. */
  withPeopleOfKnown(): Incident {
    return withPeopleOfKnown(this.incident, this.knows, () => this.byKnownWriters())
  }

  /** What acts rested on that no longer counts, since its writer was set aside: reads the files of such writers where it matters. */
  lostApprovals(): LostApproval[] {
    return lostApprovals(this.incident, this.setAsideWriters, (writer) => this.whateverRecorded(writer))
  }

  /** The incident without what unknown writers say of notices of others. */
  withOwnNotices(): Incident {
    const unknown = this.unknownNames()
    return unknown.size === 0 ? this.incident : foldOwnNotices(this.events(), unknown)
  }

  /** The last word of unknown writers on a notice that was sent; null if there is none. */
  wordOnNotice(notice: Notice): Event | null {
    const unknown = this.unknownNames()
    return unknown.size === 0 ? null : wordOnNotice(notice, this.events(), unknown)
  }

  /** Whether this machine has a reason to know a writer. */
  readonly knows: Knows = (writer) => !this.unknownNames().has(writer)

  /** The last event that put the runbook or the settings in force, unless this machine ever put the same in force; else null. */
  foreignGoverning(kind: GoverningKind): Event | Envelope | null {
    const inForce = { kind, digest: this.incident[`${kind}Digest`] }
    const { digest } = this.insteadOf(inForce) ?? inForce
    let last: Event | Envelope | null = null
    for (const event of this.events()) {
      if (!governingKindsOf(event.type).includes(kind) || !isRecord(event.data)) continue
      if (event.data[`${kind}Digest`] !== digest) continue
      if (this.isOfOwnMachine(event.writer)) return null
      last = event
    }
    return last
  }

  /** The conflicts that nobody has settled; of unknown writers, none settles what others sent. */
  conflicts(): Conflict[] {
    const { incident } = this
    const unknown = this.unknownNames()
    const isPlain = unknown.size === 0 || incident.notices.length < 2
    return conflictsOf(incident, isPlain ? null : { unknown, incident: this.withOwnNotices() })
  }

  /** What this machine had not seen of other writers when it last recorded; empty if the log lacks its own last event. */
  newRemoteEvents(): readonly RemoteEvents[] {
    return this.newsOf(() => true)
  }

  /** The part of `newRemoteEvents` from writers of which this machine had seen nothing before. */
  eventsOfNewWriters(): readonly RemoteEvents[] {
    return this.newsOf((known) => known === 0)
  }

  /** The writers that were set aside and count again, by a word that this machine had not seen when it last recorded. */
  newlyRestoredWriters(): RestoredWriter[] {
    const { restored } = this.incident
    if (restored.length === 0) return []
    const news = new Map(this.newRemoteEvents().map(({ writer, known }) => [writer, known]))
    return restored.filter(({ since }) => {
      const { writer, seq } = eventPlace(since)
      return seq > (news.get(writer) ?? Number.POSITIVE_INFINITY)
    })
  }

  /** `isWanted` gets the number of a writer's last event seen here. Reads the log only if the heads show something new. */
  private newsOf(isWanted: (known: number) => boolean): readonly RemoteEvents[] {
    const last = this.incident.heads.size > 1 ? this.confirmedKeptHead() : null
    if (last === null) return []
    const own = new Set([last.writer, ...this.writerState.ownWriters().filter((writer) => this.isOfOwnMachine(writer))])
    const event = this.files.find(({ writer }) => writer === last.writer)?.lastEvent() ?? null
    if (event?.hash === last.hash) {
      const seen = new Map(event.after?.map(({ writer, seq }) => [writer, seq]))
      const hasNews = [...this.incident.heads.values()].some(({ writer, seq }) => {
        const known = seen.get(writer) ?? 0
        return !own.has(writer) && seq > known && isWanted(known)
      })
      if (!hasNews) return []
    }
    return remoteEventsSince(this.events(), last, (writer) => own.has(writer)).filter(({ known }) => isWanted(known))
  }

  /** The head kept outside the workspace, if the log has it; else null. */
  confirmedKeptHead(): Head | null {
    return this.keptHead !== null && this.files.some((f) => f.writer === this.keptHead?.writer && f.hasExpectedHead)
      ? this.keptHead
      : null
  }
}
