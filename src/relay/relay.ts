import type { Holding } from '../domain/relay/holdings.ts'

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

/** What a machine said of an incident. Nobody believes it: it only tells what to look for. */
export interface Hint {
  /** The id in the lines of the incident. */
  readonly incident: string
  /** The id that people call it by. */
  readonly id: string
  readonly isOpen: boolean
}

/** Carries lines between machines, and is never asked what is true. Each method rejects with `relay-unreachable`. */
export interface Relay {
  /** Where it is, without a password. */
  readonly name: string
  /** What it has of an incident: of the writers named, and of others, those first that it has had for longest. */
  holdings(incident: string, writers: readonly string[]): Promise<readonly Holding[]>
  /** The next lines of a writer after a place, sorted by number and hash: some of them; none at the end. */
  linesAfter(incident: string, writer: string, place: RelayPlace): Promise<readonly RelayLine[]>
  /** Those of these hashes of lines of a writer that are there. */
  hashesAmong(incident: string, writer: string, hashes: readonly string[]): Promise<ReadonlySet<string>>
  /** Adds lines of a writer, as far as they are not there; resolves once they are on stable storage. */
  addLines(incident: string, writer: string, lines: readonly RelayLine[]): Promise<void>
  /** Bytes with this SHA-256; null if there are none. */
  blob(digest: string): Promise<Buffer | null>
  /** Those of these digests whose bytes are there. */
  blobsAmong(digests: readonly string[]): Promise<ReadonlySet<string>>
  addBlob(digest: string, bytes: Uint8Array): Promise<void>
  /** What machines last said of incidents, the latest first: at most `limit` of them. */
  hints(limit: number): Promise<readonly Hint[]>
  /** The same of incidents with an id. */
  hintsFor(id: string): Promise<readonly Hint[]>
  /** Says something of an incident, in place of what this machine said before. */
  giveHint(machine: string, hint: Hint): Promise<void>
  close(): Promise<void>
}
