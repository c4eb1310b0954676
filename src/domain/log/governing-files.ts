import { isRecord, type JsonSchema } from '../guard.ts'

export type GoverningKind = 'runbook' | 'settings'

/** A runbook or settings file next to the log, named by the SHA-256 of its bytes in lower-case hex. */
export interface GoverningFile {
  readonly kind: GoverningKind
  readonly digest: string
}

/** One that a writer has put in force. */
export interface NamedFile extends GoverningFile {
  readonly writer: string
}

/** From this version on, lines name the files of their runbook and settings. Earlier lines contain them. */
export const FIRST_NAMING_VERSION = 2

const KINDS: ReadonlyMap<string, readonly GoverningKind[]> = new Map([
  ['incident.started', ['runbook', 'settings']],
  ['runbook.adopted', ['runbook']],
  ['settings.adopted', ['settings']],
])

const DIGEST = /^[0-9a-f]{64}$/

/** Returns what an event of this type puts in force: runbook, settings, both or neither. */
export function governingKindsOf(type: string): readonly GoverningKind[] {
  return KINDS.get(type) ?? []
}

/** The fields of an event that say which files it names. */
interface NamingEvent {
  readonly v: number
  readonly type: string
  readonly data: unknown
}

/** Returns the runbook and settings files that an event names; none for a line of version 1. */
export function governingFilesIn({ v, type, data }: NamingEvent): GoverningFile[] {
  if (v < FIRST_NAMING_VERSION || !isRecord(data)) return []
  return governingKindsOf(type).map((kind) => ({ kind, digest: data[`${kind}Digest`] as string }))
}

/** Whether event data has the runbook and settings that its type puts in force: in full or by digest, depending on `v`. */
export function hasGoverningData(v: number, type: string, data: unknown): boolean {
  const kinds = KINDS.get(type)
  if (kinds === undefined || !isRecord(data)) return true
  if (v < FIRST_NAMING_VERSION) return kinds.every((kind) => data[kind] !== undefined)
  return kinds.every((kind) => DIGEST.test(String(data[`${kind}Digest`])))
}

/** The same check as a JSON Schema of the event; empty if its type puts nothing in force. */
export function governingSchema(type: string): JsonSchema {
  const kinds = governingKindsOf(type)
  if (kinds.length === 0) return {}
  const digests = kinds.map((kind) => [`${kind}Digest`, { type: 'string', pattern: DIGEST.source }])
  const contents = kinds.map((kind) => [kind, {}])
  return {
    if: { properties: { v: { type: 'integer', minimum: FIRST_NAMING_VERSION } } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { properties: { data: { type: 'object', properties: Object.fromEntries(digests) } } },
    else: { properties: { data: { type: 'object', properties: Object.fromEntries(contents), required: kinds } } },
  }
}

/** Returns the name of a runbook or settings file in the incident's folder. */
export function governingFileName({ kind, digest }: GoverningFile): string {
  return `${kind}.${digest}.json`
}

/** What is wrong: `altered` if its bytes do not match its digest, `invalid` if they do but are no runbook or settings. */
export type FileFlaw = 'gone' | 'altered' | 'unreadable' | 'invalid'

export interface FlawedFile extends GoverningFile {
  /** Its path, relative to the workspace. */
  readonly file: string
  readonly flaw: FileFlaw
}
