import type { Head } from '../domain/log/event.ts'
import type { Holding } from '../domain/relay/holdings.ts'
import type { Presence } from '../domain/relay/presence.ts'

/** A line as a relay carries it: its bytes without LF, and what they claim to be. */
export interface RelayLine {
  readonly seq: number
  readonly hash: string
  readonly bytes: Buffer
}

/** A place among the lines of one writer: after the line with this number and hash. */
export interface RelayPlace {
  readonly seq: number
  readonly hash: string
}

/** A line that a relay has had: the last of its writer then. */
export interface HadHead extends Head {
  readonly incident: string
}

/** What a relay has of some writers. */
export interface Holdings {
  readonly found: readonly Holding[]
  /** The name after which to go on with others the next time; empty if these were all. */
  readonly next: string
}

/** Which lines are asked for; all without. */
export interface Which {
  /** Only those with these hashes. */
  readonly only?: readonly string[]
  /** Those whose hashes do not begin with any of these (`MARK_DIGITS`). */
  readonly without?: readonly string[]
}

/** A place among the first lines of all writers: after the one of this writer with this hash. */
export interface FirstPlace {
  readonly writer: string
  readonly hash: string
}

/** Some first lines of writers. */
export interface FirstLines {
  readonly found: readonly { readonly writer: string; readonly bytes: Buffer }[]
  /** Where to go on; null if these were the last. */
  readonly next: FirstPlace | null
}

/** How many digits at the beginning of a hash stand for it. */
export const MARK_DIGITS = 16

/** What a machine said of an incident. Nobody believes it: it only tells what to look for. */
export interface Hint {
  /** The id in the lines of the incident. */
  readonly incident: string
  /** The id that people call it by. */
  readonly id: string
  readonly isOpen: boolean
}

/** The turn of a machine to send the next notice of an incident by a channel. */
export interface Turn {
  /** The first is 1, and none is left out. */
  readonly n: number
  readonly machine: string
  /** The writer that was to record what is sent; null if that was not said. */
  readonly writer: string | null
  /** What the machine calls itself. */
  readonly name: string
  /** Since it was taken, in milliseconds by the clock of the relay. */
  readonly ageMs: number
  /** Whether it is of the role that asks. */
  readonly isOwn: boolean
}

/** Which turn it is, on which channel. */
export interface ChannelTurn {
  readonly channel: string
  readonly n: number
}

/** A digest of evidence, and how many bytes it is of. */
export interface WantedUpload {
  readonly digest: string
  readonly bytes: number
}

/** Bytes of evidence that a machine has sent so far, in parts. */
export interface Upload {
  /** The SHA-256 of salt and bytes, as its sender says. */
  readonly digest: string
  /** Tells uploads of the same digest apart. */
  readonly id: string
  readonly parts: number
  readonly bytes: number
  /** Whether it is of the role that asks. */
  readonly isOwn: boolean
}

/** A machine that shares incidents, and how long ago it was heard of, in milliseconds by the clock of the relay. */
export interface Peer extends Presence {
  readonly ageMs: number
}

/** Carries lines between machines, and is never asked what is true. Each method rejects with `relay-unreachable`. */
export interface Relay {
  /** Where it is, without a password. */
  readonly name: string
  /** Tells it from any other, also from one that has taken its place; one that was restored from a backup has it again. */
  readonly identity: string
  /** Of these lines that it had, the incidents of those that it lacks. */
  lacking(heads: readonly HadHead[]): Promise<ReadonlySet<string>>
  /**
   * What it has of an incident: of the writers named, and of some others: those whose names come after `after` first, the first
   * ones last or, without it, those that it has had for longest.
   */
  holdings(incident: string, writers: readonly string[], after: string | null): Promise<Holdings>
  /** The next first lines of writers after a place that have the key to which the id of the incident commits, or any if it does not. */
  firstLines(incident: string, after: FirstPlace | null): Promise<FirstLines>
  /** The next lines of a writer after a place, sorted by number and hash: some of them; none at the end. */
  linesAfter(incident: string, writer: string, place: RelayPlace, which?: Which): Promise<readonly RelayLine[]>
  /** Those of these hashes of lines of a writer that are there. */
  hashesAmong(incident: string, writer: string, hashes: readonly string[]): Promise<ReadonlySet<string>>
  /** Adds lines of a writer, as far as they are not there; resolves once they are on stable storage. */
  addLines(incident: string, writer: string, lines: readonly RelayLine[]): Promise<void>
  /** Bytes with this SHA-256; null if there are none. */
  blob(digest: string): Promise<Buffer | null>
  /** Those of these digests whose bytes are there. */
  blobsAmong(digests: readonly string[]): Promise<ReadonlySet<string>>
  addBlob(digest: string, bytes: Uint8Array): Promise<void>
  /** Which incidents somebody last said are open: at most `limit`, the same share of them by each who says so. */
  hints(limit: number): Promise<readonly Hint[]>
  /** The ids of incidents, open or closed, that somebody last said anything of: at most `limit`, shared alike. */
  hintedIds(limit: number): Promise<readonly string[]>
  /** What was last said of incidents with an id. */
  hintsFor(id: string): Promise<readonly Hint[]>
  /** Says something of an incident, in place of what this machine said before. */
  giveHint(machine: string, hint: Hint): Promise<void>
  /** What was sent of evidence: at most `limit` uploads, first those of the right length, then one's own, then the oldest. */
  uploads(wanted: readonly WantedUpload[], limit: number): Promise<readonly Upload[]>
  /** A part of an upload, from 0 on; null if it is not there. */
  evidencePart(upload: Upload, part: number): Promise<Buffer | null>
  /** Adds the next part of an upload of one's own; says so to others if it is the last. */
  addEvidencePart(digest: string, id: string, part: number, bytes: Uint8Array, isLast: boolean): Promise<void>
  /** The last turn that was taken to send by a channel; null if none was. */
  lastTurn(incident: string, channel: string): Promise<Turn | null>
  /** The next turns after the `n`th that were taken to send by a channel and not given back: some of them; none at the end. */
  heldTurnsAfter(incident: string, channel: string, n: number): Promise<readonly Turn[]>
  /** The turns of this machine to send notices of an incident that it has not given back: some of them. */
  ownHeldTurns(incident: string, machine: string): Promise<readonly ChannelTurn[]>
  /** Takes a turn, in which a writer is to record what is sent, if any is. False if another machine took it first. */
  takeTurn(
    incident: string,
    channel: string,
    n: number,
    machine: string,
    name: string,
    writer: string | null,
  ): Promise<boolean>
  /** Takes the turns with these numbers, from the next one on, as far as nobody else does, and gives them back. */
  passTurns(incident: string, channel: string, from: number, to: number, machine: string, name: string): Promise<void>
  /** Gives a turn of this machine back, with which nothing was sent. */
  giveBackTurn(incident: string, channel: string, n: number, machine: string, name: string): Promise<void>
  /** Says that this machine is there. Resolves to the machines that did, the latest first: at most `limit`. */
  greet(own: Presence, limit: number): Promise<readonly Peer[]>
  close(): Promise<void>
}
